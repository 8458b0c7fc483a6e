"""Taking a call down. What is answered is the same whatever claim was told."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.calls.forms import CallForm
from ohms.blueprints.calls.room import blueprint
from ohms.commands.calls import take_call
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.web.access import current_actor, requires


@blueprint.get("/calls/new")
@requires(Permission.CALL_TAKE, reads="open_call_form")
def new() -> str:
    return _page(CallForm.of(current_actor()))


@blueprint.post("/calls/new")
@requires(Permission.CALL_TAKE)
def take() -> Response | tuple[str, int]:
    form = CallForm.of(current_actor())
    if not form.validate():
        return _page(form), 422
    try:
        take_call(current_actor(), form.told(), position_id=form.position, key=form.key)
    except RuleBroken as broken:
        form.refuse(broken)
        form.minutes_are_seen()
        return _page(form), 422
    return redirect(url_for("calls.noted"), 303)


@blueprint.get("/calls/noted")
@requires(Permission.CALL_TAKE, reads="open_call_form")
def noted() -> str:
    return render_template("calls/noted.html")


def _page(form: CallForm) -> str:
    return render_template("calls/new.html", form=form)
