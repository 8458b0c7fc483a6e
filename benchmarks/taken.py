"""What was measured of one operation at one size, and how a burst of requests is measured."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.operations import Ask
from benchmarks.served import Browser, Served

WARM = 5
BURST = 5
LONGEST = 1.5
"""Seconds after which a burst of slow requests is ended."""


@dataclass
class Taken:
    """One operation at one size: seconds of every request, and CPU over all of them."""

    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0
    raw: list[float] = field(default_factory=list)
    bare_cpu: float = 0.0
    bare: int = 0
    bytes: int = 0
    statements: int = 0

    @property
    def cpu_ms(self) -> float:
        return self.cpu / len(self.seconds)

    @property
    def floor_ms(self) -> float:
        """Raw SQL plus a bare answer of the same size."""
        return self.raw_ms + self.bare_cpu / max(self.bare, 1)

    @property
    def raw_ms(self) -> float:
        return statistics.median(self.raw) * 1000 if self.raw else 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        if len(self.seconds) < 2:
            return self.p50
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000

    def burst(self, cpu: Callable[[], float], ask: Ask) -> None:
        """A few requests, after some that are not counted; of slow ones fewer."""
        until = time.monotonic() + LONGEST
        for _ in range(1 if self.seconds else WARM):
            self.bytes = ask()[1]
            if time.monotonic() > until:
                break
        before, until = cpu(), time.monotonic() + LONGEST
        for _ in range(BURST):
            self.seconds.append(ask()[0])
            if time.monotonic() > until:
                break
        self.cpu += cpu() - before

    def beside(self, statement: Callable[[], object] | None, bare: Served) -> None:
        """The raw SQL of the same operation, and an answer of the same size."""
        if statement is not None:
            self.raw += [_seconds(statement) for _ in range(BURST)]
        browser = Browser(bare.port)
        browser.get("/?bytes=1")
        before = bare.cpu_milliseconds()
        for _ in range(BURST):
            browser.get(f"/?bytes={self.bytes}")
        self.bare_cpu += bare.cpu_milliseconds() - before
        self.bare += BURST


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


class Parts:
    """The parts of a run, each on its own: one that fails is told at the end and not tried again."""

    def __init__(self) -> None:
        self.failed: dict[str, str] = {}

    @contextmanager
    def part(self, words: str) -> Iterator[None]:
        try:
            yield
        except Exception as trouble:  # whatever it was, the other parts are still to be measured
            self.failed[words] = f"{type(trouble).__name__}: {trouble}".splitlines()[0]
            print(f"NOT MEASURED: {words}: {self.failed[words]}", file=sys.stderr)

    def may(self, words: str) -> bool:
        return words not in self.failed
