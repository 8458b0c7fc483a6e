"""Days as the feed's cells write them: as ISO says, or as a spreadsheet rewrites them."""

import re
from datetime import date, timedelta

from ohms.domain.feed.fields import Reader, Wrong
from ohms.domain.feed.spoilt import quoted

FIRST_DAY = date(1990, 1, 1)  # nothing that the programme coordinates happened earlier
FIRST_BIRTH_DATE = date(1900, 1, 1)
FURTHEST_AHEAD = timedelta(
    days=3660
)  # for days that may lie ahead: ten years, against typing slips

_MIDNIGHT = r"(?:[ T]0?0:00(?::00)?)?"  # a spreadsheet's day is an instant: it may write both
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})" + _MIDNIGHT)
_SPREADSHEET_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})" + _MIDNIGHT)
_NUMBER_OF_A_DAY = re.compile(r"[2-5][0-9]{4}")  # as a spreadsheet counts them, 1954 to 2064


def _day(name: str, cell: str, tail: str) -> date:
    """The day that the cell names: ISO, or M/D/YYYY as a spreadsheet rewrites it."""
    if match := _ISO_DAY.fullmatch(cell):
        year, month, day = map(int, match.groups())
    elif match := _SPREADSHEET_DAY.fullmatch(cell):
        month, day, year = map(int, match.groups())
    elif _NUMBER_OF_A_DAY.fullmatch(cell):
        raise Wrong(
            f"Enter {name} as YYYY-MM-DD; this line has a spreadsheet's own number of a day: give its"
            " column the format of a date and save again."
        )
    else:
        raise Wrong(f"Enter {name} as YYYY-MM-DD{tail}")
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if "/" in cell:
        raise Wrong(f"Enter {name} as YYYY-MM-DD{tail}")
    raise Wrong(f"Enter {name} as a day of the calendar, YYYY-MM-DD{tail}")


def past_day(name: str, as_of: date) -> Reader:
    """A day from 1990 to the as-of day: something that has happened."""
    return _day_reader(name, FIRST_DAY, as_of, f"no later than the as-of day, {as_of}")


def any_day(name: str, as_of: date) -> Reader:
    """A day from 1990 on that may lie ahead, by at most ten years."""
    last = as_of + FURTHEST_AHEAD
    return _day_reader(name, FIRST_DAY, last, f"no later than ten years ahead, {last}")


def birth_date(name: str, as_of: date) -> Reader:
    """A day from 1900 to the as-of day. Reasons never repeat it."""
    last = f"no later than the as-of day, {as_of}"
    return _day_reader(name, FIRST_BIRTH_DATE, as_of, last, private=True)


def _day_reader(
    name: str, first: date, last: date, last_in_words: str, *, private: bool = False
) -> Reader:
    def read(cell: str) -> date:
        tail = "." if private else f"; this line has {quoted(cell)}."
        day = _day(name, cell, tail)
        if day < first:
            raise Wrong(f"Enter {name} from {first} on{tail}")
        if day > last:
            raise Wrong(f"Enter {name} {last_in_words}{tail}")
        return day

    return read
