"""A departure: what they would leave, their access ended, and what is handed on until nothing is left."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.staffing.forms import LeaveForm, TakerForm
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.commands.departures import end_access, have_note_adopted, place_assistant
from ohms.domain.access import Actor, Permission
from ohms.queries.departures import departure_shown, would_leave
from ohms.queries.people import coordinators_of
from ohms.queries.person_page import person_managed
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown

WHO = f"{PAGE}/people/<int(max=2147483647):person_id>/departure"
ONE = f"{PAGE}/departures/<int(max=2147483647):departure_id>"


@blueprint.get(WHO)
@requires(Permission.STAFFING_MANAGE, reads="preview_departure")
def leaving(person_id: int) -> str:
    return _before(current_actor(), person_id, LeaveForm(formdata=None))


@blueprint.post(WHO)
@requires(Permission.STAFFING_MANAGE)
def leave(person_id: int) -> Answer:
    actor, form, found = current_actor(), LeaveForm(), []
    who = person_managed(actor, person_id)
    if form.validate() and form.carried_out(
        lambda: found.append(
            end_access(
                actor,
                who.cohe_id,
                person_id,
                last_on=form.last_on.data,
                reason=form.reason.data,
            )
        )
    ):
        flash("Access ended: their next request signs them out. What they left is yours.", "good")
        return go(url_for("staffing.departure", departure_id=found[0]), 303)
    return _before(actor, person_id, form), 422


@blueprint.get(ONE)
@requires(Permission.STAFFING_MANAGE, reads="read_departure")
def departure(departure_id: int) -> str:
    return _after(current_actor(), departure_id, TakerForm(formdata=None))


@blueprint.post(f"{ONE}/notes")
@requires(Permission.STAFFING_MANAGE)
def adopt(departure_id: int) -> Answer:
    actor, form = current_actor(), TakerForm()
    if form.validate() and form.carried_out(
        lambda: have_note_adopted(actor, departure_id, form.what_id, to_staff_id=form.taker)
    ):
        flash("Adopted: it waits for its new author’s signature.", "good")
        return go(url_for("staffing.departure", departure_id=departure_id), 303)
    return _after(actor, departure_id, form), 422


@blueprint.post(f"{ONE}/assistants")
@requires(Permission.STAFFING_MANAGE)
def place(departure_id: int) -> Answer:
    actor, form = current_actor(), TakerForm()
    if form.validate() and form.carried_out(
        lambda: place_assistant(actor, departure_id, form.what_id, to_staff_id=form.taker)
    ):
        flash("They work under their new coordinator from today.", "good")
        return go(url_for("staffing.departure", departure_id=departure_id), 303)
    return _after(actor, departure_id, form), 422


def _before(actor: Actor, person_id: int, form: LeaveForm) -> str:
    who = person_managed(actor, person_id)
    left = would_leave(actor, who.cohe_id, person_id)
    shown(
        claim_ids=left.claim_ids,
        cohe_id=who.cohe_id,
        object_type="staff_member",
        object_id=person_id,
    )
    return render_template(
        "staffing/leaving.html",
        who=who,
        left=left,
        form=form,
    )


def _after(actor: Actor, departure_id: int, form: TakerForm) -> str:
    done = departure_shown(actor, departure_id)
    shown(
        claim_ids=done.left.claim_ids,
        cohe_id=done.cohe_id,
        object_type="departure",
        object_id=departure_id,
    )
    return render_template(
        "staffing/departure.html",
        done=done,
        left=done.left,
        form=form,
        problems=[("", text) for _field, text in form.problems],  # the same field stands many times
        people=coordinators_of(actor, [done.cohe_id]),
    )
