"""Ten years later, with a claim that is old enough to be purged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ohms.models.document_store import DocumentStore
from tests.house import House
from tests.purging import NOON, furnish_old_claim


@pytest.fixture(autouse=True)
def _ten_years_later(clock: Callable[[str], None]) -> None:
    clock(NOON)


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "instance")


@pytest.fixture
def claim_id(house: House, store: DocumentStore) -> int:
    with house.app.app_context():
        return furnish_old_claim(house, store)
