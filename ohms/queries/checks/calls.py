"""Calls and their claims: the minutes that came of a match, and no claim of another COHE."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, or_, select

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CallIntake
from ohms.models.time import TimeEntry


def minutes_differ(_today: date) -> Iterator[str]:
    """The entry as the match wrote it: a later correction is a successor with a reason of its own."""
    same = and_(
        TimeEntry.minutes == CallIntake.minutes,
        TimeEntry.claim_id == CallIntake.claim_id,
        TimeEntry.staff_id == CallIntake.taken_by_id,
        TimeEntry.position_id == CallIntake.position_id,
        TimeEntry.performed_on == CallIntake.performed_on,
    )
    waits = CallIntake.claim_id.is_(None) | CallIntake.minutes.is_(None)
    statement = (
        select(CallIntake.id)
        .outerjoin(TimeEntry, TimeEntry.id == CallIntake.time_entry_id)
        .where(
            or_(
                and_(waits, CallIntake.time_entry_id.is_not(None)),
                and_(~waits, or_(TimeEntry.id.is_(None), ~same)),
            )
        )
    )
    for call_id in db.session.execute(statement.order_by(CallIntake.id)).scalars():
        yield f"call {call_id}: its minutes are not those of its time entry"


def proposed_of_another_cohe(_today: date) -> Iterator[str]:
    statement = (
        select(CallIntake.id)
        .join(Claim, Claim.id == CallIntake.proposed_claim_id)
        .where(Claim.cohe_id != CallIntake.cohe_id)
    )
    for call_id in db.session.execute(statement.order_by(CallIntake.id)).scalars():
        yield f"call {call_id}: the proposed claim is one of another COHE"
