"""What stands in the instance folder only while something is made: a workbook's rows, a database on its way
into a backup or out of one, a file that is still coming in.

All of it is its owner's alone (0700, 0600) and gone with what was made. A program that is killed leaves it
lying, full of what claims say: the next that starts, and every night, takes it away. An import's holds
its lock alone, and says where it was broken off until that is told.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

FOLDER = "unfinished"  # in the instance folder
HELD = "held"
"""The file of a working folder whose lock says that somebody lives: between machines that share the folder
NFS passes on the locks of files opened for writing alone."""
FEED_RUN, IMPORT_JOB = "feed-", "import-"
FILES = ("incoming/*", "documents/incoming/*", "page_images/??/.*")
FORGOTTEN_AFTER = 86_400
"""Seconds after which a file that came in is nobody's any more: no request and no import lasts so long."""


@contextmanager
def working_folder(instance: Path, made: str) -> Iterator[Path]:
    """A folder that is this program's until the block ends; `made` begins its name. An import's stays where
    the block breaks off."""
    held, folder = _held(instance, made)
    ended = False
    try:
        yield folder
        ended = True
    finally:
        if ended or not made.startswith((FEED_RUN, IMPORT_JOB)):
            _take_away(folder, held)
        else:
            os.close(held)
        with suppress(OSError):  # somebody else's stand in it
            folder.parent.rmdir()


def is_at_work(instance: Path, made: str) -> bool | None:
    """Whether a living program, on whichever machine, holds a working folder of this name; None where none
    is here: it was taken away, or the program has an instance folder of its own. Where that is not to be
    known, one does: what somebody writes is not told as ended."""
    try:
        inside = list((instance / FOLDER).iterdir())
        folders = [folder for folder in inside if folder.name.startswith(f"{made}-")]
        return any(map(_is_held, folders)) if folders else None
    except FileNotFoundError:
        return None
    except OSError:
        return True


def clear_folders(instance: Path, named: str | None = None) -> int:
    """Take away the folders that no living program holds; how many they were. Those whose names begin as
    `named`, or all but imports'."""
    cleared = 0
    for folder in _listed(instance / FOLDER):
        of_import = folder.name.startswith((FEED_RUN, IMPORT_JOB))
        if of_import if named is None else not folder.name.startswith(named):
            continue
        with suppress(OSError):
            held = _opened(folder)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(held)
                continue
            _take_away(folder, held)
            cleared += not folder.exists()
    return cleared


def clear_files(instance: Path) -> int:
    """Take away files that came in a day ago or earlier and never arrived; how many they were.

    By the file system's own clock: the product's may stand still in a demonstration.
    """
    inside = _inside(instance)
    os.utime(inside)
    too_old, cleared = inside.stat().st_mtime - FORGOTTEN_AFTER, 0
    for pattern in FILES:
        for path in instance.glob(pattern):
            with suppress(OSError):
                if path.stat().st_mtime < too_old:
                    path.unlink()
                    cleared += 1
    return cleared


def _inside(instance: Path) -> Path:
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _held(instance: Path, made: str) -> tuple[int, Path]:
    """The kernel lets go of the lock with whoever holds it. Where somebody clears between the making and
    the lock, another is made."""
    while True:
        with suppress(FileNotFoundError):
            folder = Path(mkdtemp(prefix=f"{made}-", dir=_inside(instance)))
            held = _opened(folder)
            fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return held, folder
            os.close(held)


def _opened(folder: Path) -> int:
    return os.open(folder / HELD, os.O_RDWR | os.O_CREAT, 0o600)


def _is_held(folder: Path) -> bool:
    try:
        looked_at = os.open(folder / HELD, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(looked_at, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(looked_at)
    return False


def _take_away(folder: Path, held: int) -> None:
    """NFS keeps the place of a file that is open: the empty folder goes when it is closed."""
    rmtree(folder, ignore_errors=True)
    os.close(held)
    with suppress(OSError):
        folder.rmdir()


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []
