"""The rows behind those figures of the Quarterly Status Report that no measure tells: absences, cover,
and claims that wait for their provider's enrolment. As they stand today, for the COHE's supervisor."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.errors import NotFound
from ohms.domain.feed import read_again
from ohms.domain.report_rows import ReportRows
from ohms.domain.values import Fund
from ohms.extensions import db
from ohms.models.coverage import Absence, Coverage
from ohms.models.feed import ParkedLine
from ohms.models.providers import Enrolment, Provider
from ohms.models.staff import StaffMember
from ohms.queries.quarterly_report import centre_of_report
from ohms.queries.report_lists import away_within, covered_within
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import parked_beside_providers
from ohms.queries.staffing import Period
from ohms.queries.workload import Centre, Sight, counted_period
from ohms.queries.workload_claims import cut, start_of


class AwayRow(NamedTuple):
    """An absence of somebody who works on claims."""

    id: int
    from_on: date
    to_on: date | None
    name: str
    kind: str
    minutes_a_day: int | None


class CoverRow(NamedTuple):
    """Cover of one provider while their coordinator was away."""

    id: int
    from_on: date
    to_on: date | None
    provider_id: int
    provider: str
    absent: str
    covering: str


class ParkedRow(NamedTuple):
    """A claim that waits: whose and since when, and nothing else of what was told of it. `enrolled`: when
    the provider was the COHE's."""

    id: int
    initiated_on: date
    provider_id: int
    provider: str
    enrolled: list[tuple[date, date | None]]


@dataclass(frozen=True, slots=True)
class RowsPage:
    """A page of the rows, the newest first; `total` is the figure."""

    centre: Centre
    period: Period
    rows: list[Any]
    total: int
    first: int
    next: str | None


def report_rows(
    actor: Actor, slug: str, quarter: Quarter, which: ReportRows, after: str | None
) -> RowsPage:
    """As `every_report_row`, one page of them."""
    centre, period, every = every_report_row(actor, slug, quarter, which)
    before, last = start_of(after)
    left = [row for row in every if last is None or _place(row) < last]
    rows, following = cut(left, before, _place)
    return RowsPage(centre, period, rows, len(every), before + 1 if rows else 0, following)


def every_report_row(
    actor: Actor, slug: str, quarter: Quarter, which: ReportRows
) -> tuple[Centre, Period, list[Any]]:
    """NotFound for a foreign COHE, a quarter to come, and who sees the COHE's figures alone."""
    centre = centre_of_report(actor, slug, quarter)
    if centre.sight is not Sight.PEOPLE:
        raise NotFound
    period = counted_period(actor, centre, quarter)
    every = _ROWS[which](actor, centre.id, period)
    return centre, period, sorted(every, key=_place, reverse=True)


def _place(row: Any) -> tuple[date, int]:
    """The day a row stands by, then its id: no two stand at one place."""
    return row[1], row[0]


def parked_claims(
    actor: Actor, cohe_id: int, period: Period
) -> Question[list[tuple[int, date, str]]]:
    """Id, day and L&I's number of the provider of the State Fund claims of these days that wait, of the
    COHE's providers."""
    (rows,) = yield (
        parked_beside_providers(actor, cohe_id)
        .where(ParkedLine.settled_at.is_(None))
        .with_only_columns(
            ParkedLine.id, ParkedLine.content, ParkedLine.as_of_on, ParkedLine.lni_provider_id
        ),
    )
    told = ((row, read_again(row.content, row.as_of_on)[1]) for row in rows)
    return [
        (row.id, claim.initiated_on, row.lni_provider_id)
        for row, claim in told
        if period[0] <= claim.initiated_on <= period[1]
        and claim.fund is Fund.STATE_FUND
        and claim.combined_into is None
    ]


def _parked(actor: Actor, cohe_id: int, period: Period) -> list[Any]:
    waiting = ask(parked_claims(actor, cohe_id, period))
    numbers = {number for _id, _day, number in waiting}
    named = db.session.execute(
        select(
            Provider.lni_provider_id,
            Provider.id,
            Provider.last_name + ", " + Provider.first_name,
            Enrolment.from_on,
            Enrolment.to_on,
        )
        .join(Enrolment, Enrolment.provider_id == Provider.id)
        .where(Enrolment.cohe_id == cohe_id, Provider.lni_provider_id.in_(numbers))
        .order_by(Enrolment.from_on)
    )
    enrolled: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    who: dict[str, tuple[int, str]] = {}
    for number, provider_id, name, from_on, to_on in named:
        who[number] = provider_id, name
        enrolled[number].append((from_on, to_on))
    return [
        ParkedRow(id_, day, *who[number], enrolled[number])
        for id_, day, number in waiting
        if number in who
    ]


def _away(_actor: Actor, cohe_id: int, period: Period) -> list[Any]:
    rows = db.session.execute(
        select(
            Absence.id,
            Absence.from_on,
            Absence.to_on,
            StaffMember.name,
            Absence.kind,
            Absence.minutes_a_day,
        )
        .join(StaffMember, StaffMember.id == Absence.staff_id)
        .where(*away_within(cohe_id, *period))
    )
    return [AwayRow(*row) for row in rows]


def _covered(_actor: Actor, cohe_id: int, period: Period) -> list[Any]:
    return _cover(cohe_id, period, Coverage.declined_at.is_(None))


def _declined(_actor: Actor, cohe_id: int, period: Period) -> list[Any]:
    return _cover(cohe_id, period, Coverage.declined_at.is_not(None))


def _cover(cohe_id: int, period: Period, which: Any) -> list[Any]:
    absent, covering = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        select(
            Coverage.id,
            Coverage.from_on,
            Coverage.to_on,
            Provider.id,
            Provider.last_name + ", " + Provider.first_name,
            absent.name,
            covering.name,
        )
        .join(Provider, Provider.id == Coverage.provider_id)
        .join(absent, absent.id == Coverage.absent_id)
        .join(covering, covering.id == Coverage.covering_id)
        .where(*covered_within(cohe_id, *period), which)
    )
    return [CoverRow(*row) for row in rows]


_ROWS = {
    ReportRows.ABSENCES: _away,
    ReportRows.COVERED: _covered,
    ReportRows.DECLINED: _declined,
    ReportRows.PARKED: _parked,
}
