"""The calendar of a COHE: who is away, who covers, and the gaps, week by week; absences recorded for
others."""

from datetime import date, timedelta
from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.coverage.forms import AbsenceForm, ActForm
from ohms.blueprints.coverage.own import keep
from ohms.blueprints.coverage.room import blueprint
from ohms.commands.absences import cancel_absence
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import week_start
from ohms.domain.days import read_day
from ohms.domain.errors import RuleBroken
from ohms.queries.cover_record import record_of
from ohms.queries.coverage import absences_shown, people_of, without_coordinator, year_around
from ohms.queries.coverage_calendar import calendar_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.forms import new_key
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, supervised_centre

PAGE = "/staffing/absences"
SHOWN = timedelta(days=13)
"""Two weeks: as wide as a printed page carries."""


@blueprint.get(PAGE)
@requires(Permission.STAFFING_MANAGE, reads="list_absences")
def index() -> str:
    actor, form = current_actor(), AbsenceForm(formdata=None)
    asked = chosen_id(request.args.get("change"))
    if asked is not None:
        people = people_of(supervised_centre(actor), actor.on_day)
        for row in absences_shown(people, *year_around(actor.on_day)):
            if row.id == asked:
                form.filled_from(row)
    return _page(actor, form)


@blueprint.post(PAGE)
@requires(Permission.STAFFING_MANAGE)
def record() -> Answer:
    actor, form = current_actor(), AbsenceForm()
    form.whose.offer(people_of(supervised_centre(actor), actor.on_day).items())
    whose = chosen_id(form.whose.data)
    if whose is None and not form.whose.unmet:
        form.refuse(RuleBroken("Choose who is away.", field="whose"))
    elif form.validate() and form.carried_out(lambda: keep(actor, form, whose or 0)):
        flash(
            f"Recorded for {form.whose.shown}."
            " Deputies cover from the first day; the gaps stand below.",
            "good",
        )
        return go(_back(actor, form.from_on.data), 303)
    return _page(actor, form), 422


@blueprint.post(f"{PAGE}/cancel")
@requires(Permission.STAFFING_MANAGE)
def cancel() -> Answer:
    actor, form, refused = current_actor(), ActForm(), AbsenceForm(formdata=None)
    if form.validate() and refused.carried_out(
        lambda: cancel_absence(actor, chosen_id(form.row_id.data) or 0, version=form.filled_in_over)
    ):
        flash("Cancelled from today on, and the cover with it.", "good")
        return go(_back(actor, _week_asked(actor)), 303)
    return _page(actor, refused), 422


def _week_asked(actor: Actor) -> date:
    """The first day of the weeks that the address asks for, else of those that begin with this one."""
    try:
        return week_start(read_day(request.args.get("week", "today"), actor.on_day))
    except RuleBroken:
        return week_start(actor.on_day)


def _back(actor: Actor, day: Any) -> str:
    week = week_start(day or actor.on_day).isoformat()
    return url_for("coverage.index", cohe=supervised_centre(actor), week=week)


def _page(actor: Actor, form: AbsenceForm) -> str:
    cohe_id = supervised_centre(actor)
    shown(cohe_id=cohe_id)
    first = _week_asked(actor)
    last = first + SHOWN
    people = people_of(cohe_id, actor.on_day)
    form.whose.offer(people.items())
    return render_template(
        "coverage/absences.html",
        form=form,
        key=new_key,
        calendar=calendar_of(actor, cohe_id, first, last),
        absences=absences_shown(people, first, last),
        without_coordinator=without_coordinator(cohe_id, actor.on_day),
        record=record_of(cohe_id, first, last),
        first=first,
        last=last,
        before=first - timedelta(days=14),
        after=first + timedelta(days=14),
        **centre_frame(actor, cohe_id),
    )
