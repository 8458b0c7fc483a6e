"""Which entries of an assistant wait for a coordinator's co-signature: kinds, a setting of the COHE.

Source: design.md section 5, "Assistants". An entry that waits stands and counts: a fact may raise
complexity at any time. Only a closing takes effect when it is co-signed, not before.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ohms.domain.actor import Actor
from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.domain.note_acts import LONGEST_QUESTION, Standing, coordinators_until
from ohms.domain.notes import is_visible
from ohms.domain.values import Role, StandardWork


class CoSignKind(StrEnum):
    """What an assistant enters and a coordinator co-signs."""

    FRQ = "frq"
    BARRIER_PLAN = "barrier_plan"
    CLOSING = "closing"


ALL_KINDS = frozenset(CoSignKind)
"""Until a COHE has set otherwise."""


def waits_for_coordinator(
    by_assistant: bool, kind: CoSignKind, kinds: frozenset[CoSignKind] = ALL_KINDS
) -> bool:
    """Whether what somebody enters waits: an assistant's of certain kinds does."""
    return by_assistant and kind in kinds


def note_waits(
    by_assistant: bool,
    standard_work: StandardWork,
    kinds: frozenset[CoSignKind] = ALL_KINDS,
) -> bool:
    """An assistant's note about barriers is a barrier plan; no other kind of note waits."""
    is_plan = standard_work is StandardWork.BARRIERS
    return is_plan and waits_for_coordinator(by_assistant, CoSignKind.BARRIER_PLAN, kinds)


class EntryOutcome(StrEnum):
    """What became of an entry that waited; none yet while it does."""

    CO_SIGNED = "co_signed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry as its rules ask for it."""

    kind: CoSignKind
    author_id: int
    cohe_id: int
    entered_at: datetime
    outcome: EntryOutcome | None = None
    answered: bool = False
    """Returned, and its author has answered: another entry follows it."""

    stands: bool = True
    """What it is about is there as it was entered: not voided, ended, closed or planned anew."""


def check_entry_signed(entry: EntryFacts, by: Standing) -> None:
    """Co-signed, or returned with a question, as a note is: by the assistant's coordinator or whoever
    covers them, after 3 business days by the supervisor too; never one's own."""
    if entry.outcome is not None:
        raise RuleBroken(f"This was {_SAID[entry.outcome]} already.")
    if entry.author_id == by.actor.staff_id:
        raise RuleBroken("Nobody co-signs what they entered themselves.")
    if (entry.author_id, entry.cohe_id) in by.signs_for:
        return
    if entry.cohe_id not in by.actor.cohes_as(Role.SUPERVISOR):
        raise RuleBroken(
            "Only the coordinator of this assistant, or whoever covers them, co-signs it."
        )
    until = coordinators_until(entry.entered_at)
    if by.actor.on_day <= until:
        raise RuleBroken(
            f"This waits for the assistant's coordinator until {written(until)}: after that the"
            " supervisor may co-sign it."
        )


def check_entry_answered(entry: EntryFacts, actor: Actor) -> None:
    """Its author answers a question once."""
    _check_own(entry, actor)
    if entry.outcome is not EntryOutcome.RETURNED:
        raise RuleBroken("Nothing was asked about it.")
    if entry.answered:
        raise RuleBroken("You answered already.")
    if not entry.stands:
        raise RuleBroken("What was asked about no longer stands: there is nothing left to answer.")


def check_entry_withdrawn(entry: EntryFacts, actor: Actor) -> None:
    """Its author takes a closing back while it waits. An FRQ is voided and a plan changed where they
    stand: then they wait no longer either."""
    _check_own(entry, actor)
    if entry.kind is not CoSignKind.CLOSING:
        raise RuleBroken("Void the FRQ, or change the plan, on the claim's page Recovery.")
    if entry.outcome is not None:
        raise RuleBroken(f"This was {_SAID[entry.outcome]} already.")


def check_said(text: str, demand: str, *, field: str) -> str:
    """A question or its answer: visible, and not too long."""
    if not is_visible(text):
        raise RuleBroken(demand, field=field)
    if len(text) > LONGEST_QUESTION:
        raise RuleBroken(f"Shorten this to {LONGEST_QUESTION:,} characters.", field=field)
    return text.strip()


_SAID = {
    EntryOutcome.CO_SIGNED: "co-signed",
    EntryOutcome.RETURNED: "returned with a question",
    EntryOutcome.WITHDRAWN: "withdrawn",
}


def _check_own(entry: EntryFacts, actor: Actor) -> None:
    if entry.author_id != actor.staff_id:
        raise RuleBroken("Only who entered it does that.")
