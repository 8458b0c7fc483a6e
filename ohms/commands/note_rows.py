"""The rows of one note on one claim: itself, its signature, its contacts, its minutes and its next task."""

from collections.abc import Iterator

from ohms import clock
from ohms.commands.coordinating import set_coordination
from ohms.commands.mentions import tell_mentioned
from ohms.commands.rows import write_row
from ohms.commands.time import add_minutes, held_day
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.co_signing import note_waits
from ohms.domain.errors import RuleBroken
from ohms.domain.notes import ComposedNote
from ohms.domain.values import Capture, Coordination, MinutesFrom, NoteEventKind
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.tasks import Task
from ohms.queries.settings import co_sign_kinds


def write_on(
    actor: Actor,
    claim: Claim,
    note: ComposedNote,
    *,
    cohe_id: int | None = None,
    next_task: Task | None = None,
) -> CaseNote:
    """The note's row with its signature, contacts, minutes and next task, on one claim, as part of the
    command that calls this: it has looked whether the actor may, and holds the claim. `cohe_id` is where
    the work was done when the claim has gone to another COHE since.
    """
    worked = held_day(actor, note.performed_on) if note.minutes else None
    row = note_row(actor, claim, note, cohe_id)
    row.signed_at = row.written_at
    write_row(row)
    write_row(signature_on(actor, row))
    for contact in _contacts(claim, note, row):
        write_row(contact)
    if next_task is not None:
        next_task.origin_note_id = row.id
        write_row(next_task)
    if worked is not None and note.minutes:
        add_minutes(
            actor,
            worked,
            claim=claim,
            cohe_id=row.cohe_id,
            note_id=row.id,
            standard_work=note.standard_work,
            performed_on=note.performed_on,
            minutes=note.minutes,
            capture=_capture(note),
        )
    if row.cohe_id == claim.cohe_id:
        begin_coordination(actor, claim)
    tell_mentioned(actor, row, row.body)
    return row


def note_row(
    actor: Actor, claim: Claim, note: ComposedNote, cohe_id: int | None = None
) -> CaseNote:
    """The note unsigned, as its author writes it."""
    assert actor.staff_id is not None
    done_in = cohe_id or claim.cohe_id
    return CaseNote(
        claim_id=claim.id,
        cohe_id=done_in,
        author_id=actor.staff_id,
        position_id=_position(actor, done_in).id,
        standard_work=note.standard_work,
        body=note.body,
        performed_on=note.performed_on,
        written_at=clock.now(),
        co_signature_needed=_waits(actor, note, done_in),
    )


def signature_on(actor: Actor, note: CaseNote) -> NoteEvent:
    """That its author signs the note now."""
    assert actor.staff_id is not None
    return NoteEvent(
        note_id=note.id,
        claim_id=note.claim_id,
        cohe_id=note.cohe_id,
        kind=NoteEventKind.SIGNED,
        staff_id=actor.staff_id,
        position_id=note.position_id,
        at=clock.now(),
    )


def begin_coordination(actor: Actor, claim: Claim) -> None:
    """The first work on a new claim makes it active: a period of its coordination begins."""
    if claim.coordination is Coordination.NEW:
        set_coordination(actor, claim, Coordination.ACTIVE)


def _capture(note: ComposedNote) -> Capture:
    """Minutes over an hour that the person confirmed in the panel were seen: they count as typed."""
    if note.minutes_from is MinutesFrom.TYPED or note.minutes_confirmed:
        return Capture.TYPED
    return Capture.CAPTURED


def _contacts(claim: Claim, note: ComposedNote, row: CaseNote) -> Iterator[Contact]:
    for contact in note.contacts:
        yield Contact(
            claim_id=claim.id,
            cohe_id=row.cohe_id,
            note_id=row.id,
            staff_id=row.author_id,
            party=contact.party,
            method=contact.method,
            outcome=contact.outcome,
            interpreter=note.interpreter,
            contact_on=note.performed_on,
        )


def _position(actor: Actor, cohe_id: int) -> HeldPosition:
    held = actor.position_for(Permission.NOTE_WRITE, cohe_id)
    if held is None or held.id is None:
        raise RuleBroken(
            "You hold no coordinator or assistant position in this claim's COHE today."
        )
    return held


def _waits(actor: Actor, note: ComposedNote, cohe_id: int) -> bool:
    """The COHE's setting is asked for only where it can make a difference."""
    by_assistant = actor.is_assistant_in(cohe_id)
    if not note_waits(by_assistant, note.standard_work):
        return False
    return note_waits(by_assistant, note.standard_work, co_sign_kinds(cohe_id, actor.on_day))
