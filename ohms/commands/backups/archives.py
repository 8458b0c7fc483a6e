"""The one file of a backup: a stream of members with the manifest last, sealed on its way to the disk.

Nothing of it stands unsealed on the disk but the snapshot of the database, in the instance folder.
"""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

import pyrage
from pyrage import x25519

from ohms.config import BadEnvironment
from ohms.domain.backups import DATABASE, DOCUMENTS, MANIFEST, Manifest, check_whole, read_manifest
from ohms.models.document_store import DocumentDamaged, DocumentStore

AT_ONCE = 1024 * 1024
SEALED = b"age-encryption.org/"


class Seal(Protocol):
    """Passes a stream on, sealed or opened."""

    def __call__(self, reader: BinaryIO, writer: BinaryIO) -> None: ...


def write_archive(
    target: BinaryIO, snapshot: Path, told: Manifest, store: DocumentStore
) -> Manifest:
    """Write every member to `target`; returns the manifest as it was written at the end."""
    members: dict[str, str] = {}
    damaged: list[str] = []
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        with snapshot.open("rb") as file:
            members[DATABASE] = _add(archive, DATABASE, file)
        for sha256 in store.hashes():
            try:
                with store.open_by(sha256) as file:
                    members[DOCUMENTS + sha256] = _add(archive, DOCUMENTS + sha256, file)
            except DocumentDamaged:
                damaged.append(sha256)
        manifest = replace(told, members=members, damaged=tuple(damaged))
        _add(archive, MANIFEST, io.BytesIO(manifest.as_text().encode()))
    return manifest


def read_archive(source: BinaryIO, folder: Path) -> Manifest:
    """Lay every member into `folder` and check all of them; nothing is used before it is whole."""
    found: dict[str, str] = {}
    text: str | None = None
    try:
        with (
            gzip.GzipFile(fileobj=source) as packed,
            tarfile.open(fileobj=packed, mode="r|") as archive,
        ):
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    raise BadEnvironment(f"The backup holds {member.name!r}, which is no file.")
                if member.name == MANIFEST:
                    text = content.read().decode()
                else:
                    found[member.name] = _lay(content, _place(folder, member.name))
            while packed.read(
                AT_ONCE
            ):  # past the last member stand padding and the checksum of all
                pass
    except (tarfile.TarError, zlib.error, EOFError, OSError, UnicodeDecodeError) as trouble:
        raise BadEnvironment(f"The backup cannot be read to its end ({trouble}).") from trouble
    if text is None:
        raise BadEnvironment("The backup cannot be read to its end: its manifest is missing.")
    manifest = read_manifest(text)
    check_whole(manifest, found)
    return manifest


def sealing(key: x25519.Recipient | None) -> Seal:
    if key is None:
        return _copy
    return lambda reader, writer: pyrage.encrypt_io(reader, writer, [key])


def opening_seal(key: x25519.Identity) -> Seal:
    def open_seal(reader: BinaryIO, writer: BinaryIO) -> None:
        try:
            pyrage.decrypt_io(reader, writer, [key])
        except (pyrage.DecryptError, OSError):  # the latter in the middle of the stream
            raise BadEnvironment("The key does not open this backup, or it is damaged.") from None

    return open_seal


def is_sealed(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(SEALED)) == SEALED


@contextmanager
def written_through(seal: Seal, file: BinaryIO) -> Iterator[BinaryIO]:
    """What is written inside goes through the seal to the file."""
    reader, writer = _pipe()
    with _carrying(seal, reader, file, end=reader), writer:
        yield writer


@contextmanager
def read_through(seal: Seal, file: BinaryIO) -> Iterator[BinaryIO]:
    """What is read inside comes from the file through the seal."""
    reader, writer = _pipe()
    with _carrying(seal, file, writer, end=writer), reader:
        yield reader


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    read, write = os.pipe()
    return os.fdopen(read, "rb"), os.fdopen(write, "wb")


@contextmanager
def _carrying(seal: Seal, reader: BinaryIO, writer: BinaryIO, *, end: BinaryIO) -> Iterator[None]:
    """The seal at work beside the block; `end` is its end of the pipe. What went wrong at the seal
    is the cause of whatever the other end saw, so it is what is told."""

    def carry() -> None:
        with suppress(BrokenPipeError), end:
            seal(reader, writer)

    with ThreadPoolExecutor(1) as beside:
        carried = beside.submit(carry)
        try:
            yield
        except BaseException:
            if (cause := carried.exception()) is not None:
                raise cause from None
            raise
        carried.result()


def _copy(reader: BinaryIO, writer: BinaryIO) -> None:
    while chunk := reader.read(AT_ONCE):
        writer.write(chunk)


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> str:
    member = tarfile.TarInfo(name)
    member.size = file.seek(0, io.SEEK_END)
    member.mode = 0o600
    file.seek(0)
    sha256 = hashlib.file_digest(cast("io.BufferedReader", file), "sha256").hexdigest()
    file.seek(0)
    archive.addfile(member, file)
    return sha256


def _place(folder: Path, name: str) -> Path:
    """A member's name is never a path: only what this program writes is laid anywhere."""
    plain = name.removeprefix(DOCUMENTS)
    known = name == DATABASE or (name.startswith(DOCUMENTS) and plain.isalnum())
    if not known:
        raise BadEnvironment(f"The backup holds {name!r}, which this program did not write.")
    return folder / plain


def _lay(content: IO[bytes], place: Path) -> str:
    digest = hashlib.sha256()
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(AT_ONCE):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
