"""Tasks passed on: one, or many in one act that tells the outcome of each and can be undone."""

from collections.abc import Collection, Sequence

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command
from ohms.domain.access import Actor, NotFound, Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import check_not_too_many, is_open
from ohms.extensions import db
from ohms.models.tasks import ReassignedTask, Reassignment, Task
from ohms.queries.answering import claims_to_give
from ohms.queries.people import colleagues
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
    act = Reassignment(by_id=actor.staff_id, owner_id=owner_id, at=clock.now())
    db.session.add(act)
    db.session.flush()
    db.session.add_all(_outcome(act, task, refusals.get(task.id)) for task in tasks)
    _give(actor, [task for task in tasks if task.id not in refusals], owner_id)
    if key:
        remember(actor, key, "reassign_tasks", act.id)
    return act.id


@command(Permission.TASK_REASSIGN)
def undo_reassignment(actor: Actor, reassignment_id: int) -> int:
    """Give the tasks of one's own act back, once; how many went.

    Those that are over, were passed on since, or may not be their former owner's any more (who does
    not see the claim, or is an assistant and it is not low) stay where they are. Raises RuleBroken when it was undone already.
    """
    act = db.session.execute(
        visible(actor, Reassignment)
        .where(Reassignment.id == reassignment_id)
        .with_for_update(of=Reassignment)
    ).scalar_one_or_none()
    if act is None:
        raise NotFound
    if act.undone_at is not None:
        raise RuleBroken("This was undone already.")
    former = _former_owners(actor, act)
    back = 0
    for task in _held(actor, former):
        if task.owner_id == act.owner_id and is_open(task.state):
            task.owner_id = former[task.id]
            back += 1
    act.undone_at, act.given_back = clock.now(), back
    return back


def _former_owners(actor: Actor, act: Reassignment) -> dict[int, int]:
    """Who had each task that went, where it may still be theirs."""
    rows = db.session.execute(
        visible(actor, ReassignedTask)
        .where(ReassignedTask.reassignment_id == act.id, ReassignedTask.refusal.is_(None))
        .with_only_columns(
            ReassignedTask.task_id, ReassignedTask.claim_id, ReassignedTask.from_owner_id
        )
    ).all()
    theirs = {
        owner_id: claims_to_give(owner_id, {row.claim_id for row in rows}, actor.on_day)
        for owner_id in {row.from_owner_id for row in rows}
    }
    return {
        row.task_id: row.from_owner_id for row in rows if row.claim_id in theirs[row.from_owner_id]
    }


def _outcome(act: Reassignment, task: PassableTask, refusal: str | None) -> ReassignedTask:
    return ReassignedTask(
        reassignment_id=act.id,
        task_id=task.id,
        claim_id=task.claim_id,
        cohe_id=task.cohe_id,
        from_owner_id=task.owner_id,
        refusal=refusal,
    )


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
