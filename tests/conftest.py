"""What every test may ask for. What needs the whole program is imported only when it is asked for:
`tests/domain` runs without Flask and without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from tests.missing import is_ci, not_here

if TYPE_CHECKING:
    from flask import Flask

    from tests.databases import Databases
    from tests.house import Furnished, House
    from tests.movable_program import MovableProgram
    from tests.pages import CheckedClient

ON_BOTH = "tests/blueprints/test_break_glass"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run on a PostgreSQL of the tests' own"
    )
    parser.addoption(
        "--all",
        action="store_true",
        help="every hostile value, and every page, by every role (takes long)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--postgres"):
        return
    taken = [each for each in items if _says_anything_of_postgres(each) and _fits_the_check(each)]
    config.hook.pytest_deselected(items=list(set(items) - set(taken)))
    items[:] = taken


def _says_anything_of_postgres(item: pytest.Item) -> bool:
    """What asks for no database has held on SQLite already. A walk over every route asks who may see
    what and how often a page asks, which is told in Python; the conditions are tested on both."""
    asks = "databases" in getattr(item, "fixturenames", ())
    return asks and not any(
        item.get_closest_marker(each) for each in ("sqlite_only", "every_route")
    )


def _fits_the_check(item: pytest.Item) -> bool:
    """Pages hold on SQLite in every run, and what they ask and write is tested on both engines below
    them: the check takes a tenth of their tests on PostgreSQL, and those of break-glass; a run by hand
    all."""
    name = item.nodeid
    is_left = crc32(name.encode()) % 10 and not name.startswith(ON_BOTH)
    return not (is_ci() and name.startswith("tests/blueprints/") and is_left)


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

    from tests.pages import CheckedClient
    from tests.postgres import PostgresDatabases, PostgresServer, postgres_binaries

    CheckedClient.reads_pages = False

    binaries = postgres_binaries()
    if binaries is None:
        not_here("PostgreSQL")
    server = PostgresServer(binaries)
    try:
        yield PostgresDatabases(server, upgrade_and_found)
    finally:
        server.stop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """The URL of a migrated database that only this test sees, empty or with the `house` in it."""
    if "house" in request.fixturenames:
        url = databases.copy_of(request.getfixturevalue("furnished").database_url)
    else:
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
def movable_program(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MovableProgram]:
    """The program of this worker. Making one for every test would cost more than most tests: its
    addresses, its templates and its statements would all be compiled anew."""
    from tests.movable_program import MovableProgram

    yield from MovableProgram.running(databases, tmp_path_factory.mktemp("program"))


@pytest.fixture
def app(movable_program: MovableProgram, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The program on a fresh database. No app context is open: each request opens its own, for a
    shared one would give requests the test's session and hide what they ask the database."""
    with movable_program.at(database_url, tmp_path / "instance") as app:
        yield app


@pytest.fixture(scope="session")
def furnished(
    databases: Databases,
    movable_program: MovableProgram,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Furnished]:
    """A database with the two centres in it, of which every test with a `house` gets a copy."""
    from tests.house import Furnished, furnish

    url = databases.fresh()
    with movable_program.at(url, tmp_path_factory.mktemp("furnished")) as app:
        house = furnish(app)
    yield Furnished(url, house)
    databases.drop(url)


@pytest.fixture
def house(app: Flask, furnished: Furnished) -> House:
    """Two furnished centres; see `tests/house.py`."""
    return furnished.house.moved_to(app)


@pytest.fixture
def inside(house: House) -> Iterator[House]:
    """The house, with its database at hand throughout the test."""
    with house.app.app_context():
        yield house


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
