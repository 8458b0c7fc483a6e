"""How this program opens its database, the same for pages, commands, migrations and tests.

SQLite: the driver's own transactions are off (they lose updates), every connection enforces foreign
keys in WAL with full sync, and a transaction begins plainly for reading or IMMEDIATE for writing.
"""

import select
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from ohms import clock
from ohms.models.compiled import Compiled

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_roomy: ContextVar[bool] = ContextVar("roomy", default=False)

BUSY_MILLISECONDS = 15_000
EMPTYING_MILLISECONDS, EMPTYING_TRIES = 1_000, 3
"""Who writes waits while the log is to be emptied: for a short time each time."""
ROOMY = "roomy"
ROOM, USUAL = ("cache_size=-32768", "temp_store=MEMORY"), ("cache_size=-2000", "temp_store=DEFAULT")
"""For a batch, and as SQLite has it: KiB of pages, and where it keeps what it would take back of one row."""
QUIET_SECONDS = 5.0
RETURNED = "returned"
PREPARED = 500
"""Statements that PostgreSQL keeps ready for a connection: the pages of all kinds of people have more than the driver's hundred."""


PLAN_FOR_ANY_VALUES = "SET plan_cache_mode = force_generic_plan"
FEW_TEXTS_WAIT = "SET gin_pending_list_limit = 64"
"""Kilobytes, the least there may be. Words of new texts wait in a list until they are put into their index;
as it comes 4 MB of them, which every search reads from end to end and one save in thousands puts away."""


@contextmanager
def writing() -> Iterator[None]:
    """Transactions that begin inside are for writing."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def room_for_many_rows() -> Iterator[None]:
    """Transactions that begin inside write thousands of rows, whose pages SQLite keeps in memory until
    the end.

    For each row with triggers it keeps the pages as they were, should one refuse it. As it comes it writes
    them to a file: a third of the time of an import, and what claims say in the system's temporary folder.
    """
    token = _roomy.set(True)
    try:
        yield
    finally:
        _roomy.reset(token)


def is_writing() -> bool:
    """Whether what is sent now belongs to a transaction that writes."""
    return _writing.get()


def engine_options(database_url: str) -> dict[str, Any]:
    kept = {"execution_options": {"compiled_cache": Compiled()}}
    if database_url.startswith("sqlite"):
        return {
            **kept,
            "poolclass": QueuePool,
            "pool_size": 16,
            "max_overflow": 16,
            "connect_args": {"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
        }
    return {
        **kept,
        "pool_size": 10,
        "max_overflow": 20,
        "pool_use_lifo": True,  # the same few work: what PostgreSQL has planned for them is used again
        "paramstyle": "numeric_dollar",  # as PostgreSQL itself reads it, see `_set_up_postgresql`
        "use_native_hstore": False,
        "connect_args": {"prepare_threshold": 1},
    }


def replica_options(replica_url: str) -> dict[str, Any]:
    """One that is lost is noticed within seconds: pages wait for it."""
    patience = {
        "connect_timeout": 2,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 5_000,
    }
    options = engine_options(replica_url)
    return {**options, "connect_args": {**options["connect_args"], **patience}}


def make_engine(database_url: str) -> Engine:
    engine = create_engine(database_url, **engine_options(database_url))
    prepare(engine)
    return engine


@contextmanager
def engine_at(database_url: str) -> Iterator[Engine]:
    """Without the guards, for whole databases: the schema may be an older one than the models know."""
    engine = make_engine(database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def is_in_use(place: Path) -> bool:
    """Whether anybody has this SQLite file open. One that is no database any more, nobody has."""
    with closing(sqlite3.connect(place, timeout=1)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:
            return False
    return bool(mode != "delete")


def empty_write_ahead_log(engine: Engine) -> bool:
    """Let SQLite's log, where pages stand as they were before, go into the file and be cut off; whether it
    was. Who reads or writes at the moment is waited for a little, then it stays until it is tried again."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:  # and no transaction: none may be open
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={EMPTYING_MILLISECONDS}")
        try:
            return any(_is_emptied(cursor) for _try in range(EMPTYING_TRIES))
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _is_emptied(cursor: Any) -> bool:
    """Where others hold it SQLite says so, and raises nothing."""
    busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def prepare(engine: Engine) -> None:
    """Give an engine this program's way of connecting and beginning."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        engine.dialect.do_begin = _begin_sqlite  # type: ignore[method-assign]
    else:
        event.listen(engine, "connect", _set_up_postgresql)
        event.listen(engine, "checkin", _note_return)
        event.listen(engine, "checkout", partial(_ask_after_quiet, engine.dialect))


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for setting in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        "recursive_triggers=ON",
        "secure_delete=ON",  # what is deleted or written over stands in no free page
    ):
        connection.execute(f"PRAGMA {setting}")


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """Statements go to the server as SQLAlchemy wrote them. The driver's own cursors look for places of
    `%(name)s` in each first, and keep what they found of short statements alone.

    The server plans a statement once, for any values. As it comes it would plan for the values sent each
    time, five times at least and for ever where that looks cheaper to carry out, and long statements are
    dearer to plan than to carry out. Where values decide (`queries/among.py`) they stand in it."""
    from psycopg import RawCursor, RawServerCursor  # only who has PostgreSQL has its driver

    connection.cursor_factory, connection.server_cursor_factory = RawCursor, RawServerCursor
    connection.prepared_max = PREPARED
    connection.autocommit = True
    connection.execute(PLAN_FOR_ANY_VALUES)
    connection.execute(FEW_TEXTS_WAIT)
    connection.autocommit = False


def _note_return(_connection: Any, record: Any) -> None:
    record.info[RETURNED] = clock.monotonic()


def _ask_after_quiet(dialect: Dialect, connection: Any, record: Any, _proxy: Any) -> None:
    """Whether the server is still there is asked only after a while without use, and where something has
    come unasked: it says so when it closes a connection."""
    returned = record.info.get(RETURNED)
    if returned is None:
        return
    if clock.monotonic() - returned < QUIET_SECONDS and not _has_word(connection):
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as gone:
        raise DisconnectionError from gone


def _has_word(connection: Any) -> bool:
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _begin_sqlite(dbapi_connection: Any) -> None:
    """By the driver's own call: the engine's would make a result of it."""
    if dbapi_connection.info.get(ROOMY, False) != _roomy.get():
        _give_room(dbapi_connection, _roomy.get())
    dbapi_connection.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _give_room(dbapi_connection: Any, roomy: bool) -> None:
    """Before it begins, for where the pages of a row are kept is settled then."""
    for setting in ROOM if roomy else USUAL:
        dbapi_connection.execute(f"PRAGMA {setting}")
    dbapi_connection.info[ROOMY] = roomy
