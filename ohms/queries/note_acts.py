"""What somebody may do with the signed notes of a claim, and one note as the page of an act shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ohms import clock
from ohms.domain.access import CLAIM_READERS, Permission
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.looks import ANSWERED_FORM
from ohms.domain.note_acts import (
    TAKE_BACK_WITHIN,
    NoteAct,
    NoteFacts,
    Standing,
    acts_open_to,
    refusals_of,
)
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.co_signers import signs_for
from ohms.queries.guard import unscoped
from ohms.queries.note_texts import readable_text
from ohms.queries.one_in_sight import only_row
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, Rows, ask, asked
from ohms.queries.scope import sees, visible


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note with its author and what may be done with it.

    `text` is None where it is withheld, and so is `author` where the note belongs to another claim.
    """

    id: int
    claim_id: int
    cohe_id: int
    claim_number: str
    author: str | None
    written_at: datetime
    text: str | None
    acts: tuple[NoteAct, ...]
    refusals: Mapping[NoteAct, str]
    has_minutes: bool
    waits: bool


def note_on(actor: Actor, number: str, note_id: int) -> NoteShown:
    """The note of this id on this very claim; NotFound for every other reason alike."""
    row = only_row(
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .where(sees(actor, Claim), Claim.claim_number == as_claim_number(number))
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(CaseNote.id == note_id)
        .with_only_columns(
            CaseNote,
            Claim.claim_number,
            StaffMember.name,
            readable_text(actor).label("readable"),
        )
    )
    note, facts = row.CaseNote, facts_of(row.CaseNote, events_of(actor, note_id))
    standing = ask(standing_of(actor, note.claim_id, [facts]))
    return NoteShown(
        id=note.id,
        claim_id=note.claim_id,
        cohe_id=note.cohe_id,
        claim_number=row.claim_number,
        author=row.name if row.readable or not facts.belongs_elsewhere else None,
        written_at=note.written_at,
        text=note.body if row.readable else None,
        acts=acts_open_to(facts, standing),
        refusals=refusals_of(facts, standing),
        has_minutes=bool(minutes_of(actor, note_id)),
        waits=note.co_signature_needed,
    )


def facts_of(note: CaseNote, events: Sequence[Any]) -> NoteFacts:
    """The note with its events, oldest first, each with `kind`, `staff_id`, `belongs_elsewhere`."""
    return NoteFacts(
        author_id=note.author_id,
        cohe_id=note.cohe_id,
        signed_at=note.signed_at,
        co_signature_needed=note.co_signature_needed,
        happened=frozenset(event.kind for event in events),
        question_open=_question_is_open(note.author_id, events),
        belongs_elsewhere=any(event.belongs_elsewhere for event in events),
    )


def _question_is_open(author_id: int, events: Iterable[Any]) -> bool:
    """A question stays open until its author adds to the note; what others add answers nothing."""
    is_open = False
    for event in events:
        if event.kind is NoteEventKind.RETURNED:
            is_open = True
        elif event.kind is NoteEventKind.ADDENDUM and event.staff_id == author_id:
            is_open = False
    return is_open


def events_of(actor: Actor, note_id: int) -> Sequence[Any]:
    """What happened to a note, oldest first."""
    events = visible(actor, NoteEvent).with_only_columns(
        NoteEvent.kind, NoteEvent.staff_id, NoteEvent.belongs_elsewhere
    )
    return db.session.execute(
        events.where(NoteEvent.note_id == note_id).order_by(NoteEvent.id)
    ).all()


def standing_of(actor: Actor, claim_id: int, notes: Iterable[NoteFacts]) -> Question[Standing]:
    """How the actor stands to these notes of a claim; asks only what one of them depends on."""
    now, notes = clock.now(), list(notes)
    may_sign = actor.may(Permission.NOTE_CO_SIGN)
    waiting = may_sign and any(note.co_signature_needed for note in notes)
    fresh = any(
        note.author_id == actor.staff_id
        and note.signed_at is not None
        and now - note.signed_at <= TAKE_BACK_WITHIN
        for note in notes
    )
    signed_for: frozenset[tuple[int, int]] = frozenset()
    if waiting:
        (rows,) = yield (_assistants_signed_for(actor),)
        signed_for = _pairs(rows)
    opened = _opened_by_another_at(actor, claim_id, now - TAKE_BACK_WITHIN) if fresh else None
    return Standing(actor, now, signs_for=signed_for, opened_at=opened)


def signing_standing(actor: Actor) -> Standing:
    """For whom the actor co-signs today, whatever it is."""
    (rows,) = ask(asked(_assistants_signed_for(actor)))
    return Standing(actor, clock.now(), signs_for=_pairs(rows))


def minutes_of(actor: Actor, note_id: int) -> list[int]:
    """The note's time entries that count or wait, of those that the actor sees: their ids."""
    entries = visible(actor, TimeEntry).where(
        TimeEntry.note_id == note_id, TimeEntry.voided_at.is_(None)
    )
    return list(db.session.execute(entries.with_only_columns(TimeEntry.id)).scalars())


@prepared
def _assistants_signed_for(actor: Actor) -> AnySelect:
    return select(AssistantAssignment.assistant_id, AssistantAssignment.cohe_id).where(
        signs_for(actor)
    )


def _pairs(rows: Rows) -> frozenset[tuple[int, int]]:
    return frozenset((row.assistant_id, row.cohe_id) for row in rows)


def _opened_by_another_at(actor: Actor, claim_id: int, since: datetime) -> datetime | None:
    """When anybody else last saw the claim's page; the answer to a form shows it as well."""
    saw_it = AuditEntry.action.in_(("read_claim", ANSWERED_FORM))
    statement = select(func.max(AuditEntry.at)).where(
        AuditEntry.claim_id == claim_id,
        AuditEntry.at >= since,
        AuditEntry.staff_id != actor.staff_id,
        AuditEntry.role.in_([role.value for role in CLAIM_READERS]),
        saw_it,
    )
    with unscoped("whether anybody else opened a claim"):
        last: datetime | None = db.session.execute(statement).scalar_one()
    return last
