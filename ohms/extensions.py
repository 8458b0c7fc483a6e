"""The one Flask extension below the front door: the session that queries and commands share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, CursorResult, Engine, Executable

from ohms.models import Base
from ohms.models.engine import is_writing

REPLICA = "replica"  # the key of its engine
_at_replica: ContextVar[bool] = ContextVar("at_replica", default=False)
_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


def is_flushing() -> bool:
    """Whether the statement being sent comes from a unit of work rather than from somebody's hand."""
    return _flushing.get()


@contextmanager
def flushing() -> Iterator[None]:
    """What is sent inside comes from a unit of work."""
    token = _flushing.set(True)
    try:
        yield
    finally:
        _flushing.reset(token)


@contextmanager
def at_replica() -> Iterator[None]:
    """What is read inside comes from the replica; what is written goes to the database as ever."""
    token = _at_replica.set(True)
    try:
        yield
    finally:
        _at_replica.reset(token)


def send(statement: Executable, values: Any = None) -> CursorResult[Any]:
    """A statement of tables, by the session's connection: nothing is put together for entities. What
    waits in the session is flushed before, as of itself."""
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


class OhmsSession(FlaskSession):
    """Flask-SQLAlchemy's session that says when it flushes, so that other changes can be refused, and
    that reads from the replica where it is told to."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:
        super().__init__(db, **options)
        self._engines = db.engines

    def get_bind(
        self,
        mapper: Any | None = None,
        clause: Any | None = None,
        bind: Engine | Connection | None = None,
        **kwargs: Any,
    ) -> Engine | Connection:
        if bind is not None:
            return bind
        return self._engines[REPLICA if _at_replica.get() and not is_writing() else None]

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if self._is_clean():
            return  # it is asked before every statement, and nearly always nothing waits
        with flushing():
            super().flush(objects)


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": OhmsSession, "expire_on_commit": False},
)


def end_reading() -> None:
    """End the transaction of what was read so far; whoever asks again, asks anew.

    By COMMIT where nothing was changed: after a ROLLBACK psycopg forgets every statement that
    PostgreSQL has prepared for it, and the server plans each of them once more.
    """
    session = db.session()
    if not session.is_active or session.new or session.dirty or session.deleted:
        session.rollback()
        return
    if session.in_transaction():
        session.commit()
    session.expire_all()  # also what was loaded before the last COMMIT
