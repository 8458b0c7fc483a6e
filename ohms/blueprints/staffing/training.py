"""Training across people: content that a COHE submits and the contract manager approves, and the
host's word on shadowing."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.staffing.forms import PressForm
from ohms.blueprints.staffing.people_forms import SUBJECTS, ContentForm
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.blueprints.staffing.showing import asked_cohe
from ohms.commands.trainings import approve_content, confirm_shadowing, submit_content
from ohms.domain.access import Actor, Permission
from ohms.domain.values import Role
from ohms.queries.trainings import contents_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown


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


@blueprint.post(f"{PAGE}/shadowing/<int(max=2147483647):training_id>/confirm")
@requires(Permission.SHADOWING_CONFIRM)
def confirm(training_id: int) -> Answer:
    actor = current_actor()
    if PressForm().validate():
        confirm_shadowing(actor, training_id)
        flash("Confirmed: the minutes count.", "good")
    return go(url_for("staffing.index"), 303)


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
