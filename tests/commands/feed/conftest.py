"""A feed into the furnished house."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ohms.models.document_store import DocumentStore
from tests.commands.feed.document_folder import Files
from tests.commands.feed.files import Feed
from tests.house import House


@pytest.fixture
def feed(house: House, tmp_path: Path) -> Feed:
    return Feed(house, tmp_path)


@pytest.fixture
def files(feed: Feed, tmp_path: Path, clock: Callable[[str], None]) -> Files:
    clock("2026-11-24T09:00:00-08:00")
    feed.claims({"icd10": "S63.501A"})
    folder = tmp_path / "lni-feed"
    folder.mkdir()
    return Files(feed, folder, DocumentStore(tmp_path / "instance"))
