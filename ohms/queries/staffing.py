"""Facts for the contract's arithmetic: who was there, what was initiated, how many minutes were given.

Everything is summed by the database, by position and period; the rules stand in `ohms/domain`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import WorkingCalendar
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.time_entries import CountedMinutes
from ohms.domain.values import CountedAs, Role
from ohms.models.claims import Claim
from ohms.models.cohes import CalendarDay
from ohms.models.coverage import Absence
from ohms.models.feed import FeedRun
from ohms.models.providers import Enrolment
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.positions import fact_of
from ohms.queries.roll_ups import (
    InitiatedRollUp,
    MinutesRollUp,
    counts_at_all,
    sums_of,
    was_enrolled,
)
from ohms.queries.rounds import Question, Rows, asked, side_by_side
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
) -> Question[Staffing]:
    """Every casework position of a COHE (or of one person there), with the absences of a period.

    Positions are not limited to the period: minutes may have been worked under one that ended.
    """
    held = [Position.cohe_id == cohe_id, Position.role.in_(CASEWORK)]
    if staff_id is not None:
        held.append(Position.staff_id == staff_id)
    people = (
        select(Position, StaffMember.name)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(*held)
        .order_by(Position.role == Role.HSC_ASSISTANT, StaffMember.name, Position.from_on)
    )
    leave = (
        select(
            Absence.staff_id,
            Absence.position_id,
            Absence.from_on,
            Absence.to_on,
            Absence.minutes_a_day,
        )
        .where(
            Absence.staff_id.in_(select(Position.staff_id).where(*held)),
            Absence.from_on <= last_on,
            Absence.to_on >= first_on,
        )
        .order_by(Absence.id)
    )
    (found, away), calendar = yield from side_by_side(
        asked(people, leave), working_calendar(cohe_id)
    )
    positions = tuple(
        StaffedPosition(fact_of(position), position.staff_id, name) for position, name in found
    )
    return Staffing(positions, _absences(positions, away), calendar)


def _absences(positions: Sequence[StaffedPosition], rows: Rows) -> tuple[AbsenceFact, ...]:
    """Recorded leave, one fact a position: leave from all of them is leave from each."""
    held_by: dict[int, list[int]] = {}
    for position in positions:
        held_by.setdefault(position.staff_id, []).append(position.fact.position_id)
    return tuple(
        AbsenceFact(position_id, row.from_on, row.to_on, row.minutes_a_day)
        for row in rows
        for position_id in held_by[row.staff_id]
        if row.position_id in (None, position_id)
    )


def working_calendar(cohe_id: int) -> Question[WorkingCalendar]:
    """State holidays with the COHE's own closing and opening days."""
    (rows,) = yield (
        select(CalendarDay.day, CalendarDay.is_open).where(CalendarDay.cohe_id == cohe_id),
    )
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


def counts_for(cohe_id: int) -> tuple[ColumnElement[bool], ...]:
    """State Fund claims of a COHE; numbers that L&I combined count once, as the remaining one."""
    return (
        Claim.counted_cohe_id == cohe_id,
        *counts_at_all(),
    )


def initiated_within(
    actor: Actor, cohe_id: int, periods: Sequence[Period], year: Period
) -> Question[tuple[list[int], int]]:
    """How many claims a COHE initiated in each of disjoint periods, and in a year across them: the same
    as `claims_within` of those `initiated`, by their roll-ups."""
    rows = countable(actor, InitiatedRollUp).where(InitiatedRollUp.cohe_id == cohe_id)
    return _counts(rows, InitiatedRollUp.initiated_on, InitiatedRollUp.claims, periods, year)


def claims_within(
    claims: Select[Claim], periods: Sequence[Period], year: Period
) -> Question[tuple[list[int], int]]:
    """How many of some claims were initiated in each of disjoint periods, and in a year across them.

    A period that ends before it begins holds nothing.
    """
    return _counts(claims, Claim.initiated_on, literal(1), periods, year)


def _counts(
    rows: Select[Any],
    day: InstrumentedAttribute[date],
    claims: Any,
    periods: Sequence[Period],
    year: Period,
) -> Question[tuple[list[int], int]]:
    number = _number_of_period(day, periods)
    in_year = case((day.between(*year), claims), else_=0)
    (found,) = yield (
        rows.where(_inside(day, [*periods, year]))
        .with_only_columns(number, func.sum(claims), func.sum(in_year))
        .group_by("period"),
    )
    counts = [0] * len(periods)
    for period, count, _within_year in found:
        if period >= 0:
            counts[period] = count
    return counts, sum(within_year for _period, _count, within_year in found)


def minutes_within(
    actor: Actor, cohe_id: int, periods: Sequence[Period], *, staff_id: int | None = None
) -> Question[list[MinutesOfPeriod]]:
    """Minutes of disjoint periods by position: of the whole COHE as figures, or one's own."""
    door = countable(actor, MinutesRollUp)
    if staff_id is not None:
        door = visible(actor, MinutesRollUp).where(MinutesRollUp.staff_id == staff_id)
    number = _number_of_period(MinutesRollUp.from_on, periods)
    (rows,) = yield (
        door.where(MinutesRollUp.cohe_id == cohe_id, sums_of(periods))
        .with_only_columns(
            number,
            MinutesRollUp.position_id,
            MinutesRollUp.kind,
            func.sum(MinutesRollUp.minutes),
        )
        .group_by("period", MinutesRollUp.position_id, MinutesRollUp.kind),
    )
    found = [MinutesOfPeriod() for _period in periods]
    for period, position_id, kind, minutes in rows:
        if period >= 0:
            _put(found[period], position_id, kind, int(minutes))
    return found


def _put(period: MinutesOfPeriod, position_id: int, kind: CountedAs, minutes: int) -> None:
    match kind:
        case CountedAs.COUNTED:
            period.on_claims.counted[position_id] = minutes
        case CountedAs.WAITING:
            period.on_claims.waiting[position_id] = minutes
        case CountedAs.OTHER:
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


def data_reach(actor: Actor, cohe_id: int, yesterday: date) -> Question[DataReach]:
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
    reach = select(feed.label("feed"), time_in.label("time_in"), first_claim.label("first_claim"))
    ((row,),) = yield (reach,)
    return DataReach(*row)
