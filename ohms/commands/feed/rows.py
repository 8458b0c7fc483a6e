"""Rows by the thousand: asked for, numbered and written without a statement for each line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from ohms.extensions import db
from ohms.models import Base

AT_ONCE = 5_000  # values in one IN list; SQLite takes 32,766
NUMBERS_AT_ONCE = 500

Values = dict[str, Any]
Question = Select[*tuple[Any, ...]]
"""A SELECT of whatever columns."""


def rows_in(
    statement: Question, column: InstrumentedAttribute[Any], values: Iterable[Any]
) -> Iterator[Row[Any]]:
    """The rows of a statement whose column has one of the values, however many there are."""
    listed = sorted(set(values))
    for start in range(0, len(listed), AT_ONCE):
        chunk = listed[start : start + AT_ONCE]
        yield from db.session.execute(statement.where(column.in_(chunk)))


class Numbers:
    """Primary keys given out before their rows are written, so that children can name parents.

    On SQLite the highest plus one, safe because a writing transaction is alone; on PostgreSQL from
    the table's own sequence, some hundred at a time. A dry run writes nothing and counts by itself.
    """

    def __init__(self, *, dry: bool = False) -> None:
        self._dry = dry
        self._series: dict[type[Base], Iterator[int]] = {}

    def next(self, model: type[Base]) -> int:
        series = self._series.get(model)
        if series is None:
            series = self._series[model] = self._series_of(_table(model))
        return next(series)

    def _series_of(self, table: Table) -> Iterator[int]:
        if self._dry:
            return _from(1)
        if db.session.get_bind().dialect.name == "sqlite":
            highest = db.session.execute(select(func.max(table.c.id))).scalar_one()
            return _from((highest or 0) + 1)
        return _from_sequence(table.name)


def _from(number: int) -> Iterator[int]:
    while True:
        yield number
        number += 1


def _from_sequence(table: str) -> Iterator[int]:
    numbers = select(func.nextval(func.pg_get_serial_sequence(table, "id"))).select_from(
        func.generate_series(1, NUMBERS_AT_ONCE)
    )
    while True:
        yield from db.session.execute(numbers).scalars().all()


class Changes:
    """What a batch will write: by table, in the order that foreign keys ask for."""

    def __init__(self) -> None:
        self._removed: dict[Table, list[int]] = defaultdict(list)
        self._changed: dict[Table, list[Values]] = defaultdict(list)
        self._added: dict[Table, list[Values]] = defaultdict(list)
        self._late: dict[Table, list[Values]] = defaultdict(list)

    def add(self, model: type[Base], values: Values) -> None:
        self._added[_table(model)].append(values)

    def change(self, model: type[Base], values: Values) -> None:
        """`values` holds the id and what the row shall say."""
        self._changed[_table(model)].append(values)

    def change_at_last(self, model: type[Base], values: Values) -> None:
        """The same, after all rows were added: for a row that names one added beside it."""
        self._late[_table(model)].append(values)

    def remove(self, model: type[Base], row_id: int) -> None:
        self._removed[_table(model)].append(row_id)

    def write(self) -> None:
        """One executemany per table and set of columns."""
        in_order = Base.metadata.sorted_tables
        for table in reversed(in_order):
            for chunk in _chunks(self._removed.get(table, ())):
                _send(delete(table).where(table.c.id.in_(chunk)))
        for table in in_order:
            _update(table, self._changed.get(table, ()))
            for rows in _by_columns(self._added.get(table, ())):
                _send(insert(table), rows)
        for table, rows in self._late.items():
            _update(table, rows)


def _update(table: Table, rows: Sequence[Values]) -> None:
    for alike in _by_columns(rows):
        columns = [name for name in alike[0] if name != "id"]
        statement = (
            update(table)
            .where(table.c.id == bindparam("of_id"))
            .values({name: bindparam(f"to_{name}") for name in columns})
        )
        marked = [
            {"of_id": row["id"], **{f"to_{name}": row[name] for name in columns}} for row in alike
        ]
        _send(statement, marked)


def _send(statement: Any, rows: list[Values] | None = None) -> None:
    """Through the session's connection: the rows are no entities, nothing is kept of them."""
    db.session.connection().execute(statement, rows)


def _by_columns(rows: Sequence[Values]) -> Iterable[list[Values]]:
    alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(row)
    return alike.values()


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
