"""How the day of a time entry stands: under a lock, attested, reported. What a correction of it meets."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select

from ohms import clock
from ohms.domain.calendar import Quarter
from ohms.extensions import db
from ohms.models.attesting import QuarterLock
from ohms.models.cohes import Cohe
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.models.staff import StaffMember
from ohms.queries.attesting import attested_through


@dataclass(frozen=True, slots=True)
class DayStanding:
    """Of one person's day in a COHE, by the COHE's quarter."""

    slug: str
    quarter: Quarter
    locked_at: datetime | None
    locked_by: str | None
    report: str | None
    """How far its report is, where somebody began one."""

    version: int | None
    frozen_at: datetime | None
    attested_through: date | None
    """None where the person attested less than this day."""

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_reported(self) -> bool:
        return self.report in {"attested", "frozen"}

    @property
    def is_closed(self) -> bool:
        """Whether one's own change of it takes a reason."""
        return self.is_locked or self.is_reported or self.attested_through is not None

    @property
    def locked_here(self) -> datetime | None:
        return self.locked_at.astimezone(clock.PACIFIC) if self.locked_at else None

    @property
    def frozen_here(self) -> datetime | None:
        return self.frozen_at.astimezone(clock.PACIFIC) if self.frozen_at else None


def day_standing(cohe_id: int, staff_id: int, day: date) -> DayStanding:
    """Two statements."""
    quarter = Quarter.of(day)
    frozen = (
        select(ReportVersion.report_id, func.max(ReportVersion.number).label("number"))
        .add_columns(func.max(ReportVersion.frozen_at).label("frozen_at"))
        .where(ReportVersion.cohe_id == cohe_id)
        .group_by(ReportVersion.report_id)
        .subquery()
    )
    row = db.session.execute(
        select(
            Cohe.slug,
            QuarterLock.locked_at,
            StaffMember.name,
            QuarterlyReport.state,
            frozen.c.number,
            frozen.c.frozen_at,
        )
        .outerjoin(
            QuarterLock,
            and_(
                QuarterLock.cohe_id == Cohe.id,
                QuarterLock.year == quarter.year,
                QuarterLock.quarter == quarter.number,
                QuarterLock.reopened_at.is_(None),
            ),
        )
        .outerjoin(StaffMember, StaffMember.id == QuarterLock.locked_by_id)
        .outerjoin(
            QuarterlyReport,
            and_(
                QuarterlyReport.cohe_id == Cohe.id,
                QuarterlyReport.year == quarter.year,
                QuarterlyReport.quarter == quarter.number,
            ),
        )
        .outerjoin(frozen, frozen.c.report_id == QuarterlyReport.id)
        .where(Cohe.id == cohe_id)
    ).one()
    slug, locked_at, locked_by, report, version, frozen_at = row
    through = attested_through(cohe_id, [staff_id]).get(staff_id)
    covers = through is not None and day <= through
    return DayStanding(
        slug,
        quarter,
        locked_at,
        locked_by,
        report,
        version,
        frozen_at,
        through if covers else None,
    )
