"""Files of documents.csv that are not taken: missing, no documents, not what their names say."""

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from sqlalchemy import select

from ohms.commands.feed import ArchiveFiles
from ohms.commands.feed.beside import LINK, MISSING, TWICE
from ohms.commands.feed.files import A_LIST, ANOTHER
from ohms.domain.document_content import LARGEST_DOCUMENT
from ohms.models.documents import Document
from ohms.models.feed import FeedRun
from tests.commands.feed.document_folder import FIRST, NAME, Files
from tests.house import count_of, one
from tests.pdf_files import pdf


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
