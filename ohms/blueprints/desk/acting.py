"""What a desk does with a referral: one address an act, back to its page."""

from collections.abc import Callable

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.desk.forms import (
    DeskAnswerForm,
    DeskReopenForm,
    ReleaseForm,
    TakeForm,
    UseForm,
)
from ohms.blueprints.desk.room import ONE_REFERRAL, blueprint
from ohms.blueprints.desk.showing import page_of
from ohms.commands import desk, referral_steps
from ohms.domain.access import Permission
from ohms.domain.values import ReferralStep
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import VersionedForm


@blueprint.post(f"{ONE_REFERRAL}/take")
@requires(Permission.DESK_WORK)
def take(referral_id: int) -> Answer:
    form = TakeForm()

    def act() -> object:
        return desk.take_referral(current_actor(), referral_id, version=form.filled_in_over)

    return _act(referral_id, form, act, "It is yours.")


@blueprint.post(f"{ONE_REFERRAL}/release")
@requires(Permission.DESK_WORK)
def release(referral_id: int) -> Answer:
    form = ReleaseForm()

    def act() -> object:
        return desk.release_referral(current_actor(), referral_id, version=form.filled_in_over)

    return _act(referral_id, form, act, "Released: any officer may take it.")


@blueprint.post(f"{ONE_REFERRAL}/answer")
@requires(Permission.DESK_WORK)
def answer(referral_id: int) -> Answer:
    form = DeskAnswerForm()

    def act() -> object:
        return referral_steps.answer_referral(
            current_actor(),
            referral_id,
            ReferralStep(form.step.data),
            reason=form.reason.data,
            outcome=form.outcome.data,
            version=form.filled_in_over,
        )

    return _act(referral_id, form, act, "Answered: the COHE sees it at once.")


@blueprint.post(f"{ONE_REFERRAL}/use")
@requires(Permission.DESK_WORK)
def tell_use(referral_id: int) -> Answer:
    form = UseForm()

    def act() -> object:
        return desk.tell_use(current_actor(), referral_id, form.told, version=form.filled_in_over)

    return _act(referral_id, form, act, "Kept: the COHE sees what is left.")


@blueprint.post(f"{ONE_REFERRAL}/reopen")
@requires(Permission.DESK_WORK)
def reopen(referral_id: int) -> Answer:
    form = DeskReopenForm()

    def act() -> object:
        return referral_steps.reopen_referral(
            current_actor(),
            referral_id,
            reason=form.reason.data or "",
            version=form.filled_in_over,
        )

    return _act(referral_id, form, act, "Taken up again.")


def _act(referral_id: int, form: VersionedForm, act: Callable[[], object], said: str) -> Answer:
    """Carry an act out and go back, or show the page with what was typed and what is wrong."""
    if form.validate() and form.carried_out(act):
        flash(said, "good")
        return go(url_for("desk.show", referral_id=referral_id), 303)
    return page_of(current_actor(), referral_id, form), 422
