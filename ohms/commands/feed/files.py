"""The files that documents.csv names: found, checked as an upload is, kept, and made readable.

The list stands by itself: what has no file, or one that is refused, stays listed and not here. Each
file is its own small transaction after the list's, with its bytes stored before it, so that a killed
import leaves nothing half done; what it had stored is taken up by the next run. A document keeps the
bytes that it once had: another file under its name is refused.
"""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Row, exists, select, update

from ohms import clock
from ohms.commands import documents
from ohms.commands.audit import Entry
from ohms.commands.document_pages import BeingMade, CannotBeShown, DocumentPages, FileGone
from ohms.commands.feed.batches import Line
from ohms.commands.feed.beside import Beside, NotBeside
from ohms.commands.feed.lines_read import good_lines_of
from ohms.commands.feed.orders import Order
from ohms.commands.feed.outcome import Progress, Step
from ohms.commands.feed.rows import rows_in
from ohms.commands.feed.runs import count_refused, entry_of, import_unit, keep_refusals
from ohms.commands.no_longer_low import raise_low_claims
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.document_content import HOLDS_TEXT, MEDIA_TYPES, DocumentFormat, recognised
from ohms.domain.documents import is_about_mental_health
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import FeedKind, Refusal, read_feed
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document, DocumentFlag, DocumentText
from ohms.queries.guard import unscoped

AT_ONCE = 50  # lines; after each the progress is told
CHILDREN = 2  # files read for their text at the same time
LISTS = frozenset(kind.file_name for kind in FeedKind)

A_LIST = "Name a document; this is a list of the feed."
ANOTHER = "Give this file under a name of its own; the document keeps the file that it has, which is another."


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """Where the files of a list are, and where they are kept."""

    beside: Beside
    store: DocumentStore
    pages: DocumentPages


@dataclass(slots=True)
class Brought:
    """What came of the files. `refused`: the cells of each line with why its file was not taken."""

    kept: int = 0
    refused: list[tuple[tuple[str, ...], list[Refusal]]] = field(default_factory=list)


def bring_files(
    order: Order,
    files: FeedFiles,
    passed_over: frozenset[int],
    run_id: int | None,
    progress: Progress,
) -> Brought:
    """Keep the files of a list that was applied, or, without a run, only look at them.

    `passed_over` are the numbers of refused lines.
    """
    bringing = _Bringing(order, files, dry=run_id is None)
    done = 0
    with read_feed(order.kind, order.source, order.as_of) as reading:
        lines = (line for line in good_lines_of(reading) if line.number not in passed_over)
        while chunk := list(islice(lines, AT_ONCE)):
            bringing.bring(chunk)
            done += len(chunk)
            progress(Step("filing", done, None, run_id))
    brought = bringing.brought
    if run_id is not None and (brought.kept or brought.refused):
        _record(order, run_id, brought)
    return brought


@done_again
def _record(order: Order, run_id: int, brought: Brought) -> None:
    refused = len(brought.refused)
    with import_unit(order) as unit:
        keep_refusals(run_id, [reason for _cells, reasons in brought.refused for reason in reasons])
        count_refused(run_id, refused)
        unit.entries.append(entry_of(order, run_id, "done", files=brought.kept, refused=refused))


