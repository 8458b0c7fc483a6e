"""The assistants' lane as conditions: what they see, what is lent to them, what may be theirs."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_, select

from ohms.domain.actor import Actor
from ohms.domain.complexity import still_seen_from
from ohms.domain.delegation import DelegationScope
from ohms.domain.values import Complexity, Role
from ohms.models.claims import Claim, Delegation
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.among import among_few_rows

Condition = ColumnElement[bool]

SEE_THE_COHE = (Role.HSC, Role.SUPERVISOR)
ANY_SCOPE = frozenset(DelegationScope)
WHOLE = frozenset({DelegationScope.CLAIM, DelegationScope.FINISH})
"""Scopes in which everything on a claim is seen. One task, or calls: whom it is about, how to reach
them and their work status, the task, and one's own notes."""


def holds(model: Any, day: date | SQLColumnExpression[date]) -> Condition:
    """A dated row holds on a day, both ends included; a position whose access ended holds no more."""
    held = and_(model.from_on <= day, or_(model.to_on.is_(None), model.to_on >= day))
    return and_(held, model.access_ended_at.is_(None)) if model is Position else held


def holds_with_account(model: Any, day: date | SQLColumnExpression[date]) -> Condition:
    """The same, where whose account is closed holds nothing: nobody is covered by such a deputy."""
    opened = exists().where(StaffMember.id == model.staff_id, StaffMember.active.is_(True))
    return and_(holds(model, day), opened.correlate_except(StaffMember))


def in_the_lane(actor: Actor, lent: Collection[DelegationScope] = ANY_SCOPE) -> Condition:
    """Low-complexity claims of the named coordinator, and claims lent within these scopes.

    What days off have made harder is seen for two business days more, to finish.
    """
    of_claim = lent_to(actor, Delegation.claim_id == Claim.id)
    if frozenset(lent) != ANY_SCOPE:
        of_claim = and_(of_claim, Delegation.scope.in_(lent))
    low = and_(_low_since(still_seen_from(actor.on_day)), _of_the_named_coordinator(actor))
    return or_(low, exists().where(of_claim).correlate(Claim))


def is_lent(actor: Actor) -> Condition:
    """The task of the enclosing SELECT is lent to the actor."""
    return exists().where(lent_to(actor, Delegation.task_id == Task.id)).correlate(Task)


def may_be_given(actor: Actor) -> Condition:
    """Claims in sight that the actor may answer for, by a task or altogether. An assistant: only
    the low-complexity ones of the coordinator they work under, none that are lent."""
    seen = Claim.cohe_id.in_(actor.cohes_as(*SEE_THE_COHE))
    cohes = actor.cohes_as(Role.HSC_ASSISTANT)
    if not cohes:
        return seen
    lane = and_(
        Claim.cohe_id.in_(cohes), _low_since(actor.on_day), _of_the_named_coordinator(actor)
    )
    return or_(seen, lane)


def lent_to(actor: Actor, of: Condition) -> Condition:
    """A delegation `of` something to the actor, in force and not withdrawn."""
    return and_(
        of,
        Delegation.to_staff_id == actor.staff_id,
        Delegation.withdrawn_at.is_(None),
        holds(Delegation, actor.on_day),
    )


def _low_since(day: date) -> Condition:
    """Of low complexity, and not ended by days off before the day."""
    until = or_(Claim.low_until_on.is_(None), Claim.low_until_on >= day)
    return and_(Claim.complexity == Complexity.LOW, until)


def _of_the_named_coordinator(actor: Actor) -> Condition:
    coordinators = select(AssistantAssignment.coordinator_id).where(
        AssistantAssignment.assistant_id == actor.staff_id,
        holds(AssistantAssignment, actor.on_day),
    )
    providers = select(ProviderAssignment.provider_id).where(
        ProviderAssignment.staff_id.in_(coordinators), holds(ProviderAssignment, actor.on_day)
    )
    return or_(
        among_few_rows(Claim.assigned_to_id, coordinators),
        and_(
            Claim.assigned_to_id.is_(None), among_few_rows(Claim.initiating_provider_id, providers)
        ),
    )
