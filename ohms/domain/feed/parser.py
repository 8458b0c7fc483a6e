"""From the tidied cells of one line to what it says, or to every reason why not."""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from ohms.domain.feed.fields import Wrong
from ohms.domain.feed.layouts import Layout
from ohms.domain.feed.lines import ParsedLine


class LineParser:
    """Reads lines of one file. What does not change from line to line is worked out once.

    A good line is read in one sweep; only when something in it is wrong is it read again, column
    by column, to tell everything that is.
    """

    def __init__(self, layout: Layout, places: Mapping[str, int], as_of: date) -> None:
        self._line = layout.line
        self._names = layout.names
        self._required = frozenset(layout.required_names)
        self._reads = [column.reader(column.name, as_of) for column in layout.columns]
        self._blanks = [column.blank for column in layout.columns]
        self._pick = itemgetter(*(places.get(name, -1) for name in self._names))
        self._pick_required = itemgetter(*(places[name] for name in layout.required_names))
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
        values = self._sweep(cells)
        if values is None:
            values = self._one_by_one(cells, wrong)
        self._compare(values, wrong)
        if wrong:
            return None
        return self._line._make(values)

    def _sweep(self, cells: list[str]) -> list[Any] | None:
        if "" in self._pick_required(cells):
            return None
        picked = self._pick(cells)
        try:
            return [
                read(cell) if cell else blank
                for read, blank, cell in zip(self._reads, self._blanks, picked, strict=True)
            ]
        except Wrong:
            return None

    def _one_by_one(self, cells: list[str], wrong: dict[str, str]) -> list[Any]:
        """The values, None where one is wrong."""
        values: list[Any] = []
        picked = self._pick(cells)
        for name, read, blank, cell in zip(
            self._names, self._reads, self._blanks, picked, strict=True
        ):
            value = blank
            if cell:
                try:
                    value = read(cell)
                except Wrong as refused:
                    wrong[name] = str(refused)
                    value = None
            elif name in self._required:
                wrong.setdefault(name, f"Fill in {name}; this line leaves it empty.")
            values.append(value)
        return values

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
