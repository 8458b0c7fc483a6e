"""A full and a read-only disk: 503, nothing acknowledged, nothing lost, and work goes on with room.

On a small disk of its own, so it takes root. Source: security.md, "Durability and concurrency".
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from ohms.models.engine import make_engine
from tests.cli.processes import Served
from tests.concurrency.people import Person
from tests.concurrency.persistence import SAID
from tests.forms import Fields, posting_form
from tests.house import House
from tests.missing import not_here

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

CLAIM = "AL10001"
NOTES = f"/claims/{CLAIM}/notes"
MEGABYTES = 24


class SmallDisk:
    """A file with a file system in it, mounted: small enough to be filled, and with a journal that can
    be made to give up, as after a fault of the hardware."""

    def __init__(self, folder: Path) -> None:
        self._image, self.place = folder / "image", folder / "disk"
        self.place.mkdir()
        with self._image.open("wb") as image:
            image.truncate(MEGABYTES * 1024 * 1024)
        subprocess.run(["mkfs.ext4", "-q", self._image], check=True)

    def mount(self) -> bool:
        command = ["mount", "-o", "loop", str(self._image), str(self.place)]
        return subprocess.run(command, capture_output=True).returncode == 0

    def give_up(self) -> None:
        subprocess.run(["mount", "-o", "remount,abort", self.place], check=True)

    def unmount(self) -> None:
        """Once the killed server's processes have let go of it."""
        until = time.monotonic() + 10
        while subprocess.run(["umount", self.place], capture_output=True).returncode:
            assert time.monotonic() < until, "somebody holds a file of the disk"
            time.sleep(0.05)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        not_here("the right to mount a small disk")
    disk = SmallDisk(tmp_path)
    if not disk.mount():
        not_here("a loop device to mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk.place], check=True)


@pytest.fixture
def served_from_it(house: House, disk: SmallDisk, tmp_path: Path) -> Iterator[Served]:
    file = disk.place / "ohms.sqlite"
    shutil.copyfile(house.closed().removeprefix("sqlite:///"), file)
    os.sync()  # what the disk holds before OHMS is at work
    server = serve(disk, tmp_path)
    try:
        yield server
    finally:
        server.end()


def serve(disk: SmallDisk, folder: Path) -> Served:
    file = disk.place / "ohms.sqlite"
    settings = {"OHMS_DATABASE_URL": f"sqlite:///{file}", "OHMS_INSTANCE": str(disk.place)}
    server = Served(settings, folder / "log")
    server.wait_until_ready()
    return server


@contextmanager
def full(disk: SmallDisk) -> Iterator[None]:
    """Not one page more fits."""
    filler = disk.place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    try:
        yield
    finally:
        filler.unlink()


def note(person: Person, body: str) -> Fields:
    return posting_form(person.get(f"/claims/{CLAIM}"), NOTES).filled_in({**SAID, "body": body})


def answer(person: Person, form: Fields) -> int:
    """The status of the one answer to a form."""
    before = dict(person.answers)
    person.post(NOTES, form)
    (status,) = (each for each, count in person.answers.items() if count != before.get(each, 0))
    return status


def held(disk: SmallDisk, statement: str) -> list[str]:
    engine = make_engine(f"sqlite:///{disk.place / 'ohms.sqlite'}")
    with engine.connect() as connection:
        found = [str(row[0]) for row in connection.execute(text(statement))]
    engine.dispose()
    return found


BODIES = "select body from case_note order by 1"


def test_a_full_disk_is_503_and_the_same_form_goes_through_once_there_is_room(
    served_from_it: Served, disk: SmallDisk
) -> None:
    person = Person(f"http://127.0.0.1:{served_from_it.port}", "alder.hsc1")
    assert answer(person, note(person, "before")) == 303
    form = note(person, "kept " + "x" * 15_000)
    with full(disk):
        statuses = {answer(person, form) for _ in range(2)}
        assert served_from_it.get("/healthz")[0] == 200
    assert statuses == {503}
    assert held(disk, BODIES) == ["before"]
    assert answer(person, form) == 303
    assert len(held(disk, BODIES)) == 2
    assert held(disk, "PRAGMA integrity_check") == ["ok"]


def test_a_disk_that_gave_up_is_503_for_reading_and_writing_and_nothing_is_lost(
    served_from_it: Served, disk: SmallDisk, tmp_path: Path
) -> None:
    person = Person(f"http://127.0.0.1:{served_from_it.port}", "alder.hsc1")
    assert answer(person, note(person, "before")) == 303
    form = note(person, "kept")
    disk.give_up()
    assert answer(person, form) == 503
    person.answers.clear()
    assert "being looked after" in person.get(f"/claims/{CLAIM}")
    assert person.answers == {503: 1}, "a reading that cannot be recorded is refused"
    assert served_from_it.get("/healthz")[0] == 200
    served_from_it.end()
    disk.unmount()
    assert disk.mount()
    again = serve(disk, tmp_path)
    try:
        assert held(disk, BODIES) == ["before"]
        person.url = f"http://127.0.0.1:{again.port}"
        assert answer(person, form) == 303, again.log()[-3000:]
        assert held(disk, BODIES) == ["before", "kept"]
        assert held(disk, "PRAGMA integrity_check") == ["ok"]
    finally:
        again.end()
