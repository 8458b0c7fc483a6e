"""Writing everything that an installation or a COHE owns into a folder, whole or not there."""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import mkdtemp

from sqlalchemy import select

from ohms import clock, migrations
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import record_reading, record_readings
from ohms.config import BadEnvironment
from ohms.domain.actor import Actor
from ohms.domain.data_out import DOCUMENTS, MANIFEST, TABLES, DataManifest, WrittenFile
from ohms.domain.errors import NotFound
from ohms.domain.feed.csv_bytes import Utf8Sink
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.document_store import DocumentDamaged, DocumentMissing, DocumentStore
from ohms.queries.actors import installation_kind
from ohms.queries.checks.files import files_named
from ohms.queries.data_out.tables import TableOut, claims_reach_to, tables_out
from ohms.queries.data_out.whole import whole_tables
from ohms.queries.guard import unscoped

NUMBERS_OF_CLAIMS = frozenset({"claim_number", "combined_into"})
"""Columns that name a claim."""


def export_data(
    operator: Actor,
    folder: Path,
    slug: str | None = None,
    *,
    to_take_in_from: DocumentStore | None = None,
) -> DataManifest:
    """One CSV a table and a manifest, all of one instant, row after row through little memory; with the
    store of a whole installation also what another one takes in: every table, and the documents.

    The act is recorded first, and by its claims before the folder is there. Raises BadEnvironment where the folder is there already, NotFound for an
    unknown COHE.
    """
    if folder.exists():
        raise BadEnvironment(f"{folder} is there already: an export is never mixed with another.")
    cohe_id = _cohe_named(slug)
    detail = {"folder": folder.name, "cohe": slug}
    begun = Entry("begin_export", cohe_id=cohe_id, detail={"export": "export_data", **detail})
    record_reading(operator, begun, operator.positions[0])
    with _whole_or_not_there(folder) as part:
        named: set[str] = set()
        with _one_instant(), unscoped("everything leaves"):
            made_at = clock.now()
            files = {
                name: _write(part / name, table, named)
                for name, table in tables_out(cohe_id, clock.day_of(made_at))
            }
            if cohe_id is None and to_take_in_from is not None:
                (part / TABLES).mkdir()
                files |= {name: _write(part / name, table, named) for name, table in whole_tables()}
                _copy_documents(to_take_in_from, part / DOCUMENTS)
            reach = claims_reach_to()
            manifest = DataManifest(
                made_at.isoformat(),
                reach.isoformat() if reach else None,
                slug,
                files,
                kind=installation_kind(),
                schema=migrations.newest_revision(),
            )
            (part / MANIFEST).write_text(manifest.as_text(), "utf-8")
            written = {
                "lines": sum(each.rows for each in files.values()),
                "manifest_sha256": hashlib.sha256(manifest.as_text().encode()).hexdigest(),
            }
            entries = [
                Entry("export_data", cohe_id=each, claim_ids=ids, detail={**detail, **written})
                for each, ids in _claims_of_centres(cohe_id, named)
            ]
        record_readings(operator, entries, operator.positions[0])
    return manifest


def _claims_of_centres(
    cohe_id: int | None, named: set[str]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """For the record of each centre whose data leaves: its claims that the files name. What a centre
    did on a claim that another has today leaves with it, and is told in its own record."""
    cohes = select(Cohe.id).order_by(Cohe.id)
    if cohe_id is not None:
        cohes = cohes.where(Cohe.id == cohe_id)
    rows = db.session.execute(select(Claim.id, Claim.claim_number, Claim.cohe_id))
    found: dict[int, list[int]] = {each: [] for each in db.session.execute(cohes).scalars()}
    for claim_id, number, of_cohe in rows:
        if number in named:
            found[cohe_id or of_cohe].append(claim_id)
    yield from ((each, tuple(ids)) for each, ids in found.items())


def _cohe_named(slug: str | None) -> int | None:
    if slug is None:
        return None
    cohe_id: int | None = db.session.execute(select(Cohe.id).where(Cohe.slug == slug)).scalar()
    if cohe_id is None:
        raise NotFound(f"There is no COHE {slug}.")
    return cohe_id


@contextmanager
def _one_instant() -> Iterator[None]:
    """All tables as they stood at one moment, while people go on writing."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        db.session.rollback()


@contextmanager
def _whole_or_not_there(folder: Path) -> Iterator[Path]:
    """A folder beside it that only its owner reads, given its name once all of it is written."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = Path(mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        yield part
        part.rename(folder)
    finally:
        rmtree(part, ignore_errors=True)


def _write(path: Path, table: TableOut, named: set[str]) -> WrittenFile:
    """The table as a file; the claims that it names are added to `named`."""
    rows = 0
    of_claims = [at for at, name in enumerate(table.columns) if name in NUMBERS_OF_CLAIMS]
    with path.open("wb") as stream:
        writer = csv.writer(Utf8Sink(stream), lineterminator=table.line_end)
        writer.writerow(table.columns)
        for row in table.rows:
            writer.writerow([table.spelled(value) for value in row])
            named.update(row[at] for at in of_claims if row[at])
            rows += 1
    with path.open("rb") as written:
        return WrittenFile(rows, hashlib.file_digest(written, "sha256").hexdigest())


def _copy_documents(store: DocumentStore, folder: Path) -> None:
    """The file of every row that has one, under its hash. One that is not whole here is not taken along:
    `ohms check` tells of it on both sides."""
    folder.mkdir()
    for sha256 in dict(files_named()):
        with (
            suppress(DocumentMissing, DocumentDamaged),
            store.open_by(sha256) as content,
            (folder / sha256).open("wb") as copy,
        ):
            copyfileobj(content, copy)
