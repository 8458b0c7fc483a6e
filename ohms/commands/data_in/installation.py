"""`ohms import data`: a whole installation into an empty one, in one transaction, or nothing of it.

Every cell is checked by its column, every row by the rules of the database, the whole by the invariants
of `ohms check` as of the day of the export; and what `ohms export data` would write of it now must be
what stands in the folder: so every figure that can be worked out of the files is the same.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, text

from ohms import clock, migrations
from ohms.commands.anchoring import explained
from ohms.commands.audit import Entry
from ohms.commands.copying.rows import set_counter
from ohms.commands.counted_rows import Counted, Tell
from ohms.commands.data_in.filling import entries_may_go, fill, references_at_the_end
from ohms.commands.data_in.reading import Keys, LinesOf, RowsOf
from ohms.commands.memory import collection_paused
from ohms.commands.unit_of_work import bulk_unit, record_reading
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.anchors import Restored
from ohms.domain.data_in import (
    SAVED_ANEW,
    DataRefused,
    check_may_be_taken_in,
    manifest_of,
    refused,
)
from ohms.domain.data_out import DOCUMENTS, MANIFEST, TABLES, DataManifest
from ohms.extensions import db
from ohms.models.anchor_file import AnchorFile
from ohms.models.audit import AuditEntry, AuditLane
from ohms.models.document_store import HASH, DocumentStore
from ohms.queries.actors import installation_kind
from ohms.queries.audit_anchors import heads_now
from ohms.queries.checks import first_fault
from ohms.queries.data_out.tables import TableOut, tables_out
from ohms.queries.data_out.whole import first_table_with_rows, travelling
from ohms.queries.guard import unscoped

ACTION = "import_data"
ONE_AT_A_TIME = "0" * 64
OWN_AUDIT = frozenset({AuditEntry.__tablename__, AuditLane.__tablename__})


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came in: the manifest of the folder, rows by table, and documents newly kept."""

    manifest: DataManifest
    rows: dict[str, int]
    documents: int


class _Tried(Exception):
    """Everything could be taken in; nothing is."""


def import_data(
    operator: Actor,
    folder: Path,
    store: DocumentStore,
    anchors: AnchorFile,
    *,
    dry_run: bool = False,
    tell: Tell,
) -> TakenIn:
    """Take in the folder of `ohms export data`; `dry_run` checks all of it and keeps nothing. What was
    anchored of the empty installation is rightly gone then, as after a restore.

    Raises DataRefused with file, line and column, and nothing kept: for what is no export of a whole
    installation of this schema, for a database in which anything stands, for anything that breaks a rule.
    """
    check_may(operator, Permission.FEED_IMPORT)
    manifest = _manifest_in(folder)
    kind = installation_kind() or "live"
    check_may_be_taken_in(manifest, kind=kind, schema=migrations.newest_revision())
    db.session.rollback()
    rows: dict[str, int] = {}
    try:
        with unscoped("whether anything stands"):
            _check_is_empty()
        with (
            explained(anchors, Restored(manifest.made_at, {})) as begins,
            _documents(folder, store, dry_run=dry_run) as brought,
            collection_paused(),
            bulk_unit(ACTION, operator) as unit,
        ):
            detail = _put_own_audit_away()
            filled = _fill(folder, manifest, tell)
            tell("Rules and figures compared", 0, 0)
            _check_whole(folder, manifest, filled.values())
            rows |= {name: lines.rows for name, lines in filled.items()}
            if dry_run:
                raise _Tried
            _set_counters()
            detail |= {"made_at": manifest.made_at, "rows": sum(rows.values())}
            unit.entries.append(Entry(ACTION, detail=detail))
            if any(True for _each in anchors.anchors()):
                unit.before_commit = lambda: begins(heads_now(db.session()))
    except _Tried:
        pass
    except DataRefused as why:
        if not dry_run:
            failed = Entry(ACTION, result="failed", detail={"folder": folder.name})
            record_reading(operator, failed, operator.positions[0])
        raise _with_its_cause(why, folder, manifest) from None
    return TakenIn(manifest, rows, len(brought))


