"""Many rows at once, with ids that are known before: on SQLite and on PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, Connection, Table, func, insert, select
from sqlalchemy.engine import Compiled
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from ohms.domain.calendar import PACIFIC
from ohms.extensions import db
from ohms.models.base import Base

AT_A_TIME = 20_000
"""Rows of one statement: enough to be fast, few enough to stay small in memory."""

CACHE_KIB = 256 * 1024
"""SQLite's page cache while loading: the indexes of what is loaded fit in."""


def table_of(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


def put(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows that all name the same columns; how many. Inside a bulk unit only."""
    if not rows:
        return 0
    return put_columns(model, {name: [row[name] for row in rows] for name in rows[0]})


def put_columns(model: type[Base], columns: Mapping[str, Sequence[Any]]) -> int:
    """The same, given column by column.

    The values are spelled for the driver here: SQLAlchemy's own way, row by row, takes three times as
    long.
    """
    connection = db.session.connection()
    table = table_of(model)
    constants = {
        column.key: column.default.arg
        for column in table.c
        if column.key not in columns and isinstance(column.default, ScalarElementColumnDefault)
    }
    compiled = insert(table).compile(connection.engine, column_keys=[*columns, *constants])
    count = len(next(iter(columns.values())))
    for start in range(0, count, AT_A_TIME):
        some = {name: values[start : start + AT_A_TIME] for name, values in columns.items()}
        here = min(AT_A_TIME, count - start)
        some |= {name: [value] * here for name, value in constants.items()}
        spelled = {
            name: _spelled(table.c[name], values, connection) for name, values in some.items()
        }
        _send(connection, compiled, spelled)
    return count


class _Spelling(dict[Any, Any]):
    """How the driver wants each value of a column: asked once for every value there is."""

    def __init__(self, spell: Callable[[Any], Any]) -> None:
        self._spell = spell

    def __missing__(self, value: Any) -> Any:
        spelled = self[value] = self._spell(value)
        return spelled


def _spelled(column: Column[Any], values: Sequence[Any], connection: Connection) -> Sequence[Any]:
    spell = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if spell is None:
        return values
    spelling = _Spelling(spell)
    return [spelling[value] for value in values]


def _send(connection: Connection, compiled: Compiled, columns: dict[str, Sequence[Any]]) -> None:
    assert isinstance(compiled, SQLCompiler)
    if compiled.positional:
        ordered = (columns[name] for name in compiled.positiontup or ())
        connection.exec_driver_sql(str(compiled), list(zip(*ordered, strict=True)))
        return
    names = tuple(columns)
    dicts = [
        dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    connection.exec_driver_sql(str(compiled), dicts)


def put_numbered(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows that bring their own ids, and let the database go on counting after them."""
    count = put(model, rows)
    connection = db.session.connection()
    if rows and connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table_of(model).name, "id")
        connection.execute(select(func.setval(sequence, last_id(model))))
    return count


def put_one(model: Any, **values: Any) -> int:
    """One row as it is; its id."""
    statement = insert(model).values(**values).returning(model.id)
    return int(db.session.execute(statement).scalar_one())


def last_id(model: type[Base]) -> int:
    """The highest id of a table, 0 when it is empty."""
    highest = select(func.max(table_of(model).c.id))
    return int(db.session.connection().execute(highest).scalar_one() or 0)


def ids_by(model: type[Base], column: str) -> dict[str, int]:
    """Every row's id by what one of its columns says."""
    table = table_of(model)
    pairs = db.session.connection().execute(select(table.c[column], table.c.id))
    return {row[0]: row[1] for row in pairs}


def make_room() -> None:
    """Let SQLite keep the pages of a large load in memory, on the connection in use."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE_KIB}")


@cache
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)


def at_minute(day: date, minute: int) -> datetime:
    """An instant of a Washington State day, by the minutes that its clocks show past midnight."""
    return _midnight(day) + timedelta(minutes=minute)
