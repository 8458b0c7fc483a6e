"""The digest of one's Today: counts and links, by e-mail, for who asked for it.

Off unless the person chooses it. Daily: on business days. Weekly: once, in the first night of a
week (from Monday) in which something waits.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ohms.domain.calendar import is_business_day, week_start, written


class Digest(StrEnum):
    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Waiting(NamedTuple):
    """Something that waits on Today: how many, of what (one, several), and the list it opens."""

    number: int
    one: str
    several: str
    path: str

    def said(self) -> str:
        return f"{self.number:,} {self.one if self.number == 1 else self.several}"


def digest_key(chosen: Digest, staff_id: int, day: date) -> str | None:
    """What a digest is known by, so that one is written once; None where none is due that day."""
    if chosen is Digest.WEEKLY:
        return f"digest {staff_id} week {week_start(day).isoformat()}"
    if chosen is Digest.DAILY and is_business_day(day):
        return f"digest {staff_id} {day.isoformat()}"
    return None


def digest_subject(day: date) -> str:
    return f"OHMS: what waits for you on {written(day)}"


def digest_text(waiting: Sequence[Waiting], address: str) -> str:
    """Counts and links alone. Nothing of a claim leaves the house."""
    lines = "\n".join(f"- {each.said()}: {address}{each.path}" for each in waiting)
    return (
        f"This waits for you on Today:\n\n{lines}\n\nOpen Today: {address}/\n\n"
        f"You chose this digest. Change it under Your settings: {address}/settings"
    )
