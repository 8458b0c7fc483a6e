"""The 588 ledger of a centre and quarter: the minutes that make its bases differ, and the duty that a
frozen report above the limit opened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.scheduled import Scheduled, scheduled_within
from ohms.domain.values import OtherTime
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.duties import frozen_ratio, knows_obligation
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import countable
from ohms.queries.workload import Centre, Workload


@dataclass(frozen=True, slots=True)
class MinutesBetween:
    """Minutes of the counted positions, from scheduled to claim-specific."""

    scheduled: Scheduled
    on_claims: int
    waiting: int
    other: Mapping[OtherTime, int]

    @property
    def unlogged(self) -> int:
        """Available minutes that nobody logged; negative with overtime."""
        logged = self.on_claims + self.waiting + sum(self.other.values())
        return self.scheduled.available - logged


@dataclass(frozen=True, slots=True)
class ObligationShown:
    """A duty to discuss, with what was written of the discussion and who confirmed it."""

    id: int
    cohe_id: int
    cohe_slug: str
    quarter: Quarter
    version: int
    """Of the record, for the form that changes it."""

    report_version: int
    claims: int
    ratio: Fraction | None
    """As the frozen report has it; None: not computable."""

    opened_on: date
    discussed_on: date | None
    people: str | None
    forecast_volumes: str | None
    staffing_strategies: str | None
    agreed: str | None
    what_if: str | None
    confirmed_at: datetime | None
    confirmed_by: str | None

    @property
    def confirmed_on(self) -> date | None:
        return self.confirmed_at and clock.day_of(self.confirmed_at)


def minutes_between(actor: Actor, centre: Centre, load: Workload) -> MinutesBetween:
    """The parts up to the as-of day, of the positions that the report counts."""
    facts = load.facts
    counted = [each for each in facts.positions if each.role in facts.settings.counted_roles]
    ids = {each.position_id for each in counted}
    return MinutesBetween(
        scheduled_within(
            facts.quarter.first_on, facts.as_of, counted, facts.absences, facts.calendar
        ),
        sum(minutes for each, minutes in facts.minutes.counted.items() if each in ids),
        sum(minutes for each, minutes in facts.minutes.waiting.items() if each in ids),
        _other(actor, centre, facts.quarter.first_on, facts.as_of, ids),
    )


def _other(
    actor: Actor, centre: Centre, first_on: date, last_on: date, positions: set[int]
) -> dict[OtherTime, int]:
    rows = db.session.execute(
        countable(actor, TimeEntry)
        .where(
            TimeEntry.cohe_id == centre.id,
            TimeEntry.claim_id.is_(None),
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(first_on, last_on),
            TimeEntry.position_id.in_(positions),
        )
        .with_only_columns(TimeEntry.category, func.sum(TimeEntry.minutes))
        .group_by(TimeEntry.category)
    ).all()
    minutes = {category: total for category, total in rows if category is not None}
    return {category: minutes[category] for category in OtherTime if category in minutes}


def obligations(cohe_id: int) -> list[ObligationShown]:
    """Every duty to discuss of a COHE, the newest quarter first."""
    return [_shown(*row) for row in db.session.execute(_rows(Obligation.cohe_id == cohe_id))]


def obligation_shown(actor: Actor, obligation_id: int) -> ObligationShown:
    """One duty of a COHE whose figures the actor sees; NotFound for another."""
    wanted = _rows(and_(Obligation.id == obligation_id, knows_obligation(actor)))
    row = only_row(wanted)
    return _shown(*row)


def _rows(wanted: ColumnElement[bool]) -> Any:
    confirmed_by = aliased(StaffMember)
    return (
        select(Obligation, ReportVersion, QuarterlyReport, Cohe.slug, confirmed_by.name)
        .join(Cohe, Cohe.id == Obligation.cohe_id)
        .join(ReportVersion, ReportVersion.id == Obligation.report_version_id)
        .join(QuarterlyReport, QuarterlyReport.id == ReportVersion.report_id)
        .outerjoin(confirmed_by, confirmed_by.id == Obligation.confirmed_by_id)
        .where(wanted)
        .order_by(QuarterlyReport.year.desc(), QuarterlyReport.quarter.desc(), Obligation.id.desc())
    )


def _shown(
    duty: Obligation,
    version: ReportVersion,
    report: QuarterlyReport,
    slug: str,
    confirmed_by: str | None,
) -> ObligationShown:
    frozen: dict[str, Any] = json.loads(version.canonical)
    return ObligationShown(
        duty.id,
        duty.cohe_id,
        slug,
        Quarter(report.year, report.quarter),
        duty.version,
        version.number,
        frozen["claims_initiated"],
        frozen_ratio(frozen),
        duty.opened_on,
        duty.discussed_on,
        duty.people,
        duty.forecast_volumes,
        duty.staffing_strategies,
        duty.agreed,
        duty.what_if,
        duty.confirmed_at,
        confirmed_by,
    )
