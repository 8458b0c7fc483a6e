"""The report of each COHE's last finished quarter, frozen with the figures of the product's rules."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from ohms import clock
from ohms.domain.access import Actor
from ohms.domain.calendar import Quarter, add_business_days
from ohms.domain.comparators import COMPARATOR
from ohms.domain.quarterly_report import hash_of
from ohms.extensions import db
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion, Setting
from ohms.queries.actors import actor_of
from ohms.queries.quarterly_report import report_of
from ohms.simulator.loading.rows import at_minute
from ohms.web.report_files import files_of

FROZEN_AFTER = 10
"""Business days after the quarter's end on which its report was frozen, or today if that is earlier."""

TEN = 10 * 60


def freeze_last_quarters(slugs: list[str], today: date) -> dict[str, int]:
    """Freeze what is not frozen yet; a report above the line opens its obligation.

    Inside a bulk unit. Counts of reports and obligations.
    """
    quarter = Quarter.of(today).previous
    counts = {"reports": 0, "obligations": 0}
    for slug in slugs:
        supervisor = actor_of(f"{slug}.supervisor", today)
        if supervisor is None or not supervisor.positions:
            continue
        cohe_id = supervisor.positions[0].cohe_id
        if cohe_id is not None and not _is_kept(cohe_id, quarter):
            _compare(supervisor, cohe_id, quarter)
            counts["obligations"] += _freeze(supervisor, slug, quarter)
            counts["reports"] += 1
    return counts


def _is_kept(cohe_id: int, quarter: Quarter) -> bool:
    known = select(QuarterlyReport.id).where(
        QuarterlyReport.cohe_id == cohe_id,
        QuarterlyReport.year == quarter.year,
        QuarterlyReport.quarter == quarter.number,
    )
    return db.session.execute(known).first() is not None


def _compare(supervisor: Actor, cohe_id: int, quarter: Quarter) -> None:
    """What the share of time loss is held against: a figure of the demonstration's own."""
    entered_at = _frozen_at(quarter)
    _insert(
        Setting,
        name=COMPARATOR,
        cohe_id=cohe_id,
        value="24.0",
        from_on=quarter.first_on,
        source="Made up for the demonstration, not a figure of L&I's",
        proposed_by_id=supervisor.staff_id,
        proposed_at=entered_at,
        approved_by_id=supervisor.staff_id,
        approved_at=entered_at,
    )


def _freeze(supervisor: Actor, slug: str, quarter: Quarter) -> int:
    """The report with its version; 1 when it opened an obligation, else 0."""
    report = report_of(supervisor, slug, quarter)
    frozen_at = _frozen_at(quarter)
    files = files_of(report, frozen=True, at=frozen_at)
    report_id = _insert(
        QuarterlyReport,
        cohe_id=report.centre.id,
        year=quarter.year,
        quarter=quarter.number,
        state="frozen",
    )
    version_id = _insert(
        ReportVersion,
        report_id=report_id,
        cohe_id=report.centre.id,
        number=1,
        canonical=report.canonical,
        data_hash=hash_of(report.canonical),
        **asdict(files),
        frozen_by_id=supervisor.staff_id,
        frozen_at=frozen_at,
    )
    if not report.content["needs_discussion"]:
        return 0
    _insert(
        Obligation,
        cohe_id=report.centre.id,
        report_version_id=version_id,
        opened_on=clock.day_of(frozen_at),
    )
    return 1


def _frozen_at(quarter: Quarter) -> datetime:
    return min(at_minute(add_business_days(quarter.last_on, FROZEN_AFTER), TEN), clock.now())


def _insert(
    model: type[QuarterlyReport | ReportVersion | Obligation | Setting], **values: Any
) -> int:
    statement = insert(model).values(**values).returning(model.id)
    return int(db.session.execute(statement).scalar_one())
