"""Claims of another COHE that were opened in an emergency: which now, by whom, and why."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.staff import Position, StaffMember
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import visible

TOLD_FOR = timedelta(days=7)


class Opening(NamedTuple):
    """A claim that was opened: what its reader and both supervisors are told."""

    claim_id: int
    claim_number: str
    claim_cohe_id: int
    claim_cohe: str
    by: str
    by_cohe: str
    reason: str
    opened_at: datetime
    until_at: datetime


class Supervisor(NamedTuple):
    """Somebody who is told of an opening."""

    name: str
    email: str | None


def foreign_claim(actor: Actor, number: str) -> tuple[int, int] | None:
    """Id and COHE of the claim of another COHE under this number; None for every other reason alike,
    a restricted claim too."""
    own = {held.cohe_id for held in actor.positions if held.cohe_id is not None}
    with unscoped("the number that break-glass names"):
        row = db.session.execute(
            select(Claim.id, Claim.cohe_id).where(
                Claim.claim_number == as_claim_number(number),
                Claim.cohe_id.not_in(sorted(own)),
                Claim.restricted.is_(False),
            )
        ).one_or_none()
    return None if row is None else (row.id, row.cohe_id)


def supervisors_of(cohe_ids: tuple[int, ...], actor: Actor) -> list[Supervisor]:
    """Who supervises one of these COHEs on the actor's day."""
    rows = db.session.execute(
        select(StaffMember.name, StaffMember.email)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.role == Role.SUPERVISOR,
            Position.cohe_id.in_(cohe_ids),
            holds(Position, actor.on_day),
            StaffMember.active.is_(True),
        )
        .distinct()
        .order_by(StaffMember.name)
    )
    return [Supervisor(*row) for row in rows]


def own_openings(actor: Actor) -> list[Opening]:
    """What the actor has open now."""
    return ask(openings_of(actor, actor.staff_id))


def openings_of(actor: Actor, staff_id: int | None) -> Question[list[Opening]]:
    """What somebody has open now, as far as the actor is told of it."""
    theirs = (BrokenGlass.staff_id == staff_id, BrokenGlass.until_at > clock.now())
    return _openings(actor, *theirs)


def openings_told(actor: Actor) -> Question[list[Opening]]:
    """What was opened in the last seven days, of or by the COHEs that the actor supervises."""
    cohes = actor.cohes_as(Role.SUPERVISOR)
    concerned = or_(BrokenGlass.cohe_id.in_(cohes), BrokenGlass.staff_cohe_id.in_(cohes))
    return _openings(actor, concerned, BrokenGlass.opened_at > clock.now() - TOLD_FOR)


def _openings(actor: Actor, *conditions: object) -> Question[list[Opening]]:
    theirs = aliased(Cohe)
    (rows,) = yield (
        visible(actor, BrokenGlass)
        .join(StaffMember, StaffMember.id == BrokenGlass.staff_id)
        .join(Cohe, Cohe.id == BrokenGlass.cohe_id)
        .join(theirs, theirs.id == BrokenGlass.staff_cohe_id)
        .where(*conditions)  # type: ignore[arg-type]
        .with_only_columns(
            BrokenGlass.claim_id,
            BrokenGlass.claim_number,
            BrokenGlass.cohe_id,
            Cohe.name.label("claim_cohe"),
            StaffMember.name.label("by"),
            theirs.name.label("by_cohe"),
            BrokenGlass.reason,
            BrokenGlass.opened_at,
            BrokenGlass.until_at,
        )
        .order_by(BrokenGlass.opened_at.desc(), BrokenGlass.id.desc()),
    )
    return [Opening(*row) for row in rows]
