"""A report that was restated: minutes were corrected after it was frozen, and both versions stand."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.quarterly_report import hash_of
from ohms.domain.values import Capture
from ohms.extensions import db
from ohms.models.reports import ReportVersion
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.quarterly_report import report_of, row_of
from ohms.web.report_files import files_of

RESTATED_SLUG = "cascade"
"""The COHE whose report of the quarter before the last was restated."""

CORRECTED_AFTER, RESTATED_AFTER = timedelta(days=6), timedelta(days=9)
LEFT_OUT_MINUTES = 240
WHY_CORRECTED = "Wrong minutes: half a day at the clinic was entered as one call"
WHY_RESTATED = "Half a day at the clinic in the last month had been entered as one call"


def restate(supervisor: Actor, slug: str, quarter: Quarter, frozen_at: datetime) -> None:
    """Correct minutes of a quarter whose report was frozen, and freeze it as it is then. Nothing happens
    where its first coordinator had none. Inside a bulk unit."""
    if not _correct(slug, quarter, frozen_at + CORRECTED_AFTER):
        return
    report = report_of(supervisor, slug, quarter, benchmarks=False)
    at = frozen_at + RESTATED_AFTER
    files = files_of(report, frozen=True, reason=WHY_RESTATED, at=at)
    row = db.session.execute(row_of(report.centre.id, quarter)).scalar_one()
    db.session.execute(
        insert(ReportVersion).values(
            report_id=row.id,
            cohe_id=row.cohe_id,
            number=len(report.frozen) + 1,
            canonical=report.canonical,
            data_hash=hash_of(report.canonical),
            **asdict(files),
            frozen_by_id=supervisor.staff_id,
            frozen_at=at,
            reason=WHY_RESTATED,
        )
    )


def _correct(slug: str, quarter: Quarter, at: datetime) -> bool:
    """The last typed minutes of the quarter that belong to no note, by who entered them."""
    wrong = db.session.execute(
        select(TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            StaffMember.username == f"{slug}.hsc1",
            TimeEntry.claim_id.is_not(None),
            TimeEntry.note_id.is_(None),
            TimeEntry.capture == Capture.TYPED,
            TimeEntry.confirmed_at.is_not(None),
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(quarter.first_on, quarter.last_on),
        )
        .order_by(TimeEntry.performed_on.desc(), TimeEntry.id)
        .limit(1)
    ).scalar_one_or_none()
    if wrong is None:
        return False
    db.session.execute(
        update(TimeEntry)
        .where(TimeEntry.id == wrong.id)
        .values(voided_at=at, voided_by_id=wrong.staff_id)
    )
    db.session.execute(
        insert(TimeEntry).values(
            staff_id=wrong.staff_id,
            position_id=wrong.position_id,
            cohe_id=wrong.cohe_id,
            claim_id=wrong.claim_id,
            standard_work=wrong.standard_work,
            performed_on=wrong.performed_on,
            minutes=wrong.minutes + LEFT_OUT_MINUTES,
            capture=Capture.TYPED,
            remark=wrong.remark,
            entered_by_id=wrong.staff_id,
            entered_at=at,
            confirmed_at=at,
            supersedes_id=wrong.id,
            reason=WHY_CORRECTED,
        )
    )
    return True
