"""Facts for the contract's arithmetic: who was there, which claims count, and how far the data reach.

What periods hold is summed in `period_sums`; the rules stand in `ohms/domain`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import WorkingCalendar
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role
from ohms.models.claims import Claim
from ohms.models.cohes import CalendarDay
from ohms.models.coverage import Absence
from ohms.models.feed import FeedRun
from ohms.models.providers import Enrolment
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.among import among_fixed
from ohms.queries.positions import fact_of
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.roll_ups import counts_at_all, was_enrolled
from ohms.queries.rounds import Question, Rows, asked, side_by_side
from ohms.queries.scope import countable

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
    whose = {"cohe": cohe_id} | ({} if staff_id is None else {"staff": staff_id})
    people = _people(None, **whose)
    leave = _leave(None, first_on=first_on, last_on=last_on, **whose)
    (found, away), calendar = yield from side_by_side(
        asked(people, leave), working_calendar(cohe_id)
    )
    positions = tuple(
        StaffedPosition(fact_of(position), position.staff_id, name) for position, name in found
    )
    return Staffing(positions, _absences(positions, away), calendar)


@prepared
def _people(_actor: None, **whose: int) -> AnySelect:
    return (
        select(Position, StaffMember.name)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(*_held(**whose))
        .order_by(Position.role == Role.HSC_ASSISTANT, StaffMember.name, Position.from_on)
    )


@prepared
def _leave(_actor: None, *, first_on: date, last_on: date, **whose: int) -> AnySelect:
    return (
        select(
            Absence.staff_id,
            Absence.position_id,
            Absence.from_on,
            Absence.to_on,
            Absence.minutes_a_day,
        )
        .where(
            Absence.staff_id.in_(select(Position.staff_id).where(*_held(**whose))),
            Absence.from_on <= last_on,
            Absence.to_on >= first_on,
        )
        .order_by(Absence.id)
    )


def _held(*, cohe: int, staff: int | None = None) -> tuple[ColumnElement[bool], ...]:
    of_one = () if staff is None else (Position.staff_id == staff,)
    return (Position.cohe_id == cohe, among_fixed(Position.role, sorted(CASEWORK)), *of_one)


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
    (rows,) = yield (_days_of_the_centre(None, cohe=cohe_id),)
    return WorkingCalendar(
        frozenset(row.day for row in rows if not row.is_open),
        frozenset(row.day for row in rows if row.is_open),
    )


@prepared
def _days_of_the_centre(_actor: None, *, cohe: int) -> AnySelect:
    return select(CalendarDay.day, CalendarDay.is_open).where(CalendarDay.cohe_id == cohe)


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


def data_reach(actor: Actor, cohe_id: int, yesterday: date) -> Question[DataReach]:
    """How far claims and time of a COHE reach, in one statement."""
    ((row,),) = yield (_reach(actor, cohe=cohe_id, yesterday=yesterday),)
    return DataReach(*row)


@prepared
def _reach(actor: Actor, *, cohe: int, yesterday: date) -> AnySelect:
    feed = (
        select(func.max(FeedRun.as_of_on))
        .where(FeedRun.kind == "claims", FeedRun.state == "done")
        .scalar_subquery()
    )
    time_in = (
        countable(actor, TimeEntry)
        .where(
            TimeEntry.cohe_id == cohe,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on <= yesterday,
        )
        .with_only_columns(func.max(TimeEntry.performed_on))
        .scalar_subquery()
    )
    first_claim = (
        countable(actor, Claim)
        .where(Claim.counted_cohe_id == cohe)
        .with_only_columns(func.min(Claim.initiated_on))
        .scalar_subquery()
    )
    return select(feed.label("feed"), time_in.label("time_in"), first_claim.label("first_claim"))
