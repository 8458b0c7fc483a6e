"""Providers of a COHE with their coordinators, and what a move of one would bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.values import Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic
from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.models.workers import Worker
from ohms.queries.claim_sight import answered_for_by, in_force
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import sees, visible

A_YEAR = timedelta(days=365)


class ListedProvider(NamedTuple):
    """A provider of the COHE with who answers for their claims today."""

    id: int
    last_name: str
    first_name: str
    clinic: str
    coordinator: str | None
    coordinates: bool
    """Whether they are a coordinator of the COHE today; whoever is none holds what a departure left."""

    open_claims: int
    planned_on: date | None
    """From which later day a coordinator is planned."""

    @property
    def has_nobody(self) -> bool:
        """No coordinator, and none is planned."""
        return not self.coordinates and self.planned_on is None


class GoingClaim(NamedTuple):
    """An open claim of the provider that is given to nobody by name."""

    id: int
    claim_number: str
    worker: str
    coordination: Coordination
    open_tasks: int


@dataclass(frozen=True, slots=True)
class MovingProvider:
    """A provider as the page of a move tells them; `claims` are those that could go along."""

    id: int
    name: str
    clinic: str
    coordinator_id: int | None
    coordinator: str | None
    planned_on: date | None
    claims: Sequence[GoingClaim]
    named: int
    """Open claims that were given to somebody by name: they stay with them in any case."""
    last_year: int
    """Claims initiated in the last 365 days."""


def providers_of_cohe(actor: Actor, cohe_id: int) -> list[ListedProvider]:
    """Who is enrolled in the COHE today or has a coordinator there, by name."""
    open_claims = (
        visible(actor, Claim)
        .where(
            Claim.initiating_provider_id == Provider.id,
            Claim.cohe_id == cohe_id,
            Claim.coordination != Coordination.CLOSED,
        )
        .with_only_columns(func.count())
        .correlate(Provider)
        .scalar_subquery()
    )
    assigned = _assigned(actor, cohe_id)
    rows = db.session.execute(
        select(
            Provider.id,
            Provider.last_name,
            Provider.first_name,
            Clinic.name,
            StaffMember.name,
            _coordinates(actor, cohe_id),
            open_claims,
            _planned_on(actor, cohe_id),
        )
        .join(Clinic, Clinic.id == Provider.clinic_id)
        .outerjoin(ProviderAssignment, assigned)
        .outerjoin(StaffMember, StaffMember.id == ProviderAssignment.staff_id)
        .where(_belongs(actor, cohe_id))
        .order_by(Provider.last_name, Provider.first_name, Provider.id)
    )
    return [ListedProvider(*row) for row in rows]


def without_anybody(actor: Actor, cohe_id: int) -> list[int]:
    """Those of them who have no coordinator, and for whom none is planned."""
    return [each.id for each in providers_of_cohe(actor, cohe_id) if each.has_nobody]


def moving_provider(actor: Actor, cohe_id: int, provider_id: int) -> MovingProvider:
    """One of them; NotFound for a provider of no or another COHE."""
    row = only_row(
        select(
            Provider,
            Clinic.name,
            ProviderAssignment.staff_id,
            StaffMember.name.label("who"),
            _planned_on(actor, cohe_id).label("planned_on"),
        )
        .join(Clinic, Clinic.id == Provider.clinic_id)
        .outerjoin(ProviderAssignment, _assigned(actor, cohe_id))
        .outerjoin(StaffMember, StaffMember.id == ProviderAssignment.staff_id)
        .where(Provider.id == provider_id, _belongs(actor, cohe_id))
    )
    named = open_claims_of(actor, cohe_id, provider_id).where(Claim.assigned_to_id.is_not(None))
    initiated = visible(actor, Claim).where(
        Claim.initiating_provider_id == provider_id,
        Claim.cohe_id == cohe_id,
        Claim.initiated_on > actor.on_day - A_YEAR,
    )
    return MovingProvider(
        id=provider_id,
        name=row.Provider.name,
        clinic=row.name,
        coordinator_id=row.staff_id,
        coordinator=row.who,
        planned_on=row.planned_on,
        claims=_going(actor, cohe_id, provider_id),
        named=_count(named),
        last_year=_count(initiated),
    )


def open_claims_of(actor: Actor, cohe_id: int, provider_id: int) -> Any:
    """The provider's claims in the COHE with which we are not done."""
    return visible(actor, Claim).where(
        Claim.initiating_provider_id == provider_id,
        Claim.cohe_id == cohe_id,
        Claim.coordination != Coordination.CLOSED,
    )


def open_load(actor: Actor, cohe_id: int, staff_id: int) -> int:
    """How many open claims of the COHE a person answers for today."""
    return _count(
        visible(actor, Claim).where(
            answered_for_by(actor, staff_id),
            Claim.cohe_id == cohe_id,
            Claim.coordination != Coordination.CLOSED,
        )
    )


def assignments_from(provider_id: int, cohe_id: int, day: date) -> list[ProviderAssignment]:
    """The provider's coordinators in the COHE on a day and after it, the earliest first."""
    statement = (
        select(ProviderAssignment)
        .where(
            ProviderAssignment.provider_id == provider_id,
            ProviderAssignment.cohe_id == cohe_id,
            or_(ProviderAssignment.to_on.is_(None), ProviderAssignment.to_on >= day),
        )
        .order_by(ProviderAssignment.from_on)
        .with_for_update()
    )
    return list(db.session.execute(statement).scalars())


def _going(actor: Actor, cohe_id: int, provider_id: int) -> list[GoingClaim]:
    rows = db.session.execute(
        open_claims_of(actor, cohe_id, provider_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker), Claim.assigned_to_id.is_(None))
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            (Worker.last_name + ", " + Worker.first_name).label("worker"),
            Claim.coordination,
            Claim.open_tasks,
        )
        .order_by(Claim.claim_number)
    )
    return [GoingClaim(*row) for row in rows]


def _assigned(actor: Actor, cohe_id: int) -> ColumnElement[bool]:
    return and_(
        ProviderAssignment.provider_id == Provider.id,
        ProviderAssignment.cohe_id == cohe_id,
        in_force(ProviderAssignment, actor),
    )


def _coordinates(actor: Actor, cohe_id: int) -> ColumnElement[bool]:
    """As `coordinators_of` has them."""
    held = exists().where(
        Position.staff_id == StaffMember.id,
        Position.cohe_id == cohe_id,
        Position.role == Role.HSC,
        in_force(Position, actor),
    )
    return and_(StaffMember.active.is_(True), held.correlate(StaffMember))


def _planned_on(actor: Actor, cohe_id: int) -> Any:
    planned = aliased(ProviderAssignment)
    return (
        select(func.min(planned.from_on))
        .where(
            planned.provider_id == Provider.id,
            planned.cohe_id == cohe_id,
            planned.from_on > actor.on_day,
        )
        .correlate(Provider)
        .scalar_subquery()
    )


def _belongs(actor: Actor, cohe_id: int) -> ColumnElement[bool]:
    enrolled = select(Enrolment.id).where(
        Enrolment.provider_id == Provider.id,
        Enrolment.cohe_id == cohe_id,
        in_force(Enrolment, actor),
    )
    has_one = select(ProviderAssignment.id).where(_assigned(actor, cohe_id))
    return or_(enrolled.correlate(Provider).exists(), has_one.correlate(Provider).exists())


def _count(claims: Any) -> int:
    return int(db.session.execute(claims.with_only_columns(func.count())).scalar_one())
