"""The one Flask extension below the front door: the session that queries and commands share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession

from ohms.models import Base

_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


def is_flushing() -> bool:
    """Whether the statement being sent comes from a unit of work rather than from somebody's hand."""
    return _flushing.get()


@contextmanager
def _marked() -> Iterator[None]:
    token = _flushing.set(True)
    try:
        yield
    finally:
        _flushing.reset(token)


class OhmsSession(FlaskSession):
    """Flask-SQLAlchemy's session that says when it flushes, so that other changes can be refused."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        with _marked():
            super().flush(objects)


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"class_": OhmsSession, "expire_on_commit": False},
)
