"""Three calls that wait in the demonstration: two whose claim is not known, one to be confirmed."""

from datetime import date, datetime, time

from sqlalchemy import Row, insert, or_, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.values import Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CallIntake
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position, StaffMember

TAKEN_BY = "puget.assistant1"
GOES_TO = "puget.hsc1"


def put_calls(today: date) -> int:
    """The calls that puget's assistant took on the last working day; how many. None without puget.

    Inside a bulk unit.
    """
    day = add_business_days(today, -1)
    taker = _held_on(day, TAKEN_BY)
    coordinator = _held_on(day, GOES_TO)
    if taker is None or coordinator is None:
        return 0
    claim = _newest_claim(coordinator, day)
    rows = [
        {
            "caller": "Jo Marten",
            "call_back": "360-555-0177",
            "told_name": "Jo Marten",
            "told_birth_date": date(1985, 4, 3),
            "message": "Hurt her wrist at work last week. The doctor said somebody would call her.",
            "promise": "Will call back once the claim is here",
            "minutes": 6,
        },
        {
            "caller": "Sister of a worker",
            "call_back": "206-555-0142",
            "told_claim_number": claim.claim_number[-4:] if claim else None,
            "message": "He has moved and left a new number. She had only the end of the claim number.",
            "minutes": 4,
        },
    ]
    if claim is not None:
        rows.append(
            {
                "caller": "Front desk of the clinic",
                "call_back": "360-555-0125",
                "told_claim_number": claim.claim_number,
                "message": "The APF is on its way by fax. Asks whether light duty is agreed.",
                "promise": "Will call back by noon",
                "minutes": 3,
                "proposed_claim_id": claim.id,
            }
        )
    for hour, row in enumerate(rows, start=9):
        db.session.execute(
            insert(CallIntake).values(
                cohe_id=taker.cohe_id,
                taken_by_id=taker.staff_id,
                position_id=taker.id,
                performed_on=day,
                taken_at=datetime.combine(day, time(hour, 20), PACIFIC),
                version=1,
                **row,
            )
        )
    return len(rows)


def _held_on(day: date, username: str) -> Row[int, int, int | None] | None:
    return db.session.execute(
        select(Position.id, Position.staff_id, Position.cohe_id)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(
            StaffMember.username == username,
            Position.role.in_((Role.HSC, Role.HSC_ASSISTANT)),
            Position.from_on <= day,
            or_(Position.to_on.is_(None), Position.to_on >= day),
        )
    ).first()


def _newest_claim(coordinator: Row[int, int, int | None], day: date) -> Row[int, str] | None:
    """Of the coordinator's providers, with work going on."""
    return db.session.execute(
        select(Claim.id, Claim.claim_number)
        .join(
            ProviderAssignment,
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
        )
        .where(
            ProviderAssignment.staff_id == coordinator.staff_id,
            ProviderAssignment.from_on <= day,
            or_(ProviderAssignment.to_on.is_(None), ProviderAssignment.to_on >= day),
            Claim.coordination == Coordination.ACTIVE,
            Claim.assigned_to_id.is_(None),
            Claim.initiated_on < day,
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(1)
    ).first()
