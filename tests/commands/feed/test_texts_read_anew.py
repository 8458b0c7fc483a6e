"""Plain texts that an earlier program kept as one long page: the night after the upgrade reads them anew."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update

from ohms import migrations
from ohms.commands.audit import Entry
from ohms.commands.document_pages import DocumentPages
from ohms.commands.document_reading import read_unread
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.documents import Document, DocumentText
from ohms.queries.guard import unscoped
from tests.architecture.test_migrations import REVISIONS
from tests.commands.feed.document_folder import Files

LONG = "line of 20 letters.\n" * 2_500
LETTER, SCAN = LONG.replace("line", "mail"), LONG.replace("line", "scan")
BEFORE = next(each for each in reversed(REVISIONS) if each < "0067")


def test_a_long_page_is_read_anew_in_pages_and_a_short_one_or_a_letter_stays(files: Files) -> None:
    files.put("long.txt", LONG.encode())
    files.put("short.txt", b"A short one.")
    files.put("letter.txt", LETTER.encode())
    files.put("scan.txt", SCAN.encode())
    assert files.give(*({"file": f"{name}.txt"} for name in PAGES)).files == len(PAGES)
    kept_as_one_page(files, "long.txt", LONG)
    kept_as_one_page(files, "letter.txt", LETTER, source="produced")
    kept_as_one_page(files, "scan.txt", SCAN, media_type="application/pdf")

    url = files.feed.house.closed()
    migrations.downgrade(url, BEFORE)
    migrations.upgrade(url)

    assert pages(files) == {**PAGES, "long": []}
    with files.feed.house.app.app_context():
        read = read_unread(DocumentPages(files.store, files.store.folder.parent))
    assert read == (1, 0)
    assert pages(files) == {**PAGES, "long": [20_000, 20_000, 10_000]}


PAGES: Mapping[str, list[int]] = {
    "long": [50_000],
    "short": [12],
    "letter": [50_000],
    "scan": [50_000],
}


def kept_as_one_page(files: Files, name: str, body: str, **values: Any) -> None:
    document = files.listed(name).id
    of_document = DocumentText.document_id == document
    with (
        files.feed.house.app.app_context(),
        unscoped("a test furnishes"),
        bulk_unit("furnish", None) as unit,
    ):
        unit.entries.append(Entry("furnish"))
        db.session.execute(delete(DocumentText).where(of_document, DocumentText.page > 1))
        db.session.execute(update(DocumentText).where(of_document).values(body=body))
        if values:
            db.session.execute(update(Document).where(Document.id == document).values(**values))


def pages(files: Files) -> dict[str, list[int]]:
    """How long each kept page is, by the document's name."""
    found = dict[str, list[int]]()
    with files.feed.house.app.app_context(), unscoped("a test looks"):
        rows = db.session.execute(
            select(Document.file_name, DocumentText.body)
            .join(DocumentText, DocumentText.document_id == Document.id, isouter=True)
            .order_by(DocumentText.page)
        ).all()
        db.session.rollback()
    for name, body in rows:
        assert name is not None
        found.setdefault(name.removesuffix(".txt"), []).extend([len(body)] if body else [])
    return found
