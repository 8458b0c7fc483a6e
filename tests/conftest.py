"""What every test may ask for. What needs the whole program is imported only when it is asked for:
`tests/domain` runs without Flask and without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from tests.missing import is_ci, not_here

if TYPE_CHECKING:
    from flask import Flask

    from tests.databases import Databases
    from tests.house import House
    from tests.pages import CheckedClient


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run on a PostgreSQL of the tests' own"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--postgres"):
        return
    about_sqlite = [item for item in items if item.get_closest_marker("sqlite_only")]
    config.hook.pytest_deselected(items=about_sqlite)
    items[:] = [item for item in items if item not in about_sqlite]


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Fresh migrated databases on the engine of this run."""
    from tests.databases import upgrade_and_found

    if not request.config.getoption("--postgres"):
        from tests.databases import SqliteDatabases

        yield SqliteDatabases(tmp_path_factory.mktemp("databases"), upgrade_and_found)
        return

    from tests.postgres import PostgresDatabases, PostgresServer, postgres_binaries

    binaries = postgres_binaries()
    if binaries is None:
        not_here("PostgreSQL")
    server = PostgresServer(binaries)
    try:
        yield PostgresDatabases(server, upgrade_and_found)
    finally:
        server.stop()


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The URL of a migrated empty database that only this test sees."""
    url = databases.fresh()
    yield url
    databases.drop(url)


@pytest.fixture
def bare_database_url(databases: Databases) -> Iterator[str]:
    """The URL of a database without any table, for tests of the migrations themselves."""
    url = databases.bare()
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """What Jinja made of each template: every test has a program of its own, which would compile them
    all anew, a quarter of the time of a page's test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(database_url: str, tmp_path: Path, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The program on a fresh database. No app context is open: each request opens its own, for a
    shared one would give requests the test's session and hide what they ask the database."""
    from ohms.app import create_app
    from tests.databases import spare_the_disk
    from tests.pages import CheckedClient
    from tests.statements import engines_of

    app = create_app(database_url=database_url, instance=tmp_path / "instance", testing=True)
    app.test_client_class = CheckedClient
    app.jinja_env.bytecode_cache = compiled_templates
    for engine in engines_of(app):
        spare_the_disk(engine)
    yield app
    for engine in engines_of(app):
        engine.dispose()


@pytest.fixture
def house(app: Flask) -> House:
    """Two furnished centres; see `tests/house.py`."""
    from tests.house import furnish

    return furnish(app)


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A browser without a screen; every page it gets goes through the page checker."""
    from tests.pages import CheckedClient

    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`clock("2026-11-24T17:30:00-08:00")` makes the program's clock stand still at that instant,
    in this process and in those it starts, until the test ends or sets another."""

    def stand_still_at(instant: str) -> None:
        if datetime.fromisoformat(instant).tzinfo is None:
            raise ValueError(f"{instant} is no instant: it has no offset from UTC")
        monkeypatch.setenv("OHMS_CLOCK", instant)

    return stand_still_at


@pytest.fixture
def times() -> Callable[..., int]:
    """How often a slow test repeats itself: `times(full=100, ci=10)`."""

    def count(*, full: int, ci: int) -> int:
        return ci if is_ci() else full

    return count
