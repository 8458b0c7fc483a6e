"""A task or a claim lent to an assistant, and taken back, from the page of the claim's complexity."""

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.complexity import complexity_page
from ohms.blueprints.claims.delegating_forms import DelegateForm, delegate_form
from ohms.blueprints.claims.room import blueprint
from ohms.commands.delegating import delegate, withdraw_delegation
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.queries.claims import claim_by_number
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm

PAGE = "/claims/<number>/delegations"


@blueprint.post(PAGE)
@requires(Permission.CLAIM_DELEGATE)
def lend(number: str) -> Answer:
    actor = current_actor()
    claim = claim_by_number(actor, number)
    form = delegate_form(actor, claim, sent=True)
    if form.validate_on_submit() and form.carried_out(lambda: _lend(actor, claim.id, form)):
        flash("It is lent, and ends by itself. You answer for the claim as before.", "good")
        return go(url_for("claims.complexity", number=number, _anchor="lent"), 303)
    return complexity_page(actor, number, form), 422


@blueprint.post(f"{PAGE}/<int(max=2147483647):delegation_id>/withdraw")
@requires(Permission.CLAIM_DELEGATE)
def withdraw(number: str, delegation_id: int) -> Answer:
    actor, form = current_actor(), OhmsForm()
    claim_id = claim_by_number(actor, number).id
    if form.validate_on_submit() and form.carried_out(
        lambda: withdraw_delegation(actor, claim_id, delegation_id)
    ):
        flash("It is lent no longer.", "good")
        return go(url_for("claims.complexity", number=number, _anchor="lent"), 303)
    return complexity_page(actor, number, form), 422


def _lend(actor: Actor, claim_id: int, form: DelegateForm) -> int:
    task_id = form.task_id
    return delegate(
        actor,
        claim_id,
        to_staff_id=int(form.to_staff_id.data or 0),
        scope=DelegationScope.TASK if task_id else DelegationScope(form.scope.data),
        to_on=form.to_on.data,
        task_id=task_id,
        remark=form.remark.data,
        key=form.key,
    )
