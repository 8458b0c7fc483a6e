"""Quarters, months, business days and the days a COHE works: the one calendar of the product.

Nothing here reads the clock: every function is told the day it speaks about. Instants become days
in Washington's time, and business days follow the State's legal holidays (RCW 1.16.050).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from ohms.domain.errors import RuleBroken

PACIFIC = ZoneInfo("America/Los_Angeles")

ONE_DAY = timedelta(days=1)
SATURDAY = 5

# Juneteenth became a State holiday by chapter 295, Laws of 2021, in force from July 25, 2021.
FIRST_JUNETEENTH = 2022
# The day after Thanksgiving was a State holiday long before 2014, when it got its present name.
HERITAGE_DAY_NAMED_IN = 2014


@dataclass(frozen=True, slots=True)
class Computed:
    """A day that a rule worked out, with one sentence on how, for the screen."""

    day: date
    how: str


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter, the period of the contract's reports; written 2026Q3."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has quarters 1 to 4, not {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that holds the day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 2026Q3, case and surrounding blanks aside; anything else is refused."""
        match = re.fullmatch(r"([12][0-9]{3})Q([1-4])", text.strip().upper())
        if match is None:
            raise RuleBroken("Enter a quarter such as 2026Q3.", field="quarter")
        return cls(int(match[1]), int(match[2]))

    @property
    def named(self) -> str:
        """As people read it: Q3 2026."""
        return f"Q{self.number} {self.year}"

    @property
    def first_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        return add_months(self.first_on, 3) - ONE_DAY

    @property
    def days(self) -> int:
        """Calendar days: 90 to 92."""
        return (self.last_on - self.first_on).days + 1

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.first_on - ONE_DAY)

    @property
    def next(self) -> "Quarter":
        return Quarter.of(self.last_on + ONE_DAY)

    def contains(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    def days_within(self, first_on: date, last_on: date) -> int:
        """How many of its days lie in a period that it shares days with."""
        return (min(last_on, self.last_on) - max(first_on, self.first_on)).days + 1

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def pacific_day(instant: datetime) -> date:
    """The day in Washington at an instant: 17:30 on September 30 is still the third quarter.

    A naive instant is a mistake of the caller and raises ValueError.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return instant.astimezone(PACIFIC).date()


def written(day: date) -> str:
    """A day as sentences spell it: Fri Nov 20, 2026."""
    return f"{day:%a %b} {day.day}, {day.year}"


def written_with_hour(at: datetime) -> str:
    """An instant as sentences spell it, in Washington's time: Fri Nov 20, 2026, 2:02 pm."""
    local = at.astimezone(PACIFIC)
    hour = f"{local:%I:%M}".lstrip("0")
    return f"{written(local.date())}, {hour} {f'{local:%p}'.lower()}"


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months on, clamped to the end of a shorter month.

    August 31 plus six months is the last day of February. Negative months go back.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def days_from(first_on: date, last_on: date) -> Iterator[date]:
    """Every day from the first to the last, both included; none when the first is later."""
    day = first_on
    while day <= last_on:
        yield day
        day += ONE_DAY


def quarters_from(first_on: date, last_on: date) -> Iterator[Quarter]:
    """The quarters that have days of a period, the first one first."""
    quarter = Quarter.of(first_on)
    while max(quarter.first_on, first_on) <= last_on:
        yield quarter
        quarter = quarter.next


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def days_of_week(day: date) -> tuple[date, ...]:
    """The seven days of the day's week, Monday first."""
    monday = week_start(day)
    return tuple(monday + timedelta(days=number) for number in range(7))


@lru_cache(maxsize=256)
def state_holidays(year: int) -> Mapping[date, str]:
    """Washington State's legal holidays of a year with their names (RCW 1.16.050).

    A holiday on a Saturday stands on the Friday before as well, one on a Sunday on the Monday
    after; New Year's Day observed on December 31 belongs to the year it is observed in.
    """
    import holidays  # once a process needs a business day: a start does not wait for it

    named = dict(holidays.country_holidays("US", subdiv="WA", years=year))
    if year < FIRST_JUNETEENTH:
        named = {day: name for day, name in named.items() if "Juneteenth" not in name}
    if year < HERITAGE_DAY_NAMED_IN:
        thanksgiving = next(day for day, name in named.items() if name == "Thanksgiving Day")
        named[thanksgiving + ONE_DAY] = "Day after Thanksgiving"
    return MappingProxyType(dict(sorted(named.items())))


def holiday_name(day: date) -> str | None:
    """The name of the State holiday on that day, or None."""
    return state_holidays(day.year).get(day)


def is_business_day(day: date) -> bool:
    """Monday to Friday and no State holiday: the days that the contract's clocks count."""
    return day.weekday() < SATURDAY and holiday_name(day) is None


@lru_cache(maxsize=1024)
def add_business_days(day: date, number: int) -> date:
    """The business day that stands `number` business days after the day, before it if negative.

    The day itself is not counted: one business day after a Friday is Monday, whatever kind of day
    it starts from. Zero gives the day back unchanged.
    """
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_business_day(day)
    return day


@lru_cache(maxsize=4096)
def business_days_between(start: date, end: date) -> int:
    """Business days after `start` up to and including `end`: `start` never counts, `end` does.

    So a Friday to the next Monday is 1, and it undoes `add_business_days`. When `end` is the
    earlier day the count is that of the swapped days, negative.
    """
    if end < start:
        return -business_days_between(end, start)
    return business_days_in(start + ONE_DAY, end)


def business_days_in(first_on: date, last_on: date) -> int:
    """Business days from the first to the last day, both ends counted."""
    if last_on < first_on:
        return 0
    weeks, rest = divmod((last_on - first_on).days + 1, 7)
    left_over = (first_on.weekday() + number for number in range(rest))
    weekdays = weeks * SATURDAY + sum(day % 7 < SATURDAY for day in left_over)
    return weekdays - sum(
        first_on <= day <= last_on
        for year in range(first_on.year, last_on.year + 1)
        for day in _weekday_holidays(year)
    )


@lru_cache(maxsize=256)
def _weekday_holidays(year: int) -> tuple[date, ...]:
    return tuple(day for day in state_holidays(year) if day.weekday() < SATURDAY)


@lru_cache(maxsize=1024)
def due_after_business_days(start: date, number: int, event: str) -> Computed:
    """A deadline in business days after an event, told with the holidays that it stepped over."""
    due = add_business_days(start, number)
    passed = [
        f"{name} ({written(day)})"
        for day in days_from(start + ONE_DAY, due)
        if day.weekday() < SATURDAY and (name := holiday_name(day))
    ]
    how = f"{number} business days after {event}, {written(start)}"
    return Computed(due, f"{how}; not counted: {', '.join(passed)}" if passed else how)


def due_after_months(start: date, months: int, event: str) -> Computed:
    """A deadline in calendar months after an event; it is not moved off a weekend or holiday."""
    due = add_months(start, months)
    how = f"{months} months after {event}, {written(start)}"
    clamped = due.day != start.day
    return Computed(due, f"{how}, at the end of the shorter month" if clamped else how)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days on which one COHE works: State holidays and its own closing and opening days.

    For schedules and coverage only; the contract's clocks count the State's business days. An
    opening day opens a holiday or a weekend day. A day cannot be both closing and opening.
    """

    closing_days: frozenset[date] = field(default_factory=frozenset)
    opening_days: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if both := sorted(self.closing_days & self.opening_days):
            raise RuleBroken(
                f"{written(both[0])} is a closing day and an opening day. Choose one of them."
            )

    def is_closed(self, day: date) -> bool:
        """A holiday or closing day: minutes scheduled on it are not available.

        A weekend day is not closed by itself, so that a Saturday that somebody is scheduled for
        is worked.
        """
        if day in self.opening_days:
            return False
        return day in self.closing_days or holiday_name(day) is not None

    def closed_days(self, first_on: date, last_on: date) -> frozenset[date]:
        """The days of a period that `is_closed` tells, without a look at each of the others."""
        years = range(first_on.year, last_on.year + 1)
        holidays_then = (day for year in years for day in state_holidays(year))
        return frozenset(
            day
            for day in (*holidays_then, *self.closing_days)
            if first_on <= day <= last_on and day not in self.opening_days
        )

    def is_working_day(self, day: date) -> bool:
        """A day on which every provider needs someone: an opening day, or Monday to Friday."""
        if day in self.opening_days:
            return True
        return day.weekday() < SATURDAY and not self.is_closed(day)

    def working_days(self, first_on: date, last_on: date) -> list[date]:
        """The working days from the first to the last day, both ends included."""
        return [day for day in days_from(first_on, last_on) if self.is_working_day(day)]
