"""Which roll-ups a period is the sum of: whole months of it as months, the days beside them as days."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ohms.domain.calendar import ONE_DAY, add_months
from ohms.domain.values import Span


class Part(NamedTuple):
    """A stretch of days that is summed by one span."""

    span: Span
    first_on: date
    last_on: date


def parts_of(periods: Iterable[tuple[date, date]]) -> tuple[Part, ...]:
    """The parts of disjoint periods, those that follow each other as one. A period that ends before it
    begins has none."""
    found: list[Part] = []
    for part in sorted(each for period in periods for each in _parts(*period)):
        if found and found[-1].span == part.span and found[-1].last_on + ONE_DAY == part.first_on:
            found[-1] = found[-1]._replace(last_on=part.last_on)
        else:
            found.append(part)
    return tuple(found)


def _parts(first_on: date, last_on: date) -> list[Part]:
    months_from = first_on if first_on.day == 1 else add_months(first_on.replace(day=1), 1)
    months_end = (last_on + ONE_DAY).replace(day=1)
    if months_from >= months_end:
        cut = [Part(Span.DAY, first_on, last_on)]
    else:
        cut = [
            Part(Span.DAY, first_on, months_from - ONE_DAY),
            Part(Span.MONTH, months_from, months_end - ONE_DAY),
            Part(Span.DAY, months_end, last_on),
        ]
    return [part for part in cut if part.first_on <= part.last_on]
