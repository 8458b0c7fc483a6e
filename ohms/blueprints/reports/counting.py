"""The rows behind those figures of a report that no measure tells."""

from flask import render_template, request, url_for

from ohms.blueprints.reports.room import ONE, blueprint
from ohms.domain.access import Permission
from ohms.domain.errors import NotFound
from ohms.domain.report_rows import ReportRows
from ohms.queries.report_rows import report_rows
from ohms.queries.workload import quarter_asked
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_with
from ohms.web.reading import shown

TITLES = {
    ReportRows.ABSENCES: "Absences of coordinators and assistants",
    ReportRows.COVERED: "Providers covered",
    ReportRows.DECLINED: "Cover declined",
    ReportRows.PARKED: "Claims parked",
}


@blueprint.get(f"{ONE}/rows/<which>")
@requires(Permission.STAFFING_MANAGE, reads="list_rows_of_report")
def rows(cohe: str, quarter: str, which: str) -> str:
    kind = next((each for each in ReportRows if each == which), None)
    if kind is None:
        raise NotFound
    actor = current_actor()
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
        first_href=link_with(after=None) if page.first > 1 else "",
        next_href=link_with(after=page.next) if page.next else "",
    )
