"""One's own absences, and what one covers."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.coverage.forms import AbsenceForm, ActForm
from ohms.blueprints.coverage.room import blueprint
from ohms.commands.absences import cancel_absence, change_absence, record_absence
from ohms.commands.coverage import decline_cover
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.cover_record import covering_shown, own_cover
from ohms.queries.coverage import AbsenceShown, absences_shown, year_around
from ohms.queries.schedule import own_positions
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.forms import new_key

PAGE = "/absences"


@blueprint.get(PAGE)
@requires(Permission.ABSENCE_RECORD, reads="list_own_absences")
def own() -> str:
    actor, form = current_actor(), AbsenceForm(formdata=None)
    asked = chosen_id(request.args.get("change"))
    for row in _absences(actor):
        if row.id == asked:
            form.filled_from(row)
    return _page(actor, form)


@blueprint.post(PAGE)
@requires(Permission.ABSENCE_RECORD)
def record_own() -> Answer:
    actor, form = current_actor(), AbsenceForm()
    if form.validate() and form.carried_out(lambda: keep(actor, form, None)):
        flash(
            "Recorded. Your deputies cover from the first day; what nobody covers, your supervisor sees.",
            "good",
        )
        return go(url_for("coverage.own"), 303)
    return _page(actor, form), 422


@blueprint.post(f"{PAGE}/cancel")
@requires(Permission.ABSENCE_RECORD)
def cancel_own() -> Answer:
    actor, form, refused = current_actor(), ActForm(), AbsenceForm(formdata=None)
    if form.validate() and refused.carried_out(
        lambda: cancel_absence(actor, chosen_id(form.row_id.data) or 0, version=form.filled_in_over)
    ):
        flash("Cancelled from today on, and the cover with it.", "good")
        return go(url_for("coverage.own"), 303)
    return _page(actor, refused), 422


@blueprint.post(f"{PAGE}/decline")
@requires(Permission.ABSENCE_RECORD)
def decline() -> Answer:
    actor, form, refused = current_actor(), ActForm(), AbsenceForm(formdata=None)
    if form.validate() and refused.carried_out(
        lambda: decline_cover(actor, chosen_id(form.row_id.data) or 0)
    ):
        flash("Declined: the supervisor sees these days as a gap.", "good")
        return go(url_for("coverage.own"), 303)
    return _page(actor, refused), 422


def keep(actor: Actor, form: AbsenceForm, staff_id: int | None) -> None:
    """Record what the form says, or change the absence that it names."""
    if form.changes is not None:
        change_absence(actor, form.changes, form.away, version=form.filled_in_over)
    else:
        record_absence(actor, form.away, staff_id=staff_id, key=form.key)


def _absences(actor: Actor) -> list[AbsenceShown]:
    return absences_shown([actor.staff_id or 0], *year_around(actor.on_day))


def _page(actor: Actor, form: AbsenceForm) -> str:
    held = own_positions(actor, actor.on_day, actor.on_day)
    form.position_id.choices = [(str(each.fact.position_id), each.cohe_name) for each in held]
    return render_template(
        "coverage/own.html",
        form=form,
        absences=_absences(actor),
        covering=covering_shown(actor),
        covered=own_cover(actor),
        key=new_key,
    )
