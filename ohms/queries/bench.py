"""The rows of the data bench: a supervisor's own COHEs row by row, everybody's as counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.attesting import LoggedFact
from ohms.domain.bench import (
    LINES,
    OVERLAP_DAYS,
    BenchKind,
    BenchLine,
    WorkedRun,
    overlapping_runs,
)
from ohms.domain.values import Capture, Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.feed import ParkedLine
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.bench_lines import Reach, hidden_rows, told_rows
from ohms.queries.guard import unscoped
from ohms.queries.outbox import outbox_state
from ohms.queries.rounds import ask, asked
from ohms.queries.scope import sees, visible

LISTED = 20
TOLD = frozenset(BenchKind) - {BenchKind.SAME_PERSON, BenchKind.SAME_EMPLOYER}
"""Whose rows stand on the bench itself; pairs have pages of their own."""


class BenchRow(NamedTuple):
    """One row: what it is called and where it is looked at, whose it is, since when."""

    name: str
    address: str
    owner: str | None
    day: date | None
    claim_id: int | None


@dataclass(frozen=True, slots=True)
class BenchPart:
    """A line with how much of it there is, and the first rows."""

    line: BenchLine
    total: int
    rows: Sequence[BenchRow]


class Technical(NamedTuple):
    """A line of the installation as a whole."""

    label: str
    sentence: str
    total: int
    mend: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What administrators see: counts by COHE, and the technical lines."""

    cohes: Mapping[int, str]
    lines: Sequence[tuple[BenchLine, Mapping[int, int]]]
    technical: Sequence[Technical]


def bench(actor: Actor) -> list[BenchPart]:
    """Every line of the COHEs that the actor supervises: four statements."""
    reach = Reach(
        actor,
        actor.cohes_as(Role.SUPERVISOR),
        lambda model: visible(actor, model),
        lambda model: sees(actor, model),
    )
    wanted = told_rows(reach)
    found = dict(zip(wanted, ask(asked(*map(_first, wanted.values()))), strict=True))
    hidden = hidden_rows(reach)
    with unscoped("how many unsigned notes and how much of who left, told without text"):
        for kind, statement in hidden.items():
            found[kind] = db.session.execute(_first(statement)).all()
    parts = {
        kind: (rows[0].total if rows else 0, [_row(kind, row) for row in rows if kind in TOLD])
        for kind, rows in found.items()
    }
    overlaps = _overlaps(reach)
    parts[BenchKind.OVERLAPS] = len(overlaps), [row for _cohe, row in overlaps[:LISTED]]
    return [BenchPart(line, *parts[line.kind]) for line in LINES]


def bench_counts(actor: Actor) -> Counts:
    """How many rows each line has in every COHE, and what concerns the installation: for whoever sees
    no claim. Six statements."""
    cohes = {
        row.id: row.name for row in db.session.execute(select(Cohe).order_by(Cohe.name)).scalars()
    }
    reach = Reach(actor, list(cohes), select, lambda _model: literal(value=True))
    wanted = told_rows(reach) | hidden_rows(reach)
    with unscoped("counts by COHE, told without a row"):
        told = ask(asked(*map(_by_cohe, wanted.values())))
        parked = db.session.execute(
            select(func.count(ParkedLine.id)).where(ParkedLine.settled_at.is_(None))
        ).scalar_one()
        overlaps = Counter(cohe_id for cohe_id, _row in _overlaps(reach))
    found: dict[BenchKind, Mapping[int, int]] = {
        kind: {row.cohe_id: int(row.total) for row in rows}
        for kind, rows in zip(wanted, told, strict=True)
    }
    found[BenchKind.OVERLAPS] = overlaps
    return Counts(
        cohes,
        [(line, found[line.kind]) for line in LINES],
        [
            Technical(
                "Feed lines that wait",
                "Claims of providers who are not enrolled yet: tried again at each import.",
                parked,
                "/admin/feed",
            ),
            Technical(
                "Messages given up",
                "Mail of the last week that no server took.",
                outbox_state().given_up,
                "/admin/self-check",
            ),
        ],
    )


def _first(statement: Select[Any]) -> Select[Any]:
    """The first rows of a line with how many it has."""
    found = statement.subquery()
    return (
        select(found, func.sum(found.c.times).over().label("total"))
        .order_by(found.c.day.desc(), found.c.row_id)
        .limit(LISTED)
    )


def _by_cohe(statement: Select[Any]) -> Select[Any]:
    found = statement.subquery()
    return select(found.c.cohe_id, func.sum(found.c.times).label("total")).group_by(found.c.cohe_id)


def _overlaps(reach: Reach) -> list[tuple[int, BenchRow]]:
    """By person and day, the newest first, with the COHE."""
    rows = db.session.execute(
        reach.rows_of(TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            TimeEntry.cohe_id.in_(reach.cohes),
            TimeEntry.performed_on.between(reach.day - OVERLAP_DAYS, reach.day),
            TimeEntry.capture == Capture.CAPTURED,
            TimeEntry.voided_at.is_(None),
        )
        .with_only_columns(
            TimeEntry.id,
            TimeEntry.staff_id,
            TimeEntry.performed_on,
            TimeEntry.minutes,
            TimeEntry.entered_at,
            TimeEntry.cohe_id,
            StaffMember.name,
        )
        .order_by(TimeEntry.staff_id, TimeEntry.performed_on, TimeEntry.id)
    ).all()
    whose = {row.id: (row.cohe_id, row.name) for row in rows}
    found = []
    for group in overlapping_runs(map(_run, rows)):
        first = group[0]
        cohe_id, name = whose[first.id]
        found.append(
            (
                cohe_id,
                BenchRow(
                    f"{len(group)} entries",
                    f"/time/entries/{first.id}",
                    name,
                    first.fact.performed_on,
                    None,
                ),
            )
        )
    return sorted(found, key=lambda each: each[1].day or date.min, reverse=True)


def _run(row: Any) -> WorkedRun:
    entered_on = clock.day_of(row.entered_at)
    fact = LoggedFact(row.performed_on, row.minutes, Capture.CAPTURED, row.entered_at, entered_on)
    return WorkedRun(row.id, row.staff_id, fact)


def _row(kind: BenchKind, row: Any) -> BenchRow:
    name, address = _named(kind, row)
    return BenchRow(name, address, row.owner, row.day, row.claim_id)


def _named(kind: BenchKind, row: Any) -> tuple[str, str]:
    """What a row is called, and where it is looked at or mended."""
    if kind is BenchKind.NO_TIME:
        return row.name, f"/claims/{row.name}/notes#note-{row.row_id}"
    if kind is BenchKind.NO_COORDINATOR:
        return row.name, f"/claims/{row.name}"
    if kind in (BenchKind.PROVIDER_UNASSIGNED, BenchKind.NO_DEPUTY):
        return row.name, f"/staffing/providers/{row.row_id}"
    if kind is BenchKind.UNSIGNED:
        return _several(row.times, "note"), f"/staffing/people/{row.row_id}"
    if kind is BenchKind.TASKS_OF_LEAVERS:
        return f"{row.name}, {_several(row.times, 'task')}", f"/tasks?owner={row.row_id}"
    if kind is BenchKind.DEPARTURES:
        told = f"{row.name}, {_several(row.times, 'thing')}"
        return told, f"/staffing/departures/{row.row_id}"
    raise ValueError(kind)


def _several(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
