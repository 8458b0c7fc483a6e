"""How long records are kept, what holds them, and the two steps in which they are purged.

Source: domain notes, section 7: records that support bills, and APFs, are kept 5 years at least. How long
beyond that is an assumption, a setting of the COHE. Nothing is purged by itself: the supervisor asks, the
privacy officer approves, `ohms nightly` deletes.
"""

from datetime import date, datetime
from enum import StrEnum

from ohms.domain.calendar import add_months
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

MOST_CLAIMS = 500
"""Of one purge: it is one transaction, and somebody looks it over."""
LEAST_YEARS = 5
BY_ANOTHER = "Somebody else approves what you asked for."
DECIDED = "This purge was decided already."
PURGED = "The records of this claim were purged: nothing more is written on it."


class RecordClass(StrEnum):
    """What is purged together: a claim's file with its documents' bytes, or all that is kept of the
    claim but its number, its days, its providers and its minutes."""

    FILE = "file"
    CLAIM = "claim"


class PurgeState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    DONE = "done"


def state_of(
    approved_at: datetime | None, refused_at: datetime | None, carried_out_at: datetime | None
) -> PurgeState:
    if carried_out_at is not None:
        return PurgeState.DONE
    if refused_at is not None:
        return PurgeState.REFUSED
    return PurgeState.ASKED if approved_at is None else PurgeState.APPROVED


def check_not_purged(purged_at: datetime | None, *, field: str | None = None) -> None:
    """What was purged is not filled again: no later purge would find it."""
    if purged_at is not None:
        raise RuleBroken(PURGED, field=field)


def rested_before(today: date, years: int) -> date:
    """The day before which the last thing must have happened on a claim for its records to be old
    enough."""
    return add_months(today, -12 * years)


def check_decision(state: PurgeState, asked_by_id: int | None, decider_id: int | None) -> None:
    """A purge is decided once, and by somebody else than who asked for it."""
    if state is not PurgeState.ASKED:
        raise RuleBroken(DECIDED)
    if asked_by_id == decider_id:
        raise RuleBroken(BY_ANOTHER)


def checked_reason(reason: str | None) -> str:
    """Why: it stays in the record."""
    return checked_line(reason, "Enter why: it stays in the record.")
