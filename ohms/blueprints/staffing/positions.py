"""A position of the supervised COHE: added, given other hours, ended; what it would do is told first."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.staffing.forms import FULL_WEEK, EndForm, HoursForm, NewPositionForm
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.commands.positions import add_position, change_hours, end_position
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import EndedBy, Role
from ohms.models.staff import WEEKDAYS
from ohms.queries.positions import (
    HeldBy,
    position_managed,
    position_to_be,
    positions_of_person,
)
from ohms.queries.rounds import ask
from ohms.queries.staffing_levels import (
    Consequence,
    of_beginning,
    of_changed_hours,
    of_ending,
    staffing_level,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, supervised_centre

ONE = f"{PAGE}/positions/<int(max=2147483647):position_id>"
NO_TOKEN = {"csrf": False}


@blueprint.get(f"{PAGE}/positions/new")
@requires(Permission.STAFFING_MANAGE, reads="preview_position")
def new_position() -> str:
    actor = current_actor()
    if not request.args.keys() - {"cohe"}:
        return _new_page(actor, NewPositionForm(formdata=None, **FULL_WEEK))
    form = NewPositionForm(request.args, meta=NO_TOKEN)
    return _new_page(actor, form, fine=form.validate())


@blueprint.post(f"{PAGE}/positions/new")
@requires(Permission.STAFFING_MANAGE)
def add() -> Answer:
    actor, form = current_actor(), NewPositionForm()
    cohe_id = supervised_centre(actor)
    if form.validate() and form.carried_out(
        lambda: add_position(
            actor,
            cohe_id,
            username=form.username.data or "",
            role=Role(form.role.data),
            week=form.week,
            from_on=form.from_on.data,
            key=form.key,
        )
    ):
        flash("Added. Supervisors of the COHE are told of it on Today.", "good")
        return go(url_for("staffing.index", cohe=cohe_id), 303)
    return _new_page(actor, form), 422


@blueprint.get(ONE)
@requires(Permission.STAFFING_MANAGE, reads="preview_position")
def position(position_id: int) -> str:
    actor = current_actor()
    held = position_managed(actor, position_id)
    hours, end = _unfilled(held)
    consequence, step = None, request.args.get("step")
    if step == "hours":
        hours = HoursForm(request.args, meta=NO_TOKEN)
        consequence = _told(actor, held, hours) if hours.validate() else None
    elif step == "end":
        end = EndForm(request.args, meta=NO_TOKEN)
        consequence = _told(actor, held, end) if end.validate() else None
    return _page(actor, held, hours, end, consequence)


@blueprint.post(f"{ONE}/hours")
@requires(Permission.STAFFING_MANAGE)
def hours(position_id: int) -> Answer:
    actor, form = current_actor(), HoursForm()
    held = position_managed(actor, position_id)
    if form.validate() and form.carried_out(
        lambda: change_hours(
            actor,
            position_id,
            week=form.week,
            from_on=form.from_on.data,
            version=form.filled_in_over,
        )
    ):
        flash("Changed: the former hours end the day before.", "good")
        return go(url_for("staffing.index", cohe=held.fact.cohe), 303)
    return _page(actor, held, form, _unfilled(held)[1], None), 422


@blueprint.post(f"{ONE}/end")
@requires(Permission.STAFFING_MANAGE)
def end(position_id: int) -> Answer:
    actor, form = current_actor(), EndForm()
    held = position_managed(actor, position_id)
    if form.validate() and form.carried_out(
        lambda: end_position(
            actor,
            position_id,
            last_on=form.last_on.data,
            ended_by=EndedBy(form.ended_by.data),
            version=form.filled_in_over,
        )
    ):
        flash("Its last day is recorded. Access is ended on the person's page.", "good")
        return go(url_for("staffing.index", cohe=held.fact.cohe), 303)
    return _page(actor, held, _unfilled(held)[0], form, None), 422


def _unfilled(held: HeldBy) -> tuple[HoursForm, EndForm]:
    minutes = dict(zip(WEEKDAYS, held.fact.weekday_minutes, strict=True))
    return HoursForm(formdata=None, data=minutes), EndForm(formdata=None)


def _told(actor: Actor, held: HeldBy, form: HoursForm | EndForm) -> Consequence | None:
    """What the change would do; None with its refusal beside the field."""
    last_on = form.last_on.data if isinstance(form, EndForm) else None
    level = ask(staffing_level(actor, held.fact.cohe, last_on and last_on + ONE_DAY))
    found: list[Consequence] = []

    def look() -> None:
        found.append(
            of_changed_hours(level, held.fact, form.week, form.from_on.data)
            if isinstance(form, HoursForm)
            else of_ending(
                level,
                held.fact,
                form.last_on.data,
                EndedBy(form.ended_by.data),
                [each.fact for each in ask(positions_of_person(held.staff_id, [held.fact.cohe]))],
            )
        )

    return found[0] if form.carried_out(look) else None


def _page(
    actor: Actor, held: HeldBy, hours: HoursForm, end: EndForm, consequence: Consequence | None
) -> str:
    shown(cohe_id=held.fact.cohe, object_type="position", object_id=held.fact.position_id)
    return render_template(
        "staffing/position.html",
        held=held,
        hours=hours,
        end=end,
        consequence=consequence,
        step=request.args.get("step"),
        problems=[*hours.problems, *end.problems],
    )


def _new_page(actor: Actor, form: NewPositionForm, *, fine: bool = False) -> str:
    cohe_id = supervised_centre(actor)
    shown(cohe_id=cohe_id)
    consequence = None
    if fine:
        level, found = ask(staffing_level(actor, cohe_id)), []
        username, role = form.username.data or "", Role(form.role.data)

        def look() -> None:
            position_to_be(actor, cohe_id, username, role, form.week, form.from_on.data)
            found.append(of_beginning(level, role, form.week, form.from_on.data))

        consequence = found[0] if form.carried_out(look) else None
    return render_template(
        "staffing/new_position.html",
        form=form,
        consequence=consequence,
        **centre_frame(actor, cohe_id),
    )
