"""An offer accepted, declined, withdrawn."""

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.transfers.forms import DeclineForm, TakeForm
from ohms.blueprints.transfers.room import blueprint
from ohms.blueprints.transfers.showing import ONE, page_of
from ohms.commands.transfers import accept_transfer, decline_transfer, withdraw_transfer
from ohms.commands.transfers_between_cohes import accept_from_cohe, decline_from_cohe
from ohms.domain.access import Permission
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer

THERE = "transfers.show"


@blueprint.post(f"{ONE}/accept")
@requires(Permission.CLAIM_HAND_OVER)
def accept(transfer_id: int) -> Answer:
    actor, form = current_actor(), DeclineForm(formdata=None)
    if form.carried_out(lambda: accept_transfer(actor, transfer_id)):
        flash("Accepted: the claim is yours, with its open tasks.", "good")
        return go(url_for(THERE, transfer_id=transfer_id), 303)
    return page_of(actor, transfer_id, form), 422


@blueprint.post(f"{ONE}/decline")
@requires(Permission.CLAIM_HAND_OVER)
def decline(transfer_id: int) -> Answer:
    actor, form = current_actor(), DeclineForm()
    if form.validate() and form.carried_out(
        lambda: decline_transfer(actor, transfer_id, reason=form.reason.data)
    ):
        flash("Declined: the claim stays where it is.", "good")
        return go(url_for(THERE, transfer_id=transfer_id), 303)
    return page_of(actor, transfer_id, form), 422


@blueprint.post(f"{ONE}/take")
@requires(Permission.CLAIM_ASSIGN)
def take(transfer_id: int) -> Answer:
    """Accepted for the COHE that one supervises."""
    actor, form = current_actor(), TakeForm()
    if form.validate() and form.carried_out(
        lambda: accept_from_cohe(actor, transfer_id, to_staff_id=form.to_staff_id)
    ):
        flash("Accepted: the claim is your COHE's, with its file and its open tasks.", "good")
        return go(url_for(THERE, transfer_id=transfer_id), 303)
    return page_of(actor, transfer_id, DeclineForm(formdata=None), form), 422


@blueprint.post(f"{ONE}/refuse")
@requires(Permission.CLAIM_ASSIGN)
def refuse(transfer_id: int) -> Answer:
    """Declined for the COHE that one supervises."""
    actor, form = current_actor(), DeclineForm()
    if form.validate() and form.carried_out(
        lambda: decline_from_cohe(actor, transfer_id, reason=form.reason.data)
    ):
        flash("Declined: the claim stays where it is.", "good")
        return go(url_for(THERE, transfer_id=transfer_id), 303)
    return page_of(actor, transfer_id, form), 422


@blueprint.post(f"{ONE}/withdraw")
@requires(Permission.CLAIM_HAND_OVER)
def withdraw(transfer_id: int) -> Answer:
    actor, form = current_actor(), DeclineForm(formdata=None)
    if form.carried_out(lambda: withdraw_transfer(actor, transfer_id)):
        flash("Withdrawn.", "good")
        return go(url_for(THERE, transfer_id=transfer_id), 303)
    return page_of(actor, transfer_id, form), 422
