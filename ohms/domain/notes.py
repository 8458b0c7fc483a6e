"""A case note as it is composed: what one save of the composer carries, and what it may say."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ohms.domain.errors import RuleBroken
from ohms.domain.values import (
    Method,
    MinutesFrom,
    Outcome,
    Party,
    Service,
    StandardWork,
)

LONGEST_BODY = 20_000


@dataclass(frozen=True, slots=True)
class ComposedContact:
    """Somebody of the claim was reached, or tried."""

    party: Party
    method: Method
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NextStep:
    """The task that follows from a note."""

    title: str
    due_by: date
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class AlsoAbout:
    """A further claim that the same call was about, with its own text (empty: the same)."""

    claim_number: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class ComposedNote:
    """Everything one save of the composer carries."""

    standard_work: StandardWork
    body: str
    performed_on: date
    contacts: tuple[ComposedContact, ...] = ()
    interpreter: bool = False
    minutes: int | None = None
    minutes_from: MinutesFrom = MinutesFrom.TYPED
    minutes_confirmed: bool = False
    next_step: NextStep | None = None
    finishes: tuple[int, ...] = ()
    referral: Service | None = None
    also: tuple[AlsoAbout, ...] = ()


def check_note(note: ComposedNote, today: date) -> None:
    """Refuse a note without visible text, too long, of a future day, or that names a further claim twice."""
    if not is_visible(note.body):
        raise RuleBroken("Enter what was said or done.", field="body")
    if len(note.body) > LONGEST_BODY:
        raise RuleBroken(f"Shorten the note to {LONGEST_BODY:,} characters.", field="body")
    if note.performed_on > today:
        raise RuleBroken("Enter a day that is not after today.", field="performed_on")
    numbers = [about.claim_number for about in note.also]
    if len(set(numbers)) != len(numbers):
        raise RuleBroken("Name each further claim once.", field="also")


def paired_contacts(
    parties: Sequence[Party], methods: Sequence[Method], outcomes: Sequence[Outcome]
) -> tuple[ComposedContact, ...]:
    """Contacts from lists of equal length; RuleBroken when one of them is incomplete."""
    if not len(parties) == len(methods) == len(outcomes):
        raise RuleBroken("Choose who, how and with what outcome for each contact.", field="party")
    return tuple(
        ComposedContact(party, method, outcome)
        for party, method, outcome in zip(parties, methods, outcomes, strict=True)
    )


def is_visible(text: str) -> bool:
    """Whether an eye could see anything of it: not only spaces and zero-width characters."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)
