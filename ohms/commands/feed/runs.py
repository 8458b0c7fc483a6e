"""The record of each file: what it was, how far it came, which lines it refused."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.feed.orders import Order
from ohms.commands.feed.outcome import Tally
from ohms.commands.memory import collection_paused
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import Unit, bulk_unit
from ohms.domain.feed import Refusal
from ohms.extensions import db
from ohms.models.engine import room_for_many_rows
from ohms.models.feed import FeedRefusal, FeedRun
from ohms.models.unfinished import FEED_RUN, is_at_work

ONE_AT_A_TIME = 5_801_001
"""The advisory lock under which imports take turns on PostgreSQL; SQLite has one writer anyway."""

FILE_NAME, FIELD, REASON = 200, 120, 400


@contextmanager
def import_unit(order: Order) -> Iterator[Unit]:
    """One transaction of an import."""
    with collection_paused(), room_for_many_rows(), bulk_unit(order.action, order.actor) as unit:
        take_turn()
        yield unit


def take_turn(*, waits: bool = True) -> bool:
    """In a transaction that is open: until its end nobody else imports. Who does not wait may not get it."""
    if db.session.get_bind().dialect.name != "postgresql":
        return True
    lock = func.pg_advisory_xact_lock if waits else func.pg_try_advisory_xact_lock
    return db.session.execute(select(lock(ONE_AT_A_TIME))).scalar() is not False


def begin_run(order: Order, run_id: int) -> None:
    """The run's row, first of all: what it brings names it."""
    db.session.execute(
        insert(FeedRun).values(
            id=run_id,
            kind=order.stored_kind,
            file_name=order.file_name[:FILE_NAME],
            sha256=order.sha256,
            as_of_on=order.as_of,
            state="running",
            good_lines_only=order.good_lines,
            started_by_id=order.actor.staff_id,
            started_at=order.at,
        )
    )


def at_work_on(run_id: int) -> str:
    """The name of the working folder of whoever works on a run: while it is held, they live."""
    return f"{FEED_RUN}{run_id}"


def unfinished_run(order: Order) -> FeedRun | None:
    """The run of this very file, as of the same day, that did not come to its end; Conflict while
    somebody works on it."""
    run = db.session.scalars(
        select(FeedRun)
        .where(
            FeedRun.kind == order.stored_kind,
            FeedRun.sha256 == order.sha256,
            FeedRun.as_of_on == order.as_of,
            FeedRun.state == "running",
        )
        .order_by(FeedRun.id.desc())
        .limit(1)
    ).one_or_none()
    if run is not None and is_at_work(order.instance, at_work_on(run.id)):
        raise Conflict
    return run


def advance(run_id: int, *, after: int, to: int, tally: Tally, refused: int) -> None:
    """The run has come from one line to another; Conflict when somebody else moved it on."""
    moved: Any = db.session.connection().execute(
        update(FeedRun.__table__)  # type: ignore[arg-type]
        .where(
            FeedRun.id == run_id, FeedRun.resumed_after_line == after, FeedRun.state == "running"
        )
        .values(
            resumed_after_line=to,
            added=FeedRun.added + tally.added,
            updated=FeedRun.updated + tally.updated,
            unchanged=FeedRun.unchanged + tally.unchanged,
            parked=FeedRun.parked + tally.parked,
            refused=FeedRun.refused + refused,
        )
    )
    if moved.rowcount != 1:
        raise Conflict


def finish_run(
    run_id: int,
    counts: Mapping[str, int],
    *,
    state: str,
    after: int | None = None,
    goes_on: bool = False,
) -> None:
    """The run's end, and the counts that it has come to; one that goes on has no end yet. Conflict when
    somebody else ended it or moved it on from the line that it is `after`."""
    still = [FeedRun.id == run_id, FeedRun.state == "running"]
    if after is not None:
        still.append(FeedRun.resumed_after_line == after)
    told: Any = db.session.execute(
        update(FeedRun)
        .where(*still)
        .values(state=state, finished_at=None if goes_on else clock.now(), **counts)
        .execution_options(synchronize_session=False)
    )
    if told.rowcount != 1:
        raise Conflict


def count_refused(run_id: int, further: int) -> None:
    """Lines that were refused in part after the run had its counts."""
    db.session.execute(
        update(FeedRun)
        .where(FeedRun.id == run_id)
        .values(refused=FeedRun.refused + further)
        .execution_options(synchronize_session=False)
    )


def forget_refusals(run_id: int) -> None:
    """Before a resumed run tells anew what it refuses."""
    db.session.execute(
        delete(FeedRefusal)
        .where(FeedRefusal.run_id == run_id)
        .execution_options(synchronize_session=False)
    )


def keep_refusals(run_id: int, refusals: Iterable[Refusal]) -> None:
    """What administrators may see of refused lines."""
    rows = [
        {
            "run_id": run_id,
            "line_number": each.line_number,
            "field": (each.field or "")[:FIELD],
            "reason": each.reason[:REASON],
        }
        for each in refusals
    ]
    if rows:
        db.session.connection().execute(insert(FeedRefusal), rows)


def entry_of(order: Order, run_id: int, result: str, **detail: object) -> Entry:
    """The audit entry of one transaction: counts and the file's hash, never a claim."""
    about = {"sha256": order.sha256, "as_of": order.as_of.isoformat(), **detail}
    return Entry(order.action, "feed_run", run_id, result=result, detail=about)
