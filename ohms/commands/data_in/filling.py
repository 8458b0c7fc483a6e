"""The rows of one table into the database, under all of its rules; a row that it refuses by its line."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import CheckConstraint, Connection, Table, insert, text
from sqlalchemy.exc import DBAPIError

from ohms.commands.data_in.reading import RowsOf
from ohms.domain.data_in import DataRefused

AT_ONCE = 5_000
Done = Callable[[int], None]
FINAL_ENTRIES = "audit_entry_is_final_delete"


def fill(connection: Connection, rows: RowsOf, done: Done) -> None:
    """Put every row of the table in. DataRefused by line and column."""
    statement = insert(rows.table)
    read = rows.read()
    while some := list(islice(read, AT_ONCE)):
        values = [each for _line, each in some]
        try:
            with connection.begin_nested():
                connection.execute(statement, values)
        except DBAPIError:
            raise _first_refused(connection, rows, some) from None
        done(len(some))


def _first_refused(
    connection: Connection, rows: RowsOf, some: Iterable[tuple[int, dict[str, Any]]]
) -> DataRefused:
    """Which row of a batch the database does not take, and by which rule."""
    statement = insert(rows.table)
    for line, values in some:
        try:
            with connection.begin_nested():
                connection.execute(statement, values)
        except DBAPIError as trouble:
            rule = _rule_of(trouble)
            return rows.refuse(line, _columns_of(rows.table, rule), f"This breaks the rule {rule}.")
    return DataRefused(f"{rows.lines.name} cannot be put in as a whole.")


def _rule_of(trouble: DBAPIError) -> str:
    """The name of the constraint; never the row, which PostgreSQL would tell as well."""
    diagnosis = getattr(trouble.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or diagnosis.message_primary)
    return str(trouble.orig).partition("\n")[0].rpartition("failed: ")[2]


def _columns_of(table: Table, rule: str) -> str | None:
    """The columns that a rule speaks of: its own, or those named in its condition."""
    for constraint in table.constraints:
        if constraint.name == rule:
            told = str(constraint.sqltext) if isinstance(constraint, CheckConstraint) else ""
            names = [
                column.name
                for column in table.columns
                if column.name in told or column in list(getattr(constraint, "columns", ()))
            ]
            return " and ".join(names) or None
    return ", ".join(each.partition(".")[2] for each in rule.split(", ") if "." in each) or None


@contextmanager
def references_at_the_end(connection: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """A row may name one of its own table that comes after it: references are looked at once all of a
    table is in, and afterwards each again as it is written."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        return
    own = [
        (connection.dialect.identifier_preparer.format_table(table), key.name)
        for table in tables
        for key in table.foreign_key_constraints
        if key.referred_table is table
    ]
    for table, key in own:
        words = f"alter table {table} alter constraint {key} deferrable initially deferred"
        connection.execute(text(words))
    yield
    connection.execute(text("set constraints all immediate"))
    for table, key in own:
        connection.execute(text(f"alter table {table} alter constraint {key} not deferrable"))


@contextmanager
def entries_may_go(connection: Connection) -> Iterator[None]:
    """Only for what an empty installation's audit tells of itself; all in the transaction that ends it."""
    if connection.dialect.name == "sqlite":
        words = connection.execute(
            text("select sql from sqlite_master where type = 'trigger' and name = :name"),
            {"name": FINAL_ENTRIES},
        ).scalar_one()
        connection.execute(text(f"drop trigger {FINAL_ENTRIES}"))
        yield
        connection.execute(text(words))
        return
    connection.execute(text("alter table audit_entry disable trigger audit_entry_is_final"))
    yield
    connection.execute(text("alter table audit_entry enable trigger audit_entry_is_final"))
