"""The last day that a feed file can tell of."""

import re
from datetime import date, timedelta

from ohms.domain.calendar import ONE_DAY, business_days_between
from ohms.domain.errors import RuleBroken
from ohms.domain.feed.days import FIRST_DAY

_DAY_IN_NAME = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def as_of_day(*names: str, today: date, option: date | None = None) -> date:
    """The option; else the day in a name, `YYYY-MM-DD`, nearest first; else yesterday.

    `names` are the file's own name, then that of its folder or ZIP. Raises `RuleBroken` for a day
    after `today` or before 1990, and for a name with two different days: a wrong as-of day would
    let the future in or shut out every later file.
    """
    if option is not None:
        return _possible(option, today)
    for name in names:
        days = {day for text in _DAY_IN_NAME.findall(name) if (day := _day(text)) is not None}
        if len(days) > 1:
            raise RuleBroken(
                f"Choose the as-of day; the name has several: {', '.join(map(str, sorted(days)))}.",
                field="as_of",
            )
        if days:
            return _possible(days.pop(), today)
    return today - timedelta(days=1)


def business_days_late(as_of_on: date, today: date) -> int:
    """Business days that the feed should tell of by now and does not: those after its as-of day, up to
    yesterday."""
    return max(0, business_days_between(as_of_on, today - ONE_DAY))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _possible(day: date, today: date) -> date:
    if day > today:
        raise RuleBroken(
            f"Enter an as-of day no later than today, {today}; this is {day}.", field="as_of"
        )
    if day < FIRST_DAY:
        raise RuleBroken(f"Enter an as-of day from {FIRST_DAY} on; this is {day}.", field="as_of")
    return day
