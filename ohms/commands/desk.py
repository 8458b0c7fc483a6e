"""Who at an L&I desk has a referral: an officer takes it, and gives it back for another to take."""

from sqlalchemy import select

from ohms.commands.referral_records import loaded, sides
from ohms.commands.unit_of_work import command
from ohms.domain.access import Actor, Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.referrals import UNDER_WAY, Side
from ohms.extensions import db
from ohms.models.referrals import Referral
from ohms.models.staff import StaffMember


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
