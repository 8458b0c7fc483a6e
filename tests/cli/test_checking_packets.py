"""`ohms check` looks at the files of the packets that were sent."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ohms.domain.values import Service
from ohms.models.document_store import DocumentStore
from tests.cli.checked import broken
from tests.cli.facts import url_of
from tests.cli.planting import allow_changes, plant
from tests.house import House
from tests.referrals import sent_referral


@pytest.fixture
def file(house: House, instance: Path, clock: Callable[[str], None]) -> Path:
    """The file of the one packet that was sent."""
    clock("2026-11-24T09:00:00-08:00")
    with house.app.app_context():
        sent_referral(house, Service.VOCATIONAL)
    store = DocumentStore(instance)
    (sha256,) = store.hashes()
    return store.folder / sha256[:2] / sha256


def told(result: Result) -> list[str]:
    invariants = json.loads(result.stdout)["invariants"]
    (found,) = (each["findings"] for each in invariants if each["name"] == "packet_files")
    return list(found)


def test_a_packet_whose_file_is_whole_passes(file: Path, check: Callable[[], Result]) -> None:
    assert broken(check()) == set()


def test_a_changed_packet_is_found(file: Path, check: Callable[[], Result]) -> None:
    file.write_bytes(file.read_bytes() + b" ")
    found = check()
    assert broken(found) == {"packet_files"}
    assert told(found) == ["referral 1, version 1: its packet's file was changed"]
    assert found.exit_code == 1


def test_a_packet_that_is_gone_is_found(file: Path, check: Callable[[], Result]) -> None:
    file.unlink()
    assert told(check()) == ["referral 1, version 1: its packet's file is not here"]


def test_a_packet_of_another_size_is_found(
    file: Path, check: Callable[[], Result], house: House
) -> None:
    allow_changes(url_of(house), "referral_packet")
    plant(url_of(house), "update referral_packet set size = size + 1")
    assert told(check()) == ["referral 1, version 1: its packet's file has another size"]
