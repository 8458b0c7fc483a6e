"""Bulk acts: what would become of each picked row, and what became of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, literal
from sqlalchemy.orm import aliased

from ohms import clock
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import (
    OF_CLAIMS,
    BulkKind,
    may_be_undone,
    refusal_of_task,
)
from ohms.domain.calendar import PACIFIC
from ohms.domain.tasks import Ended
from ohms.domain.values import Coordination, TaskState
from ohms.extensions import db
from ohms.models.bulk import BulkAct, BulkRow
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import sees, visible


class ListedForBulk(NamedTuple):
    """A task that is to be changed, as its row in a preview."""

    id: int
    title: str
    claim_id: int
    claim_number: str
    cohe_id: int
    owner: str
    due_by: date
    appears_on: date
    state: TaskState
    waiting_on: str | None
    waiting_since_on: date | None
    version: int
    purged_at: datetime | None
    claim_cohe_id: int
    finished_at: datetime | None
    finished_by: str | None

    @property
    def ended(self) -> Ended | None:
        return Ended(self.finished_at, self.finished_by) if self.finished_at else None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One row of a preview: `refusal` is empty where it would change."""

    task: ListedForBulk
    refusal: str | None


class RowDone(NamedTuple):
    """One row of an act, a task's or, without one, a claim's: `refusal` says why it stayed, `stays` why
    it did not go back."""

    claim_id: int
    claim_number: str
    task_id: int | None
    title: str | None
    refusal: str | None
    was_due_by: date | None
    was_coordination: Coordination | None
    was_with: str | None
    stays: str | None


@dataclass(frozen=True, slots=True)
class BulkDone:
    """An act with its rows; those on claims out of sight by now are left out."""

    id: int
    kind: BulkKind
    at: datetime
    due_by: date | None
    to: str | None
    reason: str | None
    undone_at: datetime | None
    undone: int | None
    rows: list[RowDone]
    may_be_undone: bool

    @property
    def of_claims(self) -> bool:
        return self.kind in OF_CLAIMS

    @property
    def changed(self) -> list[RowDone]:
        return [row for row in self.rows if row.refusal is None]

    @property
    def refused(self) -> list[RowDone]:
        return [row for row in self.rows if row.refusal is not None]


def tasks_for_bulk(actor: Actor, task_ids: Collection[int]) -> list[ListedForBulk]:
    """Those of the tasks that are in sight and the actor's to change, by due day."""
    finished_by = aliased(StaffMember)
    rows: Any = db.session.execute(
        visible(actor, Task)
        .join(Claim, Claim.id == Task.claim_id)
        .join(StaffMember, StaffMember.id == Task.owner_id)
        .outerjoin(finished_by, finished_by.id == Task.finished_by_id)
        .where(sees(actor, Claim), Task.id.in_(set(task_ids)))
        .with_only_columns(
            Task.id,
            Task.title,
            Task.claim_id,
            Claim.claim_number,
            Task.cohe_id,
            StaffMember.name,
            Task.due_by,
            Task.appears_on,
            Task.state,
            Task.waiting_on,
            Task.waiting_since_on,
            Task.version,
            Claim.purged_at,
            Claim.cohe_id,
            Task.finished_at,
            finished_by.name,
        )
        .order_by(Task.due_by, Task.id)
    )
    listed = [ListedForBulk(*row) for row in rows]
    return [
        task
        for task in listed
        if may_change(actor, Permission.TASK_WRITE, task.claim_id, task.cohe_id, task.claim_cohe_id)
    ]


def may_change(actor: Actor, permission: Permission, claim_id: int, *cohe_ids: int) -> bool:
    """Whether a row of a claim is the actor's to change, by a position where it or its claim is: what is
    open to read alone, or belongs to a COHE where they may not, is no row of an act of theirs."""
    if claim_id in actor.opened:
        return False
    return any(actor.may_in(permission, cohe_id) for cohe_id in cohe_ids)


def foreseen_of_tasks(
    actor: Actor, kind: BulkKind, task_ids: Collection[int], due_by: date | None
) -> list[Foreseen]:
    """What would become of each task by the rules of the single act."""
    return [
        Foreseen(
            task,
            refusal_of_task(
                kind,
                task.state,
                task.purged_at,
                due_by=due_by,
                today=actor.on_day,
                ended=task.ended,
            ),
        )
        for task in tasks_for_bulk(actor, task_ids)
    ]


def rows_done(actor: Actor, bulk_act_id: int) -> Sequence[Any]:
    """The rows of an act that changed, to be set back: by claim, its own before those of its tasks."""
    return db.session.execute(
        visible(actor, BulkRow)
        .where(BulkRow.bulk_act_id == bulk_act_id, BulkRow.refusal.is_(None))
        .with_only_columns(
            BulkRow.id,
            BulkRow.claim_id,
            BulkRow.task_id,
            BulkRow.was_due_by,
            BulkRow.appeared_on,
            BulkRow.was_state,
            BulkRow.waiting_on,
            BulkRow.waiting_since_on,
            BulkRow.was_staff_id,
            BulkRow.was_named,
            BulkRow.was_coordination,
            BulkRow.watched_until_on,
            BulkRow.transfer_id,
            BulkRow.version,
        )
        .order_by(BulkRow.claim_id, BulkRow.task_id)
    ).all()


def bulk_act_done(actor: Actor, bulk_act_id: int) -> BulkDone:
    """An act of the actor's own; NotFound for any other."""
    act = only_row(
        visible(actor, BulkAct)
        .outerjoin(StaffMember, StaffMember.id == BulkAct.to_staff_id)
        .where(BulkAct.id == bulk_act_id)
        .with_only_columns(
            BulkAct.id,
            BulkAct.kind,
            BulkAct.at,
            BulkAct.due_by,
            StaffMember.name.label("to"),
            BulkAct.reason,
            BulkAct.undone_at,
            BulkAct.undone,
        )
    )
    undone_at = act.undone_at.astimezone(PACIFIC) if act.undone_at else None
    return BulkDone(
        act.id,
        act.kind,
        act.at.astimezone(PACIFIC),
        act.due_by,
        act.to,
        act.reason,
        undone_at,
        act.undone,
        _rows_of(actor, act),
        may_be_undone(act.at, act.undone_at, clock.now()),
    )


def _rows_of(actor: Actor, act: Any) -> list[RowDone]:
    """Of an act on claims the claims alone: what went along with one is told by the claim's own row."""
    rows: Any = (
        visible(actor, BulkRow)
        .join(Claim, Claim.id == BulkRow.claim_id)
        .outerjoin(StaffMember, StaffMember.id == BulkRow.was_staff_id)
        .where(sees(actor, Claim), BulkRow.bulk_act_id == act.id)
    )
    title: Any = literal(None, String)
    if act.kind in OF_CLAIMS:
        rows = rows.where(BulkRow.task_id.is_(None))
    else:
        rows = rows.join(Task, Task.id == BulkRow.task_id).where(sees(actor, Task))
        title = Task.title
    found = db.session.execute(
        rows.with_only_columns(
            Claim.id,
            Claim.claim_number,
            BulkRow.task_id,
            title,
            BulkRow.refusal,
            BulkRow.was_due_by,
            BulkRow.was_coordination,
            StaffMember.name,
            BulkRow.stays,
        ).order_by(BulkRow.id)
    )
    return [RowDone(*row) for row in found]
