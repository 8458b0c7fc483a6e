"""What people told that makes a claim harder than low."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.complexity import Ground
from ohms.extensions import db
from ohms.models.claims import ComplexityGround
from ohms.models.staff import StaffMember
from ohms.queries.scope import visible


class GroundShown(NamedTuple):
    """What somebody told, and who lifted it; instants in Washington's time."""

    id: int
    ground: Ground
    remark: str | None
    raised_by: str
    raised_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


def grounds_of(actor: Actor, claim_id: int) -> list[GroundShown]:
    """What people told of a claim, those that stand first, the newest first."""
    raised_by, lifted_by = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        visible(actor, ComplexityGround)
        .join(raised_by, raised_by.id == ComplexityGround.raised_by_id)
        .outerjoin(lifted_by, lifted_by.id == ComplexityGround.lifted_by_id)
        .where(ComplexityGround.claim_id == claim_id)
        .with_only_columns(
            ComplexityGround.id,
            ComplexityGround.ground,
            ComplexityGround.remark,
            raised_by.name,
            ComplexityGround.raised_at,
            lifted_by.name,
            ComplexityGround.lifted_at,
        )
        .order_by(ComplexityGround.lifted_at.is_not(None), ComplexityGround.id.desc())
    )
    return [_shown(*row) for row in rows]


def _shown(
    id_: int,
    ground: Ground,
    remark: str | None,
    raised_by: str,
    raised_at: datetime,
    lifted_by: str | None,
    lifted_at: datetime | None,
) -> GroundShown:
    lifted = lifted_at.astimezone(PACIFIC) if lifted_at else None
    return GroundShown(
        id_, ground, remark, raised_by, raised_at.astimezone(PACIFIC), lifted_by, lifted
    )
