"""Who waits for a page, how many do, and what is left of a page whose file is gone."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ohms.commands.document_pages import BeingMade, CannotBeShown, DocumentPages, asking
from ohms.domain.document_content import DocumentFormat
from ohms.models.document_store import DocumentStore


@pytest.fixture
def pages(tmp_path: Path) -> DocumentPages:
    return DocumentPages(DocumentStore(tmp_path), tmp_path, patience=0.01)


@pytest.fixture
def end() -> Iterator[threading.Event]:
    """Set at the end, when whatever was begun has ended too."""
    may_end = threading.Event()
    yield may_end
    may_end.set()
    for making in list(asking._under_way.values()):
        making.result(30)


def test_what_is_purged_while_its_page_is_made_leaves_none(
    pages: DocumentPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = pages.store.store(b"of a purged claim")

    def purged_meanwhile(*_told: Any) -> bool:
        pages.store.remove(sha256)
        pages.forget_gone()
        return True

    monkeypatch.setattr(asking, "_asked", purged_meanwhile)
    pages.patience = 30
    with pytest.raises(CannotBeShown):
        pages.read(sha256, DocumentFormat.PDF)
    assert list(pages.folder.glob("??/*")) == []


def test_one_document_does_not_take_every_place(tmp_path: Path, end: threading.Event) -> None:
    one, other = "a" * 64, "b" * 64

    def draw() -> None:
        end.wait(30)

    def ask(sha256: str, page: int) -> None:
        asking._begun(tmp_path / f"{sha256}-{page}.png", draw, asking.MOST_WAITING)

    for page in range(asking.MOST_OF_ONE):
        ask(one, page)
    with pytest.raises(BeingMade):
        ask(one, 99)
    ask(one, 0)
    ask(other, 1)


def test_a_thread_that_cannot_begin_leaves_nothing_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    place = tmp_path / "page"
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            asking._begun(place, lambda: None, None)
    assert place not in asking._under_way


def test_only_a_few_wait_and_the_others_are_answered_at_once(
    pages: DocumentPages, end: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = pages.store.store(b"slowly read")
    monkeypatch.setattr(asking, "_asked", lambda *_told: end.wait(30))
    monkeypatch.setattr(asking, "_patient", threading.BoundedSemaphore(1))
    pages.patience = 30
    with asking._patient, pytest.raises(BeingMade):
        pages.read(sha256, DocumentFormat.PDF)
    end.set()
    assert asking._patient.acquire(blocking=False)
