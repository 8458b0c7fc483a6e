"""A legal hold in each of the demonstration's COHEs, on its oldest claim, placed by its privacy officer."""

from datetime import date, datetime, time

from sqlalchemy import func, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.retention import LegalHold
from ohms.models.staff import Position
from ohms.simulator.loading.rows import put

BUSINESS_DAYS_AGO = 9
REASON = "The Board of Industrial Insurance Appeals asks for the records of this claim."


def put_holds(today: date) -> int:
    """Inside a bulk unit; how many."""
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    oldest = select(func.min(Claim.id)).where(Claim.cohe_id == Position.cohe_id)
    rows = db.session.execute(
        select(Position.cohe_id, Position.staff_id, oldest.correlate(Position).scalar_subquery())
        .where(Position.role == Role.PRIVACY_OFFICER)
        .order_by(Position.cohe_id)
    )
    return put(
        LegalHold,
        [
            {
                "claim_id": claim_id,
                "cohe_id": cohe_id,
                "reason": REASON,
                "placed_by_id": staff_id,
                "placed_at": datetime.combine(day, time(14, 5), tzinfo=PACIFIC),
            }
            for cohe_id, staff_id, claim_id in rows
            if claim_id is not None
        ],
    )
