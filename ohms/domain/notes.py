"""A case note as it is composed, and what may be done with it once it is signed, by whom and until
when: taken back, co-signed, added to, voided."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ohms.domain.access import Actor, Permission
from ohms.domain.calendar import add_business_days, pacific_day, written
from ohms.domain.errors import RuleBroken
from ohms.domain.values import (
    Method,
    MinutesFrom,
    NoteEventKind,
    Outcome,
    Party,
    Role,
    Service,
    StandardWork,
)

LONGEST_BODY = 20_000
LONGEST_REASON = 200
TAKE_BACK_WITHIN = timedelta(minutes=10)
COORDINATORS_DAYS_TO_CO_SIGN = 3
"""Business days after signing in which the assistant's coordinator alone co-signs."""

# Barrier plans of an assistant wait for a co-signature (design.md "Assistants"; kinds: a setting).
ASSISTANT_WAITS_FOR_COSIGNATURE = frozenset({StandardWork.BARRIERS})


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
    """Refuse a note without visible text, too long, of a future day, or with minutes out of range."""
    if not _visible(note.body):
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


def needs_co_signature(roles: frozenset[Role], standard_work: StandardWork) -> bool:
    """An assistant's note of certain kinds waits for the coordinator; nobody else's does."""
    return roles == {Role.HSC_ASSISTANT} and standard_work in ASSISTANT_WAITS_FOR_COSIGNATURE


def state_of(signed: bool, kinds: frozenset[NoteEventKind]) -> str:
    """What a note is by its events: draft, signed, co_signed, taken_back or voided."""
    for last in (NoteEventKind.VOIDED, NoteEventKind.TAKEN_BACK, NoteEventKind.CO_SIGNED):
        if last in kinds:
            return last.value
    return "signed" if signed else "draft"


class NoteAct(StrEnum):
    """What may be done with a signed note; the value stands in its address."""

    TAKE_BACK = "take-back"
    CO_SIGN = "co-sign"
    ADDENDUM = "addendum"
    VOID = "void"


class VoidedMinutes(StrEnum):
    """What becomes of the minutes of a voided note."""

    KEEP = "keep"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A note as the rules of its later life ask for it: its row, and what happened since."""

    author_id: int
    cohe_id: int
    signed_at: datetime | None
    co_signature_needed: bool
    happened: frozenset[NoteEventKind]

    @property
    def state(self) -> str:
        return state_of(self.signed_at is not None, self.happened)


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a claim's notes at one instant.

    `signs_for` holds assistant and COHE of those whose coordinator they are today, or cover;
    `opened_at` is the last time that anybody else opened the claim.
    """

    actor: Actor
    at: datetime
    signs_for: frozenset[tuple[int, int]] = frozenset()
    opened_at: datetime | None = None

    def wrote(self, note: NoteFacts) -> bool:
        return note.author_id == self.actor.staff_id

    def supervises(self, note: NoteFacts) -> bool:
        return note.cohe_id in self.actor.cohes_as(Role.SUPERVISOR)


def check_take_back(note: NoteFacts, by: Standing) -> None:
    """Its author, at most 10 minutes after signing, while nobody else has opened the claim."""
    signed_at = _check_stands(note)
    if not by.wrote(note):
        raise RuleBroken("Only its author takes a note back.")
    if NoteEventKind.CO_SIGNED in note.happened:
        raise RuleBroken("This note is co-signed: add to it, or void it with a reason.")
    if NoteEventKind.ADDENDUM in note.happened:
        raise RuleBroken("Something was added to this note: void it with a reason instead.")
    if by.at - signed_at > TAKE_BACK_WITHIN:
        raise RuleBroken(
            "This note was signed more than 10 minutes ago: add to it, or void it with a reason."
        )
    if by.opened_at is not None and by.opened_at >= signed_at:
        raise RuleBroken(
            "Somebody else has opened this claim since the note was signed: add to it, or void it"
            " with a reason."
        )


