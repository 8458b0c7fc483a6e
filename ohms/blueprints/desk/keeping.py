"""For how many days the desks keep what is over: set by an administrator, with its history."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.desk.forms import KeepingForm
from ohms.blueprints.desk.room import blueprint
from ohms.commands.desk_keeping import set_desk_keeping
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.desk_keeping import desk_keeps_days, keeping_history, last_keeping_row
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer

PAGE = "/admin/desks"


@blueprint.get(PAGE)
@requires(Permission.SETTING_TECHNICAL, reads="read_desk_keeping")
def keeping() -> str:
    actor = current_actor()
    standing = desk_keeps_days(actor.on_day)
    form = KeepingForm(formdata=None, days=standing, from_on=actor.on_day)
    form.version.data = str(last_keeping_row())
    return _page(actor, form)


@blueprint.post(PAGE)
@requires(Permission.SETTING_TECHNICAL)
def keep() -> Answer:
    actor, form = current_actor(), KeepingForm()
    if form.validate() and form.carried_out(
        lambda: set_desk_keeping(
            actor,
            form.days.data,
            from_on=form.from_on.data,
            reason=form.reason.data,
            stood=-1 if form.filled_in_over is None else form.filled_in_over,
            key=form.key,
        )
    ):
        flash("Set: it holds from that day on.", "good")
        return go(url_for("desk.keeping"), 303)
    return _page(actor, form), 422


def _page(actor: Actor, form: KeepingForm) -> str:
    return render_template(
        "desk/keeping.html",
        form=form,
        standing=desk_keeps_days(actor.on_day),
        history=keeping_history(),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
