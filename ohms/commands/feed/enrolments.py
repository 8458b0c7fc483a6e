"""Enrolments of one provider: one COHE on a day, whatever the order in which lines come."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row

from ohms.commands.feed.batches import Line


class Held(NamedTuple):
    """A stretch of enrolment: as it stands (`line` None) or as a line wants it."""

    from_on: date
    to_on: date | None
    cohe_id: int
    row_id: int | None
    line: Line | None


class Weighed(NamedTuple):
    """The lines of one provider that may be applied, and those that overlap another enrolment."""

    good: list[Held]
    refused: list[tuple[Line, str]]


def weigh(
    known: Iterable[Row[Any]], wanted: Iterable[tuple[Line, int]], *, tells_ends: bool = True
) -> Weighed:
    """Decide which lines stand. Where the file has no column of ends, known ones stay. A line with the first day of a known enrolment changes its end; a
    line that shares a day with another enrolment is refused, and what it would have changed stays."""
    standing = {
        row.from_on: Held(row.from_on, row.to_on, row.cohe_id, row.id, None) for row in known
    }
    refused: list[tuple[Line, str]] = []
    final = dict(standing)
    for line, cohe_id in wanted:
        from_on, to_on = line.said.enrolled_from, line.said.enrolled_to
        before = standing.get(from_on)
        if before is not None and before.cohe_id != cohe_id:
            refused.append((line, _reason(before)))
        else:
            if before is not None and not tells_ends:
                to_on = before.to_on
            row_id = before.row_id if before is not None else None
            final[from_on] = Held(from_on, to_on, cohe_id, row_id, line)
    while overlap := _first_overlap(final):
        wrong, other = overlap
        assert wrong.line is not None
        refused.append((wrong.line, _reason(other)))
        if wrong.from_on in standing:
            final[wrong.from_on] = standing[wrong.from_on]
        else:
            del final[wrong.from_on]
    return Weighed([held for held in final.values() if held.line is not None], refused)


def _first_overlap(final: dict[date, Held]) -> tuple[Held, Held] | None:
    """Two that share a day: first the one whose line is at fault, the later one where both have one."""
    before: Held | None = None
    for _from_on, held in sorted(final.items()):
        if before is not None and (before.to_on is None or held.from_on <= before.to_on):
            return (held, before) if held.line is not None else (before, held)
        before = held
    return None


def _reason(other: Held) -> str:
    until = f"to {other.to_on}" if other.to_on else "on"
    return (
        "Enter days on which this provider is enrolled in no other COHE, or end the other enrolment "
        f"before; it holds from {other.from_on} {until}."
    )
