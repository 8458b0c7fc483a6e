"""One's own open tasks as days of a calendar that another program keeps: the number of the claim, the
day, and nothing else of it; and how often that program asked."""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from ohms import clock
from ohms.domain.access import Actor
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.queries.scope import visible
from ohms.queries.task_filter import TaskFilter, tasks_matching

MOST = 1_000
READ = "read_calendar"
"""The audit action of a calendar that was read."""
GIVEN = "export_calendar"
"""The audit action by which a calendar stands among what left the house, once a day for each claim."""


class TaskDay(NamedTuple):
    """A task as a calendar tells it."""

    id: int
    version: int
    due_by: date
    claim_id: int
    claim_number: str


def days_of_tasks(actor: Actor) -> list[TaskDay]:
    """The rows of the list of one's own tasks, the first thousand by their due day."""
    statement = (
        tasks_matching(actor, TaskFilter())
        .with_only_columns(Task.id, Task.version, Task.due_by, Task.claim_id, Claim.claim_number)
        .order_by(Task.due_by, Task.id)
        .limit(MOST)
    )
    return [TaskDay(*row) for row in db.session.execute(statement)]


def readings_since(actor: Actor, instant: datetime) -> int:
    """How often this calendar was given since then."""
    given = _entries(actor, READ, instant).with_only_columns(AuditEntry.id).subquery()
    return db.session.execute(select(func.count()).select_from(given)).scalar_one()


def given_today(actor: Actor) -> set[int]:
    """The claims that this calendar was told of since midnight."""
    midnight = datetime.combine(actor.on_day, time.min, clock.PACIFIC)
    told = _entries(actor, GIVEN, midnight).with_only_columns(AuditEntry.claim_ids)
    found = db.session.execute(told).scalars()
    return {int(each) for ids in found if ids for each in ids.split(",")}


def _entries(actor: Actor, action: str, since: datetime) -> Select[Any]:
    return visible(actor, AuditEntry).where(
        AuditEntry.staff_id == actor.staff_id,
        AuditEntry.at >= since,
        AuditEntry.action == action,
        AuditEntry.result == "done",
        AuditEntry.session_hash == actor.session_hash,
    )
