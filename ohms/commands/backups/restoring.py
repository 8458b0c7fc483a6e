"""Putting a backup back: everything is checked before anything that stands is touched."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, update
from sqlalchemy.orm import Session

from ohms import clock
from ohms.commands.anchoring import explained
from ohms.commands.audit import Entry, append_entries
from ohms.commands.backups.archives import (
    is_sealed,
    opening_seal,
    read_archive,
    read_through,
    sealing,
)
from ohms.commands.backups.figures import lane_heads, rows_by_table
from ohms.commands.backups.keys import private_key
from ohms.commands.backups.snapshots import refuse_damaged
from ohms.commands.backups.tools import run_tool
from ohms.config import BadEnvironment, Settings
from ohms.domain.anchors import Heads, Restored
from ohms.domain.backups import (
    DATABASE,
    DOCUMENTS,
    Manifest,
    check_may_be_read_here,
    check_same_data,
)
from ohms.migrations import known_revisions
from ohms.models.account_links import AccountLink
from ohms.models.address import file_of, read_address
from ohms.models.anchor_file import AnchorFile
from ohms.models.api_tokens import ApiToken
from ohms.models.document_store import DocumentStore
from ohms.models.engine import engine_at, is_in_use, writing
from ohms.models.full_text import FULL_TEXT_STORAGE
from ohms.models.housekeeping import SignInSession
from ohms.models.operation_file import OperationFile
from ohms.models.unfinished import working_folder
from ohms.queries.audit_anchors import heads_now

Begins = Callable[[Heads], None]


def restore_backup(
    file: Path, settings: Settings, *, key: Path | None, replace: bool, only_look: bool = False
) -> Manifest:
    """Put database and documents back as the backup has them; `only_look` checks and changes nothing.

    Raises BadEnvironment or RuleBroken with everything as it was: for a damaged backup, a wrong key,
    another engine, a database that is there (unless `replace`) or in use. Everybody is signed out, and
    the restore stands in the audit and, with the head that it left, in the anchors' file.
    """
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _laid_out(file, settings.instance, key) as (folder, manifest):
        address = read_address(settings.database_url)
        check_may_be_read_here(manifest, address.get_backend_name(), known_revisions())
        if only_look:
            done = OperationFile(settings.instance)
            if done.place.exists():  # where backups are made; elsewhere nothing is changed
                done.note("verified", clock.now(), file=file.name)
            return manifest
        # By their hash: what stands there already stays, and files that no row names harm nobody.
        store = DocumentStore(settings.instance)
        for name in manifest.members:
            if name.startswith(DOCUMENTS):
                with (folder / name.removeprefix(DOCUMENTS)).open("rb") as content:
                    store.store(content)
        place = file_of(settings.database_url)
        saved = {int(lane): head for lane, head in manifest.lanes.items()}
        anchors = AnchorFile(settings.instance)
        with explained(anchors, Restored(manifest.made_at, saved)) as begins:
            if place is None:
                to = settings.database_url
                _into_postgresql(to, folder / DATABASE, manifest, replace, begins)
            else:
                _into_sqlite(place, folder / DATABASE, manifest, replace, begins)
    return manifest


@contextmanager
def _laid_out(file: Path, instance: Path, key: Path | None) -> Iterator[tuple[Path, Manifest]]:
    """The members in a folder of this instance, whole, until the block ends."""
    if not file.is_file():
        raise BadEnvironment(f"There is no backup at {file}.")
    sealed = is_sealed(file)
    if sealed and key is None:
        raise BadEnvironment("This backup is sealed: name its private key with --key.")
    seal = opening_seal(private_key(key)) if sealed and key else sealing(None)
    with working_folder(instance, "restore") as folder:
        with file.open("rb") as source, read_through(seal, source) as stream:
            manifest = read_archive(stream, folder)
        yield folder, manifest


def _into_sqlite(
    place: Path, saved: Path, manifest: Manifest, replace: bool, begins: Begins
) -> None:
    refuse_damaged(saved)
    _check_holds(f"sqlite:///{saved}", manifest)
    _shut_everybody_out(f"sqlite:///{saved}")
    heads: list[Heads] = []
    _record(f"sqlite:///{saved}", manifest, heads.append)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists() and not replace:
        raise BadEnvironment(f"There is a database at {place}. Say --replace to put it aside.")
    # On the database's own disk before the standing one is touched: from there it is but a name.
    part = place.with_name(f"{place.name}.part")
    shutil.copyfile(saved, part)
    part.chmod(0o600)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    if place.exists():
        _refuse_in_use(place)
    begins(*heads)
    if place.exists():
        _put_aside(place)
    part.rename(place)


def _refuse_in_use(place: Path) -> None:
    """Nobody may have open what is put aside, for they would write to it on."""
    if is_in_use(place):
        raise BadEnvironment(f"The database at {place} is in use. Stop OHMS first.")


def _put_aside(place: Path) -> None:
    """What stood there is kept beside it."""
    aside = place.with_name(f"{place.name}.before-{clock.now():%Y%m%dT%H%M%S}")
    for ending in ("", "-wal", "-shm"):  # a log left behind would be played into the new database
        with suppress(FileNotFoundError):
            place.with_name(place.name + ending).rename(aside.with_name(aside.name + ending))


def _into_postgresql(
    url: str, saved: Path, manifest: Manifest, replace: bool, begins: Begins
) -> None:
    """In one transaction of the server: the old data or the new, never half of either."""
    standing = _standing_tables(url)
    if standing and not replace:
        raise BadEnvironment("There are tables in this database. Say --replace to overwrite them.")
    if strangers := sorted(standing - set(manifest.tables) - FULL_TEXT_STORAGE):
        raise BadEnvironment(
            f"This database has tables that the backup does not know ({strangers[0]})."
            " Make an empty one and restore into it."
        )
    contents = saved.with_name("contents")
    contents.write_text(_without_extensions(run_tool("pg_restore", ["--list", str(saved)])))
    run_tool(
        "pg_restore",
        ["--clean", "--if-exists"] * bool(standing)
        + ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        + [f"--use-list={contents}", str(saved)],
        read_address(url),
    )
    _check_holds(url, manifest)
    _shut_everybody_out(url)
    _record(url, manifest, begins)


def _without_extensions(contents: str) -> str:
    """OHMS uses none: one that stands there is the server's, and may belong to somebody else."""
    lines = contents.splitlines(keepends=True)
    return "".join(line for line in lines if " EXTENSION " not in line)


