"""A frozen report above the limit, and the obligation that it opened; call it inside an app context."""

import json
from datetime import UTC, date, datetime
from typing import Any

from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from tests.house import House

FROZEN_AT = datetime(2026, 10, 14, 17, tzinfo=UTC)
OPENED_ON = date(2026, 10, 14)


def add_obligation(house: House, slug: str, **told: Any) -> int:
    """Of the third quarter of 2026, reported at 613.11; the obligation's id. `told`: what the report said
    besides."""
    cohe_id = house.cohe[slug]
    report = house.add(QuarterlyReport, cohe_id=cohe_id, year=2026, quarter=3, state="frozen")
    frozen = {"claims_initiated": 2011, "claims_per_fte": "61311/100", **told}
    version = house.add(
        ReportVersion,
        report_id=report,
        cohe_id=cohe_id,
        number=1,
        canonical=json.dumps(frozen),
        data_hash="0" * 64,
        frozen_at=FROZEN_AT,
    )
    return house.add(Obligation, cohe_id=cohe_id, report_version_id=version, opened_on=OPENED_ON)
