"""Files stand under their hash, whole or not at all."""

import hashlib
import io
import os
import stat
from pathlib import Path
from threading import Thread

import pytest

from ohms.domain.errors import NotCertain
from ohms.models.document_store import DocumentDamaged, DocumentMissing, DocumentStore

WORDS = b"One page about a shoulder."
HASH = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_and_a_stream_of_them_are_one_file(store: DocumentStore, tmp_path: Path) -> None:
    assert store.store(WORDS) == store.store(io.BytesIO(WORDS)) == HASH
    assert [path.name for path in files_in(tmp_path)] == [HASH]
    assert list(store.hashes()) == [HASH]


def test_what_was_stored_is_read_again(store: DocumentStore) -> None:
    assert store.read_by(store.store(WORDS)) == WORDS
    with store.open_by(HASH) as stream:
        assert stream.read(3) == b"One"


def test_only_the_program_may_read_them(store: DocumentStore, tmp_path: Path) -> None:
    store.store(WORDS)
    (file,) = files_in(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "documents").stat().st_mode) == 0o700


def test_a_changed_file_is_not_given_out(store: DocumentStore, tmp_path: Path) -> None:
    store.store(WORDS)
    files_in(tmp_path)[0].write_bytes(WORDS + b"!")
    with pytest.raises(DocumentDamaged):
        store.open_by(HASH)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", HASH.upper(), HASH + "\n", "0" * 64, f"{HASH}/../x"]
)
def test_what_is_no_known_hash_is_missing(store: DocumentStore, name: str) -> None:
    with pytest.raises(DocumentMissing):
        store.open_by(name)


def test_a_disk_that_refuses_leaves_nothing(
    store: DocumentStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="no room"):
        store.store(WORDS)
    assert files_in(tmp_path) == []


def test_bytes_wait_for_who_is_about_to_name_them(store: DocumentStore) -> None:
    """A purge takes them away only after the upload of the same bytes has its row, or failed."""
    order: list[str] = []

    def take_away() -> None:
        with store.alone_with(HASH):
            order.append("taken away")

    purge = Thread(target=take_away)
    with store.stored_for(WORDS):
        purge.start()
        purge.join(0.05)
        order.append("named")
    purge.join()
    assert order == ["named", "taken away"]


def test_what_is_removed_is_gone(store: DocumentStore) -> None:
    store.remove(store.store(WORDS))
    assert not store.holds(HASH)
    store.remove(HASH)


@pytest.mark.parametrize(("trouble", "kept"), [(NotCertain, True), (ValueError, False)])
def test_where_it_is_not_certain_that_no_row_names_them_the_bytes_stay(
    store: DocumentStore, trouble: type[Exception], kept: bool
) -> None:
    with pytest.raises(trouble), store.stored_for(WORDS):
        raise trouble
    assert store.holds(HASH) is kept


@pytest.mark.parametrize("stood", [True, False])
def test_what_nothing_names_when_it_is_done_goes_unless_it_stood_here_before(
    store: DocumentStore, stood: bool
) -> None:
    if stood:
        store.store(WORDS)
    with store.stored_for(WORDS, lambda _sha256: False):
        pass
    assert store.holds(HASH) is stood
