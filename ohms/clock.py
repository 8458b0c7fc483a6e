"""The only reader of the time.

Instants are aware and in UTC; days are dates in America/Los_Angeles, where the COHEs work; "today" is
asked when it is needed. `OHMS_CLOCK` (an ISO instant) makes the clock stand still for tests and
demonstrations; a live database refuses to start with it.
"""

import os
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
STANDING_STILL = "OHMS_CLOCK"


def now() -> datetime:
    """This instant, in UTC."""
    fixed = os.environ.get(STANDING_STILL)
    return read_instant(fixed) if fixed else datetime.now(UTC)


def on_the_wall() -> datetime:
    """This instant, even while `now` stands still: the limits of sessions go on."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Washington State."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The Washington State day of an aware instant."""
    if instant.tzinfo is None:
        raise ValueError("An instant without a time zone has no day.")
    return instant.astimezone(PACIFIC).date()


def read_instant(text: str) -> datetime:
    """An ISO instant with its offset, in UTC; one without an offset is read as Washington time."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=PACIFIC)
    return instant.astimezone(UTC)


def monotonic() -> float:
    """Seconds that only go forward, for limits and durations; never stands still."""
    return time.monotonic()


def stands_still() -> bool:
    """Whether the clock was set by hand."""
    return bool(os.environ.get(STANDING_STILL))
