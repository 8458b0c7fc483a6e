"""`ohms check` looks at the files of the claim file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from ohms.models.document_store import DocumentStore
from tests.cli.checked import broken
from tests.cli.facts import add_document
from tests.house import House


@pytest.fixture
def file(house: House, instance: Path) -> Path:
    """The file of the one document that is here; another is only listed."""
    store = DocumentStore(instance)
    sha256 = store.store(b"Seen on Monday")
    with house.app.app_context():
        for kept in (sha256, None):
            add_document(house, kept)
    return store.folder / sha256[:2] / sha256


def test_whole_files_and_listed_documents_pass(file: Path, check: Callable[[], Result]) -> None:
    assert broken(check()) == set()


def test_a_file_that_nothing_names_is_told_and_is_no_fault(
    file: Path, instance: Path, check: Callable[[], Result]
) -> None:
    stray = DocumentStore(instance).store(b"What no document names is harmless")
    found = check()
    assert found.exit_code == 0
    assert f"file {stray[:16]}: nothing names it" in found.stdout
    assert file.name[:16] not in found.stdout
    assert DocumentStore(instance).holds(stray)


def test_one_changed_byte_is_found(file: Path, check: Callable[[], Result]) -> None:
    file.write_bytes(b"Seen on Tuesday")
    found = check()
    assert (broken(found), found.exit_code) == ({"document_files"}, 1)
    assert "document 1: its file was changed" in found.stdout


def test_a_missing_file_is_found(file: Path, check: Callable[[], Result]) -> None:
    file.unlink()
    found = check()
    assert broken(found) == {"document_files"}
    assert "document 1: its file is not here" in found.stdout
