"""To whom a claim is restricted, since when and why, and who could be named."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.restriction import RestrictionReason
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, ClaimRestriction
from ohms.models.staff import Position, StaffMember
from ohms.queries.answering import coordinator_of
from ohms.queries.lane import holds
from ohms.queries.scope import visible


class Named(NamedTuple):
    """Somebody for whom a restricted claim exists."""

    staff_id: int
    name: str
    admitted_at: datetime


class RestrictionShown(NamedTuple):
    """A restriction, standing or lifted."""

    reason: RestrictionReason
    restricted_by: str
    restricted_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


def named_on(actor: Actor, claim_id: int) -> list[Named]:
    rows = db.session.execute(
        visible(actor, ClaimAdmission)
        .join(StaffMember, StaffMember.id == ClaimAdmission.staff_id)
        .where(ClaimAdmission.claim_id == claim_id)
        .with_only_columns(StaffMember.id, StaffMember.name, ClaimAdmission.admitted_at)
        .order_by(StaffMember.name)
    )
    return [Named(*row) for row in rows]


def restrictions_of(actor: Actor, claim_id: int) -> list[RestrictionShown]:
    """The newest first."""
    by, lifter = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        visible(actor, ClaimRestriction)
        .join(by, by.id == ClaimRestriction.restricted_by_id)
        .outerjoin(lifter, lifter.id == ClaimRestriction.lifted_by_id)
        .where(ClaimRestriction.claim_id == claim_id)
        .with_only_columns(
            ClaimRestriction.reason,
            by.name,
            ClaimRestriction.restricted_at,
            lifter.name,
            ClaimRestriction.lifted_at,
        )
        .order_by(ClaimRestriction.id.desc())
    )
    return [RestrictionShown(*row) for row in rows]


def must_stay(actor: Actor, claim: Claim, named: list[Named]) -> set[int]:
    """Who of the named is not removed: its coordinator, and the last supervisor."""
    leads = supervisors_in(claim.cohe_id, actor.on_day) & {each.staff_id for each in named}
    answers = coordinator_of(actor, claim)
    return {*(leads if len(leads) == 1 else ()), *([answers] if answers is not None else [])}


def may_be_named(cohe_id: int, day: date) -> list[tuple[int, str]]:
    """Who works on claims of a COHE on a day or supervises them, by name."""
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id == cohe_id,
            Position.role.in_(sorted(CLAIM_READERS)),
            holds(Position, day),
            StaffMember.active.is_(True),
        )
        .distinct()
        .order_by(StaffMember.name, StaffMember.id)
    )
    return [(row.id, row.name) for row in rows]


def supervisors_in(cohe_id: int, day: date) -> set[int]:
    rows = select(Position.staff_id).where(
        Position.cohe_id == cohe_id, Position.role == Role.SUPERVISOR, holds(Position, day)
    )
    return set(db.session.execute(rows).scalars())