def _standing_tables(url: str) -> set[str]:
    with engine_at(url) as engine, engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _check_holds(url: str, manifest: Manifest) -> None:
    with engine_at(url) as engine, engine.connect() as connection:
        check_same_data(manifest, rows_by_table(connection), lane_heads(connection))


def _shut_everybody_out(url: str) -> None:
    """What was ended after the backup was made must not live again: sessions, one-time links, tokens. An
    older schema may not know all of them."""
    ended: tuple[tuple[Any, Any], ...] = (
        (SignInSession, SignInSession.ended_at),
        (AccountLink, AccountLink.ended_at),
        (ApiToken, ApiToken.revoked_at),
    )
    with engine_at(url) as engine, writing(), engine.begin() as connection:
        known = set(inspect(connection).get_table_names())
        for model, at in ended:
            if model.__tablename__ in known:
                connection.execute(update(model).where(at.is_(None)).values({at: clock.now()}))


def _record(url: str, manifest: Manifest, tell: Begins) -> None:
    """The restore's own entry in the chain that was put back; where the lanes stand with it, is told
    before it is kept."""
    entry = Entry("restore_backup", detail={"made_at": manifest.made_at})
    with engine_at(url) as engine, writing(), Session(engine) as session, session.begin():
        append_entries(session, None, [entry], None)
        tell(heads_now(session))
