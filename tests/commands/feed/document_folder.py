"""A feed whose documents come with their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from ohms.commands.document_pages import DocumentPages
from ohms.commands.feed import Beside, FeedFiles, FeedOutcome, FolderFiles
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document, DocumentText
from ohms.models.feed import FeedRefusal
from ohms.queries.guard import unscoped
from tests.commands.feed.files import Feed
from tests.house import count_of
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

    def listed(self, name: str = NAME) -> Row[int, str | None, int | None, bool]:
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
