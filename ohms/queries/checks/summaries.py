"""A claim's summaries equal a recomputation from their facts, for all claims in one statement each."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select

from ohms.domain.values import TaskState
from ohms.domain.work_status import TIME_LOSS_PAID
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import TimeLossPayment, WorkStatusEpisode
from ohms.models.notes import Contact
from ohms.models.tasks import Task

OPEN_STATES = (TaskState.TO_DO, TaskState.IN_PROGRESS, TaskState.WAITING)


def last_contact_differs(_today: date) -> Iterator[str]:
    contacts = (
        select(Contact.claim_id, func.max(Contact.contact_on).label("last"))
        .group_by(Contact.claim_id)
        .subquery()
    )
    statement = (
        select(Claim.claim_number, Claim.last_contact_on, contacts.c.last)
        .outerjoin(contacts, contacts.c.claim_id == Claim.id)
        .where(Claim.last_contact_on.is_distinct_from(contacts.c.last))
    )
    return _told("last_contact_on", statement)


def next_due_differs(_today: date) -> Iterator[str]:
    tasks = _open_tasks()
    statement = (
        select(Claim.claim_number, Claim.next_due_by, tasks.c.first_due)
        .outerjoin(tasks, tasks.c.claim_id == Claim.id)
        .where(Claim.next_due_by.is_distinct_from(tasks.c.first_due))
    )
    return _told("next_due_by", statement)


def open_tasks_differ(_today: date) -> Iterator[str]:
    tasks = _open_tasks()
    counted = func.coalesce(tasks.c.number, 0)
    statement = (
        select(Claim.claim_number, Claim.open_tasks, counted)
        .outerjoin(tasks, tasks.c.claim_id == Claim.id)
        .where(Claim.open_tasks != counted)
    )
    return _told("open_tasks", statement)


def time_loss_differs(_today: date) -> Iterator[str]:
    """Kept on salary alone makes no time-loss claim."""
    paid = exists().where(
        TimeLossPayment.claim_id == Claim.id, TimeLossPayment.kind.in_(TIME_LOSS_PAID)
    )
    facts = case((paid, 1), else_=0)
    kept = case((Claim.on_time_loss, 1), else_=0)
    return _told("on_time_loss", select(Claim.claim_number, kept, facts).where(kept != facts))


def work_status_differs(today: date) -> Iterator[str]:
    """The status of the newest episode that has begun, or of the newest told: nothing runs at
    midnight, so one that begins later may show from the day on which it was told."""
    episode = WorkStatusEpisode.__table__.alias()
    told = exists().where(episode.c.claim_id == Claim.id)
    agrees = exists().where(
        episode.c.claim_id == Claim.id,
        episode.c.work_status == Claim.work_status,
        or_(
            episode.c.from_on == _newest_begin(until=today),
            episode.c.from_on == _newest_begin(until=date.max),
        ),
    )
    statement = select(Claim.claim_number, Claim.work_status).where(told, ~agrees)
    for number, kept in db.session.execute(statement.order_by(Claim.claim_number)):
        yield f"claim {number}: work_status is {kept}, its episodes say otherwise"


def _newest_begin(*, until: date) -> Any:
    """The first day of the claim's newest episode among those that begin by `until`."""
    inner = WorkStatusEpisode.__table__.alias()
    return (
        select(func.max(inner.c.from_on))
        .where(inner.c.claim_id == Claim.id, inner.c.from_on <= until)
        .correlate(Claim)
        .scalar_subquery()
    )


def _open_tasks() -> Any:
    return (
        select(
            Task.claim_id, func.min(Task.due_by).label("first_due"), func.count().label("number")
        )
        .where(Task.state.in_(OPEN_STATES))
        .group_by(Task.claim_id)
        .subquery()
    )


def _told(column: str, statement: Select[Any]) -> Iterator[str]:
    for number, kept, facts in db.session.execute(statement.order_by(Claim.claim_number)):
        yield f"claim {number}: {column} is {_written(kept)}, its facts say {_written(facts)}"


def _written(value: object) -> str:
    return "empty" if value is None else str(value)
