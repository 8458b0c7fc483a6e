"""The page of a provider: what is wanted of the clinic, how they reach L&I, what was said when."""

from collections.abc import Sequence

from flask import Response, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.parties.room import ONE_PROVIDER, blueprint
from ohms.blueprints.parties.sheet_form import SheetForm, worked_through
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.measures import MEASURES
from ohms.domain.roa_figures import RoaFigures, RoaSent
from ohms.domain.values import Party
from ohms.queries.asked_parties import asked_provider
from ohms.queries.call_sheets import call_sheet
from ohms.queries.party_log import party_log
from ohms.queries.providers import ProviderShown, provider_shown
from ohms.queries.roa_of_provider import roa_figures
from ohms.queries.rounds import ask, ask_all
from ohms.web.access import current_actor, requires
from ohms.web.csv_answers import csv_answer
from ohms.web.errors import Answer
from ohms.web.filters import link_to, link_with
from ohms.web.reading import shown

NEWEST = 10
"""Contacts on the page itself; the log has them all."""

LATE, INCOMPLETE = "late", "incomplete"
ROAS = f"{ONE_PROVIDER}/reports-of-accident"
ROA_COLUMNS = (
    "claim_number",
    "first_visit_on",
    "signed_on",
    "received_on",
    "days",
    "due_by",
    "is_late",
    "complete",
    "missing_fields",
)


@blueprint.get(ONE_PROVIDER)
@requires(Permission.PROVIDER_READ, reads="read_provider")
def provider(provider_id: int) -> str:
    return _page(current_actor(), provider_id, SheetForm(formdata=None))


@blueprint.post(f"{ONE_PROVIDER}/call-sheet")
@requires(Permission.NOTE_WRITE)
def call_clinic(provider_id: int) -> Answer:
    actor = current_actor()
    asked_provider(actor, provider_id)
    form = SheetForm()
    if worked_through(actor, Party.PROVIDER, provider_id, form):
        return go(url_for("parties.provider", provider_id=provider_id), 303)
    return _page(actor, provider_id, form), 422


@blueprint.get(ROAS)
@requires(Permission.PROVIDER_READ, reads="list_roas_of_provider")
def reports_of_accident(provider_id: int) -> str:
    found, figures, rows = _roas_asked(provider_id)
    only = request.args.get("only")
    views = [
        ("All", link_with(only=None), rows is figures.sent, len(figures.sent)),
        ("Late", link_with(only=LATE), only == LATE, len(figures.late)),
        ("Incomplete", link_with(only=INCOMPLETE), only == INCOMPLETE, len(figures.incomplete)),
    ]
    exports = current_actor().may(Permission.CLAIM_EXPORT)
    return render_template(
        "parties/reports_of_accident.html",
        provider=found.provider,
        rows=rows,
        views=views,
        export_href=link_to(f"{request.path}.csv", {"only": only}) if exports else "",
    )


@blueprint.get(f"{ROAS}.csv")
@requires(Permission.CLAIM_EXPORT, reads="export_roas_of_provider")
def export_reports_of_accident(provider_id: int) -> Response:
    found, _figures, rows = _roas_asked(provider_id)
    return csv_answer(
        f"reports-of-accident-{found.provider.lni_provider_id}.csv",
        ROA_COLUMNS,
        ([getattr(row, column) for column in ROA_COLUMNS] for row in rows),
    )


def _roas_asked(provider_id: int) -> tuple[ProviderShown, RoaFigures, Sequence[RoaSent]]:
    """The provider's reports, and those of them that the address asks for."""
    actor = current_actor()
    found = provider_shown(actor, provider_id)
    figures = ask(roa_figures(actor, provider_id))
    wanted = {LATE: figures.late, INCOMPLETE: figures.incomplete}
    rows = wanted.get(request.args.get("only", ""), figures.sent)
    shown(claim_ids=[row.claim_id for row in rows], object_type="provider", object_id=provider_id)
    return found, figures, rows


def _page(actor: Actor, provider_id: int, form: SheetForm) -> str:
    alone = request.args.get("only") == "provider"
    here = url_for("parties.provider", provider_id=provider_id)
    found = provider_shown(actor, provider_id)
    asked = asked_provider(actor, provider_id, alone=alone)
    sheet, log, roas = ask_all(
        call_sheet(actor, asked),
        party_log(actor, asked, after=None, per_page=NEWEST),
        roa_figures(actor, provider_id),
    )
    on_page = [claim.claim_id for claim in sheet.claims] + [row.claim_id for row in log.rows]
    shown(claim_ids=sorted(set(on_page)), object_type="provider", object_id=provider_id)
    return render_template(
        "parties/provider.html",
        found=found,
        provider=found.provider,
        sheet=sheet,
        log=log,
        form=form,
        here=here,
        sheet_views=[
            ("Whole clinic", here, not alone),
            (f"{found.provider.last_name} only", link_to(here, {"only": "provider"}), alone),
        ],
        roas=roas,
        measures=MEASURES,
        may_write=actor.may(Permission.NOTE_WRITE),
    )
