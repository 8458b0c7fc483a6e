"""One short queue in front of BEGIN IMMEDIATE.

SQLite's own waiting is unfair: beside other writers one may wait for seconds. Threads of this
process take turns in the order they came; other processes are left to SQLite's busy timeout.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class WritingQueue:
    """First come, first served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._busy = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and keep it until the block ends."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        with self._lock:
            if not self._busy:
                self._busy = True
                return
            called = Event()
            self._waiting.append(called)
        called.wait()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False
