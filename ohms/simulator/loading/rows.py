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
    """Insert rows that all name the same columns; how many. Inside a bulk unit only.

    The values are spelled for the driver here, column by column: SQLAlchemy's own way, row by row,
    takes three times as long.
    """
    if not rows:
        return 0
    connection = db.session.connection()
    table = table_of(model)
    constants = {
        column.key: column.default.arg
        for column in table.c
        if column.key not in rows[0] and isinstance(column.default, ScalarElementColumnDefault)
    }
    names = [*rows[0], *constants]
    compiled = insert(table).compile(connection.engine, column_keys=names)
    for start in range(0, len(rows), AT_A_TIME):
        some = rows[start : start + AT_A_TIME]
        columns = [
            _spelled(table.c[name], [row[name] for row in some], connection) for name in rows[0]
        ]
        columns += [
            _spelled(table.c[name], [value] * len(some), connection)
            for name, value in constants.items()
        ]
        _send(connection, compiled, dict(zip(names, columns, strict=True)))
    return len(rows)


class _Spelling(dict[Any, Any]):
    """How the driver wants each value of a column: asked once for every value there is."""

    def __init__(self, spell: Callable[[Any], Any]) -> None:
        self._spell = spell

    def __missing__(self, value: Any) -> Any:
        spelled = self[value] = self._spell(value)
        return spelled


def _spelled(column: Column[Any], values: list[Any], connection: Connection) -> list[Any]:
    spell = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if spell is None:
        return values
    spelling = _Spelling(spell)
    return [spelling[value] for value in values]


def _send(connection: Connection, compiled: Compiled, columns: dict[str, list[Any]]) -> None:
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
