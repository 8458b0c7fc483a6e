"""G, the import of 100,000 feed lines: read, checked and applied, beside the same rows by SQL alone.

    python -m benchmarks.importing --data /somewhere/100000

The statewide database of a folder is copied for every round, so it stays as it is. "Raw" is the file
split by Python's `csv`, and the very rows that the import added put in by the driver's `executemany`, in
batches of 5,000 that are each committed to the disk: into the same schema, with its checks, triggers and
indexes. `measure_import(folder)` is what a page of figures calls.
"""

import argparse
import csv
import os
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.drawn_from import FIRST, LAST
from ohms import clock
from ohms.cli.house import open_house
from ohms.commands.feed import import_file
from ohms.domain.actor import operator
from ohms.domain.feed import ClaimLine, FeedKind, write_feed
from ohms.domain.values import AccidentKind, ClaimStatus, Fund
from ohms.queries.data_out.whole import columns_of, travelling

LINES = 100_000
MOST_TIMES_RAW = 1.5
BATCH = 5_000
UNUSED = "ZYXWVUTS"
"""Second letters of claim numbers that no statewide database has, 100,000 numbers each."""

ITS_AUDIT = frozenset({"audit_entry", "audit_lane"})


class Taken(NamedTuple):
    """Seconds on the wall, and those of the processor."""

    seconds: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Every round, by the import and by SQL alone; the greatest memory of the process."""

    lines: int
    imported: tuple[Taken, ...]
    raw: tuple[Taken, ...]
    megabytes: int

    @property
    def seconds(self) -> float:
        return statistics.median(each.seconds for each in self.imported)

    @property
    def raw_seconds(self) -> float:
        return statistics.median(each.seconds for each in self.raw)

    @property
    def cpu(self) -> float:
        return statistics.median(each.cpu for each in self.imported)

    @property
    def raw_cpu(self) -> float:
        return statistics.median(each.cpu for each in self.raw)

    @property
    def times_raw(self) -> float:
        """By CPU: others who use the machine move it least."""
        return self.cpu / self.raw_cpu

    @property
    def lines_a_second(self) -> float:
        return self.lines / self.seconds


def measure_import(folder: Path, *, lines: int = LINES, rounds: int = 3) -> Figures:
    """New claims for the providers of the database in `folder`, imported and put in, round by round."""
    imported, raw, megabytes = [], [], 0
    with tempfile.TemporaryDirectory(prefix="importing-", dir=folder) as name:
        place = Path(name)
        feed = place / "claims.csv"
        _write_feed(folder / "ohms.sqlite", feed, lines)
        for _ in range(rounds):
            there, beside = place / "ohms.sqlite", place / "raw.sqlite"
            for each in (there, beside):
                each.with_name(each.name + "-wal").unlink(missing_ok=True)
                shutil.copyfile(folder / "ohms.sqlite", each)
            imported.append(_import(there, feed, lines))
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            raw.append(_put_in(there, beside, feed))
    return Figures(lines, tuple(imported), tuple(raw), megabytes)


def _import(database: Path, feed: Path, lines: int) -> Taken:
    today = clock.today()
    with open_house(f"sqlite:///{database}"):
        took = _stopwatch()
        outcome = import_file(
            operator(today),
            FeedKind.CLAIMS,
            feed,
            file_name=feed.name,
            as_of=today - timedelta(days=1),
            instance=database.parent,
        )
        taken = took()
    assert (outcome.state, outcome.added) == ("done", lines)
    return taken


def _stopwatch() -> Callable[[], Taken]:
    began, cpu = time.perf_counter(), time.process_time()
    return lambda: Taken(time.perf_counter() - began, time.process_time() - cpu)


def _put_in(there: Path, beside: Path, feed: Path) -> Taken:
    """The rows that the import added to one database, into the other."""
    with sqlite3.connect(there) as source, sqlite3.connect(beside) as target:
        rows = list(_added(source, target))
    source.close()
    target.close()
    target = sqlite3.connect(beside, isolation_level=None)
    for setting in ("foreign_keys=on", "journal_mode=wal", "synchronous=full"):
        target.execute(f"pragma {setting}")
    took = _stopwatch()
    with feed.open(newline="", encoding="utf-8") as stream:
        for _cells in csv.reader(stream):
            pass
    for statement, values in rows:
        for start in range(0, len(values), BATCH):
            target.execute("begin immediate")
            target.executemany(statement, values[start : start + BATCH])
            target.execute("commit")
    taken = took()
    target.close()
    return taken


def _added(
    source: sqlite3.Connection, target: sqlite3.Connection
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """By table, parents first: the statement that puts in what stands in the source alone."""
    for table in travelling():
        (last,) = target.execute(f"select coalesce(max(id), 0) from {table.name}").fetchone()
        names = ", ".join(column.name for column in columns_of(table))
        marks = ", ".join("?" for _ in columns_of(table))
        statement = f"select {names} from {table.name} where id > ?"
        values = source.execute(statement, (last,)).fetchall()
        if table.name in ITS_AUDIT or not values:
            continue
        yield f"insert into {table.name} ({names}) values ({marks})", values


def _write_feed(database: Path, feed: Path, lines: int) -> None:
    with sqlite3.connect(database) as connection:
        providers = [
            number
            for (number,) in connection.execute(
                "select lni_provider_id from provider p join enrolment e on e.provider_id = p.id"
                " where e.to_on is null order by p.id"
            )
        ]
    connection.close()
    with feed.open("wb") as stream:
        write_feed(FeedKind.CLAIMS, _lines(providers, lines, clock.today()), stream)


def _lines(providers: list[str], lines: int, today: date) -> Iterator[ClaimLine]:
    """Claims of the last months, each of a person of their own, of a thousand employers."""
    for n in range(lines):
        initiated_on = today - timedelta(days=2 + n % 90)
        injury_on = initiated_on - timedelta(days=3 + n % 9)
        provider = providers[n % len(providers)]
        employer = n % 1_000
        yield ClaimLine(
            claim_number=f"Z{UNUSED[n // 100_000]}{n % 100_000:05}",
            status=ClaimStatus.ALLOWED,
            fund=Fund.STATE_FUND,
            worker_last_name=f"{LAST[n % len(LAST)]}{n}",
            worker_first_name=FIRST[n % len(FIRST)],
            worker_birth_date=date(1960 + n % 40, 1 + n % 12, 1 + n % 28),
            worker_key=f"W{n:08}",
            worker_language="en",
            interpreter_needed=False,
            worker_phone=f"360-555-{n % 10_000:04}",
            worker_phone_2=None,
            worker_email=None,
            employer_account_id=f"900,{employer:03}-00",
            employer_name=f"Employer {employer}",
            employer_contact=None,
            employer_phone=f"253-555-{employer:04}",
            representative_name=None,
            representative_phone=None,
            initiating_provider_id=provider,
            attending_provider_id=provider,
            injury_on=injury_on,
            first_visit_on=injury_on + timedelta(days=1),
            roa_received_on=initiated_on,
            initiated_on=initiated_on,
            established_on=None,
            accident_kind=AccidentKind.INJURY,
            body_part_code="420",
            nature_code="021",
            icd10=("S33.5XXA",),
            claim_manager="A. Manager",
            claim_manager_phone="360-902-0000",
            time_loss_from=None,
            time_loss_to=None,
            combined_into=None,
        )


def main() -> int:
    asked = _arguments()
    os.environ.pop("OHMS_DATABASE_URL", None)
    figures = measure_import(asked.data, lines=asked.lines, rounds=asked.rounds)
    print(
        "| lines | import s | raw s | import CPU s | raw CPU s | times raw (CPU) | at most |"
        " lines a second | memory MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        f"| {figures.lines:,} | {figures.seconds:.1f} | {figures.raw_seconds:.1f} |"
        f" {figures.cpu:.1f} | {figures.raw_cpu:.1f} | {figures.times_raw:.2f} | {MOST_TIMES_RAW} | {figures.lines_a_second:,.0f} |"
        f" {figures.megabytes} |"
    )
    return 0 if figures.times_raw <= MOST_TIMES_RAW else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of one size")
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
