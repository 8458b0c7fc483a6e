"""Facts for the contract's arithmetic: who was there, what was initiated, how many minutes were given.

Everything is summed by the database, by position and period; the rules stand in `ohms/domain`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Label, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.access import CASEWORK, Actor
from ohms.domain.calendar import WorkingCalendar
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.time_entries import CountedMinutes
from ohms.domain.values import Fund, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import CalendarDay
from ohms.models.coverage import Absence
from ohms.models.feed import FeedRun
from ohms.models.providers import Enrolment
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.scope import countable, visible

Period = tuple[date, date]
"""First and last day, both counted."""


@dataclass(frozen=True, slots=True)
class StaffedPosition:
    """A position with the person who holds it."""

    fact: PositionFact
    staff_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Staffing:
    """Positions of casework of one COHE, what was recorded as leave, and the days it works."""

    positions: tuple[StaffedPosition, ...]
    absences: tuple[AbsenceFact, ...]
    calendar: WorkingCalendar

    @property
    def facts(self) -> tuple[PositionFact, ...]:
        return tuple(position.fact for position in self.positions)

    def absences_within(self, first_on: date, last_on: date) -> tuple[AbsenceFact, ...]:
        return tuple(
            absence
            for absence in self.absences
            if absence.from_on <= last_on and first_on <= absence.to_on
        )


@dataclass(frozen=True, slots=True)
class MinutesOfPeriod:
    """Minutes of one period by position: on claims (counted and waiting), and for no claim."""

    on_claims: CountedMinutes = field(default_factory=lambda: CountedMinutes({}, {}))
    other: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataReach:
    """How far the facts of a COHE reach; None where there are none yet."""

    feed_complete_to: date | None
    time_in_to: date | None
    claims_from: date | None


def staffing_of(
    cohe_id: int, first_on: date, last_on: date, *, staff_id: int | None = None
) -> Staffing:
    """Every casework position of a COHE (or of one person there), with the absences of a period.

    Positions are not limited to the period: minutes may have been worked under one that ended.
    """
    statement = (
        select(Position, StaffMember.name)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(Position.cohe_id == cohe_id, Position.role.in_(CASEWORK))
        .order_by(Position.role == Role.HSC_ASSISTANT, StaffMember.name, Position.from_on)
    )
    if staff_id is not None:
        statement = statement.where(Position.staff_id == staff_id)
    positions = tuple(
        StaffedPosition(_fact(position, cohe_id), position.staff_id, name)
        for position, name in db.session.execute(statement)
    )
    return Staffing(positions, _absences(positions, first_on, last_on), working_calendar(cohe_id))


def _fact(position: Position, cohe_id: int) -> PositionFact:
    return PositionFact(
        position.id,
        position.role,
        cohe_id,
        position.weekday_minutes,
        position.from_on,
        position.to_on,
    )


def _absences(
    positions: Sequence[StaffedPosition], first_on: date, last_on: date
) -> tuple[AbsenceFact, ...]:
    """Recorded leave, one fact a position: leave from all of them is leave from each."""
    held_by: dict[int, list[int]] = {}
    for position in positions:
        held_by.setdefault(position.staff_id, []).append(position.fact.position_id)
    rows = db.session.execute(
        select(
            Absence.staff_id,
            Absence.position_id,
            Absence.from_on,
            Absence.to_on,
            Absence.minutes_a_day,
        )
        .where(Absence.staff_id.in_(held_by), Absence.from_on <= last_on, Absence.to_on >= first_on)
        .order_by(Absence.id)
    )
    return tuple(
        AbsenceFact(position_id, row.from_on, row.to_on, row.minutes_a_day)
        for row in rows
        for position_id in held_by[row.staff_id]
        if row.position_id in (None, position_id)
    )


def working_calendar(cohe_id: int) -> WorkingCalendar:
    """State holidays with the COHE's own closing and opening days."""
    rows = db.session.execute(
        select(CalendarDay.day, CalendarDay.is_open).where(CalendarDay.cohe_id == cohe_id)
    ).all()
    return WorkingCalendar(
        frozenset(row.day for row in rows if not row.is_open),
        frozenset(row.day for row in rows if row.is_open),
    )


def initiated(actor: Actor, cohe_id: int) -> Select[Claim]:
    """The claims that count for a COHE, as figures: State Fund, by a provider enrolled that day.

    The same rule as `domain.claims.claims_initiated`, for the database; a provider has one COHE on a
    day, so the join repeats no claim.
    """
    return countable(actor, Claim).join(Enrolment, was_enrolled()).where(*counts_for(cohe_id))


