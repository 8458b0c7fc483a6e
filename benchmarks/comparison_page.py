"""OHMS beside two tools that people would use instead, as tables of docs/performance.md."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from benchmarks.crowd import Crowd
from benchmarks.taken import Taken

OHMS, DJANGO, FLASK_ADMIN = "SQLite", "Django admin", "Flask-Admin"
WORDS = {
    "A": "A claim list",
    "B": "B claim page",
    "B busy": "B claim page of 65 notes",
    "C1": "C1 claim number prefix",
    "C2": "C2 last name prefix",
    "C3": "C3 full text of notes",
    "D": "D save of a note",
}
# How many times OHMS's CPU the others' is to be at least, where a target was set.
TARGETS = {"A": {DJANGO: 15, FLASK_ADMIN: 8}, "B": {DJANGO: 10}, "B busy": {DJANGO: 20}}
RATES = {False: (6, None), True: (5, 8)}
"""How many times Django's saves and reads a second OHMS's are to be, without and beside readers."""

RowsOf = Callable[[str, int], Mapping[str, Taken]]
CrowdOf = tuple[str, int, bool, Crowd]


def comparison(
    rows: RowsOf, crowds: Sequence[CrowdOf], size: int, copied: int, versions: str
) -> list[str]:
    if not versions:
        return []
    return [
        "## Beside Django's admin and Flask-Admin\n",
        f"{versions}, from the package index, over the same file of {size:,} claims, tuned as their"
        " documentation says, one process behind the same server (`benchmarks/others/`), showing the"
        " same coordinator's claims, in the same run. Notes are saved by their own forms, with a contact"
        f" and minutes and without a next task, into a copy of the database of {copied:,} claims; they keep"
        " no record of who read what.\n",
        "| operation | claims | OHMS CPU ms | Django CPU ms | times OHMS | to reach |"
        " Flask-Admin CPU ms | times OHMS | to reach |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *_lines(rows, size, copied),
        "",
        *_rates(crowds, copied),
    ]


def _lines(rows: RowsOf, size: int, copied: int) -> Iterable[str]:
    for name, words in WORDS.items():
        of = copied if name == "D" else size
        ours = rows(OHMS, of).get(name)
        if ours is None:
            continue
        cells = [words, f"{of:,}", f"{ours.cpu_ms:.1f}"]
        for other in (DJANGO, FLASK_ADMIN):
            theirs = rows(other, size).get(name)
            to_reach = TARGETS.get(name, {}).get(other)
            cells += (
                [f"{theirs.cpu_ms:.1f}", f"{theirs.cpu_ms / ours.cpu_ms:.1f}"]
                if theirs
                else ["-", "-"]
            )
            cells.append(str(to_reach or "-"))
        yield f"| {' | '.join(cells)} |"


def _rates(crowds: Sequence[CrowdOf], copied: int) -> list[str]:
    """Our rates over Django's, where both were measured."""
    found = {(words, readers): crowd for words, size, readers, crowd in crowds if size == copied}
    lines = []
    for readers, (saves, reads) in RATES.items():
        ours, theirs = found.get((OHMS, readers)), found.get((DJANGO, readers))
        if ours is None or theirs is None or not theirs.saves:
            continue
        words = "8 writers, 8 readers" if readers else "8 writers"
        told = f"{ours.saves_a_second / theirs.saves_a_second:.1f} times Django's saves (to reach: {saves})"
        if reads and theirs.reads:
            ratio = ours.reads_a_second / theirs.reads_a_second
            told += f", {ratio:.1f} times its reads (to reach: {reads})"
        lines.append(f"- {words}: {told}.")
    return [*lines, ""] if lines else []
