"""One stands by one's minutes through a day, and asks for a locked quarter to be opened again."""

from flask import flash, redirect
from flask import request as asked

from ohms.blueprints.time.forms import AskForm, AttestForm
from ohms.blueprints.time.own_week import week_page
from ohms.blueprints.time.room import blueprint
from ohms.blueprints.time.weeks import week_link
from ohms.commands.attesting import ask_to_reopen, attest_time
from ohms.domain.access import Permission
from ohms.domain.calendar import written
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer


@blueprint.post("/time/attest")
@requires(Permission.TIME_WRITE)
def attest() -> Answer:
    form = AttestForm()
    if form.validate() and form.carried_out(
        lambda: attest_time(current_actor(), form.through_on.data)
    ):
        flash(f"Attested through {written(form.through_on.data)}.", "good")
        return redirect(week_link(form.through_on.data), 303)
    return week_page(attest_form=form), 422


@blueprint.post("/time/reopening")
@requires(Permission.TIME_WRITE)
def ask_reopening() -> Answer:
    form = AskForm()
    if form.validate() and form.carried_out(
        lambda: ask_to_reopen(current_actor(), *form.about, form.ask_reason.data)
    ):
        flash("Asked: your supervisor sees it with your reason.", "good")
        return redirect(week_link(filters.day(asked.args, "week") or form.about[1].last_on), 303)
    return week_page(ask_form=form), 422
