"""The password again, before what is more than everyday work; then on to it."""

from flask import redirect as go
from flask import render_template, request
from wtforms import PasswordField

from ohms.blueprints.accounts.room import blueprint
from ohms.commands.own_password import check_own_password
from ohms.commands.sessions import note_password_given
from ohms.domain.access import Permission
from ohms.domain.sessions import PASSWORD_STANDS
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm


class AgainForm(OhmsForm):
    your_password = PasswordField("Your own password")


@blueprint.get("/account/again")
@requires(Permission.OWN_SETTINGS, reads="ask_password_again")
def again() -> str:
    return _page(AgainForm(formdata=None))


@blueprint.post("/account/again")
@requires(Permission.OWN_SETTINGS)
def give_again() -> Answer:
    actor, form = current_actor(), AgainForm()

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        note_password_given(actor)

    if form.validate() and form.carried_out(act):
        return go(_wanted(), 303)
    return _page(form), 422


def _wanted() -> str:
    return door.own_path(request.args.get("next"))


def _page(form: AgainForm) -> str:
    minutes = int(PASSWORD_STANDS.total_seconds() // 60)
    wanted = _wanted()
    return render_template("accounts/again.html", form=form, wanted=wanted, minutes=minutes)
