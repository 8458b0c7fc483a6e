"""Eight read and eight write at once, over HTTP, on the production server."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.audit_chain import first_break
from ohms.queries.guard import unscoped
from tests.concurrency.people import Person
from tests.house import House, add_claim, count_of, one

pytestmark = pytest.mark.slow

WRITERS = READERS = 8
NUMBERS = [f"AL7{number:04}" for number in range(WRITERS)]


@pytest.fixture
def served(house: House, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The house behind `ohms serve`, in a process of its own."""
    with house.app.app_context():
        for number in NUMBERS:
            add_claim(house, "alder", number, provider="alder.1")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "OHMS_DATABASE_URL": database_url,
        "OHMS_INSTANCE": str(tmp_path / "instance"),
    }
    command = [sys.executable, "-c", "from ohms.cli import main; main()", "serve"]
    process = subprocess.Popen([*command, "--port", str(port)], env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def _wait_until_ready(url: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not become ready in 30 s.")


def test_eight_writers_beside_eight_readers_lose_nothing(
    house: House, served: str, times: Callable[..., int]
) -> None:
    until = time.monotonic() + times(full=20, ci=8)
    writers = [Person(served, f"alder.hsc{1 + number % 2}") for number in range(WRITERS)]
    readers = [Person(served, "alder.supervisor") for _ in range(READERS)]
    acknowledged = [0] * WRITERS

    def write(number: int) -> None:
        while time.monotonic() < until:
            acknowledged[number] += writers[number].write_note(NUMBERS[number], minutes=1)

    def read(reader: Person) -> None:
        while time.monotonic() < until:
            reader.get("/claims")
            reader.get(f"/claims/{NUMBERS[0]}")

    _all_at_once(
        [
            *(partial(write, number) for number in range(WRITERS)),
            *(partial(read, reader) for reader in readers),
        ]
    )
    for person in writers + readers:
        assert set(person.answers) <= {200, 303}, (person.username, person.answers)
    _nothing_is_lost(house.app, acknowledged)


def _all_at_once(acts: list[Callable[[], None]]) -> None:
    failures: list[BaseException] = []

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def _nothing_is_lost(app: Flask, acknowledged: list[int]) -> None:
    written = sum(acknowledged)
    assert min(acknowledged) > 0, "every writer came to a turn"
    with app.app_context():
        for model in (CaseNote, Contact, Task, TimeEntry):
            assert count_of(model) == written, model.__name__
        assert one(select(func.sum(TimeEntry.minutes))) == written
        assert one(select(func.sum(Claim.open_tasks))) == written
        with unscoped("a test looks"):
            assert first_break(db.session()) is None
