"""Bulk acts: what would become of each picked row, and what became of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ohms import clock
from ohms.domain.access import Actor, NotFound
from ohms.domain.bulk import BulkKind, may_be_undone, refusal_of_task
from ohms.domain.calendar import PACIFIC
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.bulk import BulkAct, BulkRow
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One row of a preview: `refusal` is empty where it would change."""

    task: ListedForBulk
    refusal: str | None


class RowDone(NamedTuple):
    """One row of an act: `refusal` says why it stayed, `stays` why it did not go back."""

    claim_id: int
    claim_number: str
    task_id: int
    title: str
    refusal: str | None
    was_due_by: date | None
    stays: str | None


@dataclass(frozen=True, slots=True)
class BulkDone:
    """An act with its rows; those on claims out of sight by now are left out."""

    id: int
    kind: BulkKind
    at: datetime
    due_by: date | None
    undone_at: datetime | None
    undone: int | None
    rows: list[RowDone]
    may_be_undone: bool

    @property
    def changed(self) -> list[RowDone]:
        return [row for row in self.rows if row.refusal is None]

    @property
    def refused(self) -> list[RowDone]:
        return [row for row in self.rows if row.refusal is not None]


def tasks_for_bulk(actor: Actor, task_ids: Collection[int]) -> list[ListedForBulk]:
    """Those of the tasks that are in sight, by due day."""
    rows: Any = db.session.execute(
        visible(actor, Task)
        .join(Claim, Claim.id == Task.claim_id)
        .join(StaffMember, StaffMember.id == Task.owner_id)
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
        )
        .order_by(Task.due_by, Task.id)
    )
    return [ListedForBulk(*row) for row in rows]


def foreseen_of_tasks(
    actor: Actor, kind: BulkKind, task_ids: Collection[int], due_by: date | None
) -> list[Foreseen]:
    """What would become of each task by the rules of the single act."""
    return [
        Foreseen(
            task,
            refusal_of_task(kind, task.state, task.purged_at, due_by=due_by, today=actor.on_day),
        )
        for task in tasks_for_bulk(actor, task_ids)
    ]


def rows_done(actor: Actor, act_id: int) -> Sequence[Any]:
    """The rows of an act that changed, to be set back."""
    return db.session.execute(
        visible(actor, BulkRow)
        .where(BulkRow.bulk_act_id == act_id, BulkRow.refusal.is_(None))
        .with_only_columns(
            BulkRow.id,
            BulkRow.claim_id,
            BulkRow.task_id,
            BulkRow.was_due_by,
            BulkRow.appeared_on,
            BulkRow.was_state,
            BulkRow.waiting_on,
            BulkRow.waiting_since_on,
            BulkRow.version,
        )
        .order_by(BulkRow.claim_id, BulkRow.task_id)
    ).all()


def bulk_act_done(actor: Actor, act_id: int) -> BulkDone:
    """An act of the actor's own; NotFound for any other."""
    act = db.session.execute(
        visible(actor, BulkAct)
        .where(BulkAct.id == act_id)
        .with_only_columns(
            BulkAct.id,
            BulkAct.kind,
            BulkAct.at,
            BulkAct.due_by,
            BulkAct.undone_at,
            BulkAct.undone,
        )
    ).one_or_none()
    if act is None:
        raise NotFound
    rows = db.session.execute(
        visible(actor, BulkRow)
        .join(Claim, Claim.id == BulkRow.claim_id)
        .join(Task, Task.id == BulkRow.task_id)
        .where(sees(actor, Claim), sees(actor, Task), BulkRow.bulk_act_id == act_id)
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Task.id,
            Task.title,
            BulkRow.refusal,
            BulkRow.was_due_by,
            BulkRow.stays,
        )
        .order_by(BulkRow.id)
    )
    undone_at = act.undone_at.astimezone(PACIFIC) if act.undone_at else None
    return BulkDone(
        act.id,
        act.kind,
        act.at.astimezone(PACIFIC),
        act.due_by,
        undone_at,
        act.undone,
        [RowDone(*row) for row in rows],
        may_be_undone(act.at, act.undone_at, clock.now()),
    )
