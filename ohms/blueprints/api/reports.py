"""Quarterly Status Reports: how far each is, and the figures of one as they were frozen."""

from typing import Any

from flask import Response

from ohms.blueprints.api.room import asked, blueprint
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.report_benchmarks import CONTENT
from ohms.queries.report_listing import FrozenReport, frozen_report, reports_listed
from ohms.queries.workload import quarter_asked
from ohms.web.access import current_actor
from ohms.web.api_answers import answered
from ohms.web.api_routes import Parameter, operation
from ohms.web.reading import shown

USUAL, MOST = 5, 40
FIGURES = (
    "as_of",
    "basis",
    "claims_initiated",
    "fte",
    "claims_per_fte",
    "needs_discussion",
    "minutes_on_claims",
    "minutes_available",
    "minutes_waiting",
    "required",
)
"""Of what was frozen: neither which claims nor whose minutes made them."""


@operation(
    blueprint,
    "GET",
    "/reports",
    Permission.FIGURES_READ,
    reads="read_reports",
    says="The reports of the running quarter and of those before it, of every COHE that one reads",
    answers="Reports",
    scope=TokenScope.REPORTS_READ,
    parameters=(
        Parameter(
            "quarters",
            {"type": "integer", "minimum": 1, "maximum": MOST},
            f"How many of them; else {USUAL}",
        ),
    ),
)
def list_reports() -> Response:
    found = reports_listed(current_actor(), most=asked().get("quarters", USUAL))
    listed = [
        {
            "cohe": each.centre.slug,
            "quarter": str(each.quarter),
            "state": each.state,
            "due_by": each.due.day.isoformat(),
            "versions": each.versions,
        }
        for each in found
    ]
    return answered({"items": listed})


@operation(
    blueprint,
    "GET",
    "/reports/<cohe>/<quarter>",
    Permission.FIGURES_READ,
    reads="download_report",
    says="The figures of a report as it was frozen last; a draft is not told",
    answers="FrozenReport",
    scope=TokenScope.REPORTS_READ,
    has_version=True,
)
def read_report(cohe: str, quarter: str) -> Response:
    actor = current_actor()
    found = frozen_report(actor, cohe, quarter_asked(quarter, actor.on_day))
    shown(cohe_id=found.centre.id, detail={"quarter": str(found.quarter)})
    return answered(_frozen(found), version=found.version.number)


def _frozen(found: FrozenReport) -> dict[str, Any]:
    version, content = found.version, found.content
    return {
        "cohe": found.centre.slug,
        "quarter": str(found.quarter),
        "version": version.number,
        "frozen_at": version.frozen_at.isoformat(timespec="seconds"),
        "frozen_by": version.frozen_by,
        "reason": version.reason,
        "data_hash": version.data_hash,
        **{name: content.get(name) for name in FIGURES},
        "benchmarks": content.get(CONTENT, {}).get("figures", []),
        "settings": content.get("settings", {}),
        "sources": content.get("sources", {}),
    }
