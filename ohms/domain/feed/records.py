"""From bytes to records: lines, encodings, quotes. Knows CSV, knows nothing of columns.

One bad line costs one line: a line that is not UTF-8, too long or badly quoted becomes a `Record`
with a `fault`, and reading goes on at the next line. Never more than one record is held in memory.
"""

import codecs
import csv
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ohms.domain.feed.lines import FileRefused
from ohms.domain.feed.other_files import no_csv

LONGEST_RECORD = 65_536  # bytes; the fields of the longest layout, filled up, need a third of it
SHOWN_OF_A_BROKEN_LINE = 200  # characters

TOO_LONG = f"Shorten this line to at most {LONGEST_RECORD:,} bytes."
NOT_UTF8 = (
    "Save the file as “CSV UTF-8 (Comma delimited)”; this line has letters of another encoding."
)
BAD_QUOTES = (
    'Close every quoted cell with a " before the next comma, and write a " inside it as ""; '
    "this line does not."
)
LONE_RETURN = "Put line breaks inside a cell between quotes; this line has one outside of quotes."


class Record(NamedTuple):
    """One record, from the line it begins on (the header is line 1).

    `clean`: plain ASCII without control characters, so that no cell needs a closer look. `fault`
    is the sentence why its cells cannot be trusted, or None. `by_a_spreadsheet`: it ends with CR LF,
    as spreadsheets end lines, and so it was not cut off. `row`: which of the sheet it was, from 1; a
    cell over several lines is of one row, and a row without text is one too.
    """

    line_number: int
    cells: list[str]
    clean: bool
    fault: str | None
    by_a_spreadsheet: bool = False
    row: int = 1


class _Lines:
    """Numbered lines of a stream, with those put back first. A too long one is cut, and skipped."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._put_back: list[bytes] = []
        self.number = 0  # of the line given last

    def next(self) -> bytes:
        """The next line with its line end; b"" at the end of the file."""
        if self._put_back:
            line = self._put_back.pop()
        else:
            line = self._stream.readline(LONGEST_RECORD + 1)
            if len(line) > LONGEST_RECORD and not line.endswith(b"\n"):
                self._skip_the_rest()
            if not self.number:
                line = line.removeprefix(codecs.BOM_UTF8)
        if line:
            self.number += 1
        return line

    def put_back(self, lines: list[bytes]) -> None:
        self._put_back.extend(reversed(lines))
        self.number -= len(lines)

    def _skip_the_rest(self) -> None:
        while True:
            rest = self._stream.readline(LONGEST_RECORD)
            if not rest or rest.endswith(b"\n"):
                return


def records(stream: BinaryIO) -> Iterator[Record]:
    """The records of a CSV file from the stream's position; lines without any text are left out.

    FileRefused where the first line shows that it is another kind of file."""
    return _Records(stream).all()


class _Records:
    def __init__(self, stream: BinaryIO) -> None:
        self._lines = _Lines(stream)
        self._row = 0
        # One CSV reader for the whole file, fed one record at a time: making one costs as much as
        # splitting a line with it.
        self._body: list[str] = []
        self._split = csv.reader(iter(self._body.pop, None), strict=True)

    def all(self) -> Iterator[Record]:
        lines = self._lines
        first = lines.next()
        if told := no_csv(first):
            raise FileRefused(told)
        if first:
            lines.put_back([first])
        while line := lines.next():
            self._row += 1
            if len(line) > LONGEST_RECORD:
                yield self._broken(lines.number, line, TOO_LONG)
            elif line.count(b'"') % 2:
                yield self._quoted_over_lines(line)
            elif not line.isspace():
                yield self._record(lines.number, line)

    def _quoted_over_lines(self, first: bytes) -> Record:
        """The record that begins with `first`, whose last quote is still open at its end.

        Where no sensible record comes of it, `first` alone is at fault, and the lines that were
        looked at are read again by themselves.
        """
        number = self._lines.number
        ahead: list[bytes] = []
        size = len(first)
        is_open = True
        while is_open and size <= LONGEST_RECORD and (line := self._lines.next()):
            ahead.append(line)
            size += len(line)
            is_open = line.count(b'"') % 2 == 0
        if not is_open and size <= LONGEST_RECORD:
            record = self._record(number, first + b"".join(ahead))
            if record.fault not in (BAD_QUOTES, LONE_RETURN):
                return record
        self._lines.put_back(ahead)
        return self._broken(number, first, BAD_QUOTES)

    def _record(self, number: int, line: bytes) -> Record:
        fault = None
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("utf-8", "replace")
            fault = NOT_UTF8
        body = text.removesuffix("\n").removesuffix("\r")
        self._body.append(body)
        try:
            cells = next(self._split)
        except (csv.Error, IndexError):  # IndexError: it asks for more, a quote is still open
            fault = BAD_QUOTES if '"' in body else LONE_RETURN
            return self._broken(number, line, fault)
        clean = body.isascii() and body.isprintable()
        return Record(number, cells, clean, fault, line.endswith(b"\r\n"), self._row)

    def _broken(self, number: int, line: bytes, fault: str) -> Record:
        shown = line[: SHOWN_OF_A_BROKEN_LINE * 4].decode("utf-8", "replace")
        cells = [shown[:SHOWN_OF_A_BROKEN_LINE].rstrip("\r\n")]
        return Record(number, cells, False, fault, row=self._row)
