"""Rows that a command writes whole, each by one statement of its table, in place of a flush.

A flush weighs which of all rows hangs on which, and what of each has changed since it was read: ten times as
dear as the statement that it sends. What people save hundreds of times a day, a note with all that hangs on
it, is written in the order in which it hangs, and needs none of that. What is recorded, refused and told is
the same (`write_guard.writing_row`); what else waits in the session is flushed before.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Update, bindparam, insert, inspect, update
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from ohms.commands.write_guard import writing_row
from ohms.extensions import db
from ohms.models import Base


def write_row(row: Base) -> None:
    """Insert a new row; it has its id then, and what it did not say is as its table has it. Changed
    afterwards, it is flushed as any other."""
    session, said = db.session(), instance_dict(row)
    statement, defaults = _insert_of(type(row))
    values = {name: said.get(name, default) for name, default in defaults.items()}
    session.flush()
    with writing_row(row, "added"):
        sent = session.connection().execute(statement, values)
        said.update(values, id=cast("Any", sent.inserted_primary_key)[0])
        make_transient_to_detached(row)
        _take_its_place(session, row)
        session.add(row)


def change_row(row: Base, **values: Any) -> None:
    """Set these columns of a loaded row, where they differ from what it says. StaleDataError where
    another changed it since it was read, as from a flush."""
    session = db.session()
    session.flush()
    differ = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differ:
        return
    version = row.version  # type: ignore[attr-defined]
    statement = _update_of(type(row), tuple(sorted(differ)))
    of_row = {"of_id": row.id, "of_version": version, "version": version + 1}
    with writing_row(row, "changed", sorted(differ)):
        sent = session.connection().execute(statement, differ | of_row)
        if sent.rowcount != 1:
            raise StaleDataError(f"{type(row).__name__} {row.id} was changed since it was read.")
        for name, value in {**differ, "version": version + 1}.items():
            set_committed_value(row, name, value)


def _take_its_place(session: Session, row: Base) -> None:
    """SQLite gives the id of a deleted newest row again, and a Core statement that deletes one leaves it
    loaded."""
    gone = session.identity_map.get(cast("Any", inspect(row).key))
    if gone is not None:
        session.expunge(gone)


@cache
def _insert_of(model: type[Base]) -> tuple[Insert, Mapping[str, Any]]:
    """With what a new row says where it was told nothing."""
    columns: Any = inspect(model).columns
    defaults = {name: _default_of(column) for name, column in columns.items() if name != "id"}
    return insert(cast("Any", model.__table__)), defaults


@cache
def _update_of(model: type[Base], names: tuple[str, ...]) -> Update:
    table: Any = model.__table__
    of_row = table.c.id == bindparam("of_id"), table.c.version == bindparam("of_version")
    values = {name: bindparam(name, type_=table.c[name].type) for name in (*names, "version")}
    return update(table).where(*of_row).values(values)


def _default_of(column: Any) -> Any:
    """What a new row says there of itself; nothing is called for it, and nothing left to the table."""
    if column.default is None and column.server_default is None:
        return None
    if column.default is None or not column.default.is_scalar:
        raise TypeError(f"{column} has a default that no row says: flush rows of this table.")
    return column.default.arg
