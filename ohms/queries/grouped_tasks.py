"""One's own open tasks by the clinic or the employer that they are about: one call serves several."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic
from ohms.models.providers import Provider
from ohms.models.tasks import Task
from ohms.models.workers import Employer
from ohms.queries.task_filter import TaskFilter, tasks_matching
from ohms.queries.tasks import ListedTask, with_names

MOST = 500


class Grouping(StrEnum):
    """Whom one call is to: the clinic of the attending provider, or the employer of injury."""

    CLINIC = "clinic"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The tasks about one clinic or employer, the one due first at the top."""

    name: str
    phone: str | None
    tasks: list[ListedTask]


@dataclass(frozen=True, slots=True)
class GroupedTasks:
    """Groups in the order of their first due day; of more than 500 tasks those due first."""

    groups: list[TaskGroup]
    total: int

    @property
    def shown(self) -> int:
        return sum(len(group.tasks) for group in self.groups)


def grouped_tasks(actor: Actor, by: Grouping) -> GroupedTasks:
    """What the actor's list of tasks shows unfiltered, in groups: two statements."""
    matching = tasks_matching(actor, TaskFilter())
    ids = matching.with_only_columns(Task.id).subquery()
    total = db.session.execute(select(func.count()).select_from(ids)).scalar_one()
    statement = _with_groups(with_names(actor, matching), by)
    rows = db.session.execute(statement.order_by(Task.due_by, Task.id).limit(MOST)).all()
    return GroupedTasks(sorted(_groups(rows), key=_due_first), total)


def _with_groups(statement: Select[Any], by: Grouping) -> Select[Any]:
    """Behind the columns of a listed task: id, name and phone of what it is about."""
    if by is Grouping.EMPLOYER:
        named = statement.join(Employer, Employer.id == Claim.employer_id)
        return named.add_columns(Employer.id, Employer.name, Claim.employer_phone)
    return (
        statement.join(Provider, Provider.id == Claim.attending_provider_id)
        .join(Clinic, Clinic.id == Provider.clinic_id)
        .add_columns(Clinic.id, Clinic.name, Clinic.phone)
    )


def _groups(rows: Any) -> Iterator[TaskGroup]:
    width = len(ListedTask._fields)
    for _id, group in groupby(
        sorted(rows, key=lambda row: int(row[width])), lambda row: row[width]
    ):
        listed = sorted(group, key=lambda row: (row.due_by, row.id))
        phones = (row[width + 2] for row in listed if row[width + 2])
        tasks = [ListedTask(*row[:width]) for row in listed]
        yield TaskGroup(listed[0][width + 1], next(phones, None), tasks)


def _due_first(group: TaskGroup) -> tuple[Any, str]:
    return group.tasks[0].due_by, group.name
