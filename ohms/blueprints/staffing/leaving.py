"""A departure: what they would leave, their access ended, and what is handed on until nothing is left."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.staffing.forms import LeaveForm, MinutesForm, TakerForm
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.commands.departures import end_access
from ohms.commands.handing_on import (
    enter_leavers_minutes,
    have_draft_adopted,
    have_note_adopted,
    let_draft_go,
    place_assistant,
)
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import OtherTime
from ohms.queries.departures import departure_shown, takers_in, would_leave
from ohms.queries.minutes_entered import minutes_entered_for
from ohms.queries.person_page import person_managed
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.form_tabs import kind_of, new_tab
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
    actor = current_actor()
    return _after(actor, departure_id, _unsent(actor, departure_id))


@blueprint.post(f"{ONE}/notes")
@requires(Permission.STAFFING_MANAGE)
def adopt(departure_id: int) -> Answer:
    actor = current_actor()
    form = _taker_form(actor, departure_id, TakerForm())
    if form.validate() and form.carried_out(
        lambda: have_note_adopted(actor, departure_id, form.what_id, to_staff_id=form.taker)
    ):
        flash("Adopted: it waits for its new author’s signature.", "good")
        return go(url_for("staffing.departure", departure_id=departure_id), 303)
    return _after(actor, departure_id, form), 422


@blueprint.post(f"{ONE}/drafts")
@requires(Permission.STAFFING_MANAGE)
def adopt_draft(departure_id: int) -> Answer:
    """It stands among its new author's drafts, under a token of their own."""
    actor = current_actor()
    form = _taker_form(actor, departure_id, TakerForm())
    if form.validate() and form.carried_out(
        lambda: have_draft_adopted(
            actor,
            departure_id,
            form.what_id,
            to_staff_id=form.taker,
            tab=lambda taker, former, page: new_tab(taker, kind_of(former), page),
        )
    ):
        flash("Adopted: it stands among their drafts.", "good")
        return go(url_for("staffing.departure", departure_id=departure_id), 303)
    return _after(actor, departure_id, form), 422


@blueprint.post(f"{ONE}/drafts/let-go")
@requires(Permission.STAFFING_MANAGE)
def let_go(departure_id: int) -> Answer:
    actor = current_actor()
    form = _taker_form(actor, departure_id, TakerForm())
    if form.validate() and form.carried_out(
        lambda: let_draft_go(actor, departure_id, form.what_id)
    ):
        flash("Gone: nobody needed it.", "info")
        return go(url_for("staffing.departure", departure_id=departure_id), 303)
    return _after(actor, departure_id, form), 422


@blueprint.post(f"{ONE}/minutes")
@requires(Permission.STAFFING_MANAGE)
def enter_minutes(departure_id: int) -> Answer:
    actor, form = current_actor(), MinutesForm()
    if form.validate() and form.carried_out(
        lambda: enter_leavers_minutes(
            actor,
            departure_id,
            performed_on=form.performed_on.data or actor.on_day,
            minutes=form.minutes.data or 0,
            claim_number=form.claim_number.data or None,
            category=OtherTime(form.category.data) if form.category.data else None,
            remark=form.remark.data,
            key=form.key,
        )
    ):
        flash("Entered: they are the leaver’s, and say that you entered them.", "good")
        return go(url_for("staffing.departure", departure_id=departure_id, _anchor="minutes"), 303)
    return _after(actor, departure_id, _unsent(actor, departure_id), form), 422


@blueprint.post(f"{ONE}/assistants")
@requires(Permission.STAFFING_MANAGE)
def place(departure_id: int) -> Answer:
    actor = current_actor()
    form = _taker_form(actor, departure_id, TakerForm())
    if form.validate() and form.carried_out(
        lambda: place_assistant(actor, departure_id, form.what_id, to_staff_id=form.taker)
    ):
        flash("They work under their new coordinator from today.", "good")
        return go(url_for("staffing.departure", departure_id=departure_id), 303)
    return _after(actor, departure_id, form), 422


def _taker_form(actor: Actor, departure_id: int, form: TakerForm) -> TakerForm:
    form.to.offer(takers_in(actor, departure_id))
    return form


def _unsent(actor: Actor, departure_id: int) -> TakerForm:
    return _taker_form(actor, departure_id, TakerForm(formdata=None))


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


def _after(
    actor: Actor, departure_id: int, form: TakerForm, minutes: MinutesForm | None = None
) -> str:
    done = departure_shown(actor, departure_id)
    entering = minutes or MinutesForm(formdata=None)
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
        minutes=entering,
        entered=minutes_entered_for(actor, done.staff_id, done.cohe_id),
        problems=[
            *form.problems_elsewhere,
            *(entering.problems_elsewhere if done.is_back else entering.problems),
        ],
    )
