"""The numbers of a COHE's contract, what was proposed of them, and the supervisor's proposal."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.contract_settings.forms import ProposalForm
from ohms.blueprints.contract_settings.room import PAGE, blueprint
from ohms.commands.contract_settings import propose_contract_settings
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.contract_terms import TERMS, starts_ahead
from ohms.queries.contract_settings import (
    READERS,
    contract_changes,
    in_force,
    last_row_of_contract,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, centre_read, supervised_centre


@blueprint.get(PAGE)
@requires(Permission.CONTRACT_READ, reads="read_contract_settings")
def index() -> str:
    actor = current_actor()
    cohe_id = centre_read(actor, READERS)
    form = ProposalForm(formdata=None, stood=str(last_row_of_contract(cohe_id)))
    form.fill(in_force(cohe_id, starts_ahead(actor.on_day)[0])[0])
    return _page(actor, cohe_id, form)


@blueprint.post(PAGE)
@requires(Permission.CONTRACT_PROPOSE)
def propose() -> Answer:
    actor, form = current_actor(), ProposalForm()
    cohe_id = supervised_centre(actor)
    if form.validate() and form.carried_out(
        lambda: propose_contract_settings(
            actor,
            cohe_id,
            form.draft,
            from_on=form.starts_on,
            reason=form.reason.data,
            stood=form.filled_in_over,
            key=form.key,
        )
    ):
        flash("Proposed: it holds once the contract manager approves it.", "good")
        return go(url_for("contract_settings.index", cohe=request.args.get("cohe")), 303)
    return _page(actor, cohe_id, form), 422


def _page(actor: Actor, cohe_id: int, form: ProposalForm) -> str:
    shown(cohe_id=cohe_id)
    changes = contract_changes(cohe_id)
    standing, history = in_force(cohe_id, actor.on_day)
    return render_template(
        "contract_settings/index.html",
        form=form.offer(actor.on_day),
        terms=tuple(TERMS.values()),
        standing=standing,
        source=lambda name: history.source(name, actor.on_day),
        waiting=[each for each in changes if each.waits],
        decided=[each for each in changes if not each.waits],
        decides=actor.may_in(Permission.CONTRACT_APPROVE, cohe_id),
        reads_casework=actor.may(Permission.SETTING_READ),
        **centre_frame(actor, cohe_id, also=READERS),
    )
