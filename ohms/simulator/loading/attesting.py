"""Time as people stand by it: weeks attested, the last finished quarters locked, minutes that came late."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from ohms import clock
from ohms.domain.access import CASEWORK
from ohms.domain.attesting import attested_days
from ohms.domain.calendar import ONE_DAY, Quarter, add_business_days, week_start
from ohms.domain.values import Capture, Role
from ohms.extensions import db
from ohms.models.attesting import LateEntry, QuarterLock, ReopeningRequest, TimeAttestation
from ohms.models.cohes import Cohe
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.simulator.loading.rows import at_minute, put, put_one

BEHIND = ".hsc2"
"""Of each COHE: a week behind with attesting."""

LOCKED_AFTER = 6
"""Business days after the quarter's end."""

LATE_MINUTES = 25
ONE_WEEK = timedelta(days=7)
MONDAY_MORNING = 8 * 60 + 30
TEN = 10 * 60
WHY_LATE = "A call with the clinic that was noted on paper only"
WHY_OPEN = "Two calls of the last week stand on paper only"


def put_attesting(slugs: list[str], today: date, counts: dict[str, int]) -> None:
    """Attest what is not attested yet, lock what is over, and let some minutes come late, once.

    Inside a bulk unit, after the reports are frozen. `counts` are added to.
    """
    counts["attestations"] = put(TimeAttestation, list(_attestations(today)))
    quarter = Quarter.of(today).previous
    for slug in slugs:
        lock = _lock(slug, quarter)
        if lock is not None:
            counts["time_entries"] += _come_late(slug, lock, quarter, today)


def _attestations(today: date) -> Iterator[dict[str, Any]]:
    last_sunday = week_start(today) - ONE_DAY
    held = db.session.execute(
        select(
            Position.staff_id,
            Position.cohe_id,
            StaffMember.username,
            func.min(TimeEntry.performed_on),
            func.max(func.coalesce(Position.to_on, last_sunday)),
        )
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(TimeEntry, TimeEntry.position_id == Position.id)
        .where(Position.role.in_(CASEWORK))
        .group_by(Position.staff_id, Position.cohe_id, StaffMember.username)
    ).all()
    known = {
        (staff_id, cohe_id): through
        for staff_id, cohe_id, through in db.session.execute(
            select(
                TimeAttestation.staff_id,
                TimeAttestation.cohe_id,
                func.max(TimeAttestation.through_on),
            ).group_by(TimeAttestation.staff_id, TimeAttestation.cohe_id)
        )
    }
    for staff_id, cohe_id, username, worked_from, held_to in held:
        assert cohe_id is not None
        through = known.get((staff_id, cohe_id))
        first = through + ONE_DAY if through else worked_from
        last = min(last_sunday - ONE_WEEK if username.endswith(BEHIND) else last_sunday, held_to)
        for day in _days(first, last):
            yield {
                "staff_id": staff_id,
                "cohe_id": cohe_id,
                "through_on": day,
                "attested_at": at_minute(day + ONE_DAY, MONDAY_MORNING),
            }


def _days(first: date, last: date) -> Iterator[date]:
    """Each Sunday, each quarter's end, and the last day."""
    while first <= last:
        sunday = min(week_start(first) + ONE_WEEK - ONE_DAY, last)
        yield from attested_days(first, sunday)
        first = sunday + ONE_DAY


def _lock(slug: str, quarter: Quarter) -> int | None:
    """The id of a new lock of a finished quarter; None where it is locked, or was, or is not yet due."""
    locked_at = at_minute(add_business_days(quarter.last_on, LOCKED_AFTER), TEN)
    cohe_id = db.session.execute(select(Cohe.id).where(Cohe.slug == slug)).scalar_one()
    known = select(QuarterLock.id).where(
        QuarterLock.cohe_id == cohe_id,
        QuarterLock.year == quarter.year,
        QuarterLock.quarter == quarter.number,
    )
    if locked_at > clock.now() or db.session.execute(known).first() is not None:
        return None
    supervisor = db.session.execute(
        select(Position.staff_id)
        .where(Position.cohe_id == cohe_id, Position.role == Role.SUPERVISOR)
        .order_by(Position.id)
        .limit(1)
    ).scalar_one_or_none()
    return put_one(
        QuarterLock,
        cohe_id=cohe_id,
        year=quarter.year,
        quarter=quarter.number,
        locked_by_id=supervisor,
        locked_at=locked_at,
    )


def _come_late(slug: str, lock: int, quarter: Quarter, today: date) -> int:
    """Minutes of the COHE's first coordinator for a day at the quarter's end, entered yesterday, with
    the wish to have it opened again; how many entries."""
    like = db.session.execute(
        select(TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            StaffMember.username == f"{slug}.hsc1",
            TimeEntry.claim_id.is_not(None),
            TimeEntry.performed_on.between(quarter.last_on - ONE_WEEK, quarter.last_on),
        )
        .order_by(TimeEntry.performed_on.desc(), TimeEntry.id)
        .limit(1)
    ).scalar_one_or_none()
    if like is None:
        return 0
    came_at = at_minute(today - ONE_DAY, TEN)
    entry = put_one(
        TimeEntry,
        staff_id=like.staff_id,
        position_id=like.position_id,
        cohe_id=like.cohe_id,
        claim_id=like.claim_id,
        standard_work=like.standard_work,
        performed_on=like.performed_on,
        minutes=LATE_MINUTES,
        capture=Capture.TYPED,
        remark=WHY_LATE,
        entered_by_id=like.staff_id,
        entered_at=came_at,
    )
    put_one(LateEntry, time_entry_id=entry, cohe_id=like.cohe_id, seen_at=came_at)
    put_one(
        ReopeningRequest,
        lock_id=lock,
        cohe_id=like.cohe_id,
        staff_id=like.staff_id,
        reason=WHY_OPEN,
        asked_at=came_at,
    )
    return 1
