"""Measures the operations of docs/performance.md over HTTP, and writes that page anew.

    python -m benchmarks.measure --data /somewhere --sizes 10000 100000 1000000 --write docs/performance.md

For each size a folder of that name under `--data`, made by `benchmarks.statewide`. Each size is served
as `ohms serve` does, scope guard and audit on, and asked as a signed-in person; beside it the raw SQL of
the same operation on the same file and a bare WSGI answer of the same size, all interleaved: a few
requests of each, round by round. Saving notes writes into the databases: they grow by what is measured.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.crowd import at_once
from benchmarks.operations import Ask, Asking, pages_of, statements_of
from benchmarks.performance_page import page_of
from benchmarks.raw import Raw, writer
from benchmarks.served import BARE, OHMS, Browser, Served
from ohms import clock

WARM = 5
BURST = 5


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
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000


Figures = dict[int, dict[str, Taken]]


def main() -> int:
    asked = _arguments()
    figures: Figures = {size: defaultdict(Taken) for size in asked.sizes}
    with ExitStack() as stack:
        bare = stack.enter_context(Served(BARE))
        sides = []
        for size in asked.sizes:
            folder: Path = asked.data / str(size)
            _count_statements(folder, figures[size])
            server = stack.enter_context(Served(OHMS, folder))
            raw = Raw(folder, clock.today())
            save = stack.enter_context(writer(folder))
            sides.append((figures[size], server, Asking(server.port, raw), raw, save))
        for number in range(asked.rounds):
            print(f"round {number + 1} of {asked.rounds}", file=sys.stderr)
            for taken, server, asking, raw, save in sides:
                asking.fetch_forms(WARM + BURST)
                for name, ask in {**asking.reads(), "D": asking.save_note}.items():
                    _burst(taken[name], server, ask, first=number == 0)
                    statement = save if name == "D" else raw.operations().get(name)
                    if statement is not None:
                        taken[name].raw += [_seconds(statement) for _ in range(BURST)]
                    _bare(taken[name], bare)
        crowds = {
            size: [
                at_once(server, raw, asked.data / str(size), asked.seconds, readers=readers)
                for readers in (False, True)
            ]
            for size, (_taken, server, _asking, raw, _save) in zip(asked.sizes, sides, strict=True)
        }
    page = page_of(figures, crowds, asked.sizes, machine=_machine(), sync=_sync_ms(asked.data))
    if asked.write:
        asked.write.write_text(page)
    print(page)
    return 0


def _burst(taken: Taken, server: Served, ask: Ask, *, first: bool) -> None:
    for _ in range(WARM if first else 1):
        taken.bytes = ask()[1]
    before = server.cpu_milliseconds()
    taken.seconds += [ask()[0] for _ in range(BURST)]
    taken.cpu += server.cpu_milliseconds() - before


def _bare(taken: Taken, bare: Served) -> None:
    browser = Browser(bare.port)
    browser.get("/?bytes=1")
    before = bare.cpu_milliseconds()
    for _ in range(BURST):
        browser.get(f"/?bytes={taken.bytes}")
    taken.bare_cpu += bare.cpu_milliseconds() - before
    taken.bare += BURST


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _count_statements(folder: Path, figures: dict[str, Taken]) -> None:
    raw = Raw(folder, clock.today())
    paths = {name: path for name, (_who, path) in pages_of(raw).items()}
    who = {name: who for name, (who, _path) in pages_of(raw).items()}
    for name, count in statements_of(folder, who, paths).items():
        figures[name].statements = count


def _sync_ms(folder: Path) -> float:
    """A durable write of a page on the disk that was written to."""
    path = folder / "sync-probe"
    taken = []
    with path.open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - began)
    path.unlink()
    return statistics.median(taken) * 1000


def _machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory} GB, Python {platform.python_version()};"
        f" load before the run {os.getloadavg()[0]:.2f}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="where the folders of each size are"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0, help="of eight people at once")
    parser.add_argument("--write", type=Path, help="the page to write, docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
