"""What is told in words under a part of a report: each text on a page of its own, with its draft, and
both versions side by side where somebody else wrote it meanwhile."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.reports.forms import TextForm
from ohms.blueprints.reports.room import ONE, blueprint
from ohms.blueprints.reports.showing import asked_report, here
from ohms.commands.quarterly_report import write_report_text
from ohms.commands.refusals import Conflict
from ohms.domain.access import Permission
from ohms.domain.errors import NotFound
from ohms.domain.report_texts import PARTS, ReportPart
from ohms.domain.values import Role
from ohms.queries.quarterly_report import Report
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown

TEXT = f"{ONE}/texts/<part>"


@blueprint.get(TEXT)
@requires(Permission.REPORT_WRITE, reads="read_report_text")
def text(cohe: str, quarter: str, part: str) -> str:
    found, named = _asked(cohe, quarter, part)
    return _page(found, named, TextForm(formdata=None, obj=found.texts.get(named)))


@blueprint.post(TEXT)
@requires(Permission.REPORT_WRITE)
def write_text(cohe: str, quarter: str, part: str) -> Answer:
    actor, form = current_actor(), TextForm()
    found, named = _asked(cohe, quarter, part)

    def write() -> None:
        write_report_text(
            actor, cohe, found.quarter, named, form.body.data, version=form.filled_in_over
        )

    try:
        if form.validate() and form.carried_out(write):
            flash("Kept. The report is a draft.", "good")
            return go(f"{url_for('reports.report', cohe=cohe, quarter=quarter)}#{named.value}", 303)
    except Conflict:
        return _page(*_asked(cohe, quarter, part), form, twice=True), 409
    return _page(found, named, form), 422


def _asked(cohe: str, quarter: str, part: str) -> tuple[Report, ReportPart]:
    """The report of a COHE that one supervises, and the part; NotFound for what is none."""
    found = asked_report(current_actor(), cohe, quarter)
    if found.centre.id not in current_actor().cohes_as(Role.SUPERVISOR):
        raise NotFound
    try:
        return found, ReportPart(part)
    except ValueError:
        raise NotFound from None


def _page(found: Report, part: ReportPart, form: TextForm, *, twice: bool = False) -> str:
    """`twice`: somebody wrote it meanwhile; their text stands beside one's own."""
    shown(cohe_id=found.centre.id, detail={"quarter": str(found.quarter), "part": part.value})
    return render_template(
        "reports/text.html",
        report=found,
        part=part,
        title=PARTS[part],
        form=form,
        standing=found.texts.get(part),
        twice=twice,
        local=here,
    )