class _Bringing:
    def __init__(self, order: Order, files: FeedFiles, *, dry: bool) -> None:
        self.order, self.files, self.dry = order, files, dry
        self.brought = Brought()

    def bring(self, lines: Sequence[Line]) -> None:
        """The files of some lines, then the text of those that are here and were not read yet."""
        with unscoped(self.order.action):
            listed = {(row.claim_number, row.file_name): row for row in _listed(lines)}
        db.session.rollback()
        unread: list[tuple[int, str, DocumentFormat | None]] = []
        for line in lines:
            row = listed.get((line.said.claim_number, line.said.file))
            try:
                read = self._bring(line, row)
            except RuleBroken as broken:
                refusal = Refusal(line.number, "file", broken.message)
                self.brought.refused.append((line.cells, [refusal]))
                continue
            if read is not None:
                unread.append(read)
        for document_id, text in _texts(self.files.pages, unread):
            documents.keep_text(document_id, text)

    def _bring(
        self, line: Line, row: Row[Any] | None
    ) -> tuple[int, str, DocumentFormat | None] | None:
        """The document whose text is wanted: its id, hash and format."""
        content = self._content(line.said.file, has_file=row is not None and bool(row.sha256))
        if content is None:
            return None
        sha256 = hashlib.sha256(content).hexdigest()
        if row is not None and row.sha256 is not None and row.sha256 != sha256:
            raise RuleBroken(ANOTHER)
        format_ = recognised(content)
        if self.dry or row is None:
            self.brought.kept += row is None or row.sha256 is None
            return None
        with self.files.store.alone_with(sha256):
            if row.sha256 is None or not self.files.store.holds(sha256):
                self._store(content)
            if row.sha256 is None:
                self._name(row, sha256, len(content), format_)
                self.brought.kept += 1
        return None if row.has_text else (row.id, sha256, format_)

    def _content(self, name: str, *, has_file: bool) -> bytes | None:
        """None where the file does not lie there and need not, for it is here."""
        if name in LISTS or name.endswith(".refused.csv") or name == self.order.source.name:
            raise RuleBroken(A_LIST)
        try:
            return self.files.beside.read(name)
        except NotBeside:
            if has_file:
                return None
            raise

    def _store(self, content: bytes) -> None:
        try:
            self.files.store.store(content)
        except OSError as trouble:
            raise RuleBroken("Give this file again; the disk refused to keep it.") from trouble

    @done_again
    def _name(self, row: Row[Any], sha256: str, size: int, format_: DocumentFormat) -> None:
        """The document has its file, in one transaction; whoever names one first is kept."""
        with bulk_unit("import_document_file", self.order.actor) as unit:
            values: dict[str, Any] = {
                "sha256": sha256,
                "size": size,
                "media_type": MEDIA_TYPES[format_],
            }
            flagged = _is_to_be_flagged(row)
            if flagged:
                values["mental_health"] = True
            db.session.execute(
                update(Document)
                .where(Document.id == row.id, Document.sha256.is_(None))
                .values(**values)
                .execution_options(synchronize_session=False)
            )
            if flagged:
                raise_low_claims([row.claim_id], clock.today())
            unit.entries.append(
                Entry(
                    "import_document_file",
                    object_type="document",
                    object_id=row.id,
                    claim_id=row.claim_id,
                    cohe_id=row.cohe_id,
                    detail={"sha256": sha256, "size": size},
                )
            )


def _is_to_be_flagged(row: Row[Any]) -> bool:
    """The flag is proposed once: not where it stands, nor where a person has decided on it."""
    if row.mental_health or row.is_decided:
        return False
    return is_about_mental_health(row.kind, row.title, (row.icd10 or "").split(";"))


def _listed(lines: Sequence[Line]) -> Iterator[Row[Any]]:
    has_text = exists().where(DocumentText.document_id == Document.id)
    is_decided = exists().where(DocumentFlag.document_id == Document.id)
    statement = (
        select(
            Document.id,
            Document.claim_id,
            Document.cohe_id,
            Document.kind,
            Document.title,
            Document.file_name,
            Document.sha256,
            Document.mental_health,
            Claim.claim_number,
            Claim.icd10,
            has_text.label("has_text"),
            is_decided.label("is_decided"),
        )
        .join(Claim, Claim.id == Document.claim_id)
        .where(
            Document.source == "feed", Document.file_name.in_({line.said.file for line in lines})
        )
    )
    return rows_in(statement, Claim.claim_number, {line.said.claim_number for line in lines})


def _texts(
    pages: DocumentPages, unread: Sequence[tuple[int, str, DocumentFormat | None]]
) -> Iterator[tuple[int, dict[int, str]]]:
    """The text of files by the id of their documents. A scan, and what cannot be read here, counts as read
    at once: no packet of its claim waits for the night."""

    def read(one: tuple[int, str, DocumentFormat | None]) -> dict[int, str] | None:
        try:
            return pages.read(one[1], one[2]).text
        except (BeingMade, FileGone):
            return None
        except CannotBeShown:
            return {}

    with ThreadPoolExecutor(CHILDREN) as pool:
        for one, text in zip(unread, pool.map(read, unread), strict=True):
            if text or (text is not None and one[2] in HOLDS_TEXT):
                yield one[0], text
