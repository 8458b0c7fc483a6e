"""What is left lying in the instance by who was killed, and what is somebody's still."""

import fcntl
import os
from pathlib import Path
from stat import S_IMODE, S_ISREG
from tempfile import mkdtemp

import pytest

from ohms.models import unfinished
from ohms.models.unfinished import clear_files, clear_folders, is_at_work, working_folder


def left_by_the_dead(instance: Path, made: str = "workbook") -> Path:
    """A folder that nobody holds any more, with what stood on a list."""
    folder = instance / "unfinished" / f"{made}-a1b2c3d4"
    folder.mkdir(parents=True)
    (folder / "rows").write_text("Ng, Ana")
    return folder


def test_what_nobody_holds_goes_and_what_somebody_writes_stays(tmp_path: Path) -> None:
    left = left_by_the_dead(tmp_path)
    with working_folder(tmp_path, "workbook") as held:
        (held / "rows").write_text("Ng, Ana")
        assert {S_IMODE(each.stat().st_mode) for each in (held, held.parent)} == {0o700}
        assert clear_folders(tmp_path) == 1
        assert (held / "rows").exists()
        assert not left.exists()
    assert not held.exists()
    assert clear_folders(tmp_path) == 0


def test_another_machine_that_shares_the_folder_sees_who_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NFS passes on locks of regular files that are open for writing; others stay with their machine."""
    lock, passed_on = fcntl.flock, []

    def as_nfs(held: int, how: int) -> None:
        is_open = fcntl.fcntl(held, fcntl.F_GETFL) & os.O_ACCMODE
        passed_on.append(S_ISREG(os.fstat(held).st_mode) and is_open == os.O_RDWR)
        lock(held, how)

    monkeypatch.setattr(fcntl, "flock", as_nfs)
    with working_folder(tmp_path, "feed-1"):
        assert is_at_work(tmp_path, "feed-1")
        assert not is_at_work(tmp_path, "feed-11")
        assert clear_folders(tmp_path, "feed-1-") == 0
    assert not is_at_work(tmp_path, "feed-1")
    assert passed_on == [True] * 3


def test_who_may_not_be_looked_at_is_not_told_as_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_by_the_dead(tmp_path)
    assert not is_at_work(tmp_path, "workbook")

    def another_users(*_about: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", another_users)
    assert is_at_work(tmp_path, "workbook")


def test_where_an_import_was_broken_off_stays_until_it_is_named(tmp_path: Path) -> None:
    """A program that starts clears; who tells of it, and the night, name it."""
    held: list[bool | None] = []

    def break_off() -> None:
        with working_folder(tmp_path, "feed-7"):
            held.append(is_at_work(tmp_path, "feed-7"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert held == [True]
    assert clear_folders(tmp_path) == clear_folders(tmp_path, "feed-70-") == 0
    assert [is_at_work(tmp_path, made) for made in ("feed-7", "feed-70")] == [False, None]
    assert clear_folders(tmp_path, "feed-7-") == 1
    assert is_at_work(tmp_path, "feed-7") is None
    with working_folder(tmp_path, "feed-8"):
        pass
    assert is_at_work(tmp_path, "feed-8") is None


def test_a_folder_cleared_before_it_was_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, made = mkdtemp, list[str]()

    def made_and_cleared_once(**how: object) -> str:
        made.append(str(make(**how)))  # type: ignore[call-overload]
        if len(made) == 1:
            assert clear_folders(tmp_path) == 1
        return made[-1]

    monkeypatch.setattr(unfinished, "mkdtemp", made_and_cleared_once)
    with working_folder(tmp_path, "backup") as held:
        assert str(held) == made[1]
        assert held.is_dir()


def test_files_that_never_arrived_are_taken_away_after_a_day(tmp_path: Path) -> None:
    names = ("incoming/a.csv", "documents/incoming/b", "page_images/ab/.c", "page_images/ab/d.png")
    for day, ago in (("old", 86_500), ("new", 80_000)):
        for name in names:
            path = tmp_path / f"{name}-{day}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            at = path.stat().st_mtime - ago
            os.utime(path, (at, at))
    assert clear_files(tmp_path) == 3
    left = {each.name for each in tmp_path.rglob("*") if each.is_file()}
    assert left == {"a.csv-new", "b-new", ".c-new", "d.png-new", "d.png-old"}
