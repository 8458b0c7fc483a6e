"""What somebody may do with the signed notes of a claim, and one note as the page of an act shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from ohms import clock
from ohms.domain.access import CLAIM_READERS, Actor, NotFound, Permission
from ohms.domain.claims import as_claim_number
from ohms.domain.notes import (
    TAKE_BACK_WITHIN,
    NoteAct,
    NoteFacts,
    Standing,
    acts_open_to,
    may_read_text,
)
from ohms.domain.values import NoteEventKind, Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.coverage import Coverage
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from ohms.queries.scope import in_force, sees, visible


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note with its author and what may be done with it; `text` is None where it is withheld."""

    id: int
    claim_id: int
    cohe_id: int
    claim_number: str
    author: str
    written_at: datetime
    text: str | None
    acts: tuple[NoteAct, ...]
    has_minutes: bool


def note_on(actor: Actor, number: str, note_id: int) -> NoteShown:
    """The note of this id on this very claim; NotFound for every other reason alike."""
    row = db.session.execute(
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .where(sees(actor, Claim), Claim.claim_number == as_claim_number(number))
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(CaseNote.id == note_id)
        .with_only_columns(CaseNote, Claim.claim_number, StaffMember.name)
    ).one_or_none()
    if row is None:
        raise NotFound
    note, facts = row.CaseNote, facts_of(row.CaseNote, happened_to(actor, note_id))
    return NoteShown(
        id=note.id,
        claim_id=note.claim_id,
        cohe_id=note.cohe_id,
        claim_number=row.claim_number,
        author=row.name,
        written_at=note.written_at,
        text=note.body if may_read_text(facts, actor) else None,
        acts=acts_open_to(facts, standing_of(actor, note.claim_id, [facts])),
        has_minutes=bool(minutes_of(actor, note_id)),
    )


def facts_of(note: CaseNote, happened: frozenset[NoteEventKind]) -> NoteFacts:
    return NoteFacts(
        author_id=note.author_id,
        cohe_id=note.cohe_id,
        signed_at=note.signed_at,
        co_signature_needed=note.co_signature_needed,
        happened=happened,
    )


def happened_to(actor: Actor, note_id: int) -> frozenset[NoteEventKind]:
    kinds = visible(actor, NoteEvent).with_only_columns(NoteEvent.kind)
    return frozenset(db.session.execute(kinds.where(NoteEvent.note_id == note_id)).scalars())


def standing_of(actor: Actor, claim_id: int, notes: Iterable[NoteFacts]) -> Standing:
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
    return Standing(
        actor,
        now,
        signs_for=_assistants_signed_for(actor) if waiting else frozenset(),
        opened_at=_opened_by_another_at(actor, claim_id, now - TAKE_BACK_WITHIN) if fresh else None,
    )


def minutes_of(actor: Actor, note_id: int) -> list[int]:
    """The note's time entries that count or wait, of those that the actor sees: their ids."""
    entries = visible(actor, TimeEntry).where(
        TimeEntry.note_id == note_id, TimeEntry.voided_at.is_(None)
    )
    return list(db.session.execute(entries.with_only_columns(TimeEntry.id)).scalars())


def signs_for(actor: Actor) -> ColumnElement[bool]:
    """Assistants, by their assignment in force, whose coordinator the actor is or covers today."""
    covered = (
        select(Coverage.absent_id)
        .where(
            Coverage.covering_id == actor.staff_id,
            Coverage.cohe_id == AssistantAssignment.cohe_id,
            Coverage.declined_at.is_(None),
            in_force(Coverage, actor),
        )
        .correlate(AssistantAssignment)
    )
    return and_(
        in_force(AssistantAssignment, actor),
        AssistantAssignment.cohe_id.in_(actor.cohes_as(Role.HSC)),
        or_(
            AssistantAssignment.coordinator_id == actor.staff_id,
            AssistantAssignment.coordinator_id.in_(covered),
        ),
    )


def _assistants_signed_for(actor: Actor) -> frozenset[tuple[int, int]]:
    rows = db.session.execute(
        select(AssistantAssignment.assistant_id, AssistantAssignment.cohe_id).where(
            signs_for(actor)
        )
    )
    return frozenset((row.assistant_id, row.cohe_id) for row in rows)


def _opened_by_another_at(actor: Actor, claim_id: int, since: datetime) -> datetime | None:
    """When anybody else last saw the claim's page; a refused form shows it as well."""
    saw_it = or_(AuditEntry.action == "read_claim", AuditEntry.result == "refused")
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
