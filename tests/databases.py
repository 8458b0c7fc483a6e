"""Migrated databases by the dozen: migrated once a session, copied for every test."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, event

Upgrade = Callable[[str], None]


def upgrade_and_found(database_url: str) -> None:
    """The newest schema, told that it is a demonstration: tests may set the clock."""
    from sqlalchemy import text

    from ohms.migrations import upgrade
    from ohms.models.engine import make_engine, writing

    upgrade(database_url)
    engine = make_engine(database_url)
    with writing(), engine.begin() as connection:
        connection.execute(
            text("insert into installation (id, kind, made_at) values (1, 'demo', :at)"),
            {"at": "2026-01-01 00:00:00+00:00"},
        )
    engine.dispose()


def spare_the_disk(engine: Engine) -> None:
    """SQLite without waiting for the disk: what a power cut would lose, a test does not miss."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda c, _record: c.execute("PRAGMA synchronous=OFF"))
        engine.dispose()


class Databases(Protocol):
    """Gives out databases without rows that belong to nobody else."""

    def fresh(self) -> str:
        """The SQLAlchemy URL of a new database at the newest schema."""

    def copy_of(self, database_url: str) -> str:
        """A new database with what stands in that one, to which nobody may be connected."""

    def bare(self) -> str:
        """The SQLAlchemy URL of a new database without any table, for tests of migrations."""

    def drop(self, database_url: str) -> None:
        """Takes a database of `fresh` or `bare` away again; its connections must be closed by then."""


class SqliteDatabases:
    """One prepared file; a fresh database is its copy (rolling back does not undo on SQLite)."""

    def __init__(self, folder: Path, upgrade: Upgrade) -> None:
        self._folder = folder
        self._template = _sqlite_url(folder / "template.sqlite")
        self._given_out = 0
        upgrade(self._template)

    def fresh(self) -> str:
        return self.copy_of(self._template)

    def copy_of(self, database_url: str) -> str:
        original, path = _path_of(database_url), self._next_path()
        _put_everything_into_one_file(original)
        shutil.copyfile(original, path)
        return _sqlite_url(path)

    def bare(self) -> str:
        path = self._next_path()
        path.touch()
        return _sqlite_url(path)

    def drop(self, database_url: str) -> None:
        path = _path_of(database_url)
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _next_path(self) -> Path:
        self._given_out += 1
        return self._folder / f"test-{self._given_out}.sqlite"


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _path_of(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


def _put_everything_into_one_file(path: Path) -> None:
    """Copying the file alone would lose what still stands in its write-ahead log."""
    log = path.with_name(path.name + "-wal")
    if not log.exists():
        return
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    if log.exists() and log.stat().st_size:
        raise RuntimeError("somebody left a connection open: its log could not be emptied")
