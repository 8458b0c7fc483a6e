"""Attesting time through a day, locking a quarter, and what is worth a second look.

Signing and attesting never change what counts (design.md section 5, "Minutes"). What is looked at
twice is a warning, never a refusal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from ohms.domain.calendar import ONE_DAY, Quarter, week_start, written
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Capture

LONG_DAY = 600
"""Assumption: a day of more than 10 hours is worth a second look."""

LATE_AFTER = timedelta(days=7)
"""Assumption: minutes entered more than 7 days after the work are recalled, not recorded."""

TO_SUNDAY = timedelta(days=6)


class CorrectionReason(StrEnum):
    """Why minutes that somebody stood by are changed: a word to choose, beside a sentence."""

    WRONG_MINUTES = "wrong_minutes"
    WRONG_DAY = "wrong_day"
    WRONG_WORK = "wrong_work"
    FORGOTTEN = "forgotten"
    TWICE = "twice"
    CLOCK_LEFT_RUNNING = "clock_left_running"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    from_on: date
    to_on: date


def check_attestable(through_on: date, *, after: date | None, today: date) -> None:
    """A day that has come and lies beyond what is attested already."""
    if through_on > today:
        raise RuleBroken("Enter a day that is not after today.", field="through_on")
    if after is not None and through_on <= after:
        raise RuleBroken(
            f"Your time is attested through {written(after)} already. Enter a later day.",
            field="through_on",
        )


def attested_days(first_on: date, through_on: date) -> tuple[date, ...]:
    """The last days that attesting from a day through another leaves: each quarter's end between,
    and the day itself. A week over a quarter's end splits."""
    ends = [through_on]
    while (end := Quarter.of(ends[-1]).previous.last_on) >= first_on:
        ends.append(end)
    return tuple(reversed(ends))


def weeks_to_attest(
    held: Sequence[Span], attested_through: date | None, quarter: Quarter, today: date
) -> list[Span]:
    """The weeks of a quarter that are over and not attested whole, Monday to Sunday, cut at the
    quarter's ends and at the days on which positions were held."""
    pieces = {span for each in held for span in _weeks(each, attested_through, quarter)}
    return sorted(
        (span for span in pieces if span.to_on < today), key=lambda span: (span.from_on, span.to_on)
    )


def _weeks(held: Span, attested_through: date | None, quarter: Quarter) -> Iterator[Span]:
    day = max(held.from_on, quarter.first_on)
    if attested_through is not None:
        day = max(day, attested_through + ONE_DAY)
    last = min(held.to_on, quarter.last_on)
    while day <= last:
        end = min(week_start(day) + TO_SUNDAY, last)
        yield Span(day, end)
        day = end + ONE_DAY


def check_lockable(quarter: Quarter, *, locked: bool, today: date) -> None:
    """Only a finished quarter is locked, and once."""
    if quarter.last_on >= today:
        raise RuleBroken(
            f"{quarter.named} is not over yet. It can be locked from the day after its end."
        )
    if locked:
        raise RuleBroken(f"{quarter.named} is locked already.")


def checked_reason(reason: str | None, *, field: str = "reason") -> str:
    """What was said for why; never nothing."""
    said = (reason or "").strip()
    if not said:
        raise RuleBroken("Enter why: it stays with the record.", field=field)
    return said


@dataclass(frozen=True, slots=True)
class LoggedFact:
    """An entry as a second look sees it."""

    performed_on: date
    minutes: int
    capture: Capture
    entered_at: datetime
    entered_on: date


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is worth a second look, none of it refused."""

    long_days: tuple[date, ...]
    on_leave: tuple[date, ...]
    overlapping: frozenset[int]
    """Places of captured runs that ran into another one."""

    late: frozenset[int]
    """Places of entries that came more than 7 days after the work."""


def oddities(entries: Sequence[LoggedFact], days_away: frozenset[date]) -> Oddities:
    """`days_away`: days on which the person was recorded absent for all that was scheduled."""
    totals: dict[date, int] = {}
    for entry in entries:
        totals[entry.performed_on] = totals.get(entry.performed_on, 0) + entry.minutes
    return Oddities(
        tuple(day for day in sorted(totals) if totals[day] > LONG_DAY),
        tuple(day for day in sorted(totals) if day in days_away),
        frozenset(_overlapping(entries)),
        frozenset(
            place
            for place, entry in enumerate(entries)
            if entry.entered_on - entry.performed_on > LATE_AFTER
        ),
    )


def _overlapping(entries: Sequence[LoggedFact]) -> Iterator[int]:
    """A clock that was saved on its day ran for its minutes up to then; two of one person cannot run
    at once. Typed minutes and those written on another day say nothing of the hour."""
    runs = sorted(
        (entry.entered_at - timedelta(minutes=entry.minutes), entry.entered_at, place)
        for place, entry in enumerate(entries)
        if entry.capture is Capture.CAPTURED and entry.entered_on == entry.performed_on
    )
    for before, after in pairwise(runs):
        if after[0] < before[1] and after[1] != before[1]:
            yield before[2]
            yield after[2]
