"""Making a backup: one file, whole or not there."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.backups.archives import sealing, write_archive, written_through
from ohms.commands.backups.keys import public_key
from ohms.commands.backups.snapshots import take_snapshot
from ohms.commands.unit_of_work import record_reading
from ohms.config import BadEnvironment
from ohms.domain.actor import Actor
from ohms.domain.backups import DOCUMENTS, Manifest
from ohms.extensions import db
from ohms.models.document_store import DocumentStore
from ohms.models.operation_file import OperationFile
from ohms.models.unfinished import working_folder
from ohms.queries.checks.files import files_named
from ohms.queries.guard import unscoped


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written, and the SHA-256 of the file, to be kept elsewhere."""

    manifest: Manifest
    sha256: str
    missing: tuple[str, ...]
    """What rows name whose file was not on the disk: the backup cannot hold it either."""


def make_backup(operator: Actor, target: Path, instance: Path, *, sealed: bool) -> Backup:
    """Write database and documents to `target`, sealed with the installation's public key.

    The act is recorded first: a copy that left the house without a trace would be the worst of all.
    Raises BadEnvironment where the file is there already, or the key or a tool is missing.
    """
    key = public_key(instance) if sealed else None
    if target.exists():
        raise BadEnvironment(f"{target} is there already: a backup is never overwritten.")
    record_reading(
        operator,
        Entry("make_backup", detail={"file": target.name, "sealed": sealed}),
        operator.positions[0],
    )
    with working_folder(instance, "backup") as folder:
        snapshot = folder / "database"
        with unscoped("a backup takes everything"):
            told = take_snapshot(db.engine, snapshot)
            named = files_named()
            db.session.rollback()
        with _whole_or_not_there(target) as file, written_through(sealing(key), file) as stream:
            manifest = write_archive(stream, snapshot, told, DocumentStore(instance))
    there = {*manifest.members, *(DOCUMENTS + each for each in manifest.damaged)}
    missing = tuple(what for sha256, what in named if DOCUMENTS + sha256 not in there)
    OperationFile(instance).note(
        "backup",
        clock.now(),
        file=target.name,
        damaged=len(manifest.damaged) + len(missing),
    )
    with target.open("rb") as written:
        return Backup(manifest, hashlib.file_digest(written, "sha256").hexdigest(), missing)


@contextmanager
def _whole_or_not_there(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target, forced to the disk and only then given its name."""
    part = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
