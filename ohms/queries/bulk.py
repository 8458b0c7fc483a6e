"""Bulk acts: what would become of each picked row, and what became of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, literal

from ohms import clock
from ohms.domain.access import Actor, NotFound
from ohms.domain.bulk import (
    OF_CLAIMS,
    BulkKind,
    may_be_undone,
    refusal_of_claim,
    refusal_of_task,
)
from ohms.domain.calendar import PACIFIC
from ohms.domain.co_signing import CoSignKind
from ohms.domain.values import Coordination, TaskState
from ohms.extensions import db
from ohms.models.bulk import BulkAct, BulkRow
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Worker
from ohms.queries.scope import sees, visible, visible_as_a_whole
from ohms.queries.settings import co_sign_kinds


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


class ClaimForBulk(NamedTuple):
    """A claim that is to be changed, as its row in a preview."""

    id: int
    claim_number: str
    cohe_id: int
    worker: str
    coordination: Coordination
    on_time_loss: bool
    open_tasks: int
    version: int


class ForeseenClaim(NamedTuple):
    """One row of a preview: `refusal` is empty where it would change."""

    claim: ClaimForBulk
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


def claims_for_bulk(actor: Actor, claim_ids: Collection[int]) -> list[ClaimForBulk]:
    """Those of the claims that are seen as a whole and are not purged, by number."""
    rows: Any = db.session.execute(
        visible_as_a_whole(actor)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker), Claim.id.in_(set(claim_ids)), Claim.purged_at.is_(None))
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Claim.cohe_id,
            (Worker.last_name + ", " + Worker.first_name).label("worker"),
            Claim.coordination,
            Claim.on_time_loss,
            Claim.open_tasks,
            Claim.version,
        )
        .order_by(Claim.claim_number)
    )
    return [ClaimForBulk(*row) for row in rows]


def foreseen_of_claims(
    actor: Actor, kind: BulkKind, claim_ids: Collection[int]
) -> list[ForeseenClaim]:
    """What would become of each claim by the rules of the single act."""
    listed = claims_for_bulk(actor, claim_ids)
    waiting = {
        cohe_id: actor.is_assistant_in(cohe_id)
        and CoSignKind.CLOSING in co_sign_kinds(cohe_id, actor.on_day)
        for cohe_id in {claim.cohe_id for claim in listed}
    }
    return [
        ForeseenClaim(
            claim,
            refusal_of_claim(
                kind,
                claim.coordination,
                on_time_loss=claim.on_time_loss,
                by_assistant=actor.is_assistant_in(claim.cohe_id),
                waits=waiting[claim.cohe_id],
            ),
        )
        for claim in listed
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
    act = db.session.execute(
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
    ).one_or_none()
    if act is None:
        raise NotFound
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
