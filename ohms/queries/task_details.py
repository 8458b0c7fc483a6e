"""One task: its facts, what was done with it, and what it can be finished with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.tasks import may_pass_on
from ohms.domain.values import Role, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.note_texts import standing_text
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import sees, visible
from ohms.queries.tasks import ListedTask, with_names

NOTES_TO_CHOOSE_FROM = 10
READING = "read_task"
"""The audit action under which opening a task is recorded; its history leaves it out."""


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """A task as its own page shows it; instants in Washington's time."""

    listed: ListedTask
    version: int
    origin: str
    asked_by: str | None
    written_at: datetime
    finished_at: datetime | None
    finished_by: str | None
    reason: str | None
    evidence_on: date | None
    evidence_text: str | None
    may_be_passed_on: bool


class Act(NamedTuple):
    """Something done with the task, as the audit tells it."""

    at: datetime
    who: str | None
    action: str


class EvidenceNote(NamedTuple):
    id: int
    performed_on: date
    standard_work: StandardWork


def task_details(actor: Actor, task_id: int) -> TaskDetails:
    """A task in the actor's sight; NotFound for every other."""
    asked_by, finished_by = aliased(StaffMember), aliased(StaffMember)
    statement = (
        visible(actor, Task)
        .join(Claim, Claim.id == Task.claim_id)
        .where(sees(actor, Claim), Task.id == task_id)
    )
    evidence_on = (
        select(CaseNote.performed_on)
        .where(sees(actor, CaseNote), CaseNote.id == Task.evidence_note_id)
        .correlate(Task)
        .scalar_subquery()
    )
    row = only_row(
        with_names(actor, statement)
        .add_columns(
            Task.version,
            Task.origin,
            asked_by.name.label("asked_by"),
            Task.written_at,
            Task.finished_at,
            finished_by.name.label("finished_by"),
            Task.reason,
            evidence_on.label("evidence_on"),
            Task.evidence_text,
            Task.cohe_id,
        )
        .outerjoin(asked_by, asked_by.id == Task.asked_by_id)
        .outerjoin(finished_by, finished_by.id == Task.finished_by_id)
    )
    listed = ListedTask(*row[: len(ListedTask._fields)])
    return TaskDetails(
        listed=listed,
        version=row.version,
        origin=row.origin,
        asked_by=row.asked_by,
        written_at=row.written_at.astimezone(PACIFIC),
        finished_at=row.finished_at.astimezone(PACIFIC) if row.finished_at else None,
        finished_by=row.finished_by,
        reason=row.reason,
        evidence_on=row.evidence_on,
        evidence_text=row.evidence_text,
        may_be_passed_on=may_pass_on(
            listed.owner_id,
            row.cohe_id,
            staff_id=actor.staff_id,
            supervises=actor.cohes_as(Role.SUPERVISOR),
        ),
    )


def acts_on(actor: Actor, task_id: int) -> list[Act]:
    """What the audit tells the actor of a task: one's own acts, a supervisor everybody's."""
    rows = db.session.execute(
        visible(actor, AuditEntry)
        .with_only_columns(AuditEntry.at, StaffMember.name, AuditEntry.action)
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .where(
            AuditEntry.object_type == "task",
            AuditEntry.object_id == task_id,
            AuditEntry.result == "done",
            AuditEntry.action != READING,
        )
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return [Act(row.at.astimezone(PACIFIC), row.name, row.action) for row in rows]


def standing_notes(actor: Actor, claim_id: int) -> Select[CaseNote]:
    """Signed notes of a claim that were neither taken back nor voided: what can be evidence."""
    return visible(actor, CaseNote).where(
        CaseNote.claim_id == claim_id, CaseNote.signed_at.is_not(None), standing_text(actor)
    )


def evidence_notes(actor: Actor, claim_id: int) -> list[EvidenceNote]:
    """The newest notes that a task of the claim can be finished with."""
    rows = db.session.execute(
        standing_notes(actor, claim_id)
        .with_only_columns(CaseNote.id, CaseNote.performed_on, CaseNote.standard_work)
        .order_by(CaseNote.performed_on.desc(), CaseNote.id.desc())
        .limit(NOTES_TO_CHOOSE_FROM)
    )
    return [EvidenceNote(*row) for row in rows]
