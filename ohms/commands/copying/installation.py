"""`ohms db copy`: one transaction of the target, from its first row to its verification."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, inspect, make_url, select, text

from ohms import migrations
from ohms.commands.audit import Entry
from ohms.commands.backups.keys import PUBLIC_KEY
from ohms.commands.copying.rows import copy_rows, count_of_rows, read_rows, set_counter
from ohms.commands.counted_rows import Counted, Tell
from ohms.commands.unit_of_work import record_reading
from ohms.config import BadEnvironment, Settings
from ohms.domain.actor import Actor
from ohms.domain.copying import Rows, check_same_rows
from ohms.models import Base
from ohms.models.address import file_of, opening, refuse_missing_file
from ohms.models.anchor_file import FILE as ANCHORS
from ohms.models.audit import AuditLane
from ohms.models.document_store import DocumentDamaged, DocumentStore
from ohms.models.engine import engine_at, is_in_use, writing


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def make_ready(source: Path, settings: Settings) -> None:
    """Give the target this program's schema; BadEnvironment where nothing may be copied into it."""
    url = settings.database_url
    if file_of(url) is not None:
        raise BadEnvironment(
            "Set OHMS_DATABASE_URL to the PostgreSQL database to fill: it names an SQLite file."
        )
    refuse_missing_file(sqlite_url(source))
    there = migrations.revision_at(sqlite_url(source))
    if there != migrations.newest_revision():
        raise BadEnvironment(
            f"The SQLite database is of schema {there or 'none'}. Run `ohms db upgrade` with"
            f" OHMS_DATABASE_URL={sqlite_url(source)} first."
        )
    if is_in_use(source):
        raise BadEnvironment(f"The database at {source} is in use. Stop OHMS first.")
    with opening(url), engine_at(url) as engine, engine.connect() as connection:
        standing = set(inspect(connection).get_table_names())
        if standing and migrations.revision_of(connection) != migrations.newest_revision():
            raise BadEnvironment(
                "The database of OHMS_DATABASE_URL has tables of another schema, or of somebody"
                " else. Make an empty one; the schema is made by this command."
            )
        if standing:
            _refuse_what_holds_rows(connection)
    if not standing:
        migrations.upgrade(url)


def copy_installation(source: Path, settings: Settings, tell: Tell) -> dict[str, Rows]:
    """Copy every row and file of the SQLite installation `source`; returns what each table holds.

    Nobody may be writing to it. The target keeps everything, read back and found equal, or nothing:
    whatever ends this before its last line leaves an empty database, and it can be begun again.
    """
    _bring_files(source.parent, settings.instance)
    tables = Base.metadata.sorted_tables
    with (
        engine_at(sqlite_url(source)) as lite,
        engine_at(settings.database_url) as postgres,
        writing(),  # on the source: until the end nobody else can write to it
        lite.connect() as reading,
        postgres.connect() as filling,
        reading.begin(),
        filling.begin(),
    ):
        _refuse_what_holds_rows(filling)
        filling.execute(delete(AuditLane))  # the empty lanes of the migrations
        total = sum(count_of_rows(reading, table) for table in tables)
        count = Counted(tell, "Rows copied", total)
        written = {table.name: copy_rows(reading, filling, table, count) for table in tables}
        count = Counted(tell, "Rows read back", total)
        check_same_rows(written, {table.name: read_rows(filling, table, count) for table in tables})
        for table in tables:
            set_counter(filling, table)
    _tidy(settings.database_url)
    return written


def record_copying(operator: Actor, database_url: str) -> None:
    """In the source's own audit, which the copy carries on: where everything goes."""
    entry = Entry("copy_database", detail={"to": _where(database_url)})
    record_reading(operator, entry, operator.positions[0])


def record_end_of_copying(
    operator: Actor, database_url: str, written: dict[str, Rows] | None
) -> None:
    """In the source's audit alone: a copy holds what was there before it, and that it is there tells that
    it was made whole. None: nothing was kept."""
    detail: dict[str, Any] = {"to": _where(database_url)}
    if written is not None:
        hashes = "".join(written[name].sha256 for name in sorted(written))
        detail["rows"] = sum(each.count for each in written.values())
        detail["sha256"] = hashlib.sha256(hashes.encode()).hexdigest()
    result = "failed" if written is None else "done"
    entry = Entry("end_copy_database", result=result, detail=detail)
    record_reading(operator, entry, operator.positions[0])


def _where(database_url: str) -> str:
    to = make_url(database_url)
    return f"{to.host or 'localhost'}/{to.database}"


def _refuse_what_holds_rows(connection: Connection) -> None:
    """Empty lanes of the audit are the schema's own; anything else is somebody's."""
    for table in Base.metadata.sorted_tables:
        used = select(1).select_from(table)
        if table.name == AuditLane.__tablename__:
            used = used.where(table.c.last_number > 0)
        if connection.execute(used.limit(1)).first() is not None:
            raise BadEnvironment(
                f"The database of OHMS_DATABASE_URL holds rows already ({table.name})."
                " Make an empty one; nothing need be run on it before."
            )


def _bring_files(there: Path, here: Path) -> None:
    """Documents, anchors and the public key of the backups, where the instance folder is another one.
    By their hash: what stands there already stays, and files that no row names harm nobody."""
    if there.resolve() == here.resolve():
        return
    here.mkdir(mode=0o700, parents=True, exist_ok=True)
    source, target = DocumentStore(there), DocumentStore(here)
    for sha256 in source.hashes():
        if not target.holds(sha256):
            try:
                with source.open_by(sha256) as content:
                    target.store(content)
            except DocumentDamaged:
                continue  # told by the check that follows: its row names a file that is not here
    for name in (ANCHORS, PUBLIC_KEY):
        if (there / name).exists() and not (here / name).exists():
            shutil.copyfile(there / name, here / name)
            (here / name).chmod(0o600)


def _tidy(url: str) -> None:
    """The planner's figures, without which the first pages would scan whole tables."""
    with engine_at(url) as engine:
        at_once = engine.execution_options(isolation_level="AUTOCOMMIT")
        with at_once.connect() as connection:
            connection.execute(text("vacuum (analyze)"))
