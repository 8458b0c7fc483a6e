"""Who sees referrals and what belongs to one: whoever sees the claim, and the desk that it was sent to."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, exists, false, or_
from sqlalchemy.orm import aliased

from ohms.domain.access import DESKS
from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.referrals import UNDER_WAY
from ohms.domain.services import SERVICES
from ohms.domain.values import Service
from ohms.models.referrals import (
    Referral,
    ReferralStepTaken,
)
from ohms.queries.claim_sight import (
    Condition,
    exists_beside,
    through_its_claim,
)
from ohms.queries.desk_keeping import desk_keeps_days


def seen_referrals(actor: Actor) -> Condition:
    return or_(_sent_to_the_desk(actor), through_its_claim(Referral)(actor))


def _sent_to_the_desk(actor: Actor) -> Condition:
    services = services_of(actor)
    if not services:
        return false()
    return and_(
        Referral.service.in_(services),
        Referral.sent_at.is_not(None),
        or_(Referral.step.in_(UNDER_WAY), _ended_lately(actor)),
    )


def services_of(actor: Actor) -> list[Service]:
    """The services at whose desk of L&I the actor sits."""
    return [each.service for each in SERVICES.values() if each.desk in actor.roles & DESKS]


def _ended_lately(actor: Actor) -> Condition:
    """What is over stays at its desk for a time, and leaves it."""
    first = actor.on_day - timedelta(days=desk_keeps_days(actor.on_day))
    since = datetime.combine(first, time.min, PACIFIC)
    step = aliased(ReferralStepTaken)
    return exists().where(step.referral_id == Referral.id, step.at >= since).correlate(Referral)


def beside_referral(model: Any, *further: Condition) -> Callable[[Actor], Condition]:
    def condition(actor: Actor) -> Condition:
        with_claim = through_its_claim(model)(actor)
        if not services_of(actor):
            return with_claim
        at_the_desk = exists_beside(
            model, Referral.id == model.referral_id, _sent_to_the_desk(actor), *further
        )
        return or_(at_the_desk, with_claim)

    return condition
