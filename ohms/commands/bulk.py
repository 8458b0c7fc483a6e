"""Bulk acts: picked rows of a list changed in one act that tells the outcome of each and can be undone for
a while.

Each row goes through the command of the single act, with its permission, its version and its entries in
the audit; one that is refused leaves nothing and keeps no other.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.tasks import (
    Stood,
    finish_task,
    move_due_day,
    put_due_day_back,
    reopen_task,
)
from ohms.commands.unit_of_work import command, one_row
from ohms.domain.access import Actor, NotAllowed, NotFound, Permission
from ohms.domain.bulk import CHANGED, NOT_THERE, BulkKind, check_may_be_undone, check_number
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import check_due_ahead, check_may_become
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.bulk import BulkAct, BulkRow
from ohms.queries.bulk import ListedForBulk, rows_done, tasks_for_bulk
from ohms.queries.scope import visible

LONGEST_REFUSAL = 200


@command(Permission.TASK_WRITE)
def finish_tasks(
    actor: Actor, picked: Mapping[int, int | None], *, word: str | None = None, key: str
) -> int:
    """Tasks done in one act, each over the version that was looked at; the act's id.

    Those out of sight are none of the act. Raises RuleBroken for none or too many.
    """
    if (made := made_before(actor, key)) is not None:
        return made

    def finish(task: ListedForBulk) -> dict[str, Any]:
        # One that is over stays, its doer's own too: what this act did not change it must not undo.
        check_may_become(task.state, TaskState.DONE)
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

    def move(task: ListedForBulk) -> dict[str, Any]:
        moved = move_due_day(actor, task.id, due_by=due_by, version=picked[task.id])
        db.session.flush()
        was = {"was_due_by": task.due_by, "appeared_on": task.appears_on}
        return {"version": moved.version, **was}

    return _done_to_tasks(actor, BulkKind.MOVE_DUE_DAYS, picked, move, key, due_by=due_by)


@command(Permission.TASK_WRITE)
def undo_bulk_act(actor: Actor, act_id: int) -> int:
    """Set back what one's own act changed, within its time and once; how many rows went back.

    A row that somebody changed since, or that may not go back any more, stays and says why.
    """
    act = db.session.execute(
        visible(actor, BulkAct).where(BulkAct.id == act_id).with_for_update(of=BulkAct)
    ).scalar_one_or_none()
    if act is None:
        raise NotFound
    now, kind = clock.now(), act.kind
    check_may_be_undone(act.at, act.undone_at, now)
    back = 0
    for row_id, undo in _undoings(actor, act_id, kind):
        stays = _outcome_of(undo).get("refusal")
        back += stays is None
        if stays is not None:
            row = db.session.execute(visible(actor, BulkRow).where(BulkRow.id == row_id))
            row.scalar_one().stays = stays
    act.undone_at, act.undone = now, back
    return back


def _undoings(
    actor: Actor, act_id: int, kind: BulkKind
) -> list[tuple[int, Callable[[], dict[str, Any]]]]:
    """How each row that changed goes back."""

    def undoing(row: Any) -> Callable[[], dict[str, Any]]:
        def undo() -> dict[str, Any]:
            if kind is BulkKind.FINISH_TASKS:
                stood = Stood(row.was_state, row.waiting_on, row.waiting_since_on)
                reopen_task(actor, row.task_id, version=row.version, stood=stood)
            else:
                put_due_day_back(
                    actor,
                    row.task_id,
                    due_by=row.was_due_by,
                    appears_on=row.appeared_on,
                    version=row.version,
                )
            return {}

        return undo

    return [(row.id, undoing(row)) for row in rows_done(actor, act_id)]


def _done_to_tasks(
    actor: Actor,
    kind: BulkKind,
    picked: Collection[int],
    act: Callable[[ListedForBulk], dict[str, Any]],
    key: str,
    **told: Any,
) -> int:
    check_number(len(picked))
    tasks = tasks_for_bulk(actor, picked)
    if not tasks:
        raise NotFound
    act_id = _begun(actor, kind, **told)
    # One order for everybody, by claim as the single acts lock: two such acts do not wait in a ring.
    for task in sorted(tasks, key=lambda each: (each.claim_id, each.id)):
        outcome = _outcome_of(lambda task=task: act(task))  # type: ignore[misc]
        row = {"claim_id": task.claim_id, "cohe_id": task.cohe_id, "task_id": task.id}
        db.session.add(BulkRow(bulk_act_id=act_id, **row, **outcome))
    remember(actor, key, kind.value, act_id)
    return act_id


def _begun(actor: Actor, kind: BulkKind, **told: Any) -> int:
    assert actor.staff_id is not None
    act = BulkAct(by_id=actor.staff_id, kind=kind, at=clock.now(), **told)
    db.session.add(act)
    db.session.flush()
    return act.id


def _outcome_of(change: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What one row's act gave, or why it left nothing."""
    try:
        with one_row():
            return change()
    except RuleBroken as broken:
        return {"refusal": broken.message[:LONGEST_REFUSAL]}
    except (Conflict, StaleDataError, NotFound):
        return {"refusal": CHANGED}
    except NotAllowed:
        return {"refusal": NOT_THERE}
