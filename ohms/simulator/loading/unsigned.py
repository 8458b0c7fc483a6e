"""A note that somebody of the demonstration began and has not signed: their Today and the bench tell of it."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.values import Coordination, Role, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.simulator.loading.rows import put

OF = ("puget.hsc2", "inland.hsc2")
BODY = "The clinic will send the restrictions in writing. To add: whom they want called about light duty."
BUSINESS_DAYS_AGO = 2


def put_unsigned_notes(today: date) -> int:
    """One of each of these people, on an active claim of theirs; how many. Inside a bulk unit."""
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    rows = [
        {
            "claim_id": claim_id,
            "cohe_id": cohe_id,
            "author_id": staff_id,
            "position_id": position_id,
            "standard_work": StandardWork.RETURN_TO_WORK,
            "body": BODY,
            "performed_on": day,
            "written_at": datetime.combine(day, time(16, 50), tzinfo=PACIFIC),
        }
        for claim_id, cohe_id, staff_id, position_id in db.session.execute(_claims(day))
    ]
    return put(CaseNote, rows)


def _claims(day: date) -> Any:
    """The newest active claim of each of them that was there on the day."""
    return (
        select(func.max(Claim.id), Claim.cohe_id, StaffMember.id, func.min(Position.id))
        .join(ProviderAssignment, ProviderAssignment.provider_id == Claim.initiating_provider_id)
        .join(StaffMember, StaffMember.id == ProviderAssignment.staff_id)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            StaffMember.username.in_(OF),
            Position.role == Role.HSC,
            Position.cohe_id == Claim.cohe_id,
            Position.from_on <= day,
            (Position.to_on.is_(None)) | (Position.to_on >= day),
            ProviderAssignment.cohe_id == Claim.cohe_id,
            ProviderAssignment.from_on <= day,
            ProviderAssignment.to_on.is_(None),
            Claim.coordination == Coordination.ACTIVE,
            Claim.assigned_to_id.is_(None),
            Claim.initiated_on < day,
        )
        .group_by(Claim.cohe_id, StaffMember.id)
    )
