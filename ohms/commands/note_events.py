"""The life of a signed note: taken back, co-signed or returned, added to, voided, moved.

Its own row never changes.

Each act is an event beside the note. What is taken back or voided takes its contacts along, so that
the claim's summaries no longer tell of them. Source: design.md section 5, `domain/notes.py`.
"""

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.mentions import check_mentioned, tell_mentioned
from ohms.commands.summaries import refresh_claim
from ohms.commands.time_corrections import void_time
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.note_acts import (
    NoteFacts,
    Standing,
    VoidedMinutes,
    check_added_text,
    check_addendum,
    check_co_sign,
    check_question,
    check_return,
    check_take_back,
    check_void,
    check_void_said,
)
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.queries.held_claims import held
from ohms.queries.note_acts import events_of, facts_of, minutes_of, standing_of
from ohms.queries.one_in_sight import in_sight
from ohms.queries.rounds import ask
from ohms.queries.scope import visible

TAKEN_BACK = "The note was taken back"


@command(Permission.NOTE_WRITE)
def take_back(actor: Actor, note_id: int) -> CaseNote:
    """Undo the signing of one's own note within 10 minutes; the draft that copies its text.

    One that waits for a co-signature is recalled until it has it.

    The row stays, its minutes are voided and its contacts removed: signing the draft is a new save.
    RuleBroken when it is too late, or when somebody else has opened the claim since.
    """
    note, facts, standing = load_note(actor, note_id)
    check_take_back(facts, standing)
    add_event(actor, note, NoteEventKind.TAKEN_BACK, Permission.NOTE_WRITE)
    draft = _draft_of(note)
    db.session.add(draft)
    _void_minutes(actor, note.id, TAKEN_BACK)
    _remove_contacts(actor, note)
    return draft


@command(Permission.NOTE_ADDENDUM)
def add_addendum(actor: Actor, note_id: int, text: str, *, key: str | None = None) -> int:
    """Add to a signed note under one's own name; the id of the event. Sent twice it is added once."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    note, facts, standing = load_note(actor, note_id)
    check_addendum(facts, standing)
    check_added_text(text)
    check_mentioned(actor, note.claim_id, text, field="text")
    added = add_event(
        actor, note, NoteEventKind.ADDENDUM, Permission.NOTE_ADDENDUM, body=text.strip()
    )
    tell_mentioned(actor, note, text, event_id=added.id)
    if key:
        remember(actor, key, "add_addendum", added.id)
    return added.id


@command(Permission.NOTE_VOID)
def void_note(
    actor: Actor, note_id: int, reason: str, minutes: VoidedMinutes | None = None
) -> NoteEvent:
    """Take a signed note out of what counts, for a reason; the row stays.

    Its contacts no longer count. Where it has minutes the person says what becomes of them: they
    stay on the claim, or are voided with it.
    """
    note, facts, standing = load_note(actor, note_id)
    check_void(facts, standing)
    has_minutes = bool(minutes_of(actor, note.id))
    check_void_said(reason, minutes, has_minutes=has_minutes)
    said = reason.strip()
    voided = add_event(actor, note, NoteEventKind.VOIDED, Permission.NOTE_VOID, reason=said)
    if minutes is VoidedMinutes.VOID:
        _void_minutes(actor, note.id, said)
    _remove_contacts(actor, note)
    return voided


@command(Permission.NOTE_CO_SIGN)
def co_sign(actor: Actor, note_id: int) -> NoteEvent:
    """Sign an assistant's note beside them: their coordinator, who covers, or late the supervisor."""
    note, facts, standing = load_note(actor, note_id)
    check_co_sign(facts, standing)
    return add_event(actor, note, NoteEventKind.CO_SIGNED, Permission.NOTE_CO_SIGN)


@command(Permission.NOTE_CO_SIGN)
def return_note(actor: Actor, note_id: int, question: str) -> NoteEvent:
    """Give an assistant's note back to its author with a question instead of a co-signature.

    It is in the queue again when its author has added to it, or signed what they took back.
    """
    note, facts, standing = load_note(actor, note_id)
    check_return(facts, standing)
    check_question(question)
    asked = question.strip()
    return add_event(actor, note, NoteEventKind.RETURNED, Permission.NOTE_CO_SIGN, body=asked)


def load_note(actor: Actor, note_id: int) -> tuple[CaseNote, NoteFacts, Standing]:
    """The note with what happened to it, its claim held: two acts on it come one after the other."""
    note = in_sight(actor, CaseNote, note_id)
    _claim_of(actor, note)
    facts = facts_of(note, events_of(actor, note.id))
    return note, facts, ask(standing_of(actor, note.claim_id, [facts]))


def _claim_of(actor: Actor, note: CaseNote) -> Claim:
    statement = held(visible(actor, Claim).where(Claim.id == note.claim_id))
    return db.session.execute(statement).scalar_one()


def add_event(
    actor: Actor,
    note: CaseNote,
    kind: NoteEventKind,
    permission: Permission,
    *,
    body: str | None = None,
    reason: str | None = None,
    belongs_elsewhere: bool = False,
) -> NoteEvent:
    held = actor.position_for(permission, note.cohe_id)
    if held is None or held.id is None or actor.staff_id is None:
        raise RuleBroken("You hold no position in this claim's COHE today that may do this.")
    event = NoteEvent(
        note_id=note.id,
        claim_id=note.claim_id,
        cohe_id=note.cohe_id,
        kind=kind,
        staff_id=actor.staff_id,
        position_id=held.id,
        at=clock.now(),
        body=body,
        reason=reason,
        belongs_elsewhere=belongs_elsewhere,
    )
    db.session.add(event)
    db.session.flush()
    return event


def _draft_of(note: CaseNote) -> CaseNote:
    return CaseNote(
        claim_id=note.claim_id,
        cohe_id=note.cohe_id,
        author_id=note.author_id,
        position_id=note.position_id,
        standard_work=note.standard_work,
        body=note.body,
        performed_on=note.performed_on,
        written_at=clock.now(),
        co_signature_needed=note.co_signature_needed,
        mental_health=note.mental_health,
        moved_from_id=note.id,
    )


def _void_minutes(actor: Actor, note_id: int, reason: str) -> None:
    for entry_id in minutes_of(actor, note_id):
        void_time(actor, entry_id, reason)


def _remove_contacts(actor: Actor, note: CaseNote) -> None:
    contacts = visible(actor, Contact).where(Contact.note_id == note.id)
    for contact in db.session.execute(contacts).scalars():
        db.session.delete(contact)
    refresh_claim(_claim_of(actor, note))
