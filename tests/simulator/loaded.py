"""A database with a simulated world in it, loaded as `ohms demo` does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from ohms.app import create_app
from ohms.config import DEMO_PASSWORD
from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.queries.actors import actor_of
from ohms.simulator.loading.running import simulate_days
from tests.databases import spare_the_disk
from tests.pages import CheckedClient
from tests.statements import engines_of

if TYPE_CHECKING:
    from tests.databases import Databases


def nine_o_clock(day: date) -> str:
    """The instant at which work begins on a day, as `OHMS_CLOCK` takes it."""
    return f"{day.isoformat()}T09:00:00"


def loaded(
    databases: "Databases",
    folder: Path,
    today: date,
    *,
    days: int,
    claims_per_year: int | None,
    cohes: int = 3,
) -> Iterator[Flask]:
    """The program over a world of so many days up to yesterday, its clock standing at `today`."""
    url = databases.fresh()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OHMS_CLOCK", nine_o_clock(today))
        app = create_app(database_url=url, instance=folder / "instance", testing=True)
        app.test_client_class = CheckedClient
        for engine in engines_of(app):
            spare_the_disk(engine)
        with app.app_context():
            simulate_days(
                days, password=DEMO_PASSWORD, claims_per_year=claims_per_year, cohes=cohes
            )
        yield app
        for engine in engines_of(app):
            engine.dispose()
    databases.drop(url)


@contextmanager
def as_it_stands(app: Flask) -> Iterator[None]:
    """An app context that is left as it was found."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.rollback()


def person(username: str, today: date) -> Actor:
    """Somebody of the demonstration on a day; inside an app context."""
    found = actor_of(username, today)
    assert found is not None, username
    return found
