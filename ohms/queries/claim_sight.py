"""Whose a claim is, and who sees it: the conditions that the reading door builds on."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.domain.values import Role
from ohms.models.claims import Claim, ClaimAdmission
from ohms.models.providers import ProviderAssignment
from ohms.queries.among import among_few_rows
from ohms.queries.covered import cover_on, covered_providers
from ohms.queries.lane import ANY_SCOPE, SEE_THE_COHE, WHOLE, holds, in_the_lane

Condition = ColumnElement[bool]


def in_force(model: Any, actor: Actor) -> Condition:
    """A dated row holds on the actor's day, both ends included."""
    return holds(model, actor.on_day)


def along_its_cohe() -> Condition:
    """True of every claim: the question is about a whole COHE, for which there is an index of its own."""
    return Claim.id > literal_column("0")


def answered_for_by(actor: Actor, staff_id: int) -> Condition:
    """Claims whose coordinator today is `staff_id`: given by name, else by initiating provider."""
    providers = select(ProviderAssignment.provider_id).where(
        ProviderAssignment.staff_id == staff_id, in_force(ProviderAssignment, actor)
    )
    return or_(
        Claim.assigned_to_id == staff_id,
        and_(
            Claim.assigned_to_id.is_(None), among_few_rows(Claim.initiating_provider_id, providers)
        ),
    )


def answered_for_by_nobody(actor: Actor) -> Condition:
    """Claims given to nobody by name whose initiating provider has no coordinator today."""
    assigned = exists().where(provider_assigned_on(actor.on_day))
    return and_(Claim.assigned_to_id.is_(None), ~assigned.correlate(Claim))


def covered_by(actor: Actor) -> Condition:
    """Claims whose coordinator today is not there, and whom the actor covers for their provider."""
    providers = covered_providers(actor.on_day, actor.staff_id or 0)
    by_provider = and_(
        Claim.assigned_to_id.is_(None), among_few_rows(Claim.initiating_provider_id, providers)
    )
    return or_(by_provider, covered_by_name(actor))


def covered_by_name(actor: Actor) -> Condition:
    """Of those the ones that were given by name to who is not there."""
    given = cover_on(actor.on_day, covering=actor.staff_id or 0)
    pairs = select(given.c.provider_id, given.c.absent_id)
    return and_(
        among_few_rows(Claim.assigned_to_id, select(given.c.absent_id)),
        tuple_(Claim.initiating_provider_id, Claim.assigned_to_id).in_(pairs),
    )


def answered_or_covered_by(actor: Actor) -> Condition:
    """Claims that are the actor's concern today: answered for, or covered."""
    return or_(answered_for_by(actor, actor.staff_id or 0), covered_by(actor))


def coordinator_today(actor: Actor) -> ColumnElement[int | None]:
    """Of a claim of the enclosing SELECT: its coordinator today, given by name, else by provider."""
    return coordinator_by_provider_of(actor.on_day)


def coordinator_by_provider_of(day: date | SQLColumnExpression[date]) -> ColumnElement[int | None]:
    """The same with the provider's coordinator of a day; who was given it by name is told of today."""
    by_provider = (
        select(func.min(ProviderAssignment.staff_id))
        .where(provider_assigned_on(day))
        .correlate(Claim)
        .scalar_subquery()
    )
    return func.coalesce(Claim.assigned_to_id, by_provider)


def provider_assigned_on(day: date | SQLColumnExpression[date]) -> Condition:
    """Joins a claim with who its initiating provider is assigned to on a day, in the claim's COHE."""
    return and_(
        ProviderAssignment.provider_id == Claim.initiating_provider_id,
        ProviderAssignment.cohe_id == Claim.cohe_id,
        holds(ProviderAssignment, day),
    )


def exists_beside(outer: Any, *conditions: Condition) -> Condition:
    """EXISTS that takes only `outer` from the enclosing SELECT, whatever else stands there."""
    return exists().where(*conditions).correlate(outer)


def sees_claim(
    actor: Actor,
    cohe_id: ColumnElement[int] = Claim.cohe_id,  # type: ignore[assignment]
    *,
    lent: Collection[DelegationScope] = ANY_SCOPE,
) -> Condition:
    """`lent`: within which scopes a claim that is lent to an assistant is meant."""
    ways: list[Condition] = []
    if cohes := actor.cohes_as(*SEE_THE_COHE):
        ways.append(cohe_id.in_(cohes))
    if cohes := actor.cohes_as(Role.HSC_ASSISTANT):
        ways.append(and_(cohe_id.in_(cohes), in_the_lane(actor, lent)))
    if actor.opened:
        ways.append(Claim.id.in_(sorted(actor.opened)))
    if not ways:
        return false()
    return and_(or_(*ways), or_(Claim.restricted.is_(False), _is_admitted(actor)))


def _is_admitted(actor: Actor) -> Condition:
    return exists_beside(
        Claim, ClaimAdmission.claim_id == Claim.id, ClaimAdmission.staff_id == actor.staff_id
    )


def through_its_claim(model: Any) -> Callable[[Actor], Condition]:
    def condition(actor: Actor) -> Condition:
        return exists_beside(model, Claim.id == model.claim_id, sees_claim(actor, lent=WHOLE))

    return condition


def with_its_claim(model: Any) -> Callable[[Actor], Condition]:
    """What belongs to a call about the claim: seen within every scope."""

    def condition(actor: Actor) -> Condition:
        return exists_beside(model, Claim.id == model.claim_id, sees_claim(actor))

    return condition


def or_narrowly(actor: Actor, seen: Condition, model: Any, own: Condition) -> Condition:
    """Beside what is seen with a whole claim, one's own of a claim lent for a task or calls alone:
    only assistants have such claims, and nobody else's statements need to ask."""
    if not actor.holds(Role.HSC_ASSISTANT):
        return seen
    return or_(seen, and_(own, with_its_claim(model)(actor)))
