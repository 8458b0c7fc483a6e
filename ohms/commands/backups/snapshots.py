"""The database as of one instant, in one file, while people go on writing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from ohms import clock
from ohms.commands.backups.figures import kind_of, lane_heads, rows_by_table, schema_of
from ohms.commands.backups.tools import run_tool
from ohms.config import BadEnvironment
from ohms.domain.backups import Manifest
from ohms.models.engine import make_engine


def take_snapshot(engine: Engine, place: Path) -> Manifest:
    """Write the database to `place`; returns what it holds. Everything committed before is in it."""
    made_at = clock.now().isoformat()
    take = _of_sqlite if engine.dialect.name == "sqlite" else _of_postgresql
    return take(engine, place, made_at)


def _of_sqlite(engine: Engine, place: Path, made_at: str) -> Manifest:
    """In one step: a reader does not hold up writers, and what they write meanwhile is not in it."""
    original = engine.url.database
    assert original is not None, "a database file has a name"
    with closing(sqlite3.connect(original)) as read, closing(sqlite3.connect(place)) as written:
        read.backup(written)
    refuse_damaged(place)
    copied = make_engine(f"sqlite:///{place}")
    try:
        with copied.connect() as connection:
            return _told_by(connection, made_at)
    finally:
        copied.dispose()


def _of_postgresql(engine: Engine, place: Path, made_at: str) -> Manifest:
    """Counted and dumped under the same exported snapshot."""
    repeatable = engine.execution_options(isolation_level="REPEATABLE READ")
    with repeatable.connect() as connection:
        snapshot = connection.execute(text("select pg_export_snapshot()")).scalar_one()
        run_tool(
            "pg_dump",
            [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={place}",
            ],
            engine.url,
        )
        return _told_by(connection, made_at)


def refuse_damaged(place: Path) -> None:
    """SQLite's own look at every page and reference."""
    with closing(sqlite3.connect(place)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    if said != "ok" or astray is not None:
        raise BadEnvironment(f"The database is damaged ({said if said != 'ok' else astray}).")


def _told_by(connection: Connection, made_at: str) -> Manifest:
    return Manifest(
        made_at,
        connection.dialect.name,
        kind_of(connection),
        schema_of(connection),
        rows_by_table(connection),
        lane_heads(connection),
    )
