"""documents.csv with its files: kept, found by their list, never half done."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands import documents
from ohms.commands.document_pages import DocumentPages
from ohms.commands.document_reading import read_unread
from ohms.commands.feed import ArchiveFiles
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.documents import Document, DocumentFlag, DocumentText
from tests.commands.feed.document_folder import FIRST, NAME, Files
from tests.house import one
from tests.image_files import png
from tests.pdf_files import pdf


def test_a_file_beside_the_list_is_kept_by_its_hash_with_its_text(files: Files) -> None:
    files.put(NAME)
    outcome = files.give({})
    assert (outcome.state, outcome.added, outcome.files, outcome.refused) == ("done", 1, 1, 0)
    listed = files.listed()
    assert files.store.read_by(listed.sha256) == FIRST
    assert listed.size == len(FIRST)
    kept = files.store.folder / listed.sha256[:2] / listed.sha256
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with files.feed.house.app.app_context():
        assert "Strain of the wrist" in one(select(DocumentText.body))


def test_a_second_run_changes_nothing_and_wants_no_file_that_is_here(files: Files) -> None:
    path = files.put(NAME)
    files.give({})
    before = files.listed()
    again = files.give({})
    assert (again.unchanged, again.files, again.refused) == (1, 0, 0)
    path.unlink()
    assert files.give({}).refused == 0
    assert (files.listed(), files.texts()) == (before, 1)


@pytest.mark.parametrize("inside", ["", "deep/down/"])
def test_the_files_of_a_zip_are_found_in_the_folder_of_its_list(
    files: Files, tmp_path: Path, inside: str
) -> None:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{inside}{NAME}", FIRST)
        archive.writestr(f"elsewhere/{NAME}", pdf("Another claim's"))
    with zipfile.ZipFile(tmp_path / "feed.zip") as archive:
        beside = ArchiveFiles(archive, PurePosixPath(inside))
        assert files.give({}, beside=beside).files == 1
    assert files.store.read_by(files.listed().sha256) == FIRST


def test_a_dry_run_looks_at_the_files_and_keeps_none(files: Files) -> None:
    files.put(NAME)
    as_named = files.give({}, {"file": "missing.pdf"}, dry_run=True)
    assert (as_named.state, as_named.files, as_named.refused) == ("tried", 1, 1)
    assert not files.store.folder.exists()


def test_the_mental_health_flag_is_proposed_once_and_not_where_somebody_decided(
    files: Files,
) -> None:
    files.give({"title": "Counseling intake"})
    assert files.listed().mental_health
    house = files.feed.house
    with house.app.app_context():
        with bulk_unit("a decision", None):
            db.session.execute(update(Document).values(mental_health=False))
        document = one(select(Document))
        house.add(
            DocumentFlag,
            document_id=document.id,
            claim_id=document.claim_id,
            cohe_id=document.cohe_id,
            flagged=False,
            reason="About the parking",
            staff_id=house.staff["alder.hsc1"],
            at=document.listed_at,
        )
    files.put(NAME)
    assert files.give({"title": "Counseling intake"}).files == 1
    assert not files.listed().mental_health


def test_a_record_of_treatment_of_a_claim_with_a_diagnosis_of_chapter_f_is_flagged(
    files: Files,
) -> None:
    files.feed.claims({"icd10": "S63.501A;F43.10"})
    files.give({}, {"file": "order.pdf", "kind": "order"})
    assert files.listed().mental_health
    assert not files.listed("order.pdf").mental_health


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def killed_at_the_second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A kill between the bytes of the second file and the transaction that names them."""
    opened = bulk_unit
    count = iter(range(10))

    def unit(name: str, actor: Any) -> Any:
        if name == "import_document_file" and next(count) == 1:
            raise Killed
        return opened(name, actor)

    with monkeypatch.context() as patched:
        patched.setattr("ohms.commands.feed.files.bulk_unit", unit)
        yield


def test_a_kill_in_the_middle_leaves_nothing_half_done_and_a_second_run_completes(
    files: Files, killed_at_the_second: None
) -> None:
    names = ["one.pdf", "two.pdf", "three.pdf"]
    for name in names:
        files.put(name, pdf(f"This is {name}"))
    lines = [{"file": name} for name in names]
    with pytest.raises(Killed):
        files.give(*lines)
    assert [files.listed(name).sha256 is not None for name in names] == [True, False, False]
    assert (len(list(files.store.hashes())), files.texts()) == (2, 0)
    second = files.give(*lines)
    assert (second.unchanged, second.files, second.refused) == (3, 2, 0)
    assert (len(list(files.store.hashes())), files.texts()) == (3, 3)


def test_a_file_whose_bytes_were_lost_is_brought_back_by_the_feed(files: Files) -> None:
    files.put(NAME)
    files.give({})
    sha256 = files.listed().sha256
    files.store.remove(sha256)
    assert files.give({}).files == 0
    assert files.store.read_by(sha256) == FIRST


def test_a_flagged_scan_counts_as_read_at_once_and_a_picture_needs_not(files: Files) -> None:
    """A packet of the claim would wait for the night otherwise, though there is nothing to read."""
    files.put(NAME, pdf(""))
    files.put("broken.pdf", b"%PDF-1.4\nno more than this\n%%EOF")
    files.put("photo.png", png(4, 4))
    named = (
        {"file": name, "title": "Counseling intake"} for name in (NAME, "broken.pdf", "photo.png")
    )
    assert files.give(*named).files == 3
    assert files.texts() == 2
    with files.feed.house.app.app_context():
        assert read_unread(DocumentPages(files.store, files.store.folder.parent)) == (0, 0)


def test_text_that_is_kept_is_not_kept_again(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.put(NAME)
    files.give({})
    kept: list[int] = []
    monkeypatch.setattr(
        documents, "keep_text", lambda document_id, _pages: kept.append(document_id)
    )
    files.give({})
    assert kept == []
