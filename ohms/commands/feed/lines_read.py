"""Lines as they come from the reader, sorted into good ones and refused ones."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ohms.commands.feed.batches import Line
from ohms.domain.feed import FeedLine, FeedReading, Refusal


def good_lines_of(lines: Iterable[FeedLine[Any]]) -> Iterator[Line]:
    """The well-formed lines, with what they say."""
    for line in lines:
        if not isinstance(line.outcome, list):
            yield Line(line.line_number, line.outcome, line.cells)


def refused_of(
    read: Iterable[FeedLine[Any]], good: Sequence[Line], refusals: Sequence[Refusal]
) -> list[tuple[tuple[str, ...], list[Refusal]]]:
    """Refused lines with their cells: those the reader refused, and those that `refusals` names."""
    refused = [(line.cells, line.outcome) for line in read if isinstance(line.outcome, list)]
    if refusals:
        cells = {line.number: line.cells for line in good}
        by_line: dict[int, list[Refusal]] = {}
        for each in refusals:
            by_line.setdefault(each.line_number, []).append(each)
        refused += [(cells[number], reasons) for number, reasons in by_line.items()]
    return refused


def notices_of(reading: FeedReading[Any]) -> list[str]:
    """What the person should know of the file itself; complete when it has been read."""
    notices = list(reading.notices)
    if reading.repeated:
        notices.append(
            f"{reading.repeated:,} lines repeat an earlier line and were passed over."
            if reading.repeated > 1
            else "1 line repeats an earlier line and was passed over."
        )
    return notices
