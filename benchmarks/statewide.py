"""The statewide database: one command builds it, of one of three sizes, in a folder of its own.

    python -m benchmarks.statewide 100000 --folder /somewhere/100000

10,000, 100,000 or 1,000,000 claims of ten years with their notes, tasks, referrals and minutes, bulk
loaded through the product's schema with its checks, triggers and search index. The same size is the
same database but for the days, which end yesterday. Everybody's password is the demonstration's; the
first coordinator is `c1.hsc1`, their supervisor `c1.supervisor`.
"""

import argparse
import os
import sys
from pathlib import Path

from benchmarks.contents import Claims
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
from ohms.simulator.loading.rows import make_room, put, put_numbered
from ohms.simulator.loading.summaries import refresh_claims

SIZES = (10_000, 100_000, 1_000_000)
AT_A_TIME = 2_500
ACTION = "build_statewide"

# Parents before their children; numbered ones bring their ids.
TABLES: tuple[tuple[type[Base], bool], ...] = (
    (Worker, True),
    (Claim, True),
    (WorkStatusEpisode, False),
    (ContactPoint, False),
    (TimeLossPayment, False),
    (CoordinationPeriod, False),
    (CaseNote, True),
    (NoteEvent, False),
    (Contact, False),
    (TimeEntry, False),
    (Task, False),
    (Referral, True),
    (ReferralStepTaken, False),
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
    drawn_of = Claims(claims, organisation, clock.today())
    notes = referrals = 0
    for first in range(0, claims, AT_A_TIME):
        tell(Stage("Claims and the work on them", first, claims))
        stretch = drawn_of.stretch(first, AT_A_TIME, notes, referrals)
        notes, referrals = stretch.notes, stretch.referrals
        with bulk_unit(ACTION, None) as unit:
            make_room()
            counts = {}
            for model, numbered in TABLES:
                rows = stretch.rows[model.__tablename__]
                counts[model.__tablename__] = (put_numbered if numbered else put)(model, rows)
            unit.entries.append(Entry(ACTION, detail={"first": first, "counts": counts}))
    tell(Stage("Tasks that follow from facts"))
    with bulk_unit(ACTION, None) as unit:
        unit.entries.append(Entry(ACTION, detail={"derived": derive_all_tasks(clock.today())}))
    tell(Stage("Bringing claims up to their facts"))
    with bulk_unit(ACTION, None) as unit:
        unit.entries.append(Entry(ACTION, detail={"refreshed": refresh_claims()}))
    tell(Stage("Folding the write-ahead log into the file"))
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("claims", type=int, choices=SIZES)
    parser.add_argument("--folder", type=Path, required=True, help="where its SQLite file is made")
    return parser.parse_args()


if __name__ == "__main__":
    main()
