"""`docs/performance.md` from what was measured: every row with its target and its ratio."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.comparison_page import comparison
from benchmarks.crowd import Crowd
from benchmarks.taken import Taken
from ohms import clock

Rows = Mapping[str, Taken]
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
WHERE_MISSED = Path(__file__).with_name("where_missed.md")

WORST_ALONE, WORST_BESIDE = 0.5, 1.0
"""Seconds that the worst save may take."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A row of the page: `most` is the CPU in ms that it may take, given the other rows."""

    words: str
    target: str
    most: Callable[[Rows], float]
    exponent: float | None = None


OPERATIONS: Mapping[str, Operation] = {
    "A": Operation(
        "A claim list, 50 rows, filtered, sorted, with count",
        "4x floor",
        lambda rows: 4 * rows["A"].floor_ms,
        0.15,
    ),
    "A deep": Operation(
        "A as far down as it goes, by cursor", "A + 10 %", lambda rows: 1.1 * rows["A"].cpu_ms
    ),
    "B": Operation("B claim page", "3 ms", lambda _rows: 3, 0.15),
    "B busy": Operation("B claim page of 65 notes", "3 ms", lambda _rows: 3),
    "C1": Operation("C1 claim number prefix", "3.5 ms", lambda _rows: 3.5, 0.15),
    "C2": Operation("C2 last name prefix", "4 ms", lambda _rows: 4),
    "C3": Operation("C3 full text of notes", "8 ms", lambda _rows: 8),
    "D": Operation("D durable save of note, contact, task, minutes", "4 ms", lambda _rows: 4, 0.15),
    "E minutes": Operation("E minutes of a COHE's quarter by person", "10 ms", lambda _r: 10, 0.4),
    "E per FTE": Operation("E claims per FTE, quarters of a COHE", "12 ms", lambda _r: 12, 0.4),
    "F": Operation("F triage", "A + 2 ms", lambda rows: rows["A"].cpu_ms + 2),
}
HEAD = (
    "| operation | claims | p50 ms | p95 ms | CPU ms | raw SQL ms | floor ms | CPU / floor | at most"
    " | CPU / target | statements |\n|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|"
)


@dataclass
class Run:
    """What one run measured, and of what."""

    machine: str
    sync: float
    command: str
    figures: dict[str, dict[int, dict[str, Taken]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By what answered, the size of its database, and the operation."""

    crowds: list[tuple[str, int, bool, Crowd]] = field(default_factory=list)
    """What answered, its size, whether people read beside those who saved."""

    others: str = ""
    copied: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)

    def rows(self, words: str, size: int) -> Rows:
        """What was measured, without what failed before its first request."""
        found = self.figures[words].get(size, {})
        return {name: taken for name, taken in found.items() if taken.seconds}


def page_of(run: Run) -> str:
    sizes = sorted(run.figures[SQLITE])
    told = ", ".join(f"{size:,}" for size in sizes)
    parts = [
        "# Speed and scale\n",
        f"Measured on {clock.today().isoformat()} on {run.machine}. Command: `{run.command}`; the"
        " databases by `python -m benchmarks.statewide`.\n",
        f"Databases of {told} claims on SQLite, served by `ohms serve`, scope guard and audit on, asked"
        " over HTTP as a signed-in person. CPU is the server's, per request. Floor: the raw SQL of the"
        " operation on the same file and a bare WSGI answer of the same size, interleaved with it."
        f" A durable write of one page (`fdatasync`) took {run.sync:.2f} ms. A ratio to the target above 1"
        " is a target missed.\n",
        *_table(run, SQLITE),
        *_growth(run),
        *_on_postgresql(run),
        *_crowds(run),
        *(comparison(run.rows, run.crowds, max(sizes), run.copied, run.others) if sizes else ()),
        *_missed(run),
        *_failed(run),
    ]
    return "\n".join(parts)


def _table(run: Run, engine: str) -> list[str]:
    return [
        HEAD,
        *(
            _row(name, operation, size, run.rows(engine, size))
            for name, operation in OPERATIONS.items()
            for size in sorted(run.figures[engine])
            if {name, "A"} <= run.rows(engine, size).keys()
        ),
        "",
    ]


def _on_postgresql(run: Run) -> list[str]:
    if not run.figures[POSTGRESQL]:
        return []
    return [
        "## On PostgreSQL\n",
        "The same, with the server on the same machine. CPU is that of `ohms serve` and of the server's"
        " processes for its connections together.\n",
        *_table(run, POSTGRESQL),
    ]


def _failed(run: Run) -> list[str]:
    if not run.failed:
        return []
    return [
        "## Not measured\n",
        *(f"- {words}: {why}" for words, why in run.failed.items()),
        "",
    ]


def _missed(run: Run) -> list[str]:
    """Which operations miss their target at the largest size, and in words why and what was tried."""
    size = max(run.figures[SQLITE], default=0)
    rows = run.rows(SQLITE, size)
    missed = [
        f"{operation.words} ({rows[name].cpu_ms / operation.most(rows):.1f} times)"
        for name, operation in OPERATIONS.items()
        if {name, "A"} <= rows.keys() and rows[name].cpu_ms > operation.most(rows)
    ]
    if not missed:
        return []
    told = f"At {size:,} claims the target is missed by: {'; '.join(missed)}.\n"
    return ["## Where a target is missed\n", told, WHERE_MISSED.read_text()]


def _row(name: str, operation: Operation, size: int, rows: Rows) -> str:
    row = rows[name]
    most = operation.most(rows)
    return (
        f"| {operation.words} | {size:,} | {row.p50:.1f} | {row.p95:.1f} | {row.cpu_ms:.1f} |"
        f" {row.raw_ms:.2f} | {row.floor_ms:.2f} | {row.cpu_ms / row.floor_ms:.1f} |"
        f" {operation.target} | {row.cpu_ms / most:.1f} | {row.statements or '-'} |"
    )


def _growth(run: Run) -> list[str]:
    sizes = run.figures[SQLITE]
    if len(sizes) < 2:
        return []
    small, large = min(sizes), max(sizes)
    before, after = run.rows(SQLITE, small), run.rows(SQLITE, large)
    lines = [
        f"Growth of CPU from {small:,} to {large:,} claims, as the exponent of the size:\n",
        "| operation | exponent | at most |\n|---|---:|---:|",
    ]
    for name, operation in OPERATIONS.items():
        if operation.exponent is not None and name in before and name in after:
            ratio = after[name].cpu_ms / before[name].cpu_ms
            exponent = math.log(ratio) / math.log(large / small)
            lines.append(f"| {operation.words} | {exponent:.2f} | {operation.exponent} |")
    return [*lines, ""]


def _crowds(run: Run) -> list[str]:
    """Eight who save, alone and beside eight who read."""
    lines = [
        "## Eight at once\n",
        "Eight people saving notes at once, and the same beside eight who read notes of a claim. SQLite is served by"
        " one process where nothing else is said (`--workers`):\n",
        "| | on | claims | saves a second | worst save s | at most s | reads a second | lost |"
        "\n|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for answers, size, readers, crowd in run.crowds:
        words = "8 writers, 8 readers" if readers else "8 writers"
        worst = WORST_BESIDE if readers else WORST_ALONE
        lines.append(
            f"| {words} | {answers} | {size:,} | {crowd.saves_a_second:.0f} | {crowd.worst_save:.2f} |"
            f" {worst} | {crowd.reads_a_second:.0f} | {crowd.lost} |"
        )
    return [*lines, ""] if run.crowds else []
