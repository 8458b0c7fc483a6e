"""Reading a feed file line by line: each line becomes what it says, or the reasons why it cannot.

Speed matters here (a year's claims of the whole state in one file): what does not change from
line to line is worked out once, and a line of plain ASCII is not looked at sign by sign.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Generic, Literal, NamedTuple, Self, TypeVar, overload

from ohms.domain.feed.header import read_header
from ohms.domain.feed.hygiene import tidied
from ohms.domain.feed.layouts import LAYOUTS, Layout
from ohms.domain.feed.lines import (
    ApfLine,
    ClaimLine,
    DocumentLine,
    FeedKind,
    ParsedLine,
    ProviderLine,
    Refusal,
    RoaLine,
    TimeLossLine,
)
from ohms.domain.feed.parser import LineParser
from ohms.domain.feed.records import Record, records
from ohms.domain.feed.refused import REFUSED_COLUMNS, restored
from ohms.domain.feed.seen import SeenKeys

L = TypeVar("L", bound=ParsedLine)

AT_ONCE = 16  # rows of a sheet that Excel writes with as many cells each


class FeedLine(NamedTuple, Generic[L]):
    """One line: where it begins, its cells as they stand, and what came of it."""

    line_number: int
    cells: tuple[str, ...]
    outcome: L | list[Refusal]


class FeedReading(Generic[L]):
    """A file being read: iterate once over its lines.

    Lines without any text are passed over, and so is a line whose key stood earlier in the file
    with the same content (`repeated` counts them). The same key with other content is refused.
    `header`, `columns` (the known columns that the file has) and `notices` stand from the start;
    the counts are complete when the iteration is. Given a path, the file is closed at the end or
    by `close`.
    """

    def __init__(self, layout: Layout, stream: BinaryIO, as_of: date, *, owned: bool) -> None:
        self._layout = layout
        self._stream = stream
        self._owned = owned
        self._records = records(stream)
        first = next(self._records, None)
        header = read_header(first, layout)
        self._header_widths = {len(first.cells)} if first else set[int]()
        self._is_even = True  # so far: all sixteen rows have as many cells
        self.kind = layout.kind
        self.header = header.cells
        self.columns = frozenset(header.places)
        self.notices = header.notices
        self.lines_good = 0
        self.lines_refused = 0
        self.repeated = 0
        self._of_refused_lines = header.of_refused_lines
        self._may_break = {header.places.get(c.name) for c in layout.columns if c.many_lines}
        self._name_at = {place: name for name, place in header.places.items()}
        self._parser = LineParser(layout, header.places, as_of)
        self._seen = SeenKeys()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file if `read_feed` opened it."""
        if self._owned:
            self._stream.close()

    def __iter__(self) -> Iterator[FeedLine[L]]:
        for rows, at_once in groupby(self._records, lambda record: (record.row - 1) // AT_ONCE):
            block = list(at_once)
            may_fill = self._is_cut_together(rows, block)
            for record in block:
                line = self._line(record, may_fill)
                if line is None:
                    continue
                if isinstance(line.outcome, list):
                    self.lines_refused += 1
                else:
                    self.lines_good += 1
                yield line
        self.close()

    def _is_cut_together(self, rows: int, block: list[Record]) -> bool:
        """Whether the lines were shortened as Excel does it: it writes rows by sixteen, to the last column
        in which any of the sixteen has something. A file with one uneven sixteen is not Excel's work, and
        of a single line nobody knows which cell it is that is missing."""
        whole = [record for record in block if not record.fault]
        widths = {len(record.cells) for record in whole}
        if not rows:
            widths |= self._header_widths
        self._is_even = self._is_even and len(widths) <= 1
        return self._is_even and len(whole) > 1 and all(record.by_a_spreadsheet for record in whole)

    def _line(self, record: Record, may_fill: bool) -> FeedLine[L] | None:
        """None for a line that says nothing or nothing new. `may_fill`: where it is too short, its last
        cells were empty."""
        number, cells = record.line_number, record.cells
        if not cells[0].strip() and not "".join(cells).strip():
            return None
        if self._of_refused_lines and not record.fault:
            cells = [restored(cell) for cell in cells[len(REFUSED_COLUMNS) :]]
        if record.by_a_spreadsheet and len(cells) != len(self.header):
            cells = self._squared(cells, may_fill)
        raw = tuple(cells)
        if record.fault or len(cells) != len(self.header):
            reason = record.fault or self._wrong_count(cells)
            return FeedLine(number, raw, [Refusal(number, None, reason)])
        wrong: dict[str, str] = {}
        if not record.clean:
            cells, wrong = self._tidied(cells)
        parsed: Any = self._parser.read(cells, wrong)
        if parsed is None:
            return FeedLine(number, raw, [Refusal(number, *item) for item in wrong.items()])
        first, same = self._seen.first_line(self._parser.key_of(parsed), parsed, number)
        if first == number:
            return FeedLine(number, raw, parsed)
        if same:
            self.repeated += 1
            return None
        return FeedLine(number, raw, [self._repeats(number, first)])

    def _squared(self, cells: list[str], may_fill: bool) -> list[str]:
        """As many cells as the header has, where those that are missing or too many are empty ones at the
        end."""
        needs = len(self.header)
        if len(cells) > needs:
            return cells if any(cell.strip() for cell in cells[needs:]) else cells[:needs]
        if not may_fill or any(self._is_required(place) for place in range(len(cells), needs)):
            return cells
        return [*cells, *[""] * (needs - len(cells))]

    def _is_required(self, place: int) -> bool:
        return self._name_at.get(place) in self._layout.required_names

    def _wrong_count(self, cells: list[str]) -> str:
        has, needs = len(cells), len(self.header)
        fewer = "fewer" if has < needs else "more"
        return (
            f"Give this line as many cells as the header has, {needs}; it has {has}, {fewer} than "
            "that. Put cells that hold commas between quotes."
        )

    def _tidied(self, cells: list[str]) -> tuple[list[str], dict[str, str]]:
        wrong: dict[str, str] = {}
        tidy = []
        for place, cell in enumerate(cells):
            text = tidied(cell, line_breaks=place in self._may_break)
            if text is None:
                name = self._name_at.get(place)
                if name is not None:
                    wrong[name] = _about_control(name, cell)
                text = ""
            tidy.append(text)
        return tidy, wrong

    def _repeats(self, number: int, first: int) -> Refusal:
        key = self._layout.key
        return Refusal(
            number,
            key[0],
            f"Keep one line for this {' and '.join(key)}; line {first} says something else of it.",
        )


def _about_control(name: str, cell: str) -> str:
    if tidied(cell, line_breaks=True) is not None:
        return f"Enter {name} on one line; this cell has a line break or a tab in it."
    return f"Remove the control characters from {name} and enter it again."


@overload
def read_feed(
    kind: Literal[FeedKind.CLAIMS], source: BinaryIO | Path, as_of: date
) -> FeedReading[ClaimLine]: ...
@overload
def read_feed(
    kind: Literal[FeedKind.ROA], source: BinaryIO | Path, as_of: date
) -> FeedReading[RoaLine]: ...
@overload
def read_feed(
    kind: Literal[FeedKind.APF], source: BinaryIO | Path, as_of: date
) -> FeedReading[ApfLine]: ...
@overload
def read_feed(
    kind: Literal[FeedKind.TIME_LOSS], source: BinaryIO | Path, as_of: date
) -> FeedReading[TimeLossLine]: ...
@overload
def read_feed(
    kind: Literal[FeedKind.DOCUMENTS], source: BinaryIO | Path, as_of: date
) -> FeedReading[DocumentLine]: ...
@overload
def read_feed(
    kind: Literal[FeedKind.PROVIDERS], source: BinaryIO | Path, as_of: date
) -> FeedReading[ProviderLine]: ...
@overload
def read_feed(kind: FeedKind, source: BinaryIO | Path, as_of: date) -> FeedReading[ParsedLine]: ...
def read_feed(kind: FeedKind, source: BinaryIO | Path, as_of: date) -> FeedReading[Any]:
    """Begins reading a file of the feed; raises `FileRefused` when its header will not do.

    `source` is read from where it stands and left open; a path is opened and closed. `as_of` is
    the last day that the file can tell of (see `as_of_day`). The reading stands for one pass.
    """
    layout = LAYOUTS[kind]
    if not isinstance(source, Path):
        return FeedReading(layout, source, as_of, owned=False)
    stream = source.open("rb")
    try:
        return FeedReading(layout, stream, as_of, owned=True)
    except BaseException:
        stream.close()
        raise
