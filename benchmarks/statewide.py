"""The statewide database: one command builds it, of one of three sizes, in a folder of its own.

    python -m benchmarks.statewide 100000 --folder /somewhere/100000

10,000, 100,000 or 1,000,000 claims of ten years with their notes, tasks, referrals and minutes, bulk
loaded through the product's schema with its checks, while other processes draw the next ones; indexes,
words and sums are made once at the end, and proved by `ohms check`. The same size is the same database
but for the days, which end yesterday. Everybody's password is the demonstration's; the
first coordinator is `c1.hsc1`, their supervisor `c1.supervisor`.
"""

import argparse
import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.aside import ACTION, put_aside
from benchmarks.contents import Claims, Columns
from benchmarks.organisation import put_organisation
from ohms import clock
from ohms.cli.database import upgrade_database
from ohms.cli.house import open_house
from ohms.cli.progress import TerminalProgress
from ohms.commands.audit import Entry
from ohms.commands.derived_tasks import derive_all_tasks
from ohms.commands.memory import collection_paused
from ohms.commands.unit_of_work import bulk_unit
from ohms.config import settings_from_environment
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.medical import TimeLossPayment, WorkStatusEpisode
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import ContactPoint, Worker
from ohms.simulator.loading.progress import Stage, Tell
from ohms.simulator.loading.rows import make_room, put_columns

SIZES = (10_000, 100_000, 1_000_000)
AT_A_TIME = 2_500
DRAWING, AHEAD = 2, 4
"""Processes that draw claims, and how many stretches they may be ahead of what is put in."""

# Parents before their children.
TABLES: tuple[type[Base], ...] = (
    Worker,
    Claim,
    WorkStatusEpisode,
    ContactPoint,
    TimeLossPayment,
    CoordinationPeriod,
    CaseNote,
    NoteEvent,
    Contact,
    TimeEntry,
    Task,
    Referral,
    ReferralStepTaken,
)


def main() -> None:
    asked = _arguments()
    folder: Path = asked.folder
    if (folder / "ohms.sqlite").exists():
        sys.exit(f"There is a database in {folder} already: name another folder.")
    os.environ.pop("OHMS_DATABASE_URL", None)
    os.environ["OHMS_INSTANCE"] = str(folder)
    upgrade_database(settings_from_environment(), "demo")
    with open_house(), TerminalProgress(sys.stderr) as progress, collection_paused():
        build(asked.claims, progress)


def build(claims: int, tell: Tell) -> None:
    """Fill an empty database up to yesterday. Inside an app context."""
    tell(Stage("Centres and their people"))
    with bulk_unit(ACTION, None) as unit:
        organisation = put_organisation(claims)
        unit.entries.append(Entry(ACTION, detail={"claims": claims}))
    with put_aside([each.__tablename__ for each in TABLES], tell):
        for first, stretch in _drawn(Claims(claims, organisation, clock.today()), claims):
            tell(Stage("Claims and the work on them", first, claims))
            with bulk_unit(ACTION, None) as unit:
                make_room()
                counts = {
                    model.__tablename__: put_columns(model, stretch[model.__tablename__])
                    for model in TABLES
                    if model.__tablename__ in stretch  # the newest wait for triage: no work on them
                }
                unit.entries.append(Entry(ACTION, detail={"first": first, "counts": counts}))
    tell(Stage("Tasks that follow from facts"))
    with bulk_unit(ACTION, None) as unit:
        unit.entries.append(Entry(ACTION, detail={"derived": derive_all_tasks(clock.today())}))
    tell(Stage("Folding the write-ahead log into the file"))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _drawn(drawer: Claims, claims: int) -> Iterator[tuple[int, dict[str, Columns]]]:
    """Stretch after stretch with its first claim's number, in order."""
    waiting: deque[tuple[int, Future[dict[str, Columns]]]] = deque()
    with ProcessPoolExecutor(DRAWING, get_context("spawn")) as pool:
        for first in range(0, claims, AT_A_TIME):
            waiting.append((first, pool.submit(drawer.stretch, first, AT_A_TIME)))
            if len(waiting) > AHEAD:
                earliest, drawn = waiting.popleft()
                yield earliest, drawn.result()
        for earliest, drawn in waiting:
            yield earliest, drawn.result()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("claims", type=int, choices=SIZES)
    parser.add_argument("--folder", type=Path, required=True, help="where its SQLite file is made")
    return parser.parse_args()


if __name__ == "__main__":
    main()
