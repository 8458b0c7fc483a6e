"""`docs/performance.md` from what was measured: every row with its target and its ratio."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.crowd import Crowd
from ohms import clock


class Measured(Protocol):
    """What one operation took at one size."""

    @property
    def cpu_ms(self) -> float: ...
    @property
    def floor_ms(self) -> float: ...
    @property
    def raw_ms(self) -> float: ...
    @property
    def p50(self) -> float: ...
    @property
    def p95(self) -> float: ...
    @property
    def statements(self) -> int: ...


Rows = Mapping[str, Measured]
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


def page_of(
    figures: Mapping[int, Rows],
    crowds: Mapping[int, Sequence[Crowd]],
    sizes: Sequence[int],
    *,
    machine: str,
    sync: float,
) -> str:
    told = ", ".join(f"{size:,}" for size in sizes)
    parts = [
        "# Speed and scale\n",
        f"Measured on {clock.today().isoformat()} on {machine}. Command: `python -m"
        f" benchmarks.measure --data FOLDER --sizes {' '.join(map(str, sizes))} --write"
        " docs/performance.md`; the databases by `python -m benchmarks.statewide`.\n",
        f"Databases of {told} claims on SQLite, served by `ohms serve`, scope guard and audit on, asked"
        " over HTTP as a signed-in person. CPU is the server's, per request. Floor: the raw SQL of the"
        " operation on the same file and a bare WSGI answer of the same size, interleaved with it."
        f" A durable write of one page (`fdatasync`) took {sync:.2f} ms. A ratio to the target above 1"
        " is a target missed.\n",
        HEAD,
        *(
            _row(name, operation, size, figures[size])
            for name, operation in OPERATIONS.items()
            for size in sizes
            if name in figures[size]
        ),
        "",
        *_growth(figures, sizes),
        *_crowds(crowds),
        *_missed(figures, sizes),
    ]
    return "\n".join(parts)


def _missed(figures: Mapping[int, Rows], sizes: Sequence[int]) -> list[str]:
    """Which operations miss their target at the largest size, and in words why and what was tried."""
    rows = figures[max(sizes)]
    missed = [
        f"{operation.words} ({rows[name].cpu_ms / operation.most(rows):.1f} times)"
        for name, operation in OPERATIONS.items()
        if name in rows and rows[name].cpu_ms > operation.most(rows)
    ]
    if not missed:
        return []
    told = f"At {max(sizes):,} claims the target is missed by: {'; '.join(missed)}.\n"
    return ["## Where a target is missed\n", told, WHERE_MISSED.read_text()]


def _row(name: str, operation: Operation, size: int, rows: Rows) -> str:
    row = rows[name]
    most = operation.most(rows)
    return (
        f"| {operation.words} | {size:,} | {row.p50:.1f} | {row.p95:.1f} | {row.cpu_ms:.1f} |"
        f" {row.raw_ms:.2f} | {row.floor_ms:.2f} | {row.cpu_ms / row.floor_ms:.1f} |"
        f" {operation.target} | {row.cpu_ms / most:.1f} | {row.statements or '-'} |"
    )


def _growth(figures: Mapping[int, Rows], sizes: Sequence[int]) -> list[str]:
    if len(sizes) < 2:
        return []
    small, large = min(sizes), max(sizes)
    lines = [
        f"Growth of CPU from {small:,} to {large:,} claims, as the exponent of the size:\n",
        "| operation | exponent | at most |\n|---|---:|---:|",
    ]
    for name, operation in OPERATIONS.items():
        if operation.exponent is not None and name in figures[small] and name in figures[large]:
            ratio = figures[large][name].cpu_ms / figures[small][name].cpu_ms
            exponent = math.log(ratio) / math.log(large / small)
            lines.append(f"| {operation.words} | {exponent:.2f} | {operation.exponent} |")
    return [*lines, ""]


def _crowds(crowds: Mapping[int, Sequence[Crowd]]) -> list[str]:
    """Eight who save, alone and beside eight who read."""
    lines = [
        "Eight people saving notes at once, and the same beside eight who read notes of a claim:\n",
        "| | claims | saves a second | worst save s | at most s | reads a second | lost |"
        "\n|---|---:|---:|---:|---:|---:|---:|",
    ]
    for size, (alone, beside) in crowds.items():
        for words, crowd, worst in (
            ("8 writers", alone, WORST_ALONE),
            ("8 writers, 8 readers", beside, WORST_BESIDE),
        ):
            lines.append(
                f"| {words} | {size:,} | {crowd.saves_a_second:.0f} | {crowd.worst_save:.2f} | {worst} |"
                f" {crowd.reads_a_second:.0f} | {crowd.lost} |"
            )
    return [*lines, ""]
