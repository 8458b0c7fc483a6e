"""Minutes that somebody else entered for who left."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import or_

from ohms.domain.actor import Actor
from ohms.domain.values import OtherTime
from ohms.extensions import db
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.entry_sight import number_in_sight, text_in_sight
from ohms.queries.scope import visible


class EnteredMinutes(NamedTuple):
    """Minutes of who left that somebody else entered."""

    performed_on: date
    minutes: int
    claim_number: str | None
    category: OtherTime | None
    remark: str | None
    by: str
    waits: bool
    """Of a locked quarter: until a supervisor accepts them."""


def minutes_entered_for(actor: Actor, staff_id: int, cohe_id: int) -> list[EnteredMinutes]:
    """What stands of somebody in a COHE that they did not enter themselves, the newest first; what was
    corrected since as it stands now."""
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.entered_by_id)
        .where(
            TimeEntry.staff_id == staff_id,
            TimeEntry.cohe_id == cohe_id,
            or_(TimeEntry.entered_by_id != staff_id, TimeEntry.supersedes_id.is_not(None)),
        )
        .with_only_columns(
            TimeEntry.id,
            TimeEntry.supersedes_id,
            TimeEntry.voided_at,
            TimeEntry.performed_on,
            TimeEntry.minutes,
            number_in_sight(actor),
            TimeEntry.category,
            text_in_sight(actor, TimeEntry.remark),
            StaffMember.name,
            TimeEntry.confirmed_at.is_(None),
        )
        .order_by(TimeEntry.id)
    )
    remarks: dict[int, str | None] = {}
    found: list[EnteredMinutes] = []
    for entry_id, former, voided_at, *told in rows:
        entered = EnteredMinutes(*told)
        if former is not None:
            if former not in remarks:
                continue  # corrects what they entered themselves
            entered = entered._replace(remark=entered.remark or remarks[former])
        remarks[entry_id] = entered.remark
        if voided_at is None:
            found.append(entered)
    return sorted(found, key=lambda each: each.performed_on)[::-1]
