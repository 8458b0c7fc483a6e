"""What is done with a referral: one address a step, back to its page."""

from collections.abc import Callable

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.referrals.forms import (
    AnswerForm,
    AskForm,
    GiveForm,
    ReopenForm,
    SendForm,
    WithdrawForm,
    content_form,
)
from ohms.blueprints.referrals.room import ONE_REFERRAL, blueprint
from ohms.blueprints.referrals.showing import page_of
from ohms.commands import referral_steps, referrals
from ohms.domain.access import Permission
from ohms.domain.values import ReferralStep
from ohms.queries.packets import packet_to_send
from ohms.queries.referral_details import service_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm
from ohms.web.packets import produced


@blueprint.post(f"{ONE_REFERRAL}/draft")
@requires(Permission.REFERRAL_DRAFT)
def change_draft(referral_id: int) -> Answer:
    form = content_form(service_of(current_actor(), referral_id))

    def act() -> object:
        return referrals.change_draft(
            current_actor(), referral_id, form.entered, version=form.filled_in_over
        )

    return _act(referral_id, form, act, "The draft is saved.")


@blueprint.post(f"{ONE_REFERRAL}/send")
@requires(Permission.REFERRAL_SEND)
def send(referral_id: int) -> Answer:
    form = SendForm()

    def act() -> object:
        actor = current_actor()
        with produced(packet_to_send(actor, referral_id)) as packet:
            return referrals.send_referral(actor, referral_id, packet, version=form.filled_in_over)

    return _act(referral_id, form, act, "Sent. A task asks after it when no answer comes.")


@blueprint.post(f"{ONE_REFERRAL}/update")
@requires(Permission.REFERRAL_SEND)
def update(referral_id: int) -> Answer:
    form = content_form(service_of(current_actor(), referral_id))

    def act() -> object:
        actor = current_actor()
        with produced(packet_to_send(actor, referral_id, form.entered)) as packet:
            return referrals.update_referral(
                actor,
                referral_id,
                form.entered,
                packet,
                reason=form.why.data or "",
                version=form.filled_in_over,
            )

    return _act(referral_id, form, act, "Updated: the service has the new version.")


@blueprint.post(f"{ONE_REFERRAL}/answer")
@requires(Permission.REFERRAL_SEND)
def answer(referral_id: int) -> Answer:
    form = AnswerForm()

    def act() -> object:
        return referral_steps.answer_referral(
            current_actor(),
            referral_id,
            ReferralStep(form.step.data),
            reason=form.reason.data,
            outcome=form.outcome.data,
            version=form.filled_in_over,
        )

    return _act(referral_id, form, act, "The answer is recorded.")


@blueprint.post(f"{ONE_REFERRAL}/ask")
@requires(Permission.REFERRAL_DRAFT)
def ask(referral_id: int) -> Answer:
    form = AskForm()

    def act() -> object:
        assert form.expected_by.data is not None
        return referral_steps.ask_again(
            current_actor(),
            referral_id,
            expected_by=form.expected_by.data,
            reason=form.reason.data,
            version=form.filled_in_over,
        )

    return _act(referral_id, form, act, "Recorded: the task moves to the new day.")


@blueprint.post(f"{ONE_REFERRAL}/information")
@requires(Permission.REFERRAL_SEND)
def give_information(referral_id: int) -> Answer:
    said = "Given: it is the service's turn again."
    return _act_because(referral_id, GiveForm(), referral_steps.give_information, said)


@blueprint.post(f"{ONE_REFERRAL}/withdraw")
@requires(Permission.REFERRAL_SEND)
def withdraw(referral_id: int) -> Answer:
    return _act_because(referral_id, WithdrawForm(), referral_steps.withdraw_referral, "Withdrawn.")


@blueprint.post(f"{ONE_REFERRAL}/reopen")
@requires(Permission.REFERRAL_SEND)
def reopen(referral_id: int) -> Answer:
    return _act_because(
        referral_id, ReopenForm(), referral_steps.reopen_referral, "Taken up again."
    )


def _act_because(
    referral_id: int,
    form: GiveForm | WithdrawForm | ReopenForm,
    command: Callable[..., object],
    said: str,
) -> Answer:
    """A step that asks for nothing but its reason."""

    def act() -> object:
        return command(
            current_actor(),
            referral_id,
            reason=form.reason.data or "",
            version=form.filled_in_over,
        )

    return _act(referral_id, form, act, said)


def _act(referral_id: int, form: OhmsForm, act: Callable[[], object], said: str) -> Answer:
    """Carry an act out and go back, or show the page with what was typed and what is wrong."""
    if form.validate() and form.carried_out(act):
        flash(said, "good")
        return go(url_for("referrals.show", referral_id=referral_id), 303)
    return page_of(current_actor(), referral_id, form), 422
