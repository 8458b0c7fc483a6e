"""Walking a sorted list by cursor: a page's cost does not grow with how deep it lies.

A cursor says how many rows came before, and the sort's value and the id of the last of them. It
stands in the address, so it is read as anything that a stranger may have typed.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

PER_PAGE = (25, 50, 100)
LARGEST = 2**31 - 1
Value = date | datetime | str | None
Listed = TypeVar("Listed")


@dataclass(frozen=True, slots=True)
class Cursor:
    """After `position` rows, the last of which had this value and id."""

    position: int
    value: Value
    last_id: int

    def __str__(self) -> str:
        told = self.value.isoformat() if isinstance(self.value, date) else self.value
        packed = json.dumps([self.position, told, self.last_id]).encode()
        return base64.urlsafe_b64encode(packed).decode()


def read_cursor(text: str | None, kind: type[date] | type[datetime] | type[str]) -> Cursor | None:
    """What a cursor of a list sorted by values of `kind` says; None, the list's beginning, for one
    that this product did not make."""
    if not text:
        return None
    try:
        position, told, last_id = json.loads(base64.urlsafe_b64decode(text.encode()))
        numbers = (int(position), int(last_id))
        value = None if told is None else _value(told, kind)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
    if not all(0 <= number <= LARGEST for number in numbers):
        return None
    return Cursor(numbers[0], value, numbers[1])


def _value(told: Any, kind: type[date] | type[datetime] | type[str]) -> Value:
    if not isinstance(told, str):
        raise TypeError("a cursor's value is text")
    if kind is str:
        return _keepable(told)
    if kind is date:
        return date.fromisoformat(told)
    instant = datetime.fromisoformat(told)
    if instant.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return instant.astimezone(UTC)


def _keepable(told: str) -> str:
    """Text that a database can be asked for; ValueError for what none takes."""
    if "\0" in told:
        raise ValueError("no text has a zero byte")
    told.encode()
    return told


@dataclass(frozen=True, slots=True)
class Page(Generic[Listed]):
    """A page of a list: `first` is the number of its first row, `next` the cursor after its last."""

    rows: list[Listed]
    total: int
    first: int
    next: str | None

    @property
    def is_first(self) -> bool:
        return self.first <= 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


def page_from(
    found: Sequence[Any],
    listed: Callable[..., Listed],
    *,
    total: int,
    per_page: int,
    cursor: Cursor | None,
) -> Page[Listed]:
    """A page from one row more than it shows: each has its id first and its sort's value last."""
    before = cursor.position if cursor else 0
    rows = [listed(*row[:-1]) for row in found[:per_page]]
    following = None
    if len(found) > per_page:
        last = found[per_page - 1]
        following = str(Cursor(before + len(rows), last[-1], last[0]))
    return Page(rows, total, before + 1 if rows else 0, following)


def in_order(column: Any, id_column: Any, sort: str) -> tuple[ColumnElement[Any], ...]:
    """Rows by their value, `-` before the sort's name turning it; those without one stand last."""
    last = (column.is_(None),) if _may_be_missing(column) else ()
    if sort.startswith("-"):
        return *last, column.desc(), id_column.desc()
    return *last, column.asc(), id_column.asc()


def _may_be_missing(column: Any) -> bool:
    """Asked of a column that always has a value, PostgreSQL would sort where an index has the order."""
    return bool(getattr(getattr(column, "expression", column), "nullable", True))


def beyond(
    statement: Select[Any], cursor: Cursor | None, column: Any, id_column: Any, sort: str
) -> Select[Any]:
    """The statement's rows that stand after the cursor in `in_order`."""
    if cursor is None:
        return statement
    backwards = sort.startswith("-")
    further_id = id_column < cursor.last_id if backwards else id_column > cursor.last_id
    if cursor.value is None:
        return statement.where(column.is_(None), further_id)
    further = column < cursor.value if backwards else column > cursor.value
    same = and_(column == cursor.value, further_id)
    return statement.where(or_(further, same, column.is_(None)))
