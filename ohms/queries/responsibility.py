"""Who answered for one claim from which day to which, and when we worked on it."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.responsibility import Held, Stretch, stretches
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.coordination import CoordinationPeriod
from ohms.models.coverage import Absence
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.queries.covered import cover_on
from ohms.queries.lane import holds
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import Question
from ohms.queries.scope import beside_counted_claim, visible


class Answering(NamedTuple):
    """A stretch of days with the name of who answered; `by_name`: the claim was given to them."""

    from_on: date
    to_on: date | None
    name: str
    by_name: bool


class PeriodShown(NamedTuple):
    """A period of our coordination."""

    from_on: date
    to_on: date | None
    end_reason: str | None


class AnsweredOn(NamedTuple):
    """Who answered for a claim on one day, and who acted for them; `name` None: nobody."""

    day: date
    name: str | None
    by_name: bool = False
    away: bool = False
    covering: str | None = None


def answered_on(actor: Actor, claim: Claim, day: date) -> Question[AnsweredOn]:
    """Who was responsible for a loaded claim on a day up to today; away, they stay so, and who covered
    is told beside."""
    found = yield from responsible_since(actor, claim)
    standing = next((each for each in found if each.holds_on(day)), None)
    if standing is None or day > actor.on_day:
        return AnsweredOn(day, None)
    cover = cover_on(day, provider=claim.initiating_provider_id)
    theirs = (
        select(StaffMember.name)
        .join(cover, cover.c.covering_id == StaffMember.id)
        .where(cover.c.cohe_id == claim.cohe_id, cover.c.absent_id == standing.staff_id)
    )
    leave = (
        select(Absence.id)
        .outerjoin(Position, Position.id == Absence.position_id)
        .where(
            Absence.staff_id == standing.staff_id,
            holds(Absence, day),
            or_(Absence.position_id.is_(None), Position.cohe_id == claim.cohe_id),
        )
    )
    away, covering, names = yield (leave, theirs, _names({standing.staff_id}))
    covered_by = covering[0].name if covering else None
    return AnsweredOn(day, names[0].name, standing.by_name, bool(away), covered_by)


def responsibility_of(actor: Actor, claim: Claim) -> Question[list[Answering]]:
    """Who answered for a loaded claim since it was initiated, the latest first."""
    found = yield from responsible_since(actor, claim)
    (rows,) = yield (_names({each.staff_id for each in found}),)
    names = {row.id: row.name for row in rows}
    return [
        Answering(each.from_on, each.to_on, names[each.staff_id], each.by_name)
        for each in reversed(found)
    ]


def responsible_since(actor: Actor, claim: Claim) -> Question[list[Stretch]]:
    """The stretches themselves, up to the actor's day, the oldest first."""
    named, by_provider = yield (
        visible(actor, ClaimAssignment)
        .where(ClaimAssignment.claim_id == claim.id)
        .with_only_columns(
            ClaimAssignment.from_on, ClaimAssignment.to_on, ClaimAssignment.staff_id
        ),
        select(
            ProviderAssignment.from_on, ProviderAssignment.to_on, ProviderAssignment.staff_id
        ).where(
            ProviderAssignment.provider_id == claim.initiating_provider_id,
            ProviderAssignment.cohe_id == (claim.initiated_cohe_id or claim.cohe_id),
            ProviderAssignment.from_on <= actor.on_day,
            or_(ProviderAssignment.to_on.is_(None), ProviderAssignment.to_on >= claim.initiated_on),
        ),
    )
    return stretches(
        [Held(*row) for row in named], [Held(*row) for row in by_provider], claim.initiated_on
    )


def responsible_at_initiation() -> ColumnElement[int | None]:
    """Of the claims of an enclosing SELECT: who was responsible on the day of initiation, by name, else
    by the initiating provider in the COHE that counts the claim."""
    named = (
        select(func.min(ClaimAssignment.staff_id))
        .where(beside_counted_claim(ClaimAssignment), _held_at_initiation(ClaimAssignment))
        .correlate(Claim)
        .scalar_subquery()
    )
    by_provider = (
        select(func.min(ProviderAssignment.staff_id))
        .where(
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
            ProviderAssignment.cohe_id == Claim.counted_cohe_id,
            _held_at_initiation(ProviderAssignment),
        )
        .correlate(Claim)
        .scalar_subquery()
    )
    return func.coalesce(named, by_provider)


def _held_at_initiation(model: Any) -> ColumnElement[bool]:
    return and_(
        model.from_on <= Claim.initiated_on,
        or_(model.to_on.is_(None), model.to_on >= Claim.initiated_on),
    )


def periods_of(actor: Actor, claim_id: int) -> Question[list[PeriodShown]]:
    """When our work on the claim was under way, the latest first."""
    (rows,) = yield (
        visible(actor, CoordinationPeriod)
        .where(CoordinationPeriod.claim_id == claim_id)
        .with_only_columns(
            CoordinationPeriod.from_on, CoordinationPeriod.to_on, CoordinationPeriod.end_reason
        )
        .order_by(CoordinationPeriod.from_on.desc()),
    )
    return [PeriodShown(*row) for row in rows]


def _names(people: set[int]) -> AnySelect:
    return select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(people))
