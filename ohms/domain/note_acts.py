"""What may be done with a note once it is signed, by whom and until when: taken back, co-signed or
returned with a question, added to, voided, moved to the claim that it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import add_business_days, pacific_day, written
from ohms.domain.errors import RuleBroken
from ohms.domain.notes import LONGEST_BODY, is_visible
from ohms.domain.values import NoteEventKind, Role

LONGEST_REASON = 200
LONGEST_QUESTION = 2_000
TAKE_BACK_WITHIN = timedelta(minutes=10)
COORDINATORS_DAYS_TO_CO_SIGN = 3
"""Business days after signing in which the assistant's coordinator alone co-signs."""


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
    RETURN = "return"
    ADDENDUM = "addendum"
    MOVE = "move"
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
    question_open: bool = False
    """Returned with a question that its author has not answered."""
    belongs_elsewhere: bool = False
    """Voided here because it was moved to the claim that it belongs to."""

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
    """Its author, at most 10 minutes after signing, while nobody else has opened the claim.

    A note that waits for a co-signature is recalled until it is co-signed, however long that takes.
    """
    signed_at = _check_stands(note)
    if not by.wrote(note):
        raise RuleBroken("Only its author takes a note back.")
    if NoteEventKind.CO_SIGNED in note.happened:
        raise RuleBroken("This note is co-signed: add to it, or void it with a reason.")
    if NoteEventKind.ADDENDUM in note.happened:
        raise RuleBroken("Something was added to this note: void it with a reason instead.")
    if note.co_signature_needed:
        return
    if by.at - signed_at > TAKE_BACK_WITHIN:
        raise RuleBroken(
            "This note was signed more than 10 minutes ago: add to it, or void it with a reason."
        )
    if by.opened_at is not None and by.opened_at >= signed_at:
        raise RuleBroken(
            "Somebody else has opened this claim since the note was signed: add to it, or void it"
            " with a reason."
        )


def coordinators_until(signed_at: datetime) -> date:
    """The last day on which the assistant's coordinator alone co-signs: 3 business days on."""
    return add_business_days(pacific_day(signed_at), COORDINATORS_DAYS_TO_CO_SIGN)


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
    until = coordinators_until(signed_at)
    if by.actor.on_day <= until:
        raise RuleBroken(
            f"This note waits for the assistant's coordinator until {written(until)}: after that"
            " the supervisor may co-sign it."
        )


def check_return(note: NoteFacts, by: Standing) -> None:
    """Whoever may co-sign a note may return it with a question instead, one question at a time."""
    check_co_sign(note, by)
    if note.question_open:
        raise RuleBroken("This note was returned already: its author has not answered yet.")


def check_question(text: str) -> None:
    """Refuse a question without visible text, or too long."""
    if not is_visible(text):
        raise RuleBroken("Enter what you want to know of its author.", field="question")
    if len(text) > LONGEST_QUESTION:
        raise RuleBroken(
            f"Shorten the question to {LONGEST_QUESTION:,} characters.", field="question"
        )


def check_addendum(note: NoteFacts, by: Standing) -> None:
    """Its author, and every coordinator and supervisor who sees the note."""
    _check_stands(note)
    if not by.wrote(note) and note.cohe_id not in by.actor.cohes_as(Role.HSC, Role.SUPERVISOR):
        raise RuleBroken("An assistant adds to their own notes only.")


def check_added_text(text: str) -> None:
    """Refuse an addendum without visible text, or too long."""
    if not is_visible(text):
        raise RuleBroken("Enter what is to be added.", field="text")
    if len(text) > LONGEST_BODY:
        raise RuleBroken(f"Shorten this to {LONGEST_BODY:,} characters.", field="text")


def check_void(note: NoteFacts, by: Standing) -> None:
    """Its author, or the supervisor of its COHE; the same two move it to another claim."""
    _check_stands(note)
    if not by.wrote(note) and not by.supervises(note):
        raise RuleBroken("Only its author or the supervisor voids a note.")


def check_void_said(reason: str, minutes: VoidedMinutes | None, *, has_minutes: bool) -> None:
    """Voiding always says why, and what happens to the note's minutes where it has any."""
    if not is_visible(reason):
        raise RuleBroken("Enter why this note is voided: it stays with the note.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(f"Shorten the reason to {LONGEST_REASON} characters.", field="reason")
    if has_minutes and minutes is None:
        raise RuleBroken("Choose what happens to its minutes.", field="minutes")


RULES: Mapping[NoteAct, tuple[Permission, Callable[[NoteFacts, Standing], None]]] = {
    NoteAct.TAKE_BACK: (Permission.NOTE_WRITE, check_take_back),
    NoteAct.CO_SIGN: (Permission.NOTE_CO_SIGN, check_co_sign),
    NoteAct.RETURN: (Permission.NOTE_CO_SIGN, check_return),
    NoteAct.ADDENDUM: (Permission.NOTE_ADDENDUM, check_addendum),
    NoteAct.MOVE: (Permission.NOTE_VOID, check_void),
    NoteAct.VOID: (Permission.NOTE_VOID, check_void),
}


def acts_open_to(note: NoteFacts, by: Standing) -> tuple[NoteAct, ...]:
    """What somebody may do with a note now: what a page offers is what the rules let pass."""
    refused = refusals_of(note, by)
    return tuple(act for act in NoteAct if act not in refused and by.actor.may(RULES[act][0]))


def refusals_of(note: NoteFacts, by: Standing) -> dict[NoteAct, str]:
    """Why each act that a rule refuses now is refused, in its words."""
    refused: dict[NoteAct, str] = {}
    for act, (_permission, check) in RULES.items():
        try:
            check(note, by)
        except RuleBroken as broken:
            refused[act] = broken.message
    return refused


def _check_stands(note: NoteFacts) -> datetime:
    """When the note was signed; refused for a draft, and for what was taken back or voided."""
    if note.signed_at is None:
        raise RuleBroken("This note is a draft: sign it first.")
    if NoteEventKind.VOIDED in note.happened:
        raise RuleBroken("This note is voided already.")
    if NoteEventKind.TAKEN_BACK in note.happened:
        raise RuleBroken("This note was taken back already.")
    return note.signed_at
