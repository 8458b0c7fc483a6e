"""Positions, absences and the minutes they leave: who is there to carry the claims.

Weekly minutes are whole numbers; everything made of them is an exact fraction until display.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from ohms.domain.calendar import WorkingCalendar, days_from
from ohms.domain.contract import ContractSettings
from ohms.domain.values import Role

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class PositionFact:
    """One dated position of one person in one COHE; `to_on` is its last day worked, None: open."""

    position_id: int
    role: Role
    cohe: int
    weekday_minutes: tuple[int, ...]
    """Seven numbers, Monday first."""

    from_on: date
    to_on: date | None = None

    def __post_init__(self) -> None:
        if len(self.weekday_minutes) != DAYS_A_WEEK:
            raise ValueError("a week has seven numbers of minutes, Monday first")

    @property
    def weekly_minutes(self) -> int:
        return sum(self.weekday_minutes)

    def is_held_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def held_within(self, first_on: date, last_on: date) -> tuple[date, date] | None:
        """The first and last day of the period on which it is held, or None."""
        first = max(first_on, self.from_on)
        last = last_on if self.to_on is None else min(last_on, self.to_on)
        return (first, last) if first <= last else None

    def days_held(self, first_on: date, last_on: date) -> int:
        held = self.held_within(first_on, last_on)
        return (held[1] - held[0]).days + 1 if held else 0


@dataclass(frozen=True, slots=True)
class AbsenceFact:
    """Recorded leave from one position; `minutes_a_day` None means all that is scheduled."""

    position_id: int
    from_on: date
    to_on: date
    minutes_a_day: int | None = None


def staffed_on(
    day: date, positions: Iterable[PositionFact], settings: ContractSettings
) -> Fraction:
    """Staffed FTE on a day: weekly minutes / 2,400 of the counted positions held that day.

    Absences change nothing: a person on vacation is still staff.
    """
    held = sum(
        position.weekly_minutes
        for position in positions
        if position.role in settings.counted_roles and position.is_held_on(day)
    )
    return Fraction(held, settings.full_time_minutes_a_week)


def staffed_within(
    first_on: date, last_on: date, position: PositionFact, settings: ContractSettings
) -> Fraction:
    """Staffed FTE of one position over a period, weighted by days held / days of the period."""
    days = (last_on - first_on).days + 1
    return Fraction(
        position.days_held(first_on, last_on) * position.weekly_minutes,
        days * settings.full_time_minutes_a_week,
    )


def available_minutes(
    first_on: date,
    last_on: date,
    position: PositionFact,
    absences: Collection[AbsenceFact],
    calendar: WorkingCalendar,
) -> int:
    """Minutes that the position has in a period to give to claims.

    What is scheduled on its weekdays while it is held, less State holidays, closing days and
    recorded leave. Leave never takes more than the day has; a time entry of category leave takes
    nothing, only a recorded absence does. Absences of other positions are passed over.
    """
    held = position.held_within(first_on, last_on)
    if held is None:
        return 0
    week = position.weekday_minutes
    scheduled = _scheduled_when_open(*held, week, calendar)
    own = [absence for absence in absences if absence.position_id == position.position_id]
    if not own:
        return scheduled
    away = {
        day
        for absence in own
        for day in days_from(max(held[0], absence.from_on), min(held[1], absence.to_on))
    }
    left = away - calendar.closed_days(*held)
    return scheduled - sum(_leave_on(day, own, week[day.weekday()]) for day in left)


@lru_cache(maxsize=1024)
def _scheduled_when_open(
    first_on: date, last_on: date, week: tuple[int, ...], calendar: WorkingCalendar
) -> int:
    """Minutes of a period on which the COHE works: the same for all who have the same week."""
    closed = calendar.closed_days(first_on, last_on)
    return _scheduled(first_on, last_on, week) - sum(week[day.weekday()] for day in closed)


def _scheduled(first_on: date, last_on: date, week: Sequence[int]) -> int:
    """Minutes of all days of a period: its whole weeks, and the days that are left over."""
    weeks, rest = divmod((last_on - first_on).days + 1, DAYS_A_WEEK)
    left_over = (first_on.weekday() + number for number in range(rest))
    return weeks * sum(week) + sum(week[day % DAYS_A_WEEK] for day in left_over)


def _leave_on(day: date, absences: Iterable[AbsenceFact], scheduled: int) -> int:
    """What absences take of a day, at most what is scheduled on it."""
    taken = sum(
        scheduled if absence.minutes_a_day is None else absence.minutes_a_day
        for absence in absences
        if absence.from_on <= day <= absence.to_on
    )
    return min(taken, scheduled)
