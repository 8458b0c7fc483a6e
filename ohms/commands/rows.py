"""Rows that a command writes whole, each by one statement of its table, in place of a flush.

A flush weighs which of all rows hangs on which, and what of each has changed since it was read: ten times as
dear as the statement that it sends. What people save hundreds of times a day, a note with all that hangs on
it, is written in the order in which it hangs, and needs none of that. What is recorded, refused and told is
the same (`write_guard.writing_row`); what else waits in the session is flushed before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Update, bindparam, insert, inspect, update
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from ohms.commands.write_guard import writing_row
from ohms.extensions import db
from ohms.models import Base


def write_row(row: Base) -> None:
    """Insert a new row; it has its id then, and what it did not say is as its table has it. Changed
    afterwards, it is flushed as any other."""
    session, table = db.session(), _table_of(type(row))
    said = instance_dict(row)
    values = {name: said.get(name, default) for name, default in table.defaults.items()}
    session.flush()
    with writing_row(row, "added"):
        sent = session.connection().execute(table.insert, values)
        said.update(values, id=cast("Any", sent.inserted_primary_key)[0])
        make_transient_to_detached(row)
        session.add(row)


def change_row(row: Base, **values: Any) -> None:
    """Set these columns of a loaded row, where they differ from what it says. StaleDataError where
    another changed it since it was read, as from a flush."""
    session = db.session()
    session.flush()
    differ = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differ:
        return
    table, version = _table_of(type(row)), row.version  # type: ignore[attr-defined]
    of_row = {"of_id": row.id, "of_version": version, "version": version + 1}
    with writing_row(row, "changed", sorted(differ)):
        sent = session.connection().execute(table.update(tuple(sorted(differ))), differ | of_row)
        if sent.rowcount != 1:
            raise StaleDataError(f"{type(row).__name__} {row.id} was changed since it was read.")
        for name, value in {**differ, "version": version + 1}.items():
            set_committed_value(row, name, value)


@dataclass(frozen=True, slots=True)
class _Table:
    """The statements of one table, and what a new row of it says where it says nothing."""

    insert: Insert
    update: Callable[[tuple[str, ...]], Update]
    defaults: Mapping[str, Any]


@cache
def _table_of(model: type[Base]) -> _Table:
    columns: Any = inspect(model).columns
    table: Any = model.__table__

    @cache
    def update_of(names: tuple[str, ...]) -> Update:
        of_row = table.c.id == bindparam("of_id"), table.c.version == bindparam("of_version")
        values = {name: bindparam(name, type_=table.c[name].type) for name in (*names, "version")}
        return update(table).where(*of_row).values(values)

    defaults = {
        name: None if column.default is None else column.default.arg
        for name, column in columns.items()
        if name != "id"
    }
    return _Table(insert(table), update_of, defaults)
