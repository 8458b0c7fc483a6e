"""A calendar of whole days that other programs subscribe to: iCalendar (RFC 5545), content lines escaped
and folded as sections 3.1 and 3.3.11 ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

LONGEST_LINE = 75
"""Octets of a content line without its end; what is longer goes on in the next, after a blank."""
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\r": None, "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Day:
    """An entry of one whole day. `uid` stays the same while it is told, `sequence` grows as it changes."""

    uid: str
    on: date
    summary: str
    url: str
    sequence: int = 0


def calendar_of(name: str, days: Iterable[Day], made_at: datetime) -> str:
    """The whole file. The days take nobody's time and are marked as private."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OHMS//Tasks//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for day in days:
        lines += _entry(day, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded_line(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A value of the kind TEXT."""
    return text.translate(ESCAPED)


def folded_line(line: str) -> str:
    """Broken between signs, never within one, so that no part is longer than its 75 octets."""
    parts, part, room = [], "", LONGEST_LINE
    for sign in line:
        octets = len(sign.encode())
        if octets > room:
            parts.append(part)
            part, room = "", LONGEST_LINE - 1  # the blank that begins the next line
        part += sign
        room -= octets
    return "\r\n ".join([*parts, part])


def _entry(day: Day, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(day.uid)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"SEQUENCE:{day.sequence}"
    yield f"SUMMARY:{escaped(day.summary)}"
    yield f"URL:{day.url}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
