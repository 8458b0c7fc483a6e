"""What each COHE has already of what casework needs: of claims nothing but whether it has one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from ohms.domain.actor import Actor
from ohms.domain.first_run import CentreFacts, FirstStep, next_of, steps_of
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.providers import Enrolment, ProviderAssignment, StandingDeputy
from ohms.models.reports import Setting
from ohms.models.staff import WEEKDAYS, Position
from ohms.queries.claim_sight import along_its_cohe
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds, holds_with_account


@dataclass(frozen=True, slots=True)
class CentreStart:
    """One COHE with its steps, and the one that comes next."""

    centre: CentreFacts
    steps: Sequence[FirstStep]

    @property
    def next_step(self) -> FirstStep | None:
        return next_of(list(self.steps))

    @property
    def waits(self) -> bool:
        """Whether casework cannot begin yet."""
        return any(step.is_needed and not step.is_done for step in self.steps)


def first_steps(actor: Actor) -> list[CentreStart]:
    """Of the COHEs that the actor supervises; an administrator's are all there are. One statement."""
    wanted = select(Cohe.id, Cohe.name, *_facts(actor)).order_by(Cohe.name)
    if not actor.holds(Role.ADMINISTRATOR):
        wanted = wanted.where(Cohe.id.in_(actor.cohes_as(Role.SUPERVISOR)))
    with unscoped("whether a COHE has a claim at all, for who sets it up"):
        rows: Iterable[Any] = db.session.execute(wanted).all()
    return [CentreStart(each, steps_of(each)) for each in (CentreFacts(*row) for row in rows)]


def _facts(actor: Actor) -> list[ColumnElement[Any]]:
    """In the order of `CentreFacts`."""
    minutes = sum((getattr(Position, f"minutes_{day}") for day in WEEKDAYS), start=0)
    return [
        _people(actor, Role.SUPERVISOR),
        _people(actor, Role.HSC, minutes > 0),
        _people(actor, Role.PRIVACY_OFFICER),
        _enrolled(actor),
        _enrolled(actor, ProviderAssignment),
        _enrolled(actor, StandingDeputy, holds_with_account),
        exists().where(Claim.cohe_id == Cohe.id, along_its_cohe()).correlate(Cohe),
        select(func.count(func.distinct(Setting.name)))
        .where(Setting.cohe_id == Cohe.id, Setting.approved_at.is_not(None))
        .correlate(Cohe)
        .scalar_subquery(),
    ]


def _people(actor: Actor, role: Role, *further: Any) -> ColumnElement[int]:
    return (
        select(func.count(func.distinct(Position.staff_id)))
        .where(
            Position.cohe_id == Cohe.id,
            Position.role == role,
            holds(Position, actor.on_day),
            *further,
        )
        .correlate(Cohe)
        .scalar_subquery()
    )


def _enrolled(actor: Actor, beside: Any = None, holds_here: Any = holds) -> ColumnElement[int]:
    """Providers enrolled today; with a model those for whom a row of it holds in the COHE."""
    conditions = [Enrolment.cohe_id == Cohe.id, holds(Enrolment, actor.on_day)]
    if beside is not None:
        row = exists().where(
            beside.provider_id == Enrolment.provider_id,
            beside.cohe_id == Enrolment.cohe_id,
            holds_here(beside, actor.on_day),
        )
        conditions.append(row.correlate(Enrolment))
    return (
        select(func.count(func.distinct(Enrolment.provider_id)))
        .where(*conditions)
        .correlate(Cohe)
        .scalar_subquery()
    )
