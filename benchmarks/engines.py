"""The databases that are measured: an SQLite file, or a PostgreSQL server on this machine."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

Row = tuple[Any, ...]
Save = Callable[[], object]
NANOSECONDS = 1_000_000
WRITTEN = ("note", "contact", "task", "minutes", "audit")


class Engine(Protocol):
    """One database as the measurements see it; statements are written with `?` for each value."""

    name: str
    instance: Path
    """Where `ohms serve` keeps what is not in the database."""
    url: str | None
    """None: the SQLite file of the instance."""

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]: ...
    def month(self, column: str) -> str: ...
    def holds_words(self) -> str:
        """A condition on note_words: both words, in the first COHE."""

    def writer(self) -> Any:
        """A durable save of five rows into tables of the same width, beside the others."""

    def cpu_milliseconds(self) -> float:
        """What processes of the database's own have used so far."""


class SqliteFile:
    name = "SQLite"

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self.url: str | None = None
        self._db = sqlite3.connect(f"file:{instance / 'ohms.sqlite'}?mode=ro", uri=True)

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        return self._db.execute(sql, values).fetchall()

    def month(self, column: str) -> str:
        return f"substr({column}, 1, 7)"

    def holds_words(self) -> str:
        return "note_words match 'second AND opinion' and n.cohe_id = 1"

    def cpu_milliseconds(self) -> float:
        return 0.0  # it works inside the server's process

    @contextmanager
    def writer(self) -> Iterator[Save]:
        """In a file of its own beside the other."""
        path = self.instance / "raw-writes.sqlite"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        for name in WRITTEN:
            connection.execute(
                f"create table {name} (id integer primary key, claim_id int, a, b, c, d)"
            )
            connection.execute(f"create index ix_{name} on {name} (claim_id, a)")

        def save() -> None:
            connection.execute("begin immediate")
            for name in WRITTEN:
                connection.execute(
                    f"insert into {name} (claim_id, a, b, c, d) values (1, ?, ?, 2, 3)",
                    (time.time(), "x" * 400),
                )
            connection.execute("commit")

        try:
            yield save
        finally:
            connection.close()
            for each in self.instance.glob("raw-writes.sqlite*"):
                each.unlink()


class PostgresServer:
    name = "PostgreSQL"

    def __init__(self, url: str, instance: Path) -> None:
        import psycopg  # only who measures PostgreSQL needs it

        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.instance = instance
        self.url: str | None = url
        address = url.replace("+psycopg", "", 1)
        self._open = partial(psycopg.connect, address, autocommit=True)
        self._db = self._open()

    def rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        written: Any = sql.replace("%", "%%").replace("?", "%s")
        return self._db.execute(written, values).fetchall()

    def month(self, column: str) -> str:
        return f"date_trunc('month', {column})"

    def holds_words(self) -> str:
        return "note_words.words @@ $$'@1' & 'second' & 'opinion'$$::tsquery"

    def cpu_milliseconds(self) -> float:
        """Of the processes that serve this database's connections, but the one that asks here."""
        listed = self.rows(
            "select pid from pg_stat_activity where datname = current_database()"
            " and backend_type = 'client backend' and pid <> pg_backend_pid()",
            (),
        )
        files = (Path(f"/proc/{pid}/schedstat") for (pid,) in listed)
        return sum(int(each.read_text().split()[0]) / NANOSECONDS for each in files)

    @contextmanager
    def writer(self) -> Iterator[Save]:
        """In tables of another schema, taken away afterwards."""
        with self._open() as connection:
            connection.execute("drop schema if exists raw_writes cascade")
            connection.execute("create schema raw_writes")
            for name in WRITTEN:
                table: Any = f"raw_writes.{name}"
                identity: Any = f"create table {table} (id bigint generated always as identity"
                connection.execute(
                    identity + " primary key, claim_id int, a float, b text, c int, d int)"
                )
                index: Any = f"create index on {table} (claim_id, a)"
                connection.execute(index)

            def save() -> None:
                with connection.transaction():
                    for name in WRITTEN:
                        insert: Any = (
                            f"insert into raw_writes.{name} (claim_id, a, b, c, d)"
                            " values (1, %s, %s, 2, 3)"
                        )
                        connection.execute(insert, (time.time(), "x" * 400))

            try:
                yield save
            finally:
                connection.execute("drop schema raw_writes cascade")
