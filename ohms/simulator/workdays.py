"""The simulator's days: business days of a stretch of years looked up by index, and quarters.

A table over a stretch of years, because a course of 40,000 claims asks for some hundred thousand
days. The rule of what a business day is stands in `ohms.domain.calendar`.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache

from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.domain.calendar import state_holidays as holidays_of_year

FIRST_YEAR = 2008
LAST_YEAR = 2045
DAYS = tuple(timedelta(days=n) for n in range(1000))
"""Spans of so many days, made once."""


@cache
def state_holidays() -> frozenset[date]:
    """Every Washington State legal holiday of the years that the simulator knows."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return frozenset(day for year in years for day in holidays_of_year(year))


@cache
def _business_days() -> list[date]:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    closed = state_holidays()
    return [day for day in days if day.weekday() < 5 and day not in closed]


@cache
def _business_day_set() -> frozenset[date]:
    return frozenset(_business_days())


def is_business_day(day: date) -> bool:
    """Monday to Friday and no State holiday."""
    return day in _business_day_set()


def business_days(from_on: date, to_on: date) -> list[date]:
    """The business days of a range, both ends included."""
    days = _business_days()
    return days[bisect_left(days, from_on) : bisect_right(days, to_on)]


def add_business_days(day: date, count: int) -> date:
    """The day that many business days after `day` (before it, when negative)."""
    days = _business_days()
    if count >= 0:
        return days[bisect_right(days, day) + count - 1] if count else day
    return days[bisect_left(days, day) + count]


def on_or_before(day: date) -> date:
    """The day itself when it is a business day, else the last one before it."""
    days = _business_days()
    return days[bisect_right(days, day) - 1]


def on_or_after(day: date) -> date:
    """The day itself when it is a business day, else the next one."""
    days = _business_days()
    return days[bisect_left(days, day)]


def business_days_between(earlier: date, later: date) -> int:
    """Business days after `earlier`, up to and including `later`."""
    days = _business_days()
    return bisect_right(days, later) - bisect_right(days, earlier)


@cache
def quarter_end(day: date) -> date:
    """The last day of the calendar quarter of a day."""
    return Quarter.of(day).last_on


def settled_day(near: date) -> date:
    """The Tuesday to Friday nearest to a day on which, and on whose eve, people are at work.

    Somebody leaves or begins on such a day in every story, so that both sides of the change hold
    at least one working day, wherever the quarter's edge falls.
    """
    for distance in range(15):
        for day in (near - timedelta(days=distance), near + timedelta(days=distance)):
            if is_business_day(day) and is_business_day(day - ONE_DAY):
                return day
    raise AssertionError("a fortnight without two business days in a row")
