"""A COHE's minutes of a quarter as its supervisor closes them: attested, late, corrected, locked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms import clock
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.calendar import Quarter
from ohms.domain.values import OtherTime, StandardWork
from ohms.extensions import db
from ohms.models.attesting import LateEntry, QuarterLock, ReopeningRequest
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.attesting import PersonsTime, time_of_people
from ohms.queries.entry_sight import text_in_sight, whose_and_what_for
from ohms.queries.scope import visible

LISTED = 100


class LateMinutes(NamedTuple):
    """Minutes that wait for the supervisor. `seen`: their person confirmed them."""

    id: int
    performed_on: date
    name: str
    claim_id: int | None
    claim_number: str | None
    category: OtherTime | None
    standard_work: StandardWork | None
    minutes: int
    entered_at: datetime
    remark: str | None
    seen: bool

    @property
    def entered_here(self) -> datetime:
        return self.entered_at.astimezone(clock.PACIFIC)


class Corrected(NamedTuple):
    """Minutes changed after the quarter was locked, and what stood before."""

    id: int
    performed_on: date
    name: str
    before: int
    minutes: int
    by: str
    reason: str | None


class Asked(NamedTuple):
    """An open request to reopen the quarter."""

    id: int
    name: str
    reason: str
    asked_at: datetime

    @property
    def asked_here(self) -> datetime:
        return self.asked_at.astimezone(clock.PACIFIC)


class LockShown(NamedTuple):
    """The newest lock of the quarter, standing or reopened."""

    id: int
    locked_at: datetime
    locked_by: str | None
    reopened_at: datetime | None
    reason: str | None

    @property
    def locked_here(self) -> datetime:
        return self.locked_at.astimezone(clock.PACIFIC)

    @property
    def reopened_here(self) -> datetime | None:
        return self.reopened_at and self.reopened_at.astimezone(clock.PACIFIC)


@dataclass(frozen=True, slots=True)
class QuarterTime:
    quarter: Quarter
    people: tuple[PersonsTime, ...]
    late: tuple[LateMinutes, ...]
    corrected: tuple[Corrected, ...]
    lock: LockShown | None
    requests: tuple[Asked, ...]

    @property
    def is_locked(self) -> bool:
        return self.lock is not None and self.lock.reopened_at is None

    @property
    def unattested(self) -> int:
        return sum(len(person.weeks) for person in self.people)

    @property
    def waiting(self) -> int:
        return sum(person.waiting for person in self.people)

    @property
    def late_minutes(self) -> int:
        return sum(person.late for person in self.people)

    @property
    def minutes(self) -> int:
        return sum(person.minutes for person in self.people)


def quarter_time(actor: Actor, cohe_id: int, quarter: Quarter) -> QuarterTime:
    """NotFound outside the COHEs one supervises. Eight statements, however many people."""
    check_supervises(actor, cohe_id)
    lock = _newest_lock(cohe_id, quarter)
    standing = lock is not None and lock.reopened_at is None
    return QuarterTime(
        quarter,
        tuple(time_of_people(actor, cohe_id, quarter)),
        _late(actor, cohe_id, quarter),
        _corrected(actor, cohe_id, quarter, lock.locked_at) if lock and standing else (),
        lock,
        _requests(lock.id) if lock and standing else (),
    )


def _late(actor: Actor, cohe_id: int, quarter: Quarter) -> tuple[LateMinutes, ...]:
    rows = db.session.execute(
        _entries(actor, cohe_id, quarter)
        .join(LateEntry, LateEntry.time_entry_id == TimeEntry.id)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(LateEntry.accepted_at.is_(None))
        .with_only_columns(
            *whose_and_what_for(actor),
            TimeEntry.entered_at,
            text_in_sight(actor, TimeEntry.remark),
            LateEntry.seen_at.is_not(None),
        )
        .order_by(TimeEntry.performed_on, TimeEntry.id)
        .limit(LISTED)
    )
    return tuple(LateMinutes(*row) for row in rows)


def _corrected(
    actor: Actor, cohe_id: int, quarter: Quarter, since: datetime
) -> tuple[Corrected, ...]:
    by = aliased(StaffMember)
    rows = db.session.execute(
        _entries(actor, cohe_id, quarter)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .join(by, by.id == TimeEntry.entered_by_id)
        .where(TimeEntry.entered_at > since, TimeEntry.supersedes_id.is_not(None))
        .with_only_columns(
            TimeEntry.id,
            TimeEntry.performed_on,
            StaffMember.name,
            TimeEntry.supersedes_id,
            TimeEntry.minutes,
            by.name,
            text_in_sight(actor, TimeEntry.reason),
        )
        .order_by(TimeEntry.id.desc())
        .limit(LISTED)
    ).all()
    before = {
        row.id: row.minutes
        for row in db.session.execute(
            visible(actor, TimeEntry)
            .where(TimeEntry.id.in_([row[3] for row in rows]))
            .with_only_columns(TimeEntry.id, TimeEntry.minutes)
        )
    }
    return tuple(
        Corrected(row[0], row[1], row[2], before[row[3]], row[4], row[5], row[6]) for row in rows
    )


def _newest_lock(cohe_id: int, quarter: Quarter) -> LockShown | None:
    row = db.session.execute(
        select(
            QuarterLock.id,
            QuarterLock.locked_at,
            StaffMember.name,
            QuarterLock.reopened_at,
            QuarterLock.reason,
        )
        .outerjoin(StaffMember, StaffMember.id == QuarterLock.locked_by_id)
        .where(
            QuarterLock.cohe_id == cohe_id,
            QuarterLock.year == quarter.year,
            QuarterLock.quarter == quarter.number,
        )
        .order_by(QuarterLock.id.desc())
        .limit(1)
    ).one_or_none()
    return LockShown(*row) if row else None


def _requests(lock_id: int) -> tuple[Asked, ...]:
    rows = db.session.execute(
        select(
            ReopeningRequest.id,
            StaffMember.name,
            ReopeningRequest.reason,
            ReopeningRequest.asked_at,
        )
        .join(StaffMember, StaffMember.id == ReopeningRequest.staff_id)
        .where(ReopeningRequest.lock_id == lock_id, ReopeningRequest.answered_at.is_(None))
        .order_by(ReopeningRequest.id)
    )
    return tuple(Asked(*row) for row in rows)


def _entries(actor: Actor, cohe_id: int, quarter: Quarter) -> Any:
    return visible(actor, TimeEntry).where(
        TimeEntry.cohe_id == cohe_id,
        TimeEntry.voided_at.is_(None),
        TimeEntry.performed_on.between(quarter.first_on, quarter.last_on),
    )
