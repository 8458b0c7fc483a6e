"""The rows behind those figures of a report that no measure tells."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import render_template, request, url_for

from ohms.blueprints.reports.room import ONE, blueprint
from ohms.domain.access import Permission
from ohms.domain.calendar import written
from ohms.domain.errors import NotFound
from ohms.domain.report_rows import ReportRows
from ohms.queries.report_rows import every_report_row, report_rows
from ohms.queries.workload import quarter_asked
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to, link_with
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown

TITLES = {
    ReportRows.ABSENCES: "Absences of coordinators and assistants",
    ReportRows.COVERED: "Providers covered",
    ReportRows.DECLINED: "Cover declined",
    ReportRows.PARKED: "Claims parked",
}
AS_IT_STANDS = "as it stands today, not as frozen"
ROWS = f"{ONE}/rows/<which>"

Line = Callable[[Any], tuple[object, ...]]
EXPORTED: Mapping[ReportRows, tuple[tuple[str, ...], Line]] = MappingProxyType(
    {
        ReportRows.ABSENCES: (
            ("person", "kind", "from_on", "to_on", "minutes_a_day"),
            lambda row: (row.name, row.kind, row.from_on, row.to_on, row.minutes_a_day),
        ),
        ReportRows.COVERED: (
            ("provider", "away", "covered_by", "from_on", "to_on"),
            lambda row: (row.provider, row.absent, row.covering, row.from_on, row.to_on),
        ),
        ReportRows.DECLINED: (
            ("provider", "away", "declined_by", "from_on", "to_on"),
            lambda row: (row.provider, row.absent, row.covering, row.from_on, row.to_on),
        ),
        ReportRows.PARKED: (
            ("provider", "initiated_on", "enrolled_here"),
            lambda row: (row.provider, row.initiated_on, _enrolled(row.enrolled)),
        ),
    }
)
"""What of each row leaves, in the order of the page."""


@blueprint.get(ROWS)
@requires(Permission.STAFFING_MANAGE, reads="list_rows_of_report")
def rows(cohe: str, quarter: str, which: str) -> str:
    actor, kind = current_actor(), _kind_asked(which)
    asked = quarter_asked(quarter, actor.on_day)
    page = report_rows(actor, cohe, asked, kind, request.args.get("after"))
    shown(cohe_id=page.centre.id, detail={"quarter": str(asked), "rows": which})
    return render_template(
        "reports/rows.html",
        kind=kind,
        title=TITLES[kind],
        page=page,
        quarter=asked,
        report_href=url_for("reports.report", cohe=cohe, quarter=str(asked)),
        export_href=link_to(f"{request.path}.csv", {}),
        workbook_href=link_to(f"{request.path}.xlsx", {}),
        first_href=link_with(after=None) if page.first > 1 else "",
        next_href=link_with(after=page.next) if page.next else "",
    )


@taken_out(blueprint, ROWS, Permission.STAFFING_MANAGE, reads="export_rows_of_report")
def export_rows(cohe: str, quarter: str, which: str) -> Exported:
    actor, kind = current_actor(), _kind_asked(which)
    asked = quarter_asked(quarter, actor.on_day)
    centre, (first, last), every = every_report_row(actor, cohe, asked, kind)
    shown(cohe_id=centre.id, detail={"quarter": str(asked), "rows": which, "lines": len(every)})
    cells, line = EXPORTED[kind]
    return Exported(
        f"{which}-{centre.slug}-{asked}",
        TITLES[kind],
        [f"{centre.name}, {written(first)} to {written(last)}", AS_IT_STANDS],
        "-initiated_on" if kind is ReportRows.PARKED else "-from_on",
        cells,
        rows_of(cells, map(line, every)),
        of_claims=kind is ReportRows.PARKED,
    )


def _kind_asked(which: str) -> ReportRows:
    kind = next((each for each in ReportRows if each == which), None)
    if kind is None:
        raise NotFound
    return kind


def _enrolled(days: list[tuple[date, date | None]]) -> str:
    return "; ".join(f"{first} to {last}" if last else f"from {first}" for first, last in days)
