"""The page of a provider: what is wanted of the clinic, how they reach L&I, what was said when."""

from flask import redirect as go
from flask import render_template, request, url_for

from ohms.blueprints.parties.room import ONE_PROVIDER, blueprint
from ohms.blueprints.parties.sheet_form import SheetForm, worked_through
from ohms.domain.access import Actor, Permission
from ohms.domain.measures import MEASURES
from ohms.domain.values import Party
from ohms.queries.asked_parties import asked_provider
from ohms.queries.call_sheets import call_sheet
from ohms.queries.party_log import party_log
from ohms.queries.providers import provider_shown
from ohms.queries.roa_of_provider import roa_figures
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.filters import link_to, link_with
from ohms.web.reading import shown

NEWEST = 10
"""Contacts on the page itself; the log has them all."""

LATE, INCOMPLETE = "late", "incomplete"


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


@blueprint.get(f"{ONE_PROVIDER}/reports-of-accident")
@requires(Permission.PROVIDER_READ, reads="list_roas_of_provider")
def reports_of_accident(provider_id: int) -> str:
    actor = current_actor()
    found = provider_shown(actor, provider_id)
    figures = roa_figures(actor, provider_id)
    only = request.args.get("only")
    rows = {LATE: figures.late, INCOMPLETE: figures.incomplete}.get(only or "", figures.sent)
    shown(claim_ids=[row.claim_id for row in rows], object_type="provider", object_id=provider_id)
    views = [
        ("All", link_with(only=None), rows is figures.sent, len(figures.sent)),
        ("Late", link_with(only=LATE), only == LATE, len(figures.late)),
        ("Incomplete", link_with(only=INCOMPLETE), only == INCOMPLETE, len(figures.incomplete)),
    ]
    return render_template(
        "parties/reports_of_accident.html", provider=found.provider, rows=rows, views=views
    )


def _page(actor: Actor, provider_id: int, form: SheetForm) -> str:
    alone = request.args.get("only") == "provider"
    here = url_for("parties.provider", provider_id=provider_id)
    found = provider_shown(actor, provider_id)
    asked = asked_provider(actor, provider_id, alone=alone)
    sheet = call_sheet(actor, asked)
    log = party_log(actor, asked, after=None, per_page=NEWEST)
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
        roas=roa_figures(actor, provider_id),
        measures=MEASURES,
        may_write=actor.may(Permission.NOTE_WRITE),
    )
