"""Who belongs where: claims to the COHE of their provider, one dated fact a day, and a coordinator."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.coordination import UNDER_WAY
from ohms.domain.transfers import TransferDecision
from ohms.domain.values import Coordination, Role
from ohms.extensions import db
from ohms.models.base import Base
from ohms.models.claims import AttendingProvider, Claim, ClaimAssignment
from ohms.models.cohes import ClinicMembership
from ohms.models.coordination import CoordinationPeriod
from ohms.models.coverage import Coverage
from ohms.models.medical import WorkStatusEpisode
from ohms.models.providers import Enrolment, ProviderAssignment, StandingDeputy
from ohms.models.staff import AssistantAssignment, Position
from ohms.models.tasks import Task
from ohms.models.transfers import ClaimTransfer

# One dated fact a day of each of these, for the same values of the columns.
ONE_A_DAY: tuple[tuple[type[Base], tuple[str, ...]], ...] = (
    (ClinicMembership, ("clinic_id", "cohe_id")),
    (Enrolment, ("provider_id",)),
    (ProviderAssignment, ("provider_id", "cohe_id")),
    (StandingDeputy, ("provider_id", "cohe_id")),
    (AssistantAssignment, ("assistant_id", "cohe_id")),
    (AttendingProvider, ("claim_id",)),
    (ClaimAssignment, ("claim_id",)),
    (CoordinationPeriod, ("claim_id",)),
    (WorkStatusEpisode, ("claim_id",)),
    (Coverage, ("provider_id", "absent_id")),
)


def not_enrolled(_today: date) -> Iterator[str]:
    enrolled = exists().where(
        Enrolment.provider_id == Claim.initiating_provider_id,
        Enrolment.cohe_id == Claim.counted_cohe_id,
        _holds(Enrolment, Claim.initiated_on),
    )
    statement = select(Claim.claim_number, Claim.initiated_on).where(~enrolled)
    for number, initiated_on in db.session.execute(statement.order_by(Claim.claim_number)):
        yield (
            f"claim {number}: its initiating provider was not enrolled in its COHE"
            f" on {initiated_on}"
        )


def overlapping(_today: date) -> Iterator[str]:
    for model, columns in ONE_A_DAY:
        yield from _overlapping_in(model, columns)


def coordination_differs(_today: date) -> Iterator[str]:
    """A claim is coordinated exactly while a period of its coordination has no end."""
    under_way = exists().where(
        CoordinationPeriod.claim_id == Claim.id, CoordinationPeriod.to_on.is_(None)
    )
    coordinated = Claim.coordination.in_(UNDER_WAY)
    statement = select(Claim.claim_number, Claim.coordination).where(
        or_(and_(coordinated, ~under_way), and_(~coordinated, under_way))
    )
    for number, coordination in db.session.execute(statement.order_by(Claim.claim_number)):
        lacks = "no period" if coordination in UNDER_WAY else "a period"
        yield f"claim {number}: coordination is {coordination}, and {lacks} of it is under way"


def assigned_to_differs(today: date) -> Iterator[str]:
    """Whom a claim is given to by name is who is named for it today, and nobody else."""
    named = (
        select(func.min(ClaimAssignment.staff_id))
        .where(ClaimAssignment.claim_id == Claim.id, _holds(ClaimAssignment, today))
        .correlate(Claim)
        .scalar_subquery()
    )
    statement = select(Claim.claim_number).where(Claim.assigned_to_id.is_distinct_from(named))
    for number in db.session.execute(statement.order_by(Claim.claim_number)).scalars():
        yield f"claim {number}: assigned_to is not whom its assignment names on {today}"


def tasks_left_behind(_today: date) -> Iterator[str]:
    """Open tasks that the giver had when the claim was accepted, and has still or has again."""
    statement = (
        select(Claim.claim_number, Task.id)
        .join(ClaimTransfer, ClaimTransfer.claim_id == Claim.id)
        .join(Task, Task.claim_id == Claim.id)
        .where(
            ClaimTransfer.decision == TransferDecision.ACCEPTED,
            Task.owner_id == ClaimTransfer.from_staff_id,
            Task.finished_at.is_(None),
            Task.written_at < ClaimTransfer.decided_at,
            ~_given_since(ClaimTransfer),
        )
        .order_by(Claim.claim_number, Task.id)
    )
    for number, task_id in db.session.execute(statement):
        yield f"claim {number}: task {task_id} stayed with who handed the claim over"


def _given_since(transfer: Any) -> Any:
    """The claim changed hands again after this one: the later transfer tells."""
    later = aliased(transfer)
    return exists().where(
        later.claim_id == transfer.claim_id,
        later.decision == TransferDecision.ACCEPTED,
        later.id > transfer.id,
    )


def without_coordinator(today: date) -> Iterator[str]:
    """Claims not closed for which nobody answers who is a coordinator of the COHE today."""
    statement = select(Claim.claim_number).where(
        Claim.coordination != Coordination.CLOSED, ~has_coordinator(today)
    )
    for number in db.session.execute(statement.order_by(Claim.claim_number)).scalars():
        yield f"claim {number}: no coordinator answers for it on {today}"


def has_coordinator(today: date) -> ColumnElement[bool]:
    """Somebody answers for the claim of the enclosing SELECT who is a coordinator of its COHE."""
    by_name = Position.staff_id == Claim.assigned_to_id
    their_provider = exists().where(
        ProviderAssignment.provider_id == Claim.initiating_provider_id,
        ProviderAssignment.cohe_id == Claim.cohe_id,
        ProviderAssignment.staff_id == Position.staff_id,
        _holds(ProviderAssignment, today),
    )
    by_provider = and_(Claim.assigned_to_id.is_(None), their_provider.correlate(Claim, Position))
    answered = exists().where(
        Position.cohe_id == Claim.cohe_id,
        Position.role == Role.HSC,
        _holds(Position, today),
        or_(by_name, by_provider),
    )
    return answered.correlate(Claim)


def _overlapping_in(model: Any, columns: tuple[str, ...]) -> Iterator[str]:
    one, other = aliased(model), aliased(model)
    conditions = [getattr(one, name) == getattr(other, name) for name in columns]
    if model is Coverage:
        conditions += [one.declined_at.is_(None), other.declined_at.is_(None)]
    statement = select(one.id, other.id).where(
        *conditions,
        one.id < other.id,
        or_(other.to_on.is_(None), one.from_on <= other.to_on),
        or_(one.to_on.is_(None), other.from_on <= one.to_on),
    )
    for first, second in db.session.execute(statement.order_by(one.id, other.id)):
        yield f"{model.__tablename__} {first} and {second}: both hold on some day"


def _holds(model: Any, day: Any) -> Any:
    return and_(model.from_on <= day, or_(model.to_on.is_(None), model.to_on >= day))
