"""What became of a task that was looked at before: told to whoever was about to change it too."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.tasks import CHANGED, Ended, told_of_change, told_of_end
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.guard import unscoped
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import visible


class Became(NamedTuple):
    """What is told of a change, and the version of the task that this is true of."""

    told: str
    version: int


def what_became_of(actor: Actor, task_id: int) -> Became:
    """How a task in the actor's sight is over, or what was done to an open one, by whom and when;
    NotFound for any other. An act is told where the task stands as it left it: what an import or the
    facts of its claim changed since has no act of its own, and is nobody's. Of what was done the audit
    knows more than its readers may: this is the one act alone."""
    finished_by = aliased(StaffMember)
    task = only_row(
        visible(actor, Task)
        .where(Task.id == task_id)
        .join(StaffMember, StaffMember.id == Task.owner_id)
        .outerjoin(finished_by, finished_by.id == Task.finished_by_id)
        .with_only_columns(
            Task.state,
            Task.due_by,
            Task.version,
            StaffMember.name,
            Task.finished_at,
            finished_by.name.label("finished_by"),
        )
    )
    if task.finished_at is not None:
        ended = Ended(task.finished_at, task.finished_by)
        return Became(told_of_end(task.state, ended), task.version)
    left_so = (
        select(AuditEntry.action, AuditEntry.at, AuditEntry.staff_id, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .where(
            AuditEntry.object_type == "task",
            AuditEntry.object_id == task_id,
            AuditEntry.detail.like(f'%"version": {task.version}}}'),
        )
        .limit(1)
    )
    with unscoped("the last act on a task that the actor sees and was about to change"):
        act = db.session.execute(left_so).one_or_none()
    if act is None:
        return Became(CHANGED, task.version)
    by = "you" if act.staff_id == actor.staff_id else act.name or "a fact of the claim"
    told = told_of_change(act.action, act.at, by, owner=task.name, due_by=task.due_by)
    return Became(told, task.version)
