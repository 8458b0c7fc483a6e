"""A job description sent to the provider, approved or rejected: noted beside its pages."""

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.job_step_form import JobStepForm
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.viewing import ADDRESS, FlagForm, document_page
from ohms.commands.job_descriptions import note_job_step, void_job_step
from ohms.domain.access import Permission
from ohms.domain.job_descriptions import JobStep
from ohms.queries.documents import document_on
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer


@blueprint.post(f"{ADDRESS}/steps")
@requires(Permission.DOCUMENT_FILE)
def note_step(number: str, document_id: int) -> Answer:
    actor, form = current_actor(), JobStepForm()
    found = document_on(actor, number, document_id)
    if form.validate() and form.carried_out(
        lambda: note_job_step(
            actor,
            document_id,
            JobStep(form.step.data),
            on=form.on.data,
            by_whom=form.by_whom.data or "",
            key=form.key,
        )
    ):
        flash("Noted.", "good")
        return go(url_for("claims.document", number=number, document_id=document_id), 303)
    return document_page(actor, found, FlagForm(formdata=None), form), 422


@blueprint.post(f"{ADDRESS}/steps/<int(max=2147483647):step_id>/void")
@requires(Permission.DOCUMENT_FILE)
def void_step(number: str, document_id: int, step_id: int) -> Answer:
    actor, form = current_actor(), JobStepForm(formdata=None)
    found = document_on(actor, number, document_id)
    if form.carried_out(lambda: void_job_step(actor, document_id, step_id)):
        flash("Taken back: it stays readable and counts no longer.", "good")
        return go(url_for("claims.document", number=number, document_id=document_id), 303)
    return document_page(actor, found, FlagForm(formdata=None), form), 422
