"""Measures the operations of docs/performance.md over HTTP, and writes that page anew.

    python -m benchmarks.measure --data /somewhere --sizes 10000 100000 1000000 \\
        --postgresql 100000=postgresql+psycopg://ohms@127.0.0.1/ohms --others --write docs/performance.md

For each size a folder of that name under `--data`, made by `benchmarks.statewide`; a PostgreSQL database
is one of them taken over by `ohms db copy`. Each is served as `ohms serve` does, scope guard and audit on,
and asked as a signed-in person; beside it the raw SQL of the same operation on the same database and a bare
WSGI answer of the same size; with `--others` also Django's admin and Flask-Admin over the largest file, all
interleaved: a few requests of each, round by round. Saving notes writes into the databases: they grow by
what is measured. A part that fails is told on the page, and the others are measured all the same.
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
from pathlib import Path

from benchmarks.crowd import House, Ohms, at_once
from benchmarks.engines import Engine, PostgresServer, SqliteFile
from benchmarks.operations import Ask, Asking, statements_of
from benchmarks.others.asking import DJANGO, Other, others
from benchmarks.others.environment import made_in, versions_in
from benchmarks.performance_page import Run, page_of
from benchmarks.raw import Raw
from benchmarks.served import BARE, OHMS, Served, brought_up, house
from benchmarks.taken import BURST, WARM, Parts, Taken
from ohms import clock

OTHERS_EVERY = 4
"""Rounds from one in which the others are measured to the next: they are slow, and differ by far."""
LARGEST_COPY = 100_000
"""Claims of the database of which the others write into a copy."""


class Side:
    """OHMS over one database, or one of the others: measured round by round."""

    def __init__(self, words: str, size: int, taken: dict[str, Taken]) -> None:
        self.words, self.size, self.taken = words, size, taken
        self.asks: dict[str, tuple[Callable[[], float], Ask]] = {}
        self.raw: dict[str, Callable[[], object]] = {}
        self.before: Callable[[], object] = lambda: None
        self.every = 1

    def measure(self, number: int, bare: Served, parts: Parts) -> None:
        if number % self.every:
            return
        self.before()
        for name, (cpu, ask) in self.asks.items():
            words = f"{name} of {self.words} at {self.size:,} claims"
            if parts.may(words):
                with parts.part(words):
                    self.taken[name].burst(cpu, ask)
                    self.taken[name].beside(self.raw.get(name), bare)


def main() -> int:
    asked = _arguments()
    run, parts = Run(machine=_machine(), sync=_sync_ms(asked.data), command=_command()), Parts()
    with ExitStack() as stack:
        sides, crowds = [], []
        if asked.others:
            with parts.part("Django admin and Flask-Admin"):
                sides_of, crowd_of = _others(stack, asked, run)
                sides += sides_of
                crowds.append(crowd_of)
        for engine, size in _engines(asked, parts):
            with parts.part(f"{engine.name} at {size:,} claims"):
                side, crowds_of_it = _ohms(stack, engine, size, run)
                sides.append(side)
                crowds += crowds_of_it
        bare = stack.enter_context(Served(BARE))
        for number in range(asked.rounds):
            print(f"round {number + 1} of {asked.rounds}", file=sys.stderr)
            for side in sides:
                with parts.part(f"a round of {side.words} at {side.size:,} claims"):
                    side.measure(number, bare, parts)
        _tell(asked, run, parts)  # so far: the crowds may fail
        for words, size, at_work in crowds:
            for readers in (False, True):
                with parts.part(f"eight people at once, {words} at {size:,} claims"):
                    run.crowds.append(
                        (words, size, readers, at_once(at_work, asked.seconds, readers=readers))
                    )
    print(_tell(asked, run, parts))
    return 1 if parts.failed else 0


def _tell(asked: argparse.Namespace, run: Run, parts: Parts) -> str:
    run.failed = parts.failed
    page = page_of(run)
    if asked.write:
        asked.write.write_text(page)
    return page


AtWork = tuple[str, int, House]


def _engines(asked: argparse.Namespace, parts: Parts) -> list[tuple[Engine, int]]:
    found: list[tuple[Engine, int]] = []
    for size in asked.sizes:
        with parts.part(f"SQLite at {size:,} claims"):
            found.append((SqliteFile(asked.data / str(size)), size))
    for told in asked.postgresql:
        with parts.part(f"PostgreSQL at {told}"):
            size, _is, url = told.partition("=")
            found.append((PostgresServer(url, asked.data / f"postgresql-{size}"), int(size)))
    return found


def _ohms(stack: ExitStack, engine: Engine, size: int, run: Run) -> tuple[Side, list[AtWork]]:
    taken = run.figures[engine.name].setdefault(size, defaultdict(Taken))
    brought_up(engine.instance, engine.url)
    raw = Raw(engine, clock.today())
    for name, count in statements_of(engine, raw).items():
        taken[name].statements = count
    environment = house(engine.instance, engine.url)
    server = stack.enter_context(Served(OHMS, environment))
    asking = Asking(server.port, raw)

    def cpu() -> float:
        return server.cpu_milliseconds() + engine.cpu_milliseconds()

    side = Side(engine.name, size, taken)
    side.asks = {name: (cpu, ask) for name, ask in asking.reads().items()}
    side.asks["D"] = cpu, asking.save_note
    side.raw = {**raw.operations(), "D": stack.enter_context(engine.writer())}
    side.before = lambda: asking.fetch_forms(WARM + BURST)
    crowds: list[AtWork] = [(engine.name, size, Ohms(server, raw))]
    if engine.url is None:
        both = stack.enter_context(Served((*OHMS, "--workers", "2"), environment))
        crowds.append((f"{engine.name}, two processes", size, Ohms(both, raw)))
    return side, crowds


def _others(stack: ExitStack, asked: argparse.Namespace, run: Run) -> tuple[list[Side], AtWork]:
    largest = max(asked.sizes)
    copied = max((size for size in asked.sizes if size <= LARGEST_COPY), default=min(asked.sizes))
    raw = Raw(SqliteFile(asked.data / str(largest)), clock.today())
    found, django = stack.enter_context(others(asked.data, largest, copied, raw))
    run.others, run.copied = versions_in(made_in(asked.data)), copied
    return [_side_of(other, run) for other in found], (DJANGO, copied, django)


def _side_of(other: Other, run: Run) -> Side:
    taken = run.figures[other.name].setdefault(other.size, defaultdict(Taken))
    side = Side(other.name, other.size, taken)
    side.asks = {name: (other.reading.cpu_milliseconds, ask) for name, ask in other.asks.items()}
    side.asks["D"] = other.writing.cpu_milliseconds, other.save
    side.every = OTHERS_EVERY
    return side


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


def _command() -> str:
    """How this run was asked for, without where its data and its server are."""
    words = sys.argv[1:]
    for place, word in enumerate(words):
        if place and words[place - 1] == "--data":
            words[place] = "FOLDER"
        elif "=" in word and "://" in word:
            words[place] = word.partition("=")[0] + "=URL"
    return " ".join(["python -m benchmarks.measure", *words])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="where the folders of each size are"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument(
        "--postgresql", metavar="SIZE=URL", action="append", default=[], help="one of that size"
    )
    parser.add_argument(
        "--others", action="store_true", help="Django's admin and Flask-Admin as well"
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0, help="of eight people at once")
    parser.add_argument("--write", type=Path, help="the page to write, docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
