"""The reports of the COHEs that somebody reads: how far each is, when it is due, what was reported."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import Computed, Quarter
from ohms.domain.quarterly_report import ReportState, ratio_text, report_due
from ohms.extensions import db
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.staff import Position
from ohms.queries.one_in_sight import only_row
from ohms.queries.quarterly_report import (
    FrozenVersion,
    centre_of_report,
    report_centres,
    versions_of,
)
from ohms.queries.rounds import ask
from ohms.queries.settings import settings_histories
from ohms.queries.workload import Centre


class ListedReport(NamedTuple):
    """A line of the list of reports."""

    centre: Centre
    quarter: Quarter
    state: ReportState
    due: Computed
    versions: int


def reports_listed(actor: Actor, *, most: int = 5) -> list[ListedReport]:
    """The running quarter and those before it, of every COHE whose report the actor reads: none of
    before anybody held a position there."""
    found = report_centres(actor)
    quarters = [Quarter.of(actor.on_day)]
    while len(quarters) < most:
        quarters.append(quarters[-1].previous)
    rows = db.session.execute(
        select(
            QuarterlyReport.cohe_id,
            QuarterlyReport.year,
            QuarterlyReport.quarter,
            QuarterlyReport.state,
            func.count(ReportVersion.id),
        )
        .outerjoin(ReportVersion, ReportVersion.report_id == QuarterlyReport.id)
        .where(QuarterlyReport.cohe_id.in_([each.id for each in found]))
        .group_by(QuarterlyReport.id)
    )
    known = {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}
    first_positions = db.session.execute(
        select(Position.cohe_id, func.min(Position.from_on))
        .where(Position.cohe_id.in_([each.id for each in found]))
        .group_by(Position.cohe_id)
    )
    begun: dict[int | None, date] = {row[0]: row[1] for row in first_positions}
    settings = ask(settings_histories([each.id for each in found]))
    listed = []
    for quarter in quarters:
        for centre in found:
            if begun[centre.id] > quarter.last_on:
                continue
            state, versions = known.get((centre.id, quarter.year, quarter.number), ("draft", 0))
            days = settings[centre.id].on(quarter.first_on).report_due_days
            due = report_due(quarter, days)
            listed.append(ListedReport(centre, quarter, ReportState(state), due, versions))
    return listed


@dataclass(frozen=True, slots=True)
class FrozenReport:
    """A report as it was frozen last, with what it said then."""

    centre: Centre
    quarter: Quarter
    version: FrozenVersion

    @property
    def content(self) -> dict[str, Any]:
        reported: dict[str, Any] = json.loads(self.version.canonical)
        return reported


def frozen_report(actor: Actor, slug: str, quarter: Quarter) -> FrozenReport:
    """NotFound for a foreign COHE, a quarter to come, and a report that was never frozen."""
    centre = centre_of_report(actor, slug, quarter)
    newest = only_row(versions_of(centre.id, quarter).limit(1))
    return FrozenReport(centre, quarter, FrozenVersion(*newest))


@dataclass(frozen=True, slots=True)
class ReportStanding:
    """How far the report of a quarter is, and what it says once it is frozen."""

    state: ReportState
    number: int
    ratio: str


def standings_of(cohe_ids: Collection[int], quarter: Quarter) -> dict[int, ReportStanding]:
    """By COHE, where anybody began the report of the quarter: its last frozen version's figure."""
    newest = (
        select(func.max(ReportVersion.number))
        .where(ReportVersion.report_id == QuarterlyReport.id)
        .correlate(QuarterlyReport)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            QuarterlyReport.cohe_id,
            QuarterlyReport.state,
            ReportVersion.number,
            ReportVersion.canonical,
        )
        .outerjoin(
            ReportVersion,
            and_(ReportVersion.report_id == QuarterlyReport.id, ReportVersion.number == newest),
        )
        .where(
            QuarterlyReport.cohe_id.in_(cohe_ids),
            QuarterlyReport.year == quarter.year,
            QuarterlyReport.quarter == quarter.number,
        )
    )
    return {
        cohe_id: ReportStanding(
            ReportState(state), number or 0, _reported(json.loads(canonical)) if canonical else ""
        )
        for cohe_id, state, number, canonical in rows
    }


def _reported(content: Mapping[str, Any]) -> str:
    """Claims per FTE as they were reported, on the report's own basis; nothing where none was told."""
    if "settings" not in content:
        return ""
    limit = Fraction(content["settings"]["claims_per_fte_limit"])
    fte = Fraction(content["fte"][content["basis"]])
    return ratio_text(content["claims_initiated"], fte, limit)
