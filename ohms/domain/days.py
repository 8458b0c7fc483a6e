"""Days as people type them: one field that takes 6/3, 2026-06-03, +5b, fri or yesterday.

The server decides what a typed day means and the page echoes it with its weekday.
"""

import re
from datetime import date, timedelta
from enum import StrEnum

from ohms.domain.calendar import add_business_days, add_months, written
from ohms.domain.errors import RuleBroken

EARLIEST = date(1990, 1, 1)
YEARS_AHEAD = 5
OLDEST_IN_YEARS = 120

EXAMPLES = "such as 6/3, 6/3/26, 2026-06-03, today, fri or +5b"

NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Far above five years of days, yet far below what a date can carry.
LONGEST_STEP = 4_000


class Leaning(StrEnum):
    """Which way a day without a year, or a bare weekday, is meant.

    `either` takes the nearest 6/3 and the coming weekday; a due day leans `ahead`; a field that
    tells the past leans `back`. A bare weekday never means today: today has its own word.
    """

    EITHER = "either"
    AHEAD = "ahead"
    BACK = "back"


def read_day(
    text: str, today: date, *, leaning: Leaning = Leaning.EITHER, field: str | None = None
) -> date:
    """The day that a person typed, or RuleBroken with a sentence on what to enter.

    Takes 6/3, 6/3/26, 6/3/2026, 2026-06-03, today, tomorrow, yesterday, mon to sun, +5 (days) and
    +5b (business days). Months come first, as in the United States. From 1990 to five years ahead.
    """
    typed = " ".join(text.lower().split())
    if not typed:
        raise RuleBroken(f"Enter a date, {EXAMPLES}.", field=field)
    try:
        day = _meant(typed, today, leaning)
    except ValueError:
        raise RuleBroken(
            f"Enter a day that exists; {text.strip()} does not.", field=field
        ) from None
    if day is None:
        raise RuleBroken(f"Enter a date, {EXAMPLES}.", field=field)
    _check_bounds(day, today, field)
    return day


def read_birth_date(text: str, today: date) -> date:
    """A birth date as it is told: 4/3/1985, 4/3/85 or 1985-04-03; not after today, within 120 years.

    Two digits mean the latest such year that is not to come.
    """
    typed = " ".join(text.split())
    found: date | None = None
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed):
        found = _if_exists(int(match[1]), int(match[2]), int(match[3]))
    elif match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})", typed):
        century = 0 if len(match[3]) == 4 else today.year // 100 * 100
        found = _if_exists(century + int(match[3]), int(match[1]), int(match[2]))
        if century and found is not None and found > today:
            found = _if_exists(found.year - 100, found.month, found.day)
    if found is None or not add_months(today, -12 * OLDEST_IN_YEARS) <= found <= today:
        raise RuleBroken("Enter the birth date with its year, such as 4/3/1985.")
    return found


def check_not_future(day: date, today: date, *, field: str | None = None) -> None:
    """Refuse a day after today where the field tells what already happened; today is allowed."""
    if day > today:
        raise RuleBroken(
            f"Enter today or an earlier day; {written(day)} has not come yet.", field=field
        )


def _check_bounds(day: date, today: date, field: str | None) -> None:
    latest = add_months(today, 12 * YEARS_AHEAD)
    if day < EARLIEST:
        raise RuleBroken(f"Enter a day from {written(EARLIEST)} on.", field=field)
    if day > latest:
        raise RuleBroken(
            f"Enter a day at most {YEARS_AHEAD} years ahead, up to {written(latest)}.", field=field
        )


def _meant(typed: str, today: date, leaning: Leaning) -> date | None:
    """The day meant; None for what is no day at all, ValueError for one that does not exist."""
    if typed in NAMED:
        return today + timedelta(days=NAMED[typed])
    if len(typed) >= 3:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(typed):
                return _weekday(number, today, leaning)
    if match := re.fullmatch(r"\+ ?([0-9]{1,6}) ?(b?)", typed):
        return _step(int(match[1]), match[2] == "b", today)
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})", typed):
        return _without_year(int(match[1]), int(match[2]), today, leaning)
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})", typed):
        return date(_year(match[3], today), int(match[1]), int(match[2]))
    return None


def _step(number: int, business: bool, today: date) -> date:
    number = min(number, LONGEST_STEP)
    return add_business_days(today, number) if business else today + timedelta(days=number)


def _weekday(number: int, today: date, leaning: Leaning) -> date:
    if leaning is Leaning.BACK:
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _year(digits: str, today: date) -> int:
    """Two digits mean this century unless that is out of reach ahead: 91 is 1991."""
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= today.year + YEARS_AHEAD else year - 100


def _without_year(month: int, number: int, today: date, leaning: Leaning) -> date:
    """The nearest such day on the side that the field leans to; today is on both sides."""
    found = [
        day
        for year in (today.year - 1, today.year, today.year + 1)
        if (day := _if_exists(year, month, number))
        and not (leaning is Leaning.AHEAD and day < today)
        and not (leaning is Leaning.BACK and day > today)
    ]
    if not found:
        raise ValueError("no such day near today")
    return min(found, key=lambda day: (abs(day - today), day < today))


def _if_exists(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
