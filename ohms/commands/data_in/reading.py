"""The lines of an export's files: cells as values, with the place of whatever is wrong in them."""

import csv
import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import BigInteger, Column, Enum, Table, TypeDecorator
from sqlalchemy import String as Text

from ohms.domain.data_in import CellRefused, DataRefused, read_cell, refused
from ohms.domain.feed import no_csv
from ohms.queries.data_out.whole import columns_of, file_of

LONGEST_CELL = 256 * 1024 * 1024
"""Characters: a report kept as PDF stands in one cell."""

SMALLEST_ID, GREATEST_ID = -(2**31), 2**31 - 1


class Line(NamedTuple):
    """A record and the line on which it begins; the header is line 1."""

    number: int
    cells: list[str]


class LinesOf:
    """One CSV file, read once from its first line to its last; `sha256` and `rows` are told at its end."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self._path = name, folder / name
        self.rows = 0
        self.sha256 = ""

    def read(self) -> Iterator[Line]:
        """The header and every record. DataRefused where the file is not there or is no CSV in UTF-8."""
        csv.field_size_limit(LONGEST_CELL)
        try:
            with self._path.open("rb") as stream:
                hashed = _Hashed(stream)
                yield from self._records(hashed)
                self.sha256 = hashed.digest.hexdigest()
        except FileNotFoundError:
            raise DataRefused(f"{self.name} is not in this folder.") from None

    def _records(self, hashed: "_Hashed") -> Iterator[Line]:
        if told := no_csv(hashed.first_line()):
            raise refused(self.name, 1, None, told)
        reader = csv.reader(hashed.texts(), strict=True)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                raise refused(self.name, number, None, "This is no line of a CSV file.") from None
            except UnicodeDecodeError:
                at = reader.line_num + 1
                raise refused(self.name, at, None, "This line is not UTF-8 text.") from None
            if cells is None:
                return
            if number > 1:
                self.rows += 1
            yield Line(number, cells)


class _Hashed:
    """Lines of text, of whose bytes the hash is taken as they go by."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def first_line(self) -> bytes:
        """Looked at, not read."""
        line = self._stream.readline()
        self._stream.seek(0)
        return line

    def texts(self) -> Iterator[str]:
        for line in self._stream:
            self.digest.update(line)
            yield line.decode("utf-8")


class Keys:
    """What rows before told of themselves, for those after to name: ids in ascending order, and the few
    other columns that are named from elsewhere."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._ids = {table.name: array("q") for table in tables}
        named = {key.column for table in tables for key in table.foreign_keys}
        self._others: dict[Column[Any], set[Any]] = {
            column: set() for column in named if column.name != "id"
        }

    def add(self, table: Table, values: dict[str, Any]) -> bool:
        """Whether the row's id follows the one before it."""
        ids = self._ids[table.name]
        if ids and values["id"] <= ids[-1]:
            return False
        ids.append(values["id"])
        for column, known in self._others.items():
            if column.table is table:
                known.add(values[column.name])
        return True

    def holds(self, column: Column[Any], value: Any) -> bool:
        if column.name != "id":
            return value in self._others[column]
        ids = self._ids[column.table.name]
        at = bisect_left(ids, value)
        return at < len(ids) and ids[at] == value


class RowsOf:
    """The rows of one table's file, each value of its column's kind and each reference one that holds."""

    def __init__(self, folder: Path, table: Table, keys: Keys) -> None:
        self.table, self._keys = table, keys
        self.lines = LinesOf(folder, file_of(table))
        self._columns = columns_of(table)
        self._reads = [_reader_of(column) for column in self._columns]
        self._parents = {
            column.name: next(iter(column.foreign_keys)).column
            for column in self._columns
            if column.foreign_keys
        }
        self._later: list[tuple[int, str, Any]] = []  # references within the table, to rows below

    def read(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Line and values of each row. DataRefused at the first that cannot be."""
        records = self.lines.read()
        header = next(records, None)
        names = [column.name for column in self._columns]
        if header is None or header.cells != names:
            told = f"The header must be {','.join(names)}."
            raise refused(self.lines.name, 1, None, told)
        for line in records:
            yield line.number, self._row(line)
        for number, name, value in self._later:
            self._check_parent(number, name, value)

    def refuse(self, line: int, column: str | None, reason: str) -> DataRefused:
        return refused(self.lines.name, line, column, reason)

    def _row(self, line: Line) -> dict[str, Any]:
        if len(line.cells) != len(self._columns):
            told = f"This line has {len(line.cells)} cells and the header {len(self._columns)}."
            raise self.refuse(line.number, None, told)
        values: dict[str, Any] = {}
        for column, read, cell in zip(self._columns, self._reads, line.cells, strict=True):
            try:
                values[column.name] = read(cell)
            except CellRefused as wrong:
                raise self.refuse(line.number, column.name, str(wrong)) from None
        if not self._keys.add(self.table, values):
            raise self.refuse(line.number, "id", "Ids ascend from line to line, each of them once.")
        for name, parent in self._parents.items():
            if values[name] is None:
                continue
            if parent.table is self.table and values[name] > values["id"]:
                self._later.append((line.number, name, values[name]))
            else:
                self._check_parent(line.number, name, values[name])
        return values

    def _check_parent(self, line: int, name: str, value: Any) -> None:
        parent = self._parents[name]
        if not self._keys.holds(parent, value):
            told = f"There is no such row in {file_of(parent.table)}."
            raise self.refuse(line, name, told)


def _reader_of(column: Column[Any]) -> Any:
    of = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    kind = of.python_type
    longest = of.length if isinstance(of, Text) and not isinstance(of, Enum) else None
    may_be_empty = bool(column.nullable)
    is_small = kind is int and not isinstance(column.type, BigInteger)

    def read(cell: str) -> Any:
        value = read_cell(cell, kind, may_be_empty=may_be_empty, longest=longest)
        if is_small and value is not None and not SMALLEST_ID <= value <= GREATEST_ID:
            raise CellRefused("Write a smaller number.")
        return value

    return read
