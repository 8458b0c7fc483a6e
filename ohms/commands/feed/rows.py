"""Rows by the thousand: asked for, numbered and written without a statement for each line."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    FromClause,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from ohms.extensions import db
from ohms.models import Base
from ohms.queries.among import among_thousands

AT_ONCE = 5_000  # values of one statement
NUMBERS_AT_ONCE = 500

Values = dict[str, Any]
Columns = tuple[str, ...]
Rows = dict[FromClause, dict[Columns, list[tuple[Any, ...]]]]
"""Rows by table and by the columns that they have, each with its values in the order of the columns."""
Question = Select[*tuple[Any, ...]]
"""A SELECT of whatever columns."""


def rows_in(
    statement: Question, column: InstrumentedAttribute[Any], values: Iterable[Any]
) -> Iterator[Row[Any]]:
    """The rows of a statement whose column has one of the values, however many there are."""
    listed = sorted(set(values))
    engine = db.session.get_bind().dialect.name
    for start in range(0, len(listed), AT_ONCE):
        chunk = listed[start : start + AT_ONCE]
        yield from db.session.execute(statement.where(among_thousands(column, chunk, engine)))


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
        self._removed: dict[FromClause, list[int]] = defaultdict(list)
        self._changed = _no_rows()
        self._added = _no_rows()
        self._late = _no_rows()

    def add(self, model: type[Base], values: Values) -> None:
        self._added[model.__table__][tuple(values)].append(tuple(values.values()))

    def change(self, model: type[Base], values: Values) -> None:
        """`values` holds the id and what the row shall say."""
        self._changed[model.__table__][tuple(values)].append(tuple(values.values()))

    def change_at_last(self, model: type[Base], values: Values) -> None:
        """The same, after all rows were added: for a row that names one added beside it."""
        self._late[model.__table__][tuple(values)].append(tuple(values.values()))

    def remove(self, model: type[Base], row_id: int) -> None:
        self._removed[model.__table__].append(row_id)

    def write(self) -> None:
        """One executemany per table and set of columns."""
        for table in reversed(_in_order(self._removed)):
            for chunk in _chunks(self._removed[table]):
                _send(delete(table).where(table.c.id.in_(chunk)))
        for table in _in_order({*self._changed, *self._added}):
            _update(table, self._changed[table])
            _insert(table, self._added[table])
        for table in _in_order(self._late):
            _update(table, self._late[table])


def _no_rows() -> Rows:
    return defaultdict(lambda: defaultdict(list))


def _in_order(tables: Collection[FromClause]) -> list[Table]:
    """Parents before children."""
    return [table for table in _all_in_order() if table in tables]


@cache
def _all_in_order() -> list[Table]:
    """Worked out once, for it takes as long as hundreds of rows."""
    return Base.metadata.sorted_tables


def _update(table: Table, rows: Mapping[Columns, Sequence[tuple[Any, ...]]]) -> None:
    for names, alike in rows.items():
        parameters = {name: "of_id" if name == "id" else f"to_{name}" for name in names}
        statement = (
            update(table)
            .where(table.c.id == bindparam("of_id", type_=table.c.id.type))
            .values({name: bindparam(f"to_{name}") for name in names if name != "id"})
        )
        _send_many(table, statement, parameters, alike)


def _insert(table: Table, rows: Mapping[Columns, Sequence[tuple[Any, ...]]]) -> None:
    for names, alike in rows.items():
        _send_many(table, insert(table), {name: name for name in names}, alike)


def _send_many(
    table: Table, statement: Any, parameters: dict[str, str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """One executemany of the driver's own. SQLAlchemy writes the SQL and names how each column's
    values are stored, but it would make a dictionary of each row again, at half the time of a load.
    `parameters`: what the statement calls each column, in the order of the rows' values.
    """
    connection = db.session.connection()
    names = list(parameters.values())
    compiled = statement.compile(
        dialect=connection.dialect, column_keys=names if statement.is_insert else None
    )
    order = compiled.positiontup or names
    told = zip(*rows, strict=True)
    stored = {
        parameter: _stored(values, _storing(table.c[name], connection.dialect))
        for (name, parameter), values in zip(parameters.items(), told, strict=True)
    }
    values = zip(*(stored[parameter] for parameter in order), strict=True)
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), list(values))
    else:
        named = [dict(zip(order, row, strict=True)) for row in values]
        connection.exec_driver_sql(str(compiled), named)


def _storing(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _stored(values: Iterable[Any], storing: Callable[[Any], Any] | None) -> Iterable[Any]:
    """A column as the driver takes it; equal values are worked out once."""
    if storing is None:
        return values
    known = {value: storing(value) for value in set(values)}
    return map(known.__getitem__, values)


def _send(statement: Any) -> None:
    """Through the session's connection: the rows are no entities, nothing is kept of them."""
    db.session.connection().execute(statement)


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
