"""Who writes to SQLite takes turns: threads as they came, processes without one shutting others out."""

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ohms.commands import writing_queue
from ohms.commands.writing_queue import WritingQueue


@contextmanager
def another_process(database: Path, does: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has a queue of its own over the file, and says `ready` when it writes."""
    program = f"""
        import sys, time
        from pathlib import Path
        from ohms.commands.writing_queue import WritingQueue
        queue, database = WritingQueue(), Path({str(database)!r})
        {does}
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


STAYS = "queue.turn(database).__enter__(); print('ready', flush=True); time.sleep(60)"
WRITES_ON = """print('ready', flush=True)
        while True:
            with queue.turn(database):
                time.sleep(0.005)"""


def test_threads_come_in_the_order_they_came(tmp_path: Path) -> None:
    queue, came = WritingQueue(), list[int]()

    def write(number: int) -> None:
        with queue.turn(tmp_path / "db"):
            came.append(number)

    with queue.turn(tmp_path / "db"):
        threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            while len(queue._waiting) < waiting:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_a_process_that_writes_without_a_pause_lets_another_in_between(tmp_path: Path) -> None:
    database, queue, waited = tmp_path / "db", WritingQueue(), []
    with another_process(database, WRITES_ON):
        for _ in range(20):
            began = time.monotonic()
            with queue.turn(database):
                waited.append(time.monotonic() - began)
    assert sorted(waited)[len(waited) // 2] < writing_queue.PATIENCE_SECONDS / 10


def test_the_turn_of_a_process_that_dies_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, queue = tmp_path / "db", WritingQueue()
    monkeypatch.setattr(writing_queue, "PATIENCE_SECONDS", 60)
    with another_process(database, STAYS) as process:
        threading.Timer(0.2, process.kill).start()
        with queue.turn(database):
            assert process.wait(10) != 0


def test_who_is_kept_waiting_for_too_long_asks_the_database_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, queue = tmp_path / "db", WritingQueue()
    monkeypatch.setattr(writing_queue, "PATIENCE_SECONDS", 0.05)
    with another_process(database, STAYS) as process, queue.turn(database):
        assert process.poll() is None


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path) -> None:
    with WritingQueue().turn(tmp_path / "no such folder" / "db"):
        assert list(tmp_path.iterdir()) == []
