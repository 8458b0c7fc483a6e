"""One program a worker, moved from database to database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from flask import Flask
from sqlalchemy import Engine, event, make_url

from ohms.app import create_app
from tests.databases import Databases, spare_the_disk
from tests.pages import CheckedClient
from tests.statements import engines_of


class MovableProgram:
    """The whole product, whose connections go to the database of the test that runs.

    What it compiled (addresses, templates, statements) stays; what it knows of a database stands in
    the database, so nothing of a test reaches the next one.
    """

    def __init__(self, app: Flask, engine: Engine) -> None:
        self._app = app
        self._engine = engine
        self._database_url = ""
        event.listen(engine, "do_connect", self._connect_there)

    @classmethod
    def running(cls, databases: Databases, instance: Path) -> Iterator[Self]:
        """Made on a database of its own, which is taken away at the end."""
        url = databases.fresh()
        app = create_app(database_url=url, instance=instance, testing=True)
        app.test_client_class = CheckedClient
        (engine,) = engines_of(app)
        spare_the_disk(engine)
        yield cls(app, engine)
        engine.dispose()
        databases.drop(url)

    @contextmanager
    def at(self, database_url: str, instance: Path) -> Iterator[Flask]:
        """The program on this database and with this instance folder, until the block ends."""
        instance.mkdir(mode=0o700, exist_ok=True)
        self._database_url = database_url
        self._app.instance_path = str(instance.resolve())
        self._app.config["SQLALCHEMY_DATABASE_URI"] = database_url
        try:
            yield self._app
        finally:
            self._engine.dispose()

    def _connect_there(
        self, dialect: Any, _record: Any, arguments: list[Any], named: dict[str, Any]
    ) -> None:
        there, options = dialect.create_connect_args(make_url(self._database_url))
        arguments[:] = there
        named |= options
