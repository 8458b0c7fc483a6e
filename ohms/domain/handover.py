"""What somebody hands over while they are away, and what is told them when they are back.

What will hurt first is what falls due first: a promise, a task or a word that a service owes. A promise
is what was told a caller, or the next step that a note named; both stand on a day of their own or none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

AFTER_DEPARTURE = timedelta(days=14)
"""How far a pack of somebody who leaves for good looks ahead."""

TOLD_BEFORE = 5
"""How many business days before leave its pack is shown on Today."""

TOLD_AFTER = timedelta(days=7)
"""How long after leave Today shows what happened meanwhile."""

LONGEST_EXCERPT = 600


class HurtKind(StrEnum):
    PROMISE = "promise"
    TASK = "task"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Hurt:
    """Something on a claim that falls due, and what."""

    on: date
    kind: HurtKind
    what: str


def first_hurt(hurts: Iterable[Hurt], until: date) -> Hurt | None:
    """What falls due first up to a day, what is overdue included; None where nothing does."""
    due = [each for each in hurts if each.on <= until]
    return min(due, key=lambda each: (each.on, list(HurtKind).index(each.kind)), default=None)


def until_when(from_on: date, to_on: date | None) -> date:
    """How far ahead a pack looks: to the last day of leave; for good, two weeks."""
    return to_on if to_on is not None else from_on + AFTER_DEPARTURE


def excerpt(text: str) -> str:
    """The beginning of a note, for a pack: enough to go on with; the note itself has the rest."""
    whole = text.strip()
    if len(whole) <= LONGEST_EXCERPT:
        return whole
    return f"{whole[:LONGEST_EXCERPT].rsplit(maxsplit=1)[0]} …"
