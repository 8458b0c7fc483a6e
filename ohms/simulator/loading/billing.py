"""A batch of billed time that was sent: the month before the one that is billed next, of one COHE."""

from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import insert, select

from ohms.domain.billing import content_of
from ohms.extensions import db
from ohms.models.billing import BillingBatch, BillingLine
from ohms.queries.actors import actor_of
from ohms.queries.billing import unbilled
from ohms.simulator.loading.rows import at_minute, put

ONE_DAY = timedelta(days=1)
BILLED = "puget"
"""The COHE whose supervisor has billed before; the others see their first batch."""

MADE_AT, SENT_AT = 10 * 60, 11 * 60
SENT_ON = 5
"""Day of the month after."""


def put_billing(slug: str, today: date) -> int:
    """Bill the time of the last month but one, unless the COHE has a batch; how many lines.

    Inside a bulk unit.
    """
    supervisor = actor_of(f"{slug}.supervisor", today)
    if supervisor is None or not supervisor.positions or supervisor.positions[0].cohe_id is None:
        return 0
    cohe_id = supervisor.positions[0].cohe_id
    known = select(BillingBatch.id).where(BillingBatch.cohe_id == cohe_id)
    next_month = today.replace(day=1) - ONE_DAY
    last = next_month.replace(day=1) - ONE_DAY
    if db.session.execute(known).first() is not None:
        return 0
    found = unbilled(supervisor, cohe_id, last.replace(day=1), last)
    if not found.lines:
        return 0
    content, sent_on = content_of(found.lines, found.rules), next_month.replace(day=SENT_ON)
    batch = db.session.execute(
        insert(BillingBatch)
        .values(
            cohe_id=cohe_id,
            number=1,
            from_on=last.replace(day=1),
            through_on=last,
            code=found.rules.code,
            unit_minutes=found.rules.unit_minutes,
            round_up=found.rules.round_up,
            made_by_id=supervisor.staff_id,
            made_at=at_minute(sent_on, MADE_AT),
            content=content,
            sha256=sha256(content).hexdigest(),
            sent_by_id=supervisor.staff_id,
            sent_at=at_minute(sent_on, SENT_AT),
        )
        .returning(BillingBatch.id)
    ).scalar_one()
    return put(
        BillingLine,
        [
            {
                "batch_id": batch,
                "cohe_id": cohe_id,
                "number": number,
                "time_entry_id": line.time_entry_id,
                "adjusts_id": line.adjusts_id,
                "minutes": line.billed_minutes,
            }
            for number, line in enumerate(found.lines, 1)
        ],
    )
