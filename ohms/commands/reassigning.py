"""Tasks passed on: one, or many in one act that tells the outcome of each and can be undone."""

from collections.abc import Collection, Sequence
from typing import Any

from ohms.commands.bulk_rows import LONGEST_REFUSAL, begun
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import BulkKind
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.tasks import check_not_too_many, is_open
from ohms.extensions import db
from ohms.models.bulk import BulkRow
from ohms.models.tasks import Task
from ohms.queries.answering import may_answer
from ohms.queries.people import colleagues, name_of
from ohms.queries.reassigning import PassableTask, passable_tasks, refusals_of
from ohms.queries.rounds import ask
from ohms.queries.scope import visible


@command(Permission.TASK_REASSIGN)
def reassign_task(actor: Actor, task_id: int, *, owner_id: int) -> None:
    """One open task to another owner: by its owner or a supervisor of its COHE, to somebody who sees
    its claim. Raises RuleBroken beside `owner_id`, NotFound for a task out of sight."""
    _held(actor, [task_id])
    tasks = passable_tasks(actor, [task_id])
    if not tasks:
        raise NotFound
    for refusal in refusals_of(actor, tasks, owner_id).values():
        raise RuleBroken(refusal, field="owner_id")
    _give(actor, tasks, owner_id)


@command(Permission.TASK_REASSIGN)
def reassign_tasks(
    actor: Actor, task_ids: Sequence[int], *, owner_id: int, key: str | None = None
) -> int:
    """Tasks to another owner in one act; the act's id. One that cannot go does not keep the others.

    Each may go as `reassign_task` says; those out of the actor's sight are none of the act. Raises
    RuleBroken for none or too many, and beside `to` for somebody who is no colleague of today.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    assert actor.staff_id is not None
    check_not_too_many(len(set(task_ids)))
    if owner_id not in {staff_id for staff_id, _name in ask(colleagues(actor))}:
        raise RuleBroken("Choose who takes them over.", field="to")
    _held(actor, task_ids)
    tasks = passable_tasks(actor, task_ids)
    if not tasks:
        raise NotFound
    refusals = refusals_of(actor, tasks, owner_id)
    act_id = begun(actor, BulkKind.REASSIGN_TASKS, to_staff_id=owner_id)
    _give(actor, [task for task in tasks if task.id not in refusals], owner_id)
    versions = {task.id: task.version for task in _held(actor, [task.id for task in tasks])}
    db.session.add_all(
        _row(act_id, task, refusals.get(task.id), versions[task.id]) for task in tasks
    )
    if key:
        remember(actor, key, "reassign_tasks", act_id)
    return act_id


@command(Permission.TASK_REASSIGN)
def task_given_back(actor: Actor, row: Any, owner_id: int) -> None:
    """One task of an act goes back to who had it. One that is over (Conflict: the act tells how it ended),
    was passed on since, or may not be its former owner's any more (who does not see the claim, or is an
    assistant and it is not low) stays: RuleBroken. NotFound for one out of sight."""
    (task,) = _held(actor, [row.task_id]) or (None,)
    if task is None:
        raise NotFound
    if not is_open(task.state):
        raise Conflict
    if task.owner_id != owner_id:
        name = name_of(task.owner_id)
        raise RuleBroken(f"{name} has it since. They or a supervisor can pass it on.")
    if not may_answer(row.was_staff_id, task.claim_id, actor.on_day):
        name = name_of(row.was_staff_id)
        raise RuleBroken(f"{name} may not answer for its claim today. Pass it on to somebody else.")
    task.owner_id = row.was_staff_id
    db.session.flush()


def _row(act_id: int, task: PassableTask, refusal: str | None, version: int) -> BulkRow:
    row = BulkRow(
        bulk_act_id=act_id,
        task_id=task.id,
        claim_id=task.claim_id,
        cohe_id=task.cohe_id,
        was_staff_id=task.owner_id,
        refusal=refusal and refusal[:LONGEST_REFUSAL],
    )
    row.version = version if refusal is None else None
    return row


def _give(actor: Actor, tasks: Sequence[PassableTask], owner_id: int) -> None:
    for task in _held(actor, [task.id for task in tasks]):
        task.owner_id = owner_id
    db.session.flush()


def _held(actor: Actor, task_ids: Collection[int]) -> Sequence[Task]:
    """The tasks in one's sight, locked in one order until the command ends."""
    statement = (
        visible(actor, Task)
        .where(Task.id.in_(set(task_ids)))
        .order_by(Task.id)
        .with_for_update(of=Task)
    )
    return db.session.execute(statement).scalars().all()