def was_enrolled() -> ColumnElement[bool]:
    """The initiating provider was enrolled on the day of initiation in the COHE that counts the claim."""
    return and_(
        Enrolment.provider_id == Claim.initiating_provider_id,
        Enrolment.cohe_id == Claim.counted_cohe_id,
        Enrolment.from_on <= Claim.initiated_on,
        or_(Enrolment.to_on.is_(None), Enrolment.to_on >= Claim.initiated_on),
    )


def counts_for(cohe_id: int) -> tuple[ColumnElement[bool], ...]:
    """State Fund claims of a COHE; numbers that L&I combined count once, as the remaining one."""
    return (
        Claim.counted_cohe_id == cohe_id,
        Claim.fund == Fund.STATE_FUND,
        Claim.combined_into_id.is_(None),
    )


def claims_within(
    claims: Select[Claim], periods: Sequence[Period], year: Period
) -> tuple[list[int], int]:
    """How many of some claims were initiated in each of disjoint periods, and in a year across them.

    `claims` is what counts, such as `initiated(actor, cohe_id)`. A period that ends before it begins
    holds nothing.
    """
    number = _number_of_period(Claim.initiated_on, periods)
    in_year = case((Claim.initiated_on.between(*year), 1), else_=0)
    rows = db.session.execute(
        claims.where(_inside(Claim.initiated_on, [*periods, year]))
        .with_only_columns(number, func.count(), func.sum(in_year))
        .group_by("period")
    ).all()
    counts = [0] * len(periods)
    for period, count, _within_year in rows:
        if period >= 0:
            counts[period] = count
    return counts, sum(within_year for _period, _count, within_year in rows)


def minutes_within(
    actor: Actor, cohe_id: int, periods: Sequence[Period], *, staff_id: int | None = None
) -> list[MinutesOfPeriod]:
    """Minutes of disjoint periods by position: of the whole COHE as figures, or one's own."""
    door = countable(actor, TimeEntry)
    if staff_id is not None:
        door = visible(actor, TimeEntry).where(TimeEntry.staff_id == staff_id)
    number = _number_of_period(TimeEntry.performed_on, periods)
    rows = db.session.execute(
        door.where(
            TimeEntry.cohe_id == cohe_id,
            TimeEntry.voided_at.is_(None),
            _inside(TimeEntry.performed_on, periods),
        )
        .with_only_columns(
            number, TimeEntry.position_id, kind_of_minutes(), func.sum(TimeEntry.minutes)
        )
        .group_by("period", TimeEntry.position_id, "kind")
    )
    found = [MinutesOfPeriod() for _period in periods]
    for period, position_id, what, minutes in rows:
        if period >= 0:
            _put(found[period], position_id, what, minutes)
    return found


def kind_of_minutes() -> Label[str]:
    """What an entry's minutes are: counted on claims, waiting for their press, or for no claim."""
    return case(
        (TimeEntry.claim_id.is_(None), "other"),
        (TimeEntry.confirmed_at.is_(None), "waiting"),
        else_="counted",
    ).label("kind")


def _put(period: MinutesOfPeriod, position_id: int, kind: str, minutes: int) -> None:
    match kind:
        case "counted":
            period.on_claims.counted[position_id] = minutes
        case "waiting":
            period.on_claims.waiting[position_id] = minutes
        case _:
            period.other[position_id] = minutes


def _number_of_period(day: InstrumentedAttribute[date], periods: Sequence[Period]) -> Label[int]:
    """The place of the period that holds the day, -1 outside: comparing costs less than a format.

    Grouped by its name: PostgreSQL takes two CASEs with parameters for two expressions.
    """
    return case(
        *(
            (day.between(first_on, last_on), literal(number))
            for number, (first_on, last_on) in enumerate(periods)
        ),
        else_=literal(-1),
    ).label("period")


def _inside(day: InstrumentedAttribute[date], periods: Sequence[Period]) -> ColumnElement[bool]:
    return day.between(
        min(first for first, _last in periods), max(last for _first, last in periods)
    )


def data_reach(actor: Actor, cohe_id: int, yesterday: date) -> DataReach:
    """How far claims and time of a COHE reach, in one statement."""
    feed = (
        select(func.max(FeedRun.as_of_on))
        .where(FeedRun.kind == "claims", FeedRun.state == "done")
        .scalar_subquery()
    )
    time_in = (
        countable(actor, TimeEntry)
        .where(
            TimeEntry.cohe_id == cohe_id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on <= yesterday,
        )
        .with_only_columns(func.max(TimeEntry.performed_on))
        .scalar_subquery()
    )
    first_claim = (
        countable(actor, Claim)
        .where(Claim.counted_cohe_id == cohe_id)
        .with_only_columns(func.min(Claim.initiated_on))
        .scalar_subquery()
    )
    row = db.session.execute(select(feed, time_in, first_claim)).one()
    return DataReach(*row)
