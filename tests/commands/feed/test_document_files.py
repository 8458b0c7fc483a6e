"""documents.csv with its files: kept, checked, told where they are missing, never half done."""

import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from ohms.commands import documents
from ohms.commands.document_pages import DocumentPages
from ohms.commands.document_reading import read_unread
from ohms.commands.feed import ArchiveFiles, Beside, FeedFiles, FeedOutcome, FolderFiles
from ohms.commands.feed.beside import LINK, MISSING, TWICE
from ohms.commands.feed.files import A_LIST, ANOTHER
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.document_content import LARGEST_DOCUMENT
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document, DocumentFlag, DocumentText
from ohms.models.feed import FeedRefusal, FeedRun
from ohms.queries.guard import unscoped
from tests.commands.feed.files import Feed
from tests.house import count_of, one
from tests.image_files import png
from tests.pdf_files import pdf

NAME = "visit.pdf"
FIRST = pdf("Strain of the wrist")


@dataclass
class Files:
    """A feed folder with files beside its lists, and the store that they are kept in."""

    feed: Feed
    folder: Path
    store: DocumentStore

    def put(self, name: str, content: bytes = FIRST) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def give(
        self, *lines: Mapping[str, str], beside: Beside | None = None, **options: Any
    ) -> FeedOutcome:
        pages = DocumentPages(self.store, self.store.folder.parent)
        files = FeedFiles(beside or FolderFiles(self.folder), self.store, pages)
        return self.feed.give(
            FeedKind.DOCUMENTS, *({"file": NAME, **line} for line in lines), files=files, **options
        )

    def listed(self, name: str = NAME) -> Row[Any]:
        with self.feed.house.app.app_context(), unscoped("a test looks"):
            statement = select(
                Document.id, Document.sha256, Document.size, Document.mental_health
            ).where(Document.file_name == name)
            return db.session.execute(statement).one()

    def reasons(self) -> list[tuple[int, str, str]]:
        with self.feed.house.app.app_context(), unscoped("a test looks"):
            rows = db.session.execute(
                select(FeedRefusal.line_number, FeedRefusal.field, FeedRefusal.reason)
            )
            return [(row.line_number, row.field, row.reason) for row in rows]

    def texts(self) -> int:
        with self.feed.house.app.app_context():
            return count_of(DocumentText)


@pytest.fixture
def files(feed: Feed, tmp_path: Path, clock: Callable[[str], None]) -> Files:
    clock("2026-11-24T09:00:00-08:00")
    feed.claims({"icd10": "S63.501A"})
    folder = tmp_path / "lni-feed"
    folder.mkdir()
    return Files(feed, folder, DocumentStore(tmp_path / "instance"))


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


def test_a_missing_file_is_told_and_its_document_stays_listed_until_it_comes(
    files: Files, tmp_path: Path
) -> None:
    files.put("here.pdf")
    to = tmp_path / "refused.csv"
    outcome = files.give({}, {"file": "here.pdf"}, refused_to=to)
    assert (outcome.state, outcome.added, outcome.files, outcome.refused) == ("done", 2, 1, 1)
    assert files.reasons() == [(2, "file", MISSING)]
    assert files.listed().sha256 is None
    assert outcome.refused_file == to
    assert NAME in to.read_text()
    assert "here.pdf" not in to.read_text()
    with files.feed.house.app.app_context():
        run = select(FeedRun.refused).where(FeedRun.kind == "documents")
        assert one(run) == 1
    files.put(NAME)
    later = files.give({}, {"file": "here.pdf"})
    assert (later.unchanged, later.files, later.refused) == (2, 1, 0)
    assert files.listed().sha256 is not None


def as_link(files: Files) -> None:
    (files.folder / NAME).symlink_to(files.put("other.txt", b"Secret of the server"))


def as_pipe(files: Files) -> None:
    os.mkfifo(files.folder / NAME)


def as_program(files: Files) -> None:
    files.put(NAME, b"\x7fELF\x02\x01\x01\x00")


def as_too_large(files: Files) -> None:
    with (files.folder / NAME).open("wb") as stream:
        stream.truncate(LARGEST_DOCUMENT + 1)


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (as_link, LINK),
        (as_pipe, LINK),
        (as_program, "This kind of file is not taken"),
        (as_too_large, "Give a file of at most"),
    ],
)
def test_what_an_upload_would_not_take_is_refused_and_not_kept(
    files: Files, put: Callable[[Files], None], reason: str
) -> None:
    put(files)
    outcome = files.give({})
    assert (outcome.added, outcome.files, outcome.refused) == (1, 0, 1)
    ((_line, field, told),) = files.reasons()
    assert field == "file"
    assert told.startswith(reason)
    assert files.listed().sha256 is None
    assert list(files.store.hashes()) == []


def test_links_doubles_and_what_unpacks_without_end_are_refused_in_a_zip(
    files: Files, tmp_path: Path
) -> None:
    link = zipfile.ZipInfo("link.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "feed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr("bomb.pdf", bytes(LARGEST_DOCUMENT + 1))
        archive.writestr("twice.pdf", FIRST)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("twice.pdf", pdf("Which?"))
    with zipfile.ZipFile(tmp_path / "feed.zip") as archive:
        beside = ArchiveFiles(archive, PurePosixPath())
        lines = ({"file": name} for name in ("link.pdf", "bomb.pdf", "twice.pdf"))
        outcome = files.give(*lines, beside=beside)
    assert (outcome.added, outcome.files, outcome.refused) == (3, 0, 3)
    link_told, bomb_told, twice_told = (told for _line, _field, told in files.reasons())
    assert (link_told, twice_told) == (LINK, TWICE)
    assert bomb_told.startswith("Give a file of at most 25 MB")


@pytest.mark.parametrize("name", ["../visit.pdf", "/etc/hostname", "a\\b.pdf", ".hidden"])
def test_a_name_that_is_a_path_refuses_its_line_and_with_it_the_list(
    files: Files, name: str
) -> None:
    files.put(NAME)
    outcome = files.give({}, {"file": name})
    assert (outcome.state, outcome.files, outcome.refused) == ("failed", 0, 1)
    with files.feed.house.app.app_context():
        assert count_of(Document) == 0
    assert list(files.store.hashes()) == []


def test_the_lists_of_the_feed_are_no_documents_of_a_claim(files: Files) -> None:
    files.put("claims.csv", b"claim_number,status\nA123456,allowed\n")
    assert files.give({"file": "claims.csv"}).refused == 1
    assert files.reasons() == [(2, "file", A_LIST)]


def test_a_document_keeps_the_file_that_it_has_when_another_comes_under_its_name(
    files: Files,
) -> None:
    files.put(NAME)
    files.give({})
    before = files.listed()
    files.put(NAME, pdf("Something else"))
    outcome = files.give({"title": "First visit, corrected"})
    assert (outcome.updated, outcome.files, outcome.refused) == (1, 0, 1)
    assert files.reasons() == [(2, "file", ANOTHER)]
    assert files.listed().sha256 == before.sha256


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
