"""The files of the claim file: kept by the SHA-256 of what they hold, outside the web root.

A file stands under its hash or not at all: it is written beside its place, forced to the disk and then
renamed. The same bytes stand once, however many claims have them. Nobody's file name is ever a path.
Source: security.md, "Files".
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ohms.domain.errors import NotCertain

FOLDER = "documents"  # in the instance folder
TURNS = "document-turns"  # beside it: empty files, each the turn of the hashes that begin so
AT_ONCE = 1024 * 1024
HASH = re.compile(r"[0-9a-f]{64}")


class DocumentMissing(Exception):
    """No file stands under this hash."""


class DocumentDamaged(Exception):
    """The file under this hash holds something else: the disk, or somebody, changed it."""


class DocumentStore:
    """The files of one instance. Made from the instance folder: `DocumentStore(settings.instance)`."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / FOLDER
        self.turns = instance / TURNS

    def store(self, content: bytes | BinaryIO) -> str:
        """Keep the bytes and return their SHA-256 in hex; kept before, nothing changes.

        Call it before the transaction that names the hash, never inside: a file that no row names is
        harmless, a row without its file is not. OSError where the disk refuses, with nothing left.
        """
        stream = BytesIO(content) if isinstance(content, bytes) else content
        with self._beside() as (path, written):
            digest = hashlib.sha256()
            while chunk := stream.read(AT_ONCE):
                digest.update(chunk)
                written.write(chunk)
            _force(written)
            sha256 = digest.hexdigest()
            if not self.holds(sha256):
                place = self._place(sha256)
                self._make_folder(place.parent)
                path.replace(place)
                for folder in (place.parent, self.folder):
                    _force_folder(folder)
        return sha256

    @contextmanager
    def stored_for(
        self, content: bytes, is_named: Callable[[str], bool] = lambda _sha256: True
    ) -> Iterator[str]:
        """Store the bytes for what is done inside; where that fails, or names them nowhere, nothing of
        them is left.

        What stood here before stays, whoever needs it, and where it is not certain that it failed they
        stay too. Until it is done nobody else stores these bytes so, nor takes them away as named by no
        row.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        with self.alone_with(sha256):
            stood = self.holds(sha256)
            self.store(content)
            try:
                yield sha256
            except NotCertain:
                raise
            except BaseException:
                if not stood:
                    self.remove(sha256)
                raise
            if not stood and not is_named(sha256):
                self.remove(sha256)

    @contextmanager
    def alone_with(self, sha256: str) -> Iterator[None]:
        """Wait until no other thread or process is between these bytes and the row that names them.

        Always before a transaction, never inside: who writes already would wait for who waits to write.
        """
        self.turns.mkdir(mode=0o700, parents=True, exist_ok=True)
        turn = os.open(self.turns / sha256[:2], os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        finally:
            os.close(turn)

    def holds(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def open_by(self, sha256: str) -> BinaryIO:
        """The file, opened for reading once its bytes were seen to have this hash.

        Raises DocumentMissing or DocumentDamaged.
        """
        try:
            stream = self._place(sha256).open("rb")
        except FileNotFoundError:
            raise DocumentMissing(sha256) from None
        try:
            if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                raise DocumentDamaged(sha256)
            stream.seek(0)
        except BaseException:
            stream.close()
            raise
        return stream

    def read_by(self, sha256: str) -> bytes:
        """All bytes of the file; raises as `open_by` does."""
        with self.open_by(sha256) as stream:
            return stream.read()

    def remove(self, sha256: str) -> None:
        """Take the file away: only for one that no row names (a refused upload)."""
        self._place(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """Every hash that stands here, for the nightly check."""
        for place in sorted(self.folder.glob("??/*")):
            if HASH.fullmatch(place.name):
                yield place.name

    def _place(self, sha256: str) -> Path:
        if not HASH.fullmatch(sha256):
            raise DocumentMissing(sha256)
        return self.folder / sha256[:2] / sha256

    @contextmanager
    def _beside(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A file on the same disk, gone afterwards unless it was renamed."""
        folder = self.folder / "incoming"
        self._make_folder(folder)
        path = folder / secrets.token_hex(16)
        try:
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                yield path, file
        finally:
            with suppress(FileNotFoundError):
                path.unlink()

    def _make_folder(self, folder: Path) -> None:
        for one in (self.folder, folder):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)


def _force(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _force_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
