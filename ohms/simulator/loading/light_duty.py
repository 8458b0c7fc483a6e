"""What the demonstration's COHEs know of the light duty of their largest employers."""

from datetime import date, datetime, time

from sqlalchemy import func, select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.staff import Position
from ohms.simulator.loading.rows import put

OF_A_COHE = 5
BUSINESS_DAYS_AGO = 12
SAMPLE = 400
TEXTS = (
    "Desk work and counting stock, up to six weeks, full hours. The safety lead decides; she wants the"
    " restrictions in writing before the first day.",
    "Light cleaning and greeting, half days at first. Needs the job description signed by the provider.",
    "No lifting over 10 pounds can be kept to on the day shift only. Pays full wages in the meantime and"
    " has used Stay at Work before.",
    "Nothing on the crew. The office takes one person at a time; ask the owner by phone, not by mail.",
    "Training and safety videos for two weeks, then dispatch. The foreman has to agree first.",
)


def put_light_duty(today: date) -> int:
    """A text on each COHE's employers with the most claims; how many. Inside a bulk unit."""
    day = add_business_days(today, -BUSINESS_DAYS_AGO)
    written_at = datetime.combine(day, time(10, 20), tzinfo=PACIFIC)
    rows = [
        {
            "employer_id": employer_id,
            "cohe_id": cohe_id,
            "number": 1,
            "body": text,
            "written_by_id": staff_id,
            "written_at": written_at,
        }
        for cohe_id, staff_id in _coordinators(day).items()
        for employer_id, text in zip(_largest(cohe_id), TEXTS, strict=False)
    ]
    return put(LightDutyPolicy, rows)


def _coordinators(day: date) -> dict[int, int]:
    """A coordinator of each COHE on a day, the longest there."""
    rows = db.session.execute(
        select(Position.cohe_id, func.min(Position.staff_id))
        .where(
            Position.role == Role.HSC,
            Position.cohe_id.is_not(None),
            Position.from_on <= day,
            (Position.to_on.is_(None)) | (Position.to_on >= day),
        )
        .group_by(Position.cohe_id)
        .order_by(Position.cohe_id)
    )
    return {cohe_id: staff_id for cohe_id, staff_id in rows if cohe_id is not None}


def _largest(cohe_id: int) -> list[int]:
    """The employers with the most claims among some of a COHE: looking at all of them takes long."""
    some = select(Claim.employer_id).where(Claim.cohe_id == cohe_id).limit(SAMPLE).subquery()
    rows = db.session.execute(
        select(some.c.employer_id)
        .group_by(some.c.employer_id)
        .order_by(func.count().desc(), some.c.employer_id)
        .limit(OF_A_COHE)
    )
    return list(rows.scalars())