def check_co_sign(note: NoteFacts, by: Standing) -> None:
    """The assistant's coordinator or whoever covers them; after 3 business days the supervisor too.

    Never one's own.
    """
    signed_at = _check_stands(note)
    if not note.co_signature_needed:
        raise RuleBroken("This note needs no co-signature.")
    if NoteEventKind.CO_SIGNED in note.happened:
        raise RuleBroken("This note is co-signed already.")
    if by.wrote(note):
        raise RuleBroken("Nobody co-signs their own note.")
    if (note.author_id, note.cohe_id) in by.signs_for:
        return
    if not by.supervises(note):
        raise RuleBroken(
            "Only the coordinator of this assistant, or whoever covers them, co-signs this note."
        )
    until = add_business_days(pacific_day(signed_at), COORDINATORS_DAYS_TO_CO_SIGN)
    if by.actor.on_day <= until:
        raise RuleBroken(
            f"This note waits for the assistant's coordinator until {written(until)}: after that"
            " the supervisor may co-sign it."
        )


def check_addendum(note: NoteFacts, by: Standing) -> None:
    """Its author, and every coordinator and supervisor who sees the note."""
    _check_stands(note)
    if not by.wrote(note) and note.cohe_id not in by.actor.cohes_as(Role.HSC, Role.SUPERVISOR):
        raise RuleBroken("An assistant adds to their own notes only.")


def check_added_text(text: str) -> None:
    """Refuse an addendum without visible text, or too long."""
    if not _visible(text):
        raise RuleBroken("Enter what is to be added.", field="text")
    if len(text) > LONGEST_BODY:
        raise RuleBroken(f"Shorten this to {LONGEST_BODY:,} characters.", field="text")


def check_void(note: NoteFacts, by: Standing) -> None:
    """Its author, or the supervisor of its COHE."""
    _check_stands(note)
    if not by.wrote(note) and not by.supervises(note):
        raise RuleBroken("Only its author or the supervisor voids a note.")


def check_void_said(reason: str, minutes: VoidedMinutes | None, *, has_minutes: bool) -> None:
    """Voiding always says why, and what happens to the note's minutes where it has any."""
    if not _visible(reason):
        raise RuleBroken("Enter why this note is voided: it stays with the note.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(f"Shorten the reason to {LONGEST_REASON} characters.", field="reason")
    if has_minutes and minutes is None:
        raise RuleBroken("Choose what happens to its minutes.", field="minutes")


RULES: Mapping[NoteAct, tuple[Permission, Callable[[NoteFacts, Standing], None]]] = {
    NoteAct.TAKE_BACK: (Permission.NOTE_WRITE, check_take_back),
    NoteAct.CO_SIGN: (Permission.NOTE_CO_SIGN, check_co_sign),
    NoteAct.ADDENDUM: (Permission.NOTE_ADDENDUM, check_addendum),
    NoteAct.VOID: (Permission.NOTE_VOID, check_void),
}


def acts_open_to(note: NoteFacts, by: Standing) -> tuple[NoteAct, ...]:
    """What somebody may do with a note now: what a page offers is what the rules let pass."""
    return tuple(act for act in NoteAct if _is_open(act, note, by))


def may_read_text(note: NoteFacts, actor: Actor) -> bool:
    """The text of a voided or taken-back note is its author's and the supervisor's alone."""
    if note.state not in ("voided", "taken_back"):
        return True
    return actor.staff_id == note.author_id or note.cohe_id in actor.cohes_as(Role.SUPERVISOR)


def _is_open(act: NoteAct, note: NoteFacts, by: Standing) -> bool:
    permission, check = RULES[act]
    try:
        check(note, by)
    except RuleBroken:
        return False
    return by.actor.may(permission)


def _check_stands(note: NoteFacts) -> datetime:
    """When the note was signed; refused for a draft, and for what was taken back or voided."""
    if note.signed_at is None:
        raise RuleBroken("This note is a draft: sign it first.")
    if NoteEventKind.VOIDED in note.happened:
        raise RuleBroken("This note is voided already.")
    if NoteEventKind.TAKEN_BACK in note.happened:
        raise RuleBroken("This note was taken back already.")
    return note.signed_at


def _visible(text: str) -> bool:
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)
