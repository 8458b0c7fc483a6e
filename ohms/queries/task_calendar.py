"""One's own open tasks as days of a calendar that another program keeps: the number of the claim, the
day, and nothing else of it; and how often that program asked."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.queries.api_tokens import acts_of_token
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
    given = acts_of_token(actor, READ, instant).with_only_columns(AuditEntry.id).subquery()
    return db.session.execute(select(func.count()).select_from(given)).scalar_one()
