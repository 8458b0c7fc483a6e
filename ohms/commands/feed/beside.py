"""The files that lie beside documents.csv, in its folder or ZIP, read by their bare names.

A name is looked up among those that are there, never joined to a path: it cannot lead anywhere else.
Links, folders, devices and what is larger than a document may be are refused before they are read.
"""

import os
import stat
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar
from unicodedata import normalize

from ohms.domain.document_content import LARGEST_DOCUMENT, check_size
from ohms.domain.errors import RuleBroken

Place = TypeVar("Place")

MISSING = "Put this file beside documents.csv, in the same folder or ZIP; it is not there."
LINK = "Put the file itself beside documents.csv; this is a link or no ordinary file."
TWICE = "Keep one file of this name beside documents.csv; there are several."
UNREADABLE = "Give this file again; it cannot be read as it is."


class NotBeside(RuleBroken):
    """No file of this name lies there."""

    def __init__(self) -> None:
        super().__init__(MISSING, field="file")


class Beside(Protocol):
    """Where the files of a list are."""

    def read(self, name: str) -> bytes:
        """What the file holds. NotBeside, or RuleBroken where it is not to be trusted."""


class FolderFiles:
    """The files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _places(self) -> dict[str, list[Path]]:
        return _by_name((path.name, path) for path in self._folder.iterdir())

    def read(self, name: str) -> bytes:
        path = _the_one(self._places, name)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            raise NotBeside from None
        except OSError as trouble:
            reason = LINK if path.is_symlink() else UNREADABLE
            raise RuleBroken(reason, field="file") from trouble
        with os.fdopen(descriptor, "rb") as stream:
            told = os.fstat(descriptor)
            if not stat.S_ISREG(told.st_mode):
                raise RuleBroken(LINK, field="file")
            check_size(told.st_size)
            return stream.read(LARGEST_DOCUMENT + 1)


class ArchiveFiles:
    """The files of one folder inside an open ZIP. What it says of a size is not believed."""

    def __init__(self, archive: zipfile.ZipFile, inside: PurePosixPath) -> None:
        self._archive, self._inside = archive, inside

    @cached_property
    def _members(self) -> dict[str, list[zipfile.ZipInfo]]:
        there = ((PurePosixPath(each.filename), each) for each in self._archive.infolist())
        return _by_name(
            (path.name, each)
            for path, each in there
            if path.parent == self._inside and not each.is_dir()
        )

    def read(self, name: str) -> bytes:
        member = _the_one(self._members, name)
        mode = member.external_attr >> 16
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise RuleBroken(LINK, field="file")
        check_size(member.file_size)
        try:
            with self._archive.open(member) as packed:
                return packed.read(LARGEST_DOCUMENT + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as bad:
            raise RuleBroken(UNREADABLE, field="file") from bad


def _by_name(found: Iterable[tuple[str, Place]]) -> dict[str, list[Place]]:
    """By the name as the list spells it: composed, whatever system wrote the files."""
    places: dict[str, list[Place]] = defaultdict(list)
    for name, place in found:
        places[normalize("NFC", name)].append(place)
    return dict(places)


def _the_one(places: dict[str, list[Place]], name: str) -> Place:
    found = places.get(name, [])
    if not found:
        raise NotBeside
    if len(found) > 1:
        raise RuleBroken(TWICE, field="file")
    return found[0]
