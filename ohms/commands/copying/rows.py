"""The rows of one table: streamed out of one database, into another, and told the same of both."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from ohms.config import BadEnvironment
from ohms.domain.copying import Rows
from ohms.models.full_text import FULL_TEXT_TABLES

ROWS_AT_ONCE = 5_000
KEEP_WORDS = frozenset(f"{index}_insert" for index in FULL_TEXT_TABLES)
Done = Callable[[int], None]


def copy_rows(source: Connection, target: Connection, table: Table, done: Done) -> Rows:
    """Stream a table into its empty namesake in one COPY, whose references are checked at its end.

    BadEnvironment for a value that PostgreSQL does not take: which place of the table, not what it says.
    """
    digest, count = hashlib.sha256(), 0
    columns = _written(table)
    into = [column.type.dialect_impl(target.dialect) for column in columns]
    processors = [each.bind_processor(target.dialect) for each in into]
    names = ", ".join(target.dialect.identifier_preparer.format_column(each) for each in columns)
    words = f"copy {target.dialect.identifier_preparer.format_table(table)} ({names}) from stdin"
    try:
        with (
            triggers_at_rest(target, table),
            _cursor(target) as cursor,
            cursor.copy(words) as stream,
        ):
            for batch in _batches(source, table):
                for row in batch:
                    digest.update(repr(row).encode())
                    stream.write_row(
                        [
                            process(value) if process else value
                            for process, value in zip(processors, row, strict=True)
                        ]
                    )
                count += len(batch)
                done(len(batch))
    except target.dialect.loaded_dbapi.Error as trouble:
        raise BadEnvironment(f"PostgreSQL does not take {_where(table, trouble)}.") from None
    return Rows(count, digest.hexdigest())


@contextmanager
def triggers_at_rest(connection: Connection, table: Table) -> Iterator[None]:
    """What triggers make of this table's rows is copied as rows of its own: made again, it would stand
    twice. The words of the search are none, so theirs go on. A rollback wakes all of them too."""
    triggers = connection.scalars(
        text(
            "select tgname from pg_trigger where tgrelid = cast(:name as regclass)"
            " and not tgisinternal and tgenabled = 'O'"
        ),
        {"name": table.name},
    ).all()
    resting = [name for name in triggers if name not in KEEP_WORDS]
    quote = connection.dialect.identifier_preparer.quote
    for name in resting:
        connection.execute(text(f"alter table {quote(table.name)} disable trigger {quote(name)}"))
    yield
    for name in resting:
        connection.execute(text(f"alter table {quote(table.name)} enable trigger {quote(name)}"))


def read_rows(connection: Connection, table: Table, done: Done) -> Rows:
    """The same of a table that stands."""
    digest, count = hashlib.sha256(), 0
    for batch in _batches(connection, table):
        for row in batch:
            digest.update(repr(row).encode())
        count += len(batch)
        done(len(batch))
    return Rows(count, digest.hexdigest())


def count_of_rows(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def set_counter(connection: Connection, table: Table) -> None:
    """The next row gets the id after the greatest: a COPY that brings its ids leaves the counter."""
    counter = func.pg_get_serial_sequence(table.name, "id")
    last = connection.execute(select(func.max(table.c.id))).scalar_one()
    if last is not None and connection.execute(select(counter)).scalar_one() is not None:
        connection.execute(select(func.setval(counter, last)))


def _cursor(connection: Connection) -> Any:
    """The driver's own, which knows COPY."""
    return connection.connection.cursor()


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """By id, as values of Python: what two engines keep in different ways is the same here."""
    statement = select(*_written(table)).order_by(*table.primary_key.columns)
    with connection.execute(statement.execution_options(yield_per=ROWS_AT_ONCE)) as result:
        for part in result.partitions():
            yield [tuple(row) for row in part]


def _written(table: Table) -> list[Any]:
    """Without the columns that each engine computes by itself."""
    return [column for column in table.columns if column.computed is None]


def _where(table: Table, trouble: Any) -> str:
    """What the server said, without the value that it quotes: it may be a name or a note."""
    said = trouble.diag.message_primary or "the connection broke"
    place = (trouble.diag.context or "").partition(":")[0].partition("\n")[0]
    return f"a row of {table.name} ({place or 'in the end'}): {said}"
