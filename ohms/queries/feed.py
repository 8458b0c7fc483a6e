"""The feed: how fresh it is, and what administrators see of it: runs with their counts, and refused lines
without claim data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Row, Select, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from ohms import clock
from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.feed import FeedKind, business_days_late
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.feed import FeedRefusal, FeedRun
from ohms.models.housekeeping import Job
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question

RUNS, REFUSALS = 25, 50  # rows of a page
UNDER_WAY = ("waiting", "running")
BROKEN_OFF, TOLD_FOR = 3, timedelta(days=7)


class ListedRun(NamedTuple):
    """One file that was read, ready to print."""

    id: int
    kind: str
    file_name: str
    as_of_on: date
    state: str
    good_lines_only: bool
    started_at: datetime
    finished_at: datetime | None
    sha256: str
    lines: int
    resumed_after_line: int
    added: int
    updated: int
    unchanged: int
    refused: int
    parked: int


@dataclass(frozen=True, slots=True)
class FeedAge:
    """How far one file of the feed reaches. A file as of yesterday is not late."""

    kind: FeedKind
    as_of_on: date | None
    business_days_late: int


@dataclass(frozen=True, slots=True)
class FeedAsOf:
    """The last day that the claims of L&I's feed tell of."""

    day: date
    late: int
    """Business days that should have come since, up to yesterday."""


class UnderWay(NamedTuple):
    """An import that a page started and that has not ended."""

    id: int
    done: int
    total: int | None
    message: str | None
    feed_run_id: int | None
    asked_at: datetime


class BrokenOff(NamedTuple):
    """An import that a page started and that did not come to its end, and why."""

    id: int
    message: str | None
    feed_run_id: int | None


_RUN = select(*(getattr(FeedRun, name) for name in ListedRun._fields))


def feed_runs(_actor: Actor, *, before: int | None = None) -> tuple[list[ListedRun], int | None]:
    """The newest runs, and the cursor of the next page: the id before which it goes on."""
    statement = _RUN.order_by(FeedRun.id.desc()).limit(RUNS + 1)
    if before is not None:
        statement = statement.where(FeedRun.id < before)
    runs = [ListedRun(*row) for row in db.session.execute(statement)]
    return runs[:RUNS], runs[RUNS - 1].id if len(runs) > RUNS else None


def feed_run(_actor: Actor, run_id: int) -> ListedRun:
    """One run; NotFound where there is none."""
    row = db.session.execute(_RUN.where(FeedRun.id == run_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such import.")
    return ListedRun(*row)


def refused_lately(_actor: Actor) -> list[ListedRun]:
    """Files of the week of which lines were refused and that no later file of their kind made good, the
    newest first."""
    later = aliased(FeedRun)
    made_good = exists().where(
        later.id > FeedRun.id,
        later.kind == FeedRun.kind,
        later.as_of_on >= FeedRun.as_of_on,
        later.state == "done",
        later.refused == 0,
    )
    rows = db.session.execute(
        _RUN.where(FeedRun.refused > 0, FeedRun.started_at > clock.now() - TOLD_FOR, ~made_good)
        .order_by(FeedRun.id.desc())
        .limit(RUNS)
    )
    return [ListedRun(*row) for row in rows]


def feed_ages(actor: Actor) -> list[FeedAge]:
    """Of each kind the day that its newest finished run is as of."""
    rows = db.session.execute(_newest().add_columns(FeedRun.kind).group_by(FeedRun.kind))
    newest = {kind: as_of_on for as_of_on, kind in rows}
    return [_age(kind, newest.get(kind.value.replace("-", "_")), actor.on_day) for kind in FeedKind]


def apfs_told_until() -> date | None:
    """The day that the newest finished feed of APFs is as of; None before the first."""
    return db.session.execute(_newest().where(FeedRun.kind == FeedKind.APF.value)).scalar()


def feed_as_of(actor: Actor) -> Question[FeedAsOf | None]:
    """How fresh L&I's claims are; None before the first feed, and for who reads no claims."""
    if not actor.holds(*CLAIM_READERS, Role.ADMINISTRATOR):
        return None
    (((day,),),) = yield (_newest_claims(None),)
    if day is None:
        return None
    return FeedAsOf(day, business_days_late(day, actor.on_day))


@prepared
def _newest_claims(_nobody: None) -> AnySelect:
    return _newest().where(FeedRun.kind == FeedKind.CLAIMS.value)


def _newest() -> Select[date]:
    """The last day that what was read of the feed is as of."""
    return select(func.max(FeedRun.as_of_on)).where(FeedRun.state == "done")


def _age(kind: FeedKind, as_of_on: date | None, today: date) -> FeedAge:
    late = business_days_late(as_of_on, today) if as_of_on else 0
    return FeedAge(kind, as_of_on, late)


def imports_under_way(_actor: Actor) -> list[UnderWay]:
    """Imports that pages started and that have not ended, the newest first."""
    rows = db.session.execute(
        select(*(getattr(Job, name) for name in UnderWay._fields))
        .where(Job.kind == "import", Job.state.in_(UNDER_WAY))
        .order_by(Job.id.desc())
    )
    return [UnderWay(*row) for row in rows]


def imports_broken_off(_actor: Actor) -> list[BrokenOff]:
    """Imports that pages started and that failed within the week, the newest first, but for those that
    somebody took up since, or whose file came to its end."""
    run, ended, later = aliased(FeedRun), aliased(FeedRun), aliased(Job)
    taken_up = exists().where(later.feed_run_id == Job.feed_run_id, later.id > Job.id)
    came_in = exists().where(
        run.id == Job.feed_run_id,
        ended.id >= run.id,
        ended.kind == run.kind,
        ended.sha256 == run.sha256,
        ended.state == "done",
    )
    rows = db.session.execute(
        select(*(getattr(Job, name) for name in BrokenOff._fields))
        .where(
            Job.kind == "import",
            Job.state == "failed",
            Job.finished_at > clock.now() - TOLD_FOR,
            ~taken_up,
            ~came_in,
        )
        .order_by(Job.id.desc())
        .limit(BROKEN_OFF)
    )
    return [BrokenOff(*row) for row in rows]


def feed_refusals(
    _actor: Actor, run_id: int, *, after: tuple[int, int] | None = None
) -> tuple[list[Row[int, int, str, str]], tuple[int, int] | None]:
    """A page of a run's refused lines by line number, and the cursor of the next page."""
    statement = _refusals(run_id).limit(REFUSALS + 1)
    if after is not None:
        beyond = tuple_(FeedRefusal.line_number, FeedRefusal.id) > tuple_(*after)
        statement = statement.where(beyond)
    rows = list(db.session.execute(statement).all())
    shown = rows[:REFUSALS]
    last = (shown[-1].line_number, shown[-1].id) if len(rows) > REFUSALS else None
    return shown, last


def every_refusal(_actor: Actor, run_id: int) -> Iterator[tuple[int, str, str]]:
    """All refused lines of a run: number, field, reason."""
    for row in db.session.execute(_refusals(run_id)):
        yield row.line_number, row.field, row.reason


def _refusals(run_id: int) -> Select[int, int, str, str]:
    return (
        select(FeedRefusal.id, FeedRefusal.line_number, FeedRefusal.field, FeedRefusal.reason)
        .where(FeedRefusal.run_id == run_id)
        .order_by(FeedRefusal.line_number, FeedRefusal.id)
    )