def _manifest_in(folder: Path) -> DataManifest:
    try:
        return manifest_of((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise DataRefused(f"There is no {MANIFEST} in this folder.") from None
    except UnicodeDecodeError:
        raise DataRefused("The manifest of this folder cannot be read.") from None


def _with_its_cause(why: DataRefused, folder: Path, manifest: DataManifest) -> DataRefused:
    """The refusal, and that its file was saved by another program since it was exported, where it was:
    what is wrong in one cell is then wrong in many, and mending it does not help."""
    told = manifest.files.get(why.file or "")
    if why.file is None or told is None:
        return why
    with (folder / why.file).open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() == told.sha256:
            return why
    return DataRefused(why.message + SAVED_ANEW, file=why.file)


@contextmanager
def _documents(folder: Path, store: DocumentStore, *, dry_run: bool) -> Iterator[list[str]]:
    """The files brought for what is done inside, by their hash, before the rows that name them.

    Where it fails they go again: only what stood here before stays. One import at a time, so that none
    takes away what another relies on. A dry run looks at the names and brings nothing.
    """
    brought: list[str] = []
    with store.alone_with(ONE_AT_A_TIME):
        try:
            for path in sorted((folder / DOCUMENTS).glob("*")):
                _bring(path, store, brought, dry_run=dry_run)
            yield brought
        except BaseException:
            for sha256 in brought:
                store.remove(sha256)
            raise


def _bring(path: Path, store: DocumentStore, brought: list[str], *, dry_run: bool) -> None:
    name = f"{DOCUMENTS}{path.name}"
    if not (HASH.fullmatch(path.name) and path.is_file()):
        raise DataRefused(f"{name} is no document: a document's name is the hash of what it holds.")
    if store.holds(path.name):
        return
    with path.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != path.name:
            raise DataRefused(f"{name} holds something else than was exported under this name.")
        if not dry_run:
            content.seek(0)
            brought.append(path.name)
            store.store(content)


def _check_is_empty() -> None:
    standing = first_table_with_rows(besides=OWN_AUDIT)
    if standing is not None:
        raise DataRefused(
            f"This installation is not empty: {standing} has rows. Take data in before anything else is"
            " done with it, right after `ohms db upgrade`."
        )


def _put_own_audit_away() -> dict[str, Any]:
    """What the audit of the empty installation told (that it was founded, who tried its door) makes room
    for the one that comes, whose next entry keeps its head and its length."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":  # nobody adds a person or a COHE meanwhile
        connection.execute(text("lock table staff_member, cohe in exclusive mode"))
    _check_is_empty()
    head = select(AuditLane.head_hash).order_by(AuditLane.last_number.desc()).limit(1)
    detail = {
        "entries_before": db.session.execute(select(func.count(AuditEntry.id))).scalar_one(),
        "head_before": db.session.execute(head).scalar_one_or_none(),
    }
    with entries_may_go(connection):
        connection.execute(delete(AuditEntry))
    connection.execute(delete(AuditLane))
    return detail


def _fill(folder: Path, manifest: DataManifest, tell: Tell) -> dict[str, LinesOf]:
    """Every table put in, by its name; what its file was, is looked at when all of it holds."""
    connection, tables = db.session.connection(), travelling()
    of_tables = [each.rows for name, each in manifest.files.items() if name.startswith(TABLES)]
    done = Counted(tell, "Rows put in", sum(of_tables))
    keys, filled = Keys(tables), {}
    with references_at_the_end(connection, tables):
        for table in tables:
            rows = RowsOf(folder, table, keys)
            fill(connection, rows, done)
            filled[table.name] = rows.lines
    return filled


def _set_counters() -> None:
    """Last of all: PostgreSQL takes a counter back with no transaction, and what stands would meet it."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        for table in travelling():
            set_counter(connection, table)


def _check_whole(folder: Path, manifest: DataManifest, filled: Iterable[LinesOf]) -> None:
    """What came in keeps every invariant, says what the folder says, and is what was exported."""
    day = clock.day_of(datetime.fromisoformat(manifest.made_at))
    fault = first_fault(day)
    if fault is not None:
        raise DataRefused(f"{fault} Mend it where this was exported, and export again.")
    read = list(filled)
    for name, table in tables_out(None, day):
        lines = LinesOf(folder, name)
        with closing(table.rows):
            _check_says_the_same(lines, table)
        read.append(lines)
    for lines in read:
        told = manifest.files.get(lines.name)
        if told is None or (told.rows, told.sha256) != (lines.rows, lines.sha256):
            raise DataRefused(
                f"{lines.name} is not the file that was exported: the manifest tells another hash of it."
            )
    if unread := sorted(set(manifest.files) - {lines.name for lines in read}):
        raise DataRefused(f"The manifest names {unread[0]}, which this program knows nothing of.")


def _check_says_the_same(lines: LinesOf, table: TableOut) -> None:
    """The file, line by line, is what would be written of what came in."""
    now = chain(
        [list(table.columns)], ([table.spelled(each) for each in row] for row in table.rows)
    )
    records = lines.read()
    for line, cells in zip_longest(records, now):
        if line is None:
            raise DataRefused(f"{lines.name} ends too early: the tables have more.")
        if cells is None:
            raise refused(lines.name, line.number, None, "The tables do not have this line.")
        if line.cells != cells:
            pairs = zip(table.columns, line.cells, cells, strict=False)
            column = next((name for name, there, here in pairs if there != here), None)
            raise refused(lines.name, line.number, column, "The tables say something else here.")
