"""One proposal with what it would change: the contract manager approves it, or refuses it and says why."""

from collections.abc import Callable

from flask import flash, render_template
from flask import redirect as go

from ohms import clock
from ohms.blueprints.contract_settings.forms import ApprovalForm, RefusalForm
from ohms.blueprints.contract_settings.room import PAGE, blueprint
from ohms.commands.contract_settings import approve_contract_setting, refuse_contract_setting
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.contract_settings import (
    consequences,
    contract_change,
    in_force,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.filters import LARGEST_ID
from ohms.web.reading import shown

ONE = f"{PAGE}/proposals/<int(max={LARGEST_ID}):setting_id>"


@blueprint.get(ONE)
@requires(Permission.CONTRACT_READ, reads="read_contract_proposal")
def proposal(setting_id: int) -> str:
    return _page(current_actor(), setting_id)


@blueprint.post(f"{ONE}/approve")
@requires(Permission.CONTRACT_APPROVE)
def approve(setting_id: int) -> Answer:
    actor, form = current_actor(), ApprovalForm()
    return _decide(
        form, lambda: approve_contract_setting(actor, setting_id), setting_id, "Approved."
    )


@blueprint.post(f"{ONE}/refuse")
@requires(Permission.CONTRACT_APPROVE)
def refuse(setting_id: int) -> Answer:
    actor, form = current_actor(), RefusalForm()
    return _decide(
        form,
        lambda: refuse_contract_setting(actor, setting_id, form.reason.data),
        setting_id,
        "Refused: the COHE reads why.",
    )


def _decide(
    form: ApprovalForm | RefusalForm, act: Callable[[], object], setting_id: int, said: str
) -> Answer:
    if form.validate() and form.carried_out(act):
        flash(said, "good")
        return go(f"{PAGE}/proposals/{setting_id}", 303)
    return _page(current_actor(), setting_id, form), 422


def _page(actor: Actor, setting_id: int, form: ApprovalForm | RefusalForm | None = None) -> str:
    found = contract_change(actor, setting_id)
    shown(cohe_id=found.cohe_id, object_type="setting", object_id=found.id)
    sees_figures = found.cohe_id in actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    assert found.cohe_id is not None
    return render_template(
        "contract_settings/proposal.html",
        change=found,
        standing=found.term.in_words(in_force(found.cohe_id, found.from_on)[0][found.term.name]),
        effects=consequences(actor, found) if found.waits and sees_figures else [],
        decides=found.waits and actor.may_in(Permission.CONTRACT_APPROVE, found.cohe_id),
        approving=form if isinstance(form, ApprovalForm) else ApprovalForm(formdata=None),
        refusing=form if isinstance(form, RefusalForm) else RefusalForm(formdata=None),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
