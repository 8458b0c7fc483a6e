"""The people of a quarter as text: where the minutes of each position went, and what each has open."""

from dataclasses import dataclass

from ohms.blueprints.workload.figures import fte_text, hours_in_column, hours_text, rows_link
from ohms.domain.actor import Actor
from ohms.domain.claims_per_fte import decimal_text
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.errors import NotFound
from ohms.domain.measure import ScopeKind
from ohms.queries.measure_scopes import Scope
from ohms.queries.rounds import ask
from ohms.queries.workload import Sight, Workload
from ohms.queries.workload_minutes import MinutesKind
from ohms.queries.workload_people import (
    OpenWork,
    PositionRow,
    open_work,
    position_rows,
)
from ohms.web.charts import Bar, Chart, stacked_bars
from ohms.web.filters import link_to
from ohms.web.words import words


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One position. Figures of minutes come with the link to their rows."""

    name: str
    role: str
    position: str
    staffed: str
    claim_specific: str
    logged: str
    counts: bool
    available: str
    on_claims: str
    waiting: int
    other: str
    unlogged: str
    nothing_available: bool
    on_claims_href: str
    waiting_href: str
    other_href: str
    exported: tuple[object, ...]
    """As a line of CSV: minutes, and FTE to five decimals."""


@dataclass(frozen=True, slots=True)
class TotalLine:
    """Minutes of all positions, and FTE of those that count."""

    name: str
    available: str
    on_claims: str
    waiting: int
    other: str
    unlogged: str
    staffed: str
    claim_specific: str
    logged: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What one person has open: a count and its link by state, and overdue tasks."""

    name: str
    states: tuple[tuple[int, str], ...]
    all_claims: int
    all_claims_href: str
    overdue: int
    overdue_href: str


@dataclass(frozen=True, slots=True)
class People:
    positions: tuple[PositionLine, ...]
    total: TotalLine | None
    open_lines: tuple[OpenLine, ...]
    states: tuple[str, ...]
    chart: Chart | None


def people_of(actor: Actor, load: Workload) -> People | None:
    """None where somebody sees the COHE's figures only: no minutes of a person, no rows."""
    if load.centre.sight is Sight.FIGURES:
        return None
    work = ask(open_work(actor, load))
    rows = position_rows(load)
    return People(
        tuple(_position(load, row) for row in rows),
        _total(load, rows) if rows else None,
        tuple(_open(row) for row in work),
        tuple(words(state) for state in OPEN_COORDINATION),
        _chart(work),
    )


def position_lines(
    load: Workload, scope: Scope | None, *, of_fte: bool, held_last: bool
) -> list[PositionLine]:
    """The positions behind a figure of minutes, or (of_fte) those that make up FTE: everybody's, or one
    person's. One's own position counts for oneself. `held_last`: those of the last day counted alone."""
    if scope is not None and scope.kind is not ScopeKind.HSC:
        raise NotFound
    every = not of_fte or load.centre.sight is Sight.OWN
    return [
        _position(load, row)
        for row in position_rows(load)
        if (every or row.counts)
        and (scope is None or row.staff_id == scope.id)
        and (not held_last or row.fact.is_held_on(load.facts.as_of))
    ]


def _position(load: Workload, row: PositionRow) -> PositionLine:
    fte = row.fte

    def rows(kind: MinutesKind) -> str:
        return rows_link(load, "/workload/minutes", kind=kind.value, position=row.fact.position_id)

    return PositionLine(
        name=row.name,
        role=words(row.fact.role),
        position=hours_text(row.fact.weekly_minutes),
        staffed=fte_text(fte.staffed),
        claim_specific=fte_text(fte.claim_specific),
        logged=fte_text(fte.logged),
        counts=row.counts,
        available=hours_in_column(fte.available),
        on_claims=hours_in_column(fte.on_claims),
        waiting=row.waiting,
        other=hours_in_column(row.other),
        unlogged=hours_in_column(row.unlogged),
        nothing_available=fte.nothing_available,
        on_claims_href=rows(MinutesKind.COUNTED),
        waiting_href=rows(MinutesKind.WAITING),
        other_href=rows(MinutesKind.OTHER),
        exported=(
            row.name,
            row.fact.role,
            row.fact.weekly_minutes,
            row.counts,
            fte.available,
            fte.on_claims,
            row.waiting,
            row.other,
            row.unlogged,
            *(decimal_text(each, 5) for each in (fte.staffed, fte.claim_specific, fte.logged)),
        ),
    )


def _total(load: Workload, rows: list[PositionRow]) -> TotalLine:
    counted = load.facts.bases()
    minutes = load.minutes
    return TotalLine(
        name="All positions; FTE as it counts",
        available=hours_in_column(sum(row.fte.available for row in rows)),
        on_claims=hours_in_column(minutes.on_claims.total),
        waiting=minutes.on_claims.total_waiting,
        other=hours_in_column(sum(minutes.other.values())),
        unlogged=hours_in_column(sum(row.unlogged for row in rows)),
        staffed=fte_text(counted.staffed),
        claim_specific=fte_text(counted.claim_specific),
        logged=fte_text(counted.logged),
    )


def _open(row: OpenWork) -> OpenLine:
    return OpenLine(
        row.name,
        tuple(
            (row.claims.get(state, 0), _claims_link(row, coordination=state.value))
            for state in OPEN_COORDINATION
        ),
        row.all_claims,
        _claims_link(row, open="yes"),
        row.overdue,
        ""
        if row.staff_id is None
        else link_to("/tasks", {"owner": row.staff_id, "due": "overdue"}),
    )


def _claims_link(row: OpenWork, **state: str) -> str:
    if row.staff_id is None:
        return ""
    return link_to("/claims", {"scope": "cohe", "assignee": row.staff_id, **state})


def _chart(work: list[OpenWork]) -> Chart | None:
    bars = [
        Bar(row.name, tuple(row.claims.get(state, 0) for state in OPEN_COORDINATION))
        for row in work
        if row.all_claims
    ]
    if not bars:
        return None
    series = [words(state) for state in OPEN_COORDINATION]
    return stacked_bars("open-claims", "Open claims by person", series, bars, unit="claims")
