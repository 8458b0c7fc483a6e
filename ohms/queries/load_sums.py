"""What the load of a COHE's people is told from, each summed by the database in one statement: their open
claims, the minutes on them, their tasks."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Label, case, func, literal, select

from ohms.domain.actor import Actor
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.load import WEEKS, Kind
from ohms.domain.values import Complexity, StandardWork
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.claim_filter import ClaimFilter, ListScope, claims_matching
from ohms.queries.claim_sight import provider_assigned_on
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, summed_on_claims, visible
from ohms.queries.staffing import Period
from ohms.queries.task_filter import TaskFilter, tasks_matching

ONE_WEEK = timedelta(days=7)


class Group(NamedTuple):
    """Open claims that are alike; `week` is that in which they were initiated."""

    answers: int | None
    kind: Kind
    complexity: Complexity
    week: int
    claims: int


def open_claims(actor: Actor, cohe_id: int, since: date) -> Question[list[Group]]:
    """Open claims by who answers, kind, complexity, and the week in which they were initiated: -1
    before the 13 weeks, 13 after them."""
    answers = _answers_for().label("answers")
    week = _week_of(Claim.initiated_on, since).label("week")
    interpreter = _interpreter()
    (rows,) = yield (
        claims_matching(actor, ClaimFilter(scope=ListScope.COHE))
        .join(Worker, Worker.id == Claim.worker_id)
        .outerjoin(ProviderAssignment, provider_assigned_on(actor.on_day))
        .where(
            sees(actor, Worker),
            Claim.cohe_id == cohe_id,
            Claim.coordination.in_(OPEN_COORDINATION),
        )
        .with_only_columns(
            answers,
            Claim.coordination,
            Claim.on_time_loss,
            interpreter,
            Claim.complexity,
            week,
            func.count(),
        )
        .group_by(
            "answers",
            Claim.coordination,
            Claim.on_time_loss,
            "interpreter",
            Claim.complexity,
            "week",
        ),
    )
    return [
        Group(row[0], Kind(row[1], row[2], bool(row[3])), row[4], row[5], row[6]) for row in rows
    ]


def minutes_by_kind(
    actor: Actor, cohe_id: int, weeks: tuple[date, date]
) -> Question[dict[tuple[Kind, int], int]]:
    """Minutes on claims that are open today, by their kind and the week."""
    week = _week_of(TimeEntry.performed_on, weeks[0]).label("week")
    (rows,) = yield (
        _counted(select(TimeEntry).where(summed_on_claims(actor)), cohe_id, weeks)
        .join(Claim, Claim.id == TimeEntry.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(
            sees(actor, Claim),
            sees(actor, Worker),
            Claim.coordination.in_(OPEN_COORDINATION),
        )
        .with_only_columns(
            Claim.coordination,
            Claim.on_time_loss,
            _interpreter(),
            week,
            func.sum(TimeEntry.minutes),
        )
        .group_by(Claim.coordination, Claim.on_time_loss, "interpreter", "week"),
    )
    return {(Kind(row[0], row[1], bool(row[2])), row[3]): int(row[4]) for row in rows}


def minutes_by_item(
    actor: Actor, cohe_id: int, period: Period
) -> Question[dict[int | None, dict[StandardWork | None, int]]]:
    """Confirmed minutes on claims by person and item of standard work."""
    (rows,) = yield (
        _counted(visible(actor, TimeEntry), cohe_id, period)
        .with_only_columns(TimeEntry.staff_id, TimeEntry.standard_work, func.sum(TimeEntry.minutes))
        .group_by(TimeEntry.staff_id, TimeEntry.standard_work),
    )
    found: dict[int | None, dict[StandardWork | None, int]] = defaultdict(dict)
    for staff_id, item, minutes in rows:
        found[staff_id][item] = int(minutes)
    return found


def tasks_by_owner(
    actor: Actor, cohe_id: int, asked: TaskFilter
) -> Question[dict[int | None, int]]:
    """How many tasks of a filter each person has."""
    (rows,) = yield (
        tasks_matching(actor, asked)
        .where(Task.cohe_id == cohe_id)
        .with_only_columns(Task.owner_id, func.count().label("tasks"))
        .group_by(Task.owner_id),
    )
    return {row.owner_id: row.tasks for row in rows}


def _answers_for() -> ColumnElement[int]:
    """Who answers for a claim today, with `provider_assigned_on` joined."""
    return func.coalesce(Claim.assigned_to_id, ProviderAssignment.staff_id)


def _counted(entries: Any, cohe_id: int, period: Period) -> Any:
    return entries.where(
        TimeEntry.cohe_id == cohe_id,
        TimeEntry.performed_on.between(*period),
        TimeEntry.voided_at.is_(None),
        TimeEntry.confirmed_at.is_not(None),
        TimeEntry.claim_id.is_not(None),
    )


def _interpreter() -> Label[int]:
    """1 where the worker needs one: NULL is not known, so no. Grouped by its name: PostgreSQL takes
    two CASEs with parameters for two expressions."""
    return case((Worker.interpreter_needed.is_(True), literal(1)), else_=literal(0)).label(
        "interpreter"
    )


def _week_of(day: Any, since: date) -> Any:
    """The number of the day's week from 0, -1 before, 13 after the last."""
    return case(
        (day < since, literal(-1)),
        *((day < since + (number + 1) * ONE_WEEK, literal(number)) for number in range(WEEKS)),
        else_=literal(WEEKS),
    )
