"""What an L&I desk keeps of a referral: who has it, and what was reimbursed for it."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ohms import clock
from ohms.commands.referral_records import loaded, sides
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.referrals import UNDER_WAY, Side
from ohms.domain.stay_at_work import Use, check_tells_use, check_use
from ohms.domain.values import Service
from ohms.extensions import db
from ohms.models.referrals import Referral, StayAtWorkUse
from ohms.models.staff import StaffMember
from ohms.queries.stay_at_work import used_of_caps


@command(Permission.DESK_WORK)
def take_referral(actor: Actor, referral_id: int, *, version: int | None = None) -> Referral:
    """It is the actor's to answer. Of several who take it one has it, the others are told who."""
    referral = _at_the_desk(actor, referral_id, version)
    if referral.officer_id not in (None, actor.staff_id):
        officer = _in_service(referral.officer_id)
        if officer is not None:
            raise RuleBroken(f"{officer} has taken it. They release it first.")
    referral.officer_id = actor.staff_id
    return referral


@command(Permission.DESK_WORK)
def release_referral(actor: Actor, referral_id: int, *, version: int | None = None) -> Referral:
    """Nobody's, until an officer takes it."""
    referral = _at_the_desk(actor, referral_id, version)
    if referral.officer_id != actor.staff_id:
        raise RuleBroken("Only who has taken it releases it.")
    referral.officer_id = None
    return referral


def _at_the_desk(actor: Actor, referral_id: int, version: int | None) -> Referral:
    """Under way, in one's sight, and one's own desk's."""
    referral, claim = loaded(actor, referral_id, version)
    if Side.SERVICE not in sides(actor, referral, claim):
        raise RuleBroken("The desk of the service takes this.")
    if referral.step not in UNDER_WAY:
        raise RuleBroken("It is over: take it up again first.")
    return referral


def _in_service(staff_id: int | None) -> str | None:
    """The name of somebody who still may sign in."""
    name: str | None = db.session.execute(
        select(StaffMember.name).where(StaffMember.id == staff_id, StaffMember.active.is_(True))
    ).scalar_one_or_none()
    return name


@command(Permission.DESK_WORK)
def tell_use(actor: Actor, referral_id: int, told: Use, *, version: int | None = None) -> Referral:
    """What was reimbursed for a Stay at Work referral so far: a total, which takes the place of the
    one before. RuleBroken beside the amount that goes beyond a cap of its claim."""
    referral, claim = loaded(actor, referral_id, version)
    if referral.service is not Service.STAY_AT_WORK:
        raise RuleBroken("Only Stay at Work reimburses.")
    check_tells_use(referral.step, sides(actor, referral, claim))
    used = used_of_caps(referral)
    check_use(told, used.of_others, used.caps)
    if told == used.own and used.tellings:
        raise RuleBroken("This is what stands already.")
    assert actor.staff_id is not None
    flag_modified(referral, "step")  # its version counts it: two who tell at once are told apart
    db.session.add(
        StayAtWorkUse(
            referral_id=referral.id,
            claim_id=claim.id,
            cohe_id=claim.cohe_id,
            number=used.tellings + 1,
            told_by_id=actor.staff_id,
            told_at=clock.now(),
            **asdict(told),
        )
    )
    db.session.flush()
    return referral
