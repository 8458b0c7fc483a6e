"""One simulated world for the tests that only look at it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ohms.simulator.claims import ClaimMaker
from ohms.simulator.courses import ClaimCourse
from ohms.simulator.planned import World
from ohms.simulator.world import build_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.databases import Databases

TODAY = date(2026, 11, 24)
DAYS_OF_THE_CALENDAR = (
    TODAY,
    date(2026, 10, 1),
    date(2026, 10, 5),
    date(2027, 1, 1),
    date(2027, 4, 1),
    date(2027, 7, 4),
    date(2028, 2, 29),
    date(2028, 10, 2),
)
"""First days of quarters, a holiday, a weekend and a leap day among them."""


@pytest.fixture(scope="session")
def world() -> World:
    return build_world(TODAY)


@pytest.fixture(scope="session")
def courses(world: World) -> list[ClaimCourse]:
    """The claims of all three COHEs, 16 weeks long, to yesterday: some 9,000."""
    return ClaimMaker(world).courses(date(2026, 8, 1), date(2026, 11, 23))


@pytest.fixture(params=DAYS_OF_THE_CALENDAR, ids=str, scope="session")
def any_world(request: pytest.FixtureRequest) -> World:
    """The world as it is built on each of several days."""
    return build_world(request.param)


@pytest.fixture(scope="module")
def demonstration(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Sixty days of all three COHEs at a fifth of their volume, for the tests of one module."""
    from tests.simulator.loaded import loaded

    yield from loaded(
        databases, tmp_path_factory.mktemp("small"), TODAY, days=60, claims_per_year=6_000
    )
