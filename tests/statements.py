"""Hears and counts what is asked of the database."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

# Opening and closing a transaction is no question.
TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Statements(list[str]):
    """The SQL sent, in order. `len` is the number of statements."""

    def __str__(self) -> str:
        return "\n".join(f"{number}. {each}" for number, each in enumerate(self, 1))


def engines_of(app: Flask) -> list[Engine]:
    """Every engine of the app. The context that finding them takes is closed again at once."""
    with app.app_context():
        return list(app.extensions["sqlalchemy"].engines.values())


@contextmanager
def heard(engines: Iterable[Engine], what: str, hear: Callable[..., None]) -> Iterator[None]:
    """`hear` is told of each such event of the engines until the block ends."""
    engines = list(engines)
    for engine in engines:
        event.listen(engine, what, hear)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, what, hear)


@contextmanager
def counted(app: Flask) -> Iterator[Statements]:
    """Records every statement the app sends, on whichever engine, transactions' ends left out.

    An executemany counts once, as the database sees one round. Use it around requests:
    `with counted(app) as statements: client.get("/claims")`, then `len(statements)`.
    """
    recorded = Statements()

    def record(
        _connection: Connection,
        _cursor: DBAPICursor,
        statement: str,
        _parameters: object,
        _context: ExecutionContext | None,
        _many: bool,
    ) -> None:
        if not statement.lstrip().upper().startswith(TRANSACTION_WORDS):
            recorded.append(statement)

    with heard(engines_of(app), "before_cursor_execute", record):
        yield recorded
