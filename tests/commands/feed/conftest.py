"""A feed into the furnished house."""

from pathlib import Path

import pytest

from tests.commands.feed.files import Feed
from tests.house import House


@pytest.fixture
def feed(house: House, tmp_path: Path) -> Feed:
    return Feed(house, tmp_path)
