"""How far people stand by their time, which quarters are locked, and which minutes wait.

For the person's own week, for the supervisor, and for whoever freezes a report of the quarter.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.attesting import Span, weeks_to_attest
from ohms.domain.calendar import Quarter
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.attesting import LateEntry, QuarterLock, TimeAttestation
from ohms.models.cohes import Cohe
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import countable, visible

FAR = date(9999, 12, 31)


class UnattestedWeek(NamedTuple):
    """A week, or the part of one within a quarter and a position, that nobody attested yet."""

    staff_id: int
    name: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class MinutesNotCounted:
    """Claim-specific minutes of a quarter that stand and do not count yet."""

    waiting: int
    """For the person's press: captured runs over 60 minutes, and what was imported unconfirmed."""

    late: int
    """For the supervisor: they came after the quarter was locked."""

    @property
    def total(self) -> int:
        return self.waiting + self.late


@dataclass(frozen=True, slots=True)
class PersonsTime:
    """One person of a COHE and how far they stand by their time of a quarter."""

    staff_id: int
    name: str
    attested_through: date | None
    weeks: tuple[UnattestedWeek, ...]
    minutes: int
    """Of the quarter, on claims and for none, as they count."""

    waiting: int
    late: int


def unattested_weeks(
    actor: Actor, cohe_id: int, quarter: Quarter
) -> Question[list[UnattestedWeek]]:
    """Who has yet to attest which weeks of a quarter that are over, by name."""
    people = yield from _people(actor, cohe_id, quarter)
    return [week for person in people for week in person[2]]


def late_minutes(actor: Actor, cohe_id: int, quarter: Quarter) -> Question[MinutesNotCounted]:
    """What is entered for claims in a quarter and not in its figures."""
    (((waiting, late),),) = yield (
        _of_quarter(actor, cohe_id, quarter)
        .where(TimeEntry.claim_id.is_not(None))
        .with_only_columns(_sum_of(is_waiting()), _sum_of(is_late())),
    )
    return MinutesNotCounted(int(waiting), int(late))


class LateWaiting(NamedTuple):
    """What waits for a supervisor: minutes that came late, the first day of them, and its COHE."""

    minutes: int
    first_on: date
    cohe: str


def late_waiting(actor: Actor) -> Question[LateWaiting | None]:
    """Of the COHE with the oldest such minutes; None where nothing waits."""
    first = func.min(TimeEntry.performed_on)
    (rows,) = yield (
        visible(actor, TimeEntry)
        .join(LateEntry, LateEntry.time_entry_id == TimeEntry.id)
        .join(Cohe, Cohe.id == LateEntry.cohe_id)
        .where(
            LateEntry.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
            LateEntry.accepted_at.is_(None),
            TimeEntry.voided_at.is_(None),
        )
        .with_only_columns(func.sum(TimeEntry.minutes), first, Cohe.slug)
        .group_by(Cohe.slug)
        .order_by(first)
        .limit(1),
    )
    return LateWaiting(*rows[0]) if rows else None


def time_of_people(actor: Actor, cohe_id: int, quarter: Quarter) -> list[PersonsTime]:
    """Everybody who held a casework position in the quarter, by name: two statements."""
    check_supervises(actor, cohe_id)
    counted = TimeEntry.confirmed_at.is_not(None)
    sums = {
        row.staff_id: row[1:]
        for row in db.session.execute(
            _of_quarter(actor, cohe_id, quarter)
            .with_only_columns(
                TimeEntry.staff_id, _sum_of(counted), _sum_of(is_waiting()), _sum_of(is_late())
            )
            .group_by(TimeEntry.staff_id)
        )
    }
    return [
        PersonsTime(
            person.staff_id,
            person.name,
            through,
            weeks,
            *map(int, sums.get(person.staff_id, (0, 0, 0))),
        )
        for person, through, weeks in ask(_people(actor, cohe_id, quarter))
    ]


class _Person(NamedTuple):
    staff_id: int
    name: str


def _people(
    actor: Actor, cohe_id: int, quarter: Quarter
) -> Question[list[tuple[_Person, date | None, tuple[UnattestedWeek, ...]]]]:
    check_supervises(actor, cohe_id)
    held: dict[_Person, list[Span]] = defaultdict(list)
    through: dict[_Person, date | None] = {}
    attested = (
        select(func.max(TimeAttestation.through_on))
        .where(TimeAttestation.cohe_id == cohe_id, TimeAttestation.staff_id == StaffMember.id)
        .correlate(StaffMember)
        .scalar_subquery()
        .label("through")
    )
    (rows,) = yield (
        select(StaffMember.id, StaffMember.name, attested, Position.from_on, Position.to_on)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id == cohe_id,
            Position.role.in_(CASEWORK),
            Position.from_on <= quarter.last_on,
            or_(Position.to_on.is_(None), Position.to_on >= quarter.first_on),
        )
        .order_by(StaffMember.name, StaffMember.id, Position.from_on),
    )
    for staff_id, name, attested_to, from_on, to_on in rows:
        person = _Person(staff_id, name)
        through[person] = attested_to
        held[person].append(Span(from_on, to_on or FAR))
    return [
        (
            person,
            through[person],
            tuple(
                UnattestedWeek(*person, week.from_on, week.to_on)
                for week in weeks_to_attest(spans, through[person], quarter, actor.on_day)
            ),
        )
        for person, spans in held.items()
    ]


def attested_through(cohe_id: int, staff_ids: Collection[int | None]) -> dict[int, date]:
    """The last day through which each person attested their time in a COHE; nobody else is named."""
    rows = db.session.execute(
        select(TimeAttestation.staff_id, func.max(TimeAttestation.through_on).label("through"))
        .where(TimeAttestation.cohe_id == cohe_id, TimeAttestation.staff_id.in_(staff_ids))
        .group_by(TimeAttestation.staff_id)
    )
    return {row.staff_id: row.through for row in rows}


def standing_lock(cohe_id: int, quarter: Quarter) -> Select[QuarterLock]:
    """The lock of a COHE's quarter, if it is locked."""
    return select(QuarterLock).where(
        QuarterLock.cohe_id == cohe_id,
        QuarterLock.year == quarter.year,
        QuarterLock.quarter == quarter.number,
        QuarterLock.reopened_at.is_(None),
    )


def is_locked(cohe_id: int, day: date) -> bool:
    """Whether the minutes of a day stand under a lock in a COHE."""
    return db.session.execute(standing_lock(cohe_id, Quarter.of(day))).first() is not None


def waits_for_supervisor() -> ColumnElement[bool]:
    """Of an entry in the enclosing statement: it came late, and nobody accepted it yet."""
    return (
        exists()
        .where(LateEntry.time_entry_id == TimeEntry.id, LateEntry.accepted_at.is_(None))
        .correlate(TimeEntry)
    )


def is_late() -> ColumnElement[bool]:
    """It stands and waits for the supervisor."""
    return and_(TimeEntry.confirmed_at.is_(None), waits_for_supervisor())


def is_waiting() -> ColumnElement[bool]:
    """It stands and waits for the person's own press alone."""
    return and_(TimeEntry.confirmed_at.is_(None), ~waits_for_supervisor())


def _of_quarter(actor: Actor, cohe_id: int, quarter: Quarter) -> Any:
    return countable(actor, TimeEntry).where(
        TimeEntry.cohe_id == cohe_id,
        TimeEntry.voided_at.is_(None),
        TimeEntry.performed_on.between(quarter.first_on, quarter.last_on),
    )


def _sum_of(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, TimeEntry.minutes), else_=0)), 0)
