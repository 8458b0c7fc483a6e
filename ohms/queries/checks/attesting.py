"""Late minutes count when they are accepted, and a batch of billed time is what it was made as."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from sqlalchemy import select

from ohms.extensions import db
from ohms.models.attesting import LateEntry
from ohms.models.billing import BillingBatch
from ohms.models.time import TimeEntry


def late_minutes_differ(_today: date) -> Iterator[str]:
    counts = TimeEntry.confirmed_at.is_not(None)
    statement = (
        select(TimeEntry.id)
        .join(LateEntry, LateEntry.time_entry_id == TimeEntry.id)
        .where(TimeEntry.voided_at.is_(None), counts != LateEntry.accepted_at.is_not(None))
        .order_by(TimeEntry.id)
    )
    for entry in db.session.execute(statement).scalars():
        yield f"time entry {entry}: it came late, and counts otherwise than it was accepted"


def batches_differ(_today: date) -> Iterator[str]:
    for number in db.session.execute(select(BillingBatch.id).order_by(BillingBatch.id)).scalars():
        batch = db.session.execute(
            select(BillingBatch.content, BillingBatch.sha256).where(BillingBatch.id == number)
        ).one()
        if sha256(batch.content).hexdigest() != batch.sha256:
            yield f"billing batch {number}: its bytes are not those it was made with"
