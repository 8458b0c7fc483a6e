"""Browsers that tests of pages begin with, and what L&I sends meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.blueprints.signing_in import as_person
from tests.commands.feed.files import Feed
from tests.house import House
from tests.pages import CheckedClient


@pytest.fixture
def hsc(client: CheckedClient, house: House) -> CheckedClient:
    """The browser of a coordinator of alder."""
    return as_person(client, "alder.hsc1")


@pytest.fixture
def feed(house: House, tmp_path: Path, clock: Callable[[str], None]) -> Feed:
    """The feed into the house, on the Tuesday after its files."""
    clock("2026-11-24T09:00:00-08:00")
    return Feed(house, tmp_path)


@pytest.fixture
def admin(client: CheckedClient, feed: Feed) -> CheckedClient:
    """The browser of the administrator, who looks after the feed."""
    return as_person(client, "admin")
