"""The list of reports, one report, and its files."""

from datetime import datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.reports.forms import AttestForm, FreezeForm, RestateForm
from ohms.blueprints.reports.leading import check_ways, ways_from, ways_of
from ohms.blueprints.reports.room import ONE, blueprint
from ohms.clock import PACIFIC
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.quarterly_report import ReportState, hash_of
from ohms.domain.report_attesting import figures_hash
from ohms.domain.report_headline import headline_of
from ohms.domain.report_sections import sections_of
from ohms.domain.values import Role
from ohms.queries.quarterly_report import (
    Report,
    frozen_file,
    report_centres,
    report_of,
    since_frozen,
)
from ohms.queries.report_checks import pre_flight
from ohms.queries.report_listing import reports_listed
from ohms.queries.report_restatements import restatements_of
from ohms.queries.workload import Sight, centre_named, quarter_asked
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.report_files import files_of

MEDIA = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/reports")
@requires(Permission.FIGURES_READ, reads="read_reports", may_lag=True)
def index() -> str:
    return render_template("reports/index.html", reports=reports_listed(current_actor()))


@blueprint.get("/reports/quarterly/<quarter>")
@requires(Permission.FIGURES_READ, reads="read_report")
def own(quarter: str) -> Answer:
    actor = current_actor()
    asked = quarter_asked(quarter, actor.on_day)
    centre = centre_named(report_centres(actor), None)
    return go(url_for("reports.report", cohe=centre.slug, quarter=str(asked)), 302)


@blueprint.get(ONE)
@requires(Permission.FIGURES_READ, reads="read_report", may_lag=True)
def report(cohe: str, quarter: str) -> str:
    actor = current_actor()
    return page_of(actor, asked_report(actor, cohe, quarter))


@blueprint.get(f"{ONE}.<kind>")
@requires(Permission.FIGURES_READ, reads="download_report")
def report_file(cohe: str, quarter: str, kind: str) -> Response:
    """The very bytes that were frozen; of a draft a fresh printing that says so."""
    if kind not in MEDIA:
        raise NotFound
    found = asked_report(current_actor(), cohe, quarter)
    _say_shown(found)
    kept = frozen_file(found, kind) if found.frozen else None
    content = kept or getattr(files_of(found, frozen=False), kind)
    name = f"quarterly-report-{cohe}-{found.quarter}{'' if kept else '-draft'}.{kind}"
    return Response(
        content,
        mimetype=MEDIA[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def asked_report(actor: Actor, cohe: str, quarter: str) -> Report:
    return report_of(actor, cohe, quarter_asked(quarter, actor.on_day))


def page_of(actor: Actor, found: Report, **sent: Any) -> str:
    """The page of a report, with the form that was sent where it was refused."""
    _say_shown(found)
    forms = {
        "attesting": AttestForm(formdata=None),
        "freezing": FreezeForm(formdata=None),
        "restating": RestateForm(formdata=None),
        **sent,
    }
    for form in forms.values():
        form.seen.data = figures_hash(found.content)
    sections = sections_of(found.shown)
    return render_template(
        "reports/report.html",
        report=found,
        sections=sections,
        headline=headline_of(found.shown),
        ways=ways_of(found, sections),
        way=ways_from(found),
        check_ways=check_ways(found),
        opens=found.centre.sight is not Sight.FIGURES,
        since=since_frozen(actor, found),
        restatements=restatements_of(found),
        checks=pre_flight(actor, found) if found.state is not ReportState.FROZEN else (),
        draft_hash=hash_of(found.canonical),
        writes=found.centre.id in actor.cohes_as(Role.SUPERVISOR),
        address=request.path,
        local=here,
        problems=[each for form in forms.values() for each in form.problems],
        **forms,
    )


def here(instant: datetime) -> datetime:
    """As the clock stands in Washington State."""
    return instant.astimezone(PACIFIC)


def _say_shown(found: Report) -> None:
    shown(cohe_id=found.centre.id, detail={"quarter": str(found.quarter)})
