"""Bulk acts on tasks: done, or given another due day.

Each row goes through the command of the single act, with its permission, its version and its entries in
the audit; one that is refused leaves nothing and keeps no other.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from ohms.commands.bulk_rows import Outcome, begun, outcome_of
from ohms.commands.idempotency import made_before, remember
from ohms.commands.task_parts import Stood
from ohms.commands.tasks import finish_task, move_due_day, put_due_day_back, reopen_task
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import BulkKind, check_number
from ohms.domain.errors import NotFound
from ohms.domain.tasks import check_due_ahead, check_may_become
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.bulk import BulkRow
from ohms.queries.bulk import ListedForBulk, tasks_for_bulk
from ohms.queries.task_changes import what_became_of


@command(Permission.TASK_WRITE)
def finish_tasks(
    actor: Actor, picked: Mapping[int, int | None], *, word: str | None = None, key: str
) -> int:
    """Tasks done in one act, each over the version that was looked at; the act's id.

    Those out of sight are none of the act. Raises RuleBroken for none or too many.
    """
    if (made := made_before(actor, key)) is not None:
        return made

    def finish(task: ListedForBulk) -> Outcome:
        # One that is over stays, its doer's own too: what this act did not change it must not undo.
        check_may_become(task.state, TaskState.DONE, task.ended)
        done = finish_task(actor, task.id, word=word, version=picked[task.id] or task.version)
        was = {"waiting_on": task.waiting_on, "waiting_since_on": task.waiting_since_on}
        return {"version": done.version, "was_state": task.state, **was}

    return _done_to_tasks(actor, BulkKind.FINISH_TASKS, picked, finish, key)


@command(Permission.TASK_WRITE)
def move_due_days(actor: Actor, picked: Mapping[int, int | None], *, due_by: date, key: str) -> int:
    """Another due day for open tasks in one act; the act's id. As `finish_tasks`; RuleBroken beside
    `due_by` for a day that is over."""
    if (made := made_before(actor, key)) is not None:
        return made
    check_due_ahead(due_by, actor.on_day)

    def move(task: ListedForBulk) -> Outcome:
        moved = move_due_day(actor, task.id, due_by=due_by, version=picked[task.id])
        db.session.flush()
        was = {"was_due_by": task.due_by, "appeared_on": task.appears_on}
        return {"version": moved.version, **was}

    return _done_to_tasks(actor, BulkKind.MOVE_DUE_DAYS, picked, move, key, due_by=due_by)


def _done_to_tasks(
    actor: Actor,
    kind: BulkKind,
    picked: Mapping[int, int | None],
    act: Callable[[ListedForBulk], Outcome],
    key: str,
    **told: Any,
) -> int:
    check_number(len(picked))
    tasks = tasks_for_bulk(actor, picked)
    if not tasks:
        raise NotFound
    act_id = begun(actor, kind, **told)
    # One order for everybody, by claim as the single acts lock: two such acts do not wait in a ring.
    for task in sorted(tasks, key=lambda each: (each.claim_id, each.id)):
        became = partial(what_became_of, actor, task.id)
        outcome = outcome_of(partial(act, task), became)
        row = {"claim_id": task.claim_id, "cohe_id": task.cohe_id, "task_id": task.id}
        db.session.add(BulkRow(bulk_act_id=act_id, **row, **outcome))
    remember(actor, key, kind.value, act_id)
    return act_id


def task_undone(actor: Actor, kind: BulkKind, row: Any) -> None:
    """Set one task back as it stood before the act: to do again, or due as before."""
    if kind is BulkKind.FINISH_TASKS:
        stood = Stood(row.was_state, row.waiting_on, row.waiting_since_on)
        reopen_task(actor, row.task_id, version=row.version, stood=stood)
        return
    put_due_day_back(
        actor,
        row.task_id,
        due_by=row.was_due_by,
        appears_on=row.appeared_on,
        version=row.version,
    )
