"""What waits for L&I's contract manager beside what the contract demands, and what was reported lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from ohms.domain.calendar import Quarter
from ohms.models.cohes import Cohe
from ohms.models.coverage import ApprovedContent
from ohms.models.reports import QuarterlyReport, ReportVersion
from ohms.queries.rounds import Question

LISTED = 12


class WaitingContent(NamedTuple):
    """Training content that a COHE submitted and nobody approved yet."""

    cohe_id: int
    cohe: str
    title: str
    submitted_on: date


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as it was frozen, or restated with its reason."""

    cohe: str
    slug: str
    quarter: Quarter
    number: int
    frozen_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class ContractInbox:
    contents: list[WaitingContent]
    reported: list[Reported]
    """The newest first."""


def contract_inbox(cohe_ids: Collection[int], *, since: datetime) -> Question[ContractInbox]:
    """Of these COHEs, the reports of `since`."""
    contents, versions = yield (
        select(
            ApprovedContent.cohe_id, Cohe.name, ApprovedContent.title, ApprovedContent.submitted_on
        )
        .join(Cohe, Cohe.id == ApprovedContent.cohe_id)
        .where(ApprovedContent.cohe_id.in_(cohe_ids), ApprovedContent.approved_on.is_(None))
        .order_by(ApprovedContent.submitted_on, ApprovedContent.id),
        select(
            Cohe.name,
            Cohe.slug,
            QuarterlyReport.year,
            QuarterlyReport.quarter,
            ReportVersion.number,
            ReportVersion.frozen_at,
            ReportVersion.reason,
        )
        .join(QuarterlyReport, QuarterlyReport.id == ReportVersion.report_id)
        .join(Cohe, Cohe.id == ReportVersion.cohe_id)
        .where(ReportVersion.cohe_id.in_(cohe_ids), ReportVersion.frozen_at >= since)
        .order_by(ReportVersion.frozen_at.desc(), ReportVersion.id.desc())
        .limit(LISTED),
    )
    return ContractInbox(
        [WaitingContent(*row) for row in contents],
        [
            Reported(name, slug, Quarter(year, number), version, frozen_at, reason)
            for name, slug, year, number, version, frozen_at, reason in versions
        ],
    )
