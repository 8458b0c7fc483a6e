"""The files of a feed folder or ZIP, in the order in which they are imported."""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ohms.commands.feed import ArchiveFiles, Beside, FolderFiles
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import FeedKind

LARGEST_MEMBER = 1024 * 1024 * 1024  # bytes, unpacked
MOST_MEMBERS = 100_000  # documents lie beside the lists
AT_ONCE = 1024 * 1024

BY_NAME = {kind.file_name: kind for kind in FeedKind}


class FeedFile(NamedTuple):
    """`names`: the file's own, then those of its folder and ZIP, nearest first. `refused`: where its
    refused lines go unless told otherwise. `beside`: where the files are that it names."""

    kind: FeedKind
    path: Path
    names: tuple[str, ...]
    refused: Path
    beside: Beside


def feed_file(kind: FeedKind, path: Path, refused: Path) -> FeedFile:
    """A file that lies in a folder."""
    names = (path.name, path.resolve().parent.name)
    return FeedFile(kind, path, names, refused, FolderFiles(path.parent))


@contextmanager
def feed_files(source: Path) -> Iterator[list[FeedFile]]:
    """What a folder or ZIP holds of the feed; RuleBroken where that is nothing or not to be trusted.

    A ZIP is never unpacked by the names it gives: only the six known files are copied out, to places
    of our own choosing, and counted while they are.
    """
    if source.is_dir():
        yield _listed(source, _in_folder(source))
        return
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(prefix="ohms-feed-")))
        try:
            archive = opened.enter_context(zipfile.ZipFile(source))
            found = _in_archive(source, archive, folder)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as unreadable:
            raise RuleBroken(
                f"Give a folder or a ZIP without a password; {source.name} is neither."
            ) from unreadable
        yield _listed(source, found)


def _listed(source: Path, found: list[FeedFile]) -> list[FeedFile]:
    if not found:
        names = ", ".join(BY_NAME)
        raise RuleBroken(f"Put at least one of {names} into {source.name}; it has none of them.")
    order = list(FeedKind)
    return sorted(found, key=lambda file: order.index(file.kind))


def _in_folder(folder: Path) -> list[FeedFile]:
    for path in folder.iterdir():
        _refuse_a_workbook(path.name)
    return [
        feed_file(kind, path, path.with_name(name + ".refused.csv"))
        for name, kind in BY_NAME.items()
        if (path := folder / name).is_file()
    ]


def _refuse_a_workbook(name: str) -> None:
    """A list of the feed saved as a workbook would be passed over, and be missed by nobody."""
    stem, _, ending = name.lower().rpartition(".")
    if ending in ("xlsx", "xls", "xlsm", "xlsb") and f"{stem}.csv" in BY_NAME:
        raise RuleBroken(
            f"Save {name} as {stem}.csv, “CSV UTF-8 (Comma delimited)”, or take it out; the feed is"
            " read from CSV."
        )


def _in_archive(source: Path, archive: zipfile.ZipFile, folder: Path) -> list[FeedFile]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise RuleBroken(f"Give a ZIP of at most {MOST_MEMBERS:,} files.")
    found: dict[FeedKind, FeedFile] = {}
    for member in members:
        inside = PurePosixPath(member.filename)
        _refuse_a_workbook(inside.name)
        kind = BY_NAME.get(inside.name)
        if kind is None or member.is_dir():
            continue
        if kind in found:
            raise RuleBroken(f"Keep one {inside.name} in {source.name}; it has several.")
        copy = folder / kind.file_name
        _copy_out(archive, member, copy)
        refused = source.with_name(f"{source.name}.{kind.file_name}.refused.csv")
        names = (inside.name, inside.parent.name, source.name)
        beside = ArchiveFiles(archive, inside.parent)
        found[kind] = FeedFile(kind, copy, names, refused, beside)
    return list(found.values())


def _copy_out(archive: zipfile.ZipFile, member: zipfile.ZipInfo, copy: Path) -> None:
    size = 0
    with archive.open(member) as packed, copy.open("wb") as unpacked:
        while chunk := packed.read(AT_ONCE):
            size += len(chunk)
            if size > LARGEST_MEMBER:
                limit = LARGEST_MEMBER // AT_ONCE
                raise RuleBroken(f"Give files of at most {limit:,} MB; {member.filename} has more.")
            unpacked.write(chunk)
