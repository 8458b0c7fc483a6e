"""Passing tasks on: what would become of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.tasks import Ended, may_pass_on, told_of_end
from ohms.domain.values import Role, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.answering import claims_to_give
from ohms.queries.claim_sight import in_force
from ohms.queries.scope import sees, visible
from ohms.queries.task_filter import TaskFilter, tasks_matching

NOT_YOURS = "It is {owner}’s: only they or a supervisor may pass it on."
SAME_OWNER = "It is theirs already."
OUT_OF_SIGHT = "They do not see this claim."
NOT_IN_LANE = "An assistant has low-complexity claims of their coordinator: not this one. Lend the task instead."


class PassableTask(NamedTuple):
    """A task that is to be passed on, as its row in a preview."""

    id: int
    title: str
    claim_id: int
    claim_number: str
    owner_id: int
    owner: str
    due_by: date
    state: TaskState
    cohe_id: int
    finished_at: datetime | None
    finished_by: str | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One task of a preview: `refusal` is empty where it would go."""

    task: PassableTask
    refusal: str | None


def task_ids_matching(actor: Actor, asked: TaskFilter, most: int) -> list[int]:
    """The ids of a filter's tasks, however many pages they fill; at most one more than `most`."""
    ids = tasks_matching(actor, asked).with_only_columns(Task.id).order_by(Task.id)
    return list(db.session.execute(ids.limit(most + 1)).scalars())


def foreseen(actor: Actor, task_ids: Collection[int], owner_id: int) -> list[Foreseen]:
    """What would become of each of these tasks in the actor's sight, by due day."""
    tasks = passable_tasks(actor, task_ids)
    refusals = refusals_of(actor, tasks, owner_id)
    return [Foreseen(task, refusals.get(task.id)) for task in tasks]


def passable_tasks(actor: Actor, task_ids: Collection[int]) -> list[PassableTask]:
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
            Task.owner_id,
            StaffMember.name,
            Task.due_by,
            Task.state,
            Task.cohe_id,
            Task.finished_at,
            finished_by.name,
        )
        .order_by(Task.due_by, Task.id)
    )
    tasks = [PassableTask(*row) for row in rows]
    return [task for task in tasks if task.claim_id not in actor.opened]


def refusals_of(actor: Actor, tasks: Sequence[PassableTask], owner_id: int) -> dict[int, str]:
    """Why some of the tasks cannot go to a person, by task: asked once for all of them."""
    given = claims_to_give(owner_id, {task.claim_id for task in tasks}, actor.on_day)
    unseen = NOT_IN_LANE if _is_assistant(actor, owner_id) else OUT_OF_SIGHT
    found = {}
    for task in tasks:
        refusal = _refusal(actor, task, owner_id)
        if refusal is None and task.claim_id not in given:
            refusal = unseen
        if refusal is not None:
            found[task.id] = refusal
    return found


def _refusal(actor: Actor, task: PassableTask, owner_id: int) -> str | None:
    supervises = actor.cohes_as(Role.SUPERVISOR)
    if not may_pass_on(task.owner_id, task.cohe_id, staff_id=actor.staff_id, supervises=supervises):
        return NOT_YOURS.format(owner=task.owner)
    if task.finished_at is not None:
        return told_of_end(task.state, Ended(task.finished_at, task.finished_by))
    return SAME_OWNER if task.owner_id == owner_id else None


def _is_assistant(actor: Actor, staff_id: int) -> bool:
    """Whether a person works on claims as an assistant alone today."""
    roles = set(
        db.session.execute(
            select(Position.role).where(Position.staff_id == staff_id, in_force(Position, actor))
        ).scalars()
    )
    return roles & CASEWORK == {Role.HSC_ASSISTANT}
