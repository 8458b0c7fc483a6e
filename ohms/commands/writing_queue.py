"""One short queue in front of BEGIN IMMEDIATE.

SQLite's own waiting is unfair: beside other writers one may wait for seconds. Threads of one process
take turns in the order they came, and processes over the same file one after the other.
"""

import fcntl
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock

from ohms import clock
from ohms.commands.refusals import DatabaseBusy
from ohms.models.engine import BUSY_MILLISECONDS

SHORTEST_PAUSE, LONGEST_PAUSE = 0.0005, 0.005


class WritingQueue:
    """First come, first served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._busy = False

    @contextmanager
    def turn(self, database: Path) -> Iterator[None]:
        """Wait for one's turn over this file and keep it until the block ends. DatabaseBusy where it does
        not come while SQLite itself would wait, counted from one's own coming."""
        until = clock.monotonic() + BUSY_MILLISECONDS / 1000
        self._enter(until)
        try:
            with _turn_of_process(database, until):
                yield
        finally:
            self._leave()

    def _enter(self, until: float) -> None:
        with self._lock:
            if not self._busy:
                self._busy = True
                return
            called = Event()
            self._waiting.append(called)
        if called.wait(max(0.0, until - clock.monotonic())):
            return
        with self._lock:
            if called.is_set():  # called at the last moment
                return
            self._waiting.remove(called)
        raise DatabaseBusy

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False


@contextmanager
def _turn_of_process(database: Path, until: float) -> Iterator[None]:
    """Wait until no other process over this file writes, and keep them waiting until the block ends.

    Who is next is settled before their turn comes: a process whose threads write without a pause lets
    another in between. Where no file can be made, nobody can write either.
    """
    with ExitStack() as kept:
        with suppress(OSError), _taken(f"{database}-next", until):
            kept.enter_context(_taken(f"{database}-turn", until))
        yield


@contextmanager
def _taken(place: str, until: float) -> Iterator[None]:
    """Hold an empty file beside the database, as soon as it is free. The kernel frees it of whoever
    dies."""
    held = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        pause = SHORTEST_PAUSE
        while not _locked(held):
            if clock.monotonic() > until:
                raise DatabaseBusy
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        yield
    finally:
        os.close(held)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
