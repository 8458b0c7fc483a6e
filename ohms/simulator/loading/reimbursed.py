"""What the simulated Stay at Work desk reimbursed: for what it works on so far, and for what is done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.referrals import StayAtWorkUse
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import put

DESK = "lni.stayatwork"
A_DAY = 9_600
"""Cents: half of the base wages of a day."""
CLOTHED = 9
"""One in so many needed clothing as well."""
BOOTS = 14_500
LEAST_DAYS: Mapping[ReferralStep, tuple[int, int]] = {
    ReferralStep.IN_PROGRESS: (3, 12),
    ReferralStep.COMPLETED: (8, 36),
}
"""The fewest days worked at each step, and over how many more they are spread."""


class Standing(NamedTuple):
    """A referral at its latest step."""

    referral_id: int
    claim_id: int
    cohe_id: int
    service: Service
    step: ReferralStep
    at: datetime


def put_uses(standing: Iterable[Standing], ids: Ids) -> int:
    """One telling for each referral that has none yet; how many. What a person told stays."""
    due = [
        each
        for each in standing
        if each.service is Service.STAY_AT_WORK and each.step in LEAST_DAYS
    ]
    told = set(
        db.session.execute(
            select(StayAtWorkUse.referral_id).where(
                StayAtWorkUse.referral_id.in_([each.referral_id for each in due])
            )
        ).scalars()
    )
    return put(
        StayAtWorkUse, [_use(each, ids.staff[DESK]) for each in due if each.referral_id not in told]
    )


def _use(standing: Standing, desk: int) -> dict[str, Any]:
    least, more = LEAST_DAYS[standing.step]
    days = least + standing.referral_id * 7 % more
    return {
        "referral_id": standing.referral_id,
        "claim_id": standing.claim_id,
        "cohe_id": standing.cohe_id,
        "number": 1,
        "days": days,
        "wages": days * A_DAY,
        "training": 0,
        "tools": 0,
        "clothing": 0 if standing.referral_id % CLOTHED else BOOTS,
        "told_by_id": desk,
        "told_at": standing.at,
    }
