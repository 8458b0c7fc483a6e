"""A claim that was put away comes back with a reason: one not seen then, or one that happened again.

No action is never final, nor is watching: of the signals that bring back, each does so again when it
happens again after the decision.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ohms.domain.triage import BRINGS_BACK, Reason

LASTING = frozenset({"frq_window", "off_work", "restricted_without_apf"})
"""Signals that hold from a day on until they end; the others tell of something that happens."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen when a claim was put away: by reason its `since` as it was then (None: not
    kept), and the day of the decision."""

    marks: Mapping[str, date | None]
    on: date


def unseen(found: Collection[Reason], seen: Seen) -> list[Reason]:
    """The reasons that bring a claim back: never seen when it was put away, or happened again since.

    What lasts happened again when it ended and began anew after the decision; of what happens, the
    newest is compared with the newest that was known then, for it may be told of late.
    """
    return [reason for reason in found if reason.name in BRINGS_BACK and _is_new(reason, seen)]


def _is_new(reason: Reason, seen: Seen) -> bool:
    if reason.name not in seen.marks:
        return True
    known = seen.marks[reason.name]
    through = seen.on if known is None or reason.name in LASTING else known
    return reason.since is not None and reason.since > through
