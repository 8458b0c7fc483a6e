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
from ohms.commands.refusals import DatabaseBusy
from ohms.commands.writing_queue import WritingQueue
from ohms.models.engine import BUSY_MILLISECONDS


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


SECONDS = BUSY_MILLISECONDS / 1000
STAYS = """with queue.turn(database):
            print('ready', flush=True)
            time.sleep(60)"""
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
    assert sorted(waited)[len(waited) // 2] < SECONDS / 10


def test_the_turn_of_a_process_that_dies_ends_with_it(tmp_path: Path) -> None:
    database, queue = tmp_path / "db", WritingQueue()
    with another_process(database, STAYS) as process:
        threading.Timer(0.2, process.kill).start()
        with queue.turn(database):
            assert process.wait(10) != 0


def test_all_who_are_kept_waiting_for_too_long_are_told_so_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, queue, told = tmp_path / "db", WritingQueue(), list[float]()
    monkeypatch.setattr(writing_queue, "BUSY_MILLISECONDS", 300)

    def write() -> None:
        began = time.monotonic()
        with pytest.raises(DatabaseBusy), queue.turn(database):
            pass
        told.append(time.monotonic() - began)

    with another_process(database, STAYS):
        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(told) == len(threads)
    assert max(told) < 2 * 0.3 + 0.3
    with queue.turn(database):
        assert not queue._waiting


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path) -> None:
    with WritingQueue().turn(tmp_path / "no such folder" / "db"):
        assert list(tmp_path.iterdir()) == []
