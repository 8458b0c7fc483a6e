"""From the tidied cells of one line to what it says, or to every reason why not."""

from collections.abc import Mapping
from datetime import date
from operator import getitem, itemgetter
from typing import Any

from ohms.domain.feed.fields import Wrong
from ohms.domain.feed.layouts import Column, Layout
from ohms.domain.feed.lines import ParsedLine

KEPT, SHORT = 8_192, 40
"""Different cells of a column whose values are kept while a file is read, and of how many characters: days,
codes and names repeat, texts do not."""


class _Values(dict[str, Any]):
    """What the cells of one column say, as they stand in the file: each different one is read once.

    White space around a cell says nothing. Raises `Wrong`, for an empty cell too where there must be one.
    """

    def __init__(self, column: Column, as_of: date) -> None:
        self._column = column
        self._read = column.reader(column.name, as_of)

    def __missing__(self, cell: str) -> Any:
        value = self._value(cell.strip())
        if len(self) < KEPT and len(cell) <= SHORT:
            self[cell] = value
        return value

    def _value(self, text: str) -> Any:
        if text:
            return self._read(text)
        if self._column.required:
            raise Wrong(f"Fill in {self._column.name}; this line leaves it empty.")
        return self._column.blank


class LineParser:
    """Reads lines of one file. What does not change from line to line is worked out once.

    A good line is read in one sweep; only when something in it is wrong is it read again, column
    by column, to tell everything that is.
    """

    def __init__(self, layout: Layout, places: Mapping[str, int], as_of: date) -> None:
        self._line = layout.line
        self._names = layout.names
        self._values = [_Values(column, as_of) for column in layout.columns]
        self._pick = itemgetter(*(places.get(name, -1) for name in self._names))
        self.key_of = itemgetter(*map(self._names.index, layout.key))
        self._order = [
            (self._names.index(earlier), self._names.index(later))
            for earlier, later in layout.order
        ]
        self._agreements = [
            (agreement, itemgetter(*map(self._names.index, agreement.columns)))
            for agreement in layout.agreements
        ]

    def read(self, cells: list[str], wrong: dict[str, str]) -> ParsedLine | None:
        """The line; or None, with the reasons by field added to those in `wrong`.

        Takes the list of cells over: it gets an empty cell at its end, which absent columns read.
        """
        cells.append("")
        picked = self._pick(cells)
        try:
            values = list(map(getitem, self._values, picked))
        except Wrong:
            values = self._one_by_one(picked, wrong)
        self._compare(values, wrong)
        if wrong:
            return None
        return self._line._make(values)

    def _one_by_one(self, picked: tuple[str, ...], wrong: dict[str, str]) -> list[Any]:
        """The values, None where one is wrong."""
        found: list[Any] = []
        for name, values, cell in zip(self._names, self._values, picked, strict=True):
            try:
                found.append(values[cell])
            except Wrong as refused:
                wrong.setdefault(name, str(refused))
                found.append(None)
        return found

    def _compare(self, values: list[Any], wrong: dict[str, str]) -> None:
        """Cells against each other; a field that is wrong by itself is not told of twice."""
        for earlier, later in self._order:
            first, second = values[earlier], values[later]
            if first is not None and second is not None and first > second:
                name = self._names[later]
                wrong.setdefault(name, _out_of_order(name, second, self._names[earlier], first))
        for agreement, values_of in self._agreements:
            if not agreement.holds(*values_of(values)):
                wrong.setdefault(agreement.field, agreement.reason)


def _out_of_order(later: str, second: date, earlier: str, first: date) -> str:
    # A birth date is not repeated to those who may not see it.
    has = f"{second}" if earlier == "worker_birth_date" else f"{second}, before {first}"
    return f"Enter {later} on or after {earlier}; this line has {has}."
