"""The reports of each COHE's finished quarters, frozen with the figures of the product's rules."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.apf_reviews import drawn
from ohms.domain.calendar import Quarter, add_business_days
from ohms.domain.comparators import COMPARATOR
from ohms.domain.quarterly_report import hash_of
from ohms.extensions import db
from ohms.models.apf_reviews import ApfReview
from ohms.models.medical import ActivityPrescription
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion, Setting
from ohms.models.staff import StaffMember
from ohms.queries.actors import actor_of
from ohms.queries.apf_reviews import drawable_apfs
from ohms.queries.quarterly_report import report_of
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from ohms.queries.settings import benchmark_rules
from ohms.simulator.loading.restated_reports import RESTATED_SLUG, restate
from ohms.simulator.loading.rows import at_minute, put_one
from ohms.web.report_files import files_of

FROZEN_AFTER = 10
"""Business days after the quarter's end on which its report was frozen, or today if that is earlier."""

TEN = 10 * 60
UNREAD = 3
"""APFs of the sample that are still to be read."""

LATE_EACH = 8
"""Of so many APFs one came late."""

QUARTERS_BACK = 4
"""As many finished quarters as the list of reports shows."""

CONFIRMED_BY = "lni.contract"
DISCUSSED_AFTER = timedelta(days=7)
DISCUSSED = {
    "people": "Supervisor and L&I contract manager, by phone",
    "forecast_volumes": "Claims of the next four quarters are expected to stay level.",
    "staffing_strategies": "An assistant takes over low-complexity claims; a hire is prepared.",
    "agreed": "The figures are looked at again with the next report.",
}


def freeze_finished_quarters(slugs: list[str], today: date, first_day: date) -> dict[str, int]:
    """Freeze what is not frozen yet, the oldest quarter first; a report above the line opens its
    obligation, of which those before the last quarter's were discussed and confirmed. One older report was
    restated.

    `first_day`: from which there are claims. Inside a bulk unit. Counts of reports and obligations.
    """
    last = Quarter.of(today).previous
    quarters = [last]
    while len(quarters) < QUARTERS_BACK and quarters[-1].previous.first_on >= first_day:
        quarters.append(quarters[-1].previous)
    counts = {"reports": 0, "obligations": 0}
    for slug in slugs:
        supervisor = actor_of(f"{slug}.supervisor", today)
        if supervisor is None or not supervisor.positions:
            continue
        cohe_id = supervisor.positions[0].cohe_id
        for quarter in reversed(quarters):
            if cohe_id is None or _is_kept(cohe_id, quarter):
                continue
            if quarter == last:
                _compare(supervisor, cohe_id, quarter)
                _review(supervisor, cohe_id, slug, quarter)
            counts["obligations"] += _freeze(supervisor, slug, quarter, is_last=quarter == last)
            counts["reports"] += 1
            if (slug, quarter) == (RESTATED_SLUG, last.previous):
                restate(supervisor, slug, quarter, _frozen_at(quarter))
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
    put_one(
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


def _review(supervisor: Actor, cohe_id: int, slug: str, quarter: Quarter) -> None:
    """The quarter's sample of APFs, read but for the last ones."""
    size = ask(benchmark_rules(cohe_id, quarter.first_on)).apf_sample
    sample = drawn(drawable_apfs(supervisor, cohe_id, quarter), slug, quarter, size)
    complete = _told_complete(supervisor, [each.id for each in sample])
    rows = []
    for place, each in enumerate(sample, 1):
        is_read = place <= size - UNREAD
        row: dict[str, Any] = {
            "claim_id": each.claim_id,
            "cohe_id": cohe_id,
            "activity_prescription_id": each.id,
            "year": quarter.year,
            "quarter": quarter.number,
            "place": place,
            "drawn_by_id": supervisor.staff_id,
            "drawn_at": _frozen_at(quarter),
            "complete": complete[each.id] if is_read else None,
            "timely": place % LATE_EACH != 0 if is_read else None,
            "reviewed_by_id": supervisor.staff_id if is_read else None,
            "reviewed_at": _frozen_at(quarter) if is_read else None,
            "version": 1,
        }
        rows.append(row)
    if rows:
        db.session.execute(insert(ApfReview), rows)


def _told_complete(supervisor: Actor, apfs: list[int]) -> dict[int, bool]:
    rows = db.session.execute(
        visible(supervisor, ActivityPrescription)
        .where(ActivityPrescription.id.in_(apfs))
        .with_only_columns(ActivityPrescription.id, ActivityPrescription.complete)
    )
    return {row.id: row.complete for row in rows}


def _freeze(supervisor: Actor, slug: str, quarter: Quarter, *, is_last: bool) -> int:
    """The report with its version; 1 when it opened an obligation, else 0.

    How the benchmarks of an older quarter stood then is not known now: its report was frozen before
    reports told them.
    """
    report = report_of(supervisor, slug, quarter, benchmarks=is_last)
    frozen_at = _frozen_at(quarter)
    files = files_of(report, frozen=True, at=frozen_at)
    report_id = put_one(
        QuarterlyReport,
        cohe_id=report.centre.id,
        year=quarter.year,
        quarter=quarter.number,
        state="frozen",
    )
    version_id = put_one(
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
    put_one(
        Obligation,
        cohe_id=report.centre.id,
        report_version_id=version_id,
        opened_on=clock.day_of(frozen_at),
        **({} if is_last else _discussed(frozen_at)),
    )
    return 1


def _discussed(frozen_at: datetime) -> dict[str, Any]:
    """What was said of an older quarter, and L&I's confirmation."""
    confirmed_at = frozen_at + DISCUSSED_AFTER
    manager = select(StaffMember.id).where(StaffMember.username == CONFIRMED_BY)
    return {
        **DISCUSSED,
        "discussed_on": clock.day_of(confirmed_at),
        "confirmed_at": confirmed_at,
        "confirmed_by_id": db.session.execute(manager).scalar_one(),
    }


def _frozen_at(quarter: Quarter) -> datetime:
    return min(at_minute(add_business_days(quarter.last_on, FROZEN_AFTER), TEN), clock.now())
