"""The database itself: its file is whole, its references hold, its audit is one chain."""

from collections.abc import Iterator
from datetime import date

from ohms.extensions import db
from ohms.queries.audit_chain import first_break

MOST_LINES = 20


def file_damaged(_today: date) -> Iterator[str]:
    """SQLite looks at every page; a PostgreSQL server answers for its own files."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.exec_driver_sql(f"PRAGMA quick_check({MOST_LINES})"):
        if line != "ok":
            yield f"the file: {line}"


def reference_broken(_today: date) -> Iterator[str]:
    """A row without its parent, where foreign keys were off for a moment; SQLite only."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        return
    for table, row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table} {row}: its {parent} is missing"


def chain_broken(_today: date) -> Iterator[str]:
    broken = first_break(db.session())
    if broken is not None:
        yield f"audit lane {broken.lane}, entry {broken.number}: {broken.reason}"
