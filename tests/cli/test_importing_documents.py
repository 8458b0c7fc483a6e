"""`ohms import` with the files of documents: beside the list, and in a ZIP."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from ohms.domain.feed import FeedKind
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document, DocumentText
from tests.cli.conftest import Run
from tests.cli.test_importing import STILL, zipped
from tests.commands.feed.files import Feed
from tests.house import House, known, one
from tests.pdf_files import pdf


@pytest.fixture
def folder(house: House, tmp_path: Path) -> Path:
    """A feed with one claim, two documents, and the file of the first."""
    folder = tmp_path / "lni-feed-2026-11-20"
    folder.mkdir()
    feed = Feed(house, tmp_path)
    feed.write(FeedKind.CLAIMS, [{}]).rename(folder / "claims.csv")
    lines = [{"file": "visit.pdf"}, {"file": "missing.pdf"}]
    feed.write(FeedKind.DOCUMENTS, lines).rename(folder / "documents.csv")
    (folder / "visit.pdf").write_bytes(pdf("Strain of the wrist"))
    return folder


@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_a_feed_brings_its_files_and_tells_of_the_missing_one(
    house: House, folder: Path, run: Run, instance: Path, shape: str
) -> None:
    source = folder if shape == "folder" else zipped(folder, "deep/down/")
    result = run("import", "feed", str(source), **STILL)
    assert result.exit_code == 1
    assert "documents.csv: 2 added, 0 updated, 0 unchanged, 0 parked, 1 refused" in result.stdout
    assert "1 file kept" in result.stdout
    assert "documents.csv: filing, 2 lines" in result.stderr
    assert "1 line was refused" in result.stderr
    assert "Stopped" not in result.stderr
    with house.app.app_context():
        kept = known(select(Document.sha256).where(Document.file_name == "visit.pdf"))
        assert "Strain of the wrist" in one(select(DocumentText.body))
    assert DocumentStore(instance).holds(kept)


def test_the_list_alone_is_read_with_the_files_in_its_folder(
    folder: Path, run: Run, instance: Path
) -> None:
    run("import", "claims", str(folder / "claims.csv"), **STILL)
    result = run("import", "documents", str(folder / "documents.csv"), "--json", **STILL)
    told = json.loads(result.stdout)
    assert (told["added"], told["files"], told["refused"]) == (2, 1, 1)
    again = folder / "documents.csv.refused.csv"
    (folder / "missing.pdf").write_bytes(pdf("Back on Monday"))
    mended = run("import", "documents", str(again), **STILL)
    assert mended.exit_code == 0, mended.output
    assert len(list(DocumentStore(instance).hashes())) == 2
