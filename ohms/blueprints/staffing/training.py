"""Training across people: content that a COHE submits and the contract manager approves, and the
host's word on shadowing."""

from collections.abc import Callable

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.staffing.forms import PressForm
from ohms.blueprints.staffing.people_forms import SUBJECTS, ContentForm, DeclineForm, VoidForm
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.blueprints.staffing.showing import asked_cohe
from ohms.commands.trainings import (
    approve_content,
    confirm_shadowing,
    decline_shadowing,
    submit_content,
    void_acceptance,
    void_training,
)
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.shadowing import shadowing_hosted
from ohms.queries.training_records import contents_of, training_managed
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown

SHADOWING = f"{PAGE}/shadowing/<int(max=2147483647):training_id>"
VOID = f"{PAGE}/trainings/<int(max=2147483647):recorded_id>/void"
TAKE_BACK = f"{PAGE}/trainings/<int(max=2147483647):acceptance_id>/void-acceptance"


@blueprint.get(f"{PAGE}/contents")
@requires(Permission.STAFFING_READ, reads="list_training_content")
def contents() -> str:
    return _page(current_actor(), ContentForm(formdata=None))


@blueprint.post(f"{PAGE}/contents")
@requires(Permission.STAFFING_MANAGE)
def submit() -> Answer:
    actor, form = current_actor(), ContentForm()
    cohe_id = asked_cohe(actor)
    if (
        cohe_id is not None
        and form.validate()
        and form.carried_out(
            lambda: submit_content(
                actor, cohe_id, title=form.title.data or "", subject=form.chosen, key=form.key
            )
        )
    ):
        flash("Submitted: it counts for training from the day it is approved on.", "good")
        return go(url_for("staffing.contents", cohe=cohe_id), 303)
    return _page(actor, form), 422


@blueprint.post(f"{PAGE}/contents/<int(max=2147483647):content_id>/approve")
@requires(Permission.TRAINING_APPROVE)
def approve(content_id: int) -> Answer:
    actor = current_actor()
    if PressForm().validate():
        approve_content(actor, content_id)
        flash("Approved from today on.", "good")
    return go(url_for("staffing.contents"), 303)


@blueprint.post(f"{SHADOWING}/confirm")
@requires(Permission.SHADOWING_CONFIRM)
def confirm(training_id: int) -> Answer:
    actor = current_actor()
    if PressForm().validate():
        confirm_shadowing(actor, training_id)
        flash("Confirmed: the minutes count.", "good")
    return go(url_for("staffing.index"), 303)


@blueprint.get(f"{SHADOWING}/decline")
@requires(Permission.SHADOWING_CONFIRM, reads="read_shadowing")
def declining(training_id: int) -> str:
    return _declining(current_actor(), training_id, DeclineForm(formdata=None))


@blueprint.post(f"{SHADOWING}/decline")
@requires(Permission.SHADOWING_CONFIRM)
def decline(training_id: int) -> Answer:
    actor, form = current_actor(), DeclineForm()
    if form.validate() and form.carried_out(
        lambda: decline_shadowing(actor, training_id, form.said.data)
    ):
        flash("Told to their supervisor: the minutes do not count.", "good")
        return go(url_for("staffing.index"), 303)
    return _declining(actor, training_id, form), 422


@blueprint.get(VOID)
@requires(Permission.STAFFING_READ, reads="read_training")
def voiding(recorded_id: int) -> str:
    return _voiding(current_actor(), recorded_id, VoidForm(formdata=None))


@blueprint.post(VOID)
@requires(Permission.STAFFING_MANAGE)
def void(recorded_id: int) -> Answer:
    return _void(recorded_id, void_training)


@blueprint.post(TAKE_BACK)
@requires(Permission.TRAINING_APPROVE)
def take_back(acceptance_id: int) -> Answer:
    return _void(acceptance_id, void_acceptance)


def _void(recorded_id: int, command: Callable[[Actor, int, str | None], None]) -> Answer:
    actor, form = current_actor(), VoidForm()
    one = training_managed(actor, recorded_id)
    if form.validate() and form.carried_out(lambda: command(actor, recorded_id, form.reason.data)):
        flash("Voided: it stays readable and counts no longer.", "good")
        return go(url_for("staffing.person", person_id=one.staff_id, _anchor="training"), 303)
    return _voiding(actor, recorded_id, form), 422


def _voiding(actor: Actor, recorded_id: int, form: VoidForm) -> str:
    one = training_managed(actor, recorded_id)
    shown(object_type="training", object_id=recorded_id)
    return render_template("staffing/void_training.html", one=one, form=form)


def _declining(actor: Actor, training_id: int, form: DeclineForm) -> str:
    one = shadowing_hosted(actor, training_id)
    shown(object_type="training", object_id=training_id)
    return render_template("staffing/decline_shadowing.html", one=one, form=form)


def _page(actor: Actor, form: ContentForm) -> str:
    cohe_id = asked_cohe(actor)
    shown(cohe_id=cohe_id)
    return render_template(
        "staffing/contents.html",
        contents=contents_of(cohe_id) if cohe_id else [],
        subjects=SUBJECTS,
        manages=cohe_id in actor.cohes_as(Role.SUPERVISOR),
        approves=cohe_id in actor.cohes_as(Role.CONTRACT_MANAGER),
        cohe_id=cohe_id,
        form=form,
    )
