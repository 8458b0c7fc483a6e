"""A claim of the demonstration's first COHE that exists for named people alone: somebody's family."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.restriction import RestrictionReason
from ohms.domain.values import Complexity, Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, ClaimRestriction
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position
from ohms.models.tasks import Task
from ohms.simulator.loading.rows import put

BUSINESS_DAYS_AGO = 6
LONG_BEFORE = timedelta(days=21)


def put_restrictions(today: date) -> int:
    """Inside a bulk unit, before tasks follow from facts; how many."""
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    moment = datetime.combine(day, time(11, 40), tzinfo=PACIFIC)
    row = db.session.execute(
        select(Claim, ProviderAssignment.staff_id, Position.staff_id.label("lead"))
        .join(ProviderAssignment, ProviderAssignment.provider_id == Claim.initiating_provider_id)
        .join(Position, Position.cohe_id == Claim.cohe_id)
        .where(
            Position.role == Role.SUPERVISOR,
            ProviderAssignment.to_on.is_(None),
            Claim.coordination == Coordination.ACTIVE,
            Claim.initiated_on < day - LONG_BEFORE,
            Claim.complexity == Complexity.STANDARD,
            Claim.assigned_to_id.is_(None),
            ~exists().where(
                Task.claim_id == Claim.id, Task.owner_id != ProviderAssignment.staff_id
            ),
        )
        .order_by(Claim.cohe_id, Claim.initiated_on.desc(), Claim.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return 0
    of_claim = {"claim_id": row.Claim.id, "cohe_id": row.Claim.cohe_id}
    told = {"reason": RestrictionReason.FAMILY, "restricted_by_id": row.lead}
    put(ClaimRestriction, [{**of_claim, **told, "restricted_at": moment}])
    people = sorted({row.staff_id, row.lead})
    put(ClaimAdmission, [{**of_claim, "staff_id": who, "admitted_at": moment} for who in people])
    row.Claim.restricted = True
    db.session.flush()
    return 1
