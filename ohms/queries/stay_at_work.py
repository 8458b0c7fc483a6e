"""What a claim has used of Stay at Work's caps: by its referrals, whoever sees which of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ohms.domain.stay_at_work import AMOUNTS, Caps, Use, UseLine, caps_for, lines_of_use, sum_of
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral, StayAtWorkUse
from ohms.models.staff import StaffMember
from ohms.queries.guard import unscoped


@dataclass(frozen=True, slots=True)
class UsedOfCaps:
    """Of one referral in one's sight: what it used, what other referrals of its claim did, the caps.
    `told_at` and `told_by` are of its newest telling."""

    own: Use
    of_others: Use
    caps: Caps
    tellings: int
    told_at: datetime | None = None
    told_by: str | None = None

    @property
    def lines(self) -> list[UseLine]:
        return lines_of_use(self.own + self.of_others, self.caps)


def used_of_caps(referral: Referral) -> UsedOfCaps:
    """Two statements. A cap is the claim's: a desk that sees one of its referrals is told what is left
    of it, and nothing else of the others."""
    with unscoped("what a claim has used of a cap"):
        injury_on = db.session.execute(
            select(Claim.injury_on).where(Claim.id == referral.claim_id)
        ).scalar_one()
        rows = db.session.execute(_newest(referral.claim_id)).all()
    caps = caps_for(injury_on)
    others = sum_of(_use(row) for row in rows if row.referral_id != referral.id)
    for row in rows:
        if row.referral_id == referral.id:
            return UsedOfCaps(_use(row), others, caps, row.number, row.told_at, row.who)
    return UsedOfCaps(Use(), others, caps, 0)


def _newest(claim_id: int) -> Any:
    later = aliased(StayAtWorkUse)
    newest = (
        select(func.max(later.number))
        .where(later.referral_id == StayAtWorkUse.referral_id)
        .correlate(StayAtWorkUse)
        .scalar_subquery()
    )
    return (
        select(
            StayAtWorkUse.referral_id,
            StayAtWorkUse.number,
            StayAtWorkUse.told_at,
            StaffMember.name.label("who"),
            *(getattr(StayAtWorkUse, name) for name in AMOUNTS),
        )
        .join(StaffMember, StaffMember.id == StayAtWorkUse.told_by_id)
        .where(StayAtWorkUse.claim_id == claim_id, StayAtWorkUse.number == newest)
    )


def _use(row: Any) -> Use:
    return Use(*(getattr(row, name) for name in AMOUNTS))
