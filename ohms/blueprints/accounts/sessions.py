"""Where one is signed in, signing out everywhere, and one's own password."""

from flask import flash, render_template, url_for
from flask import redirect as go
from wtforms import BooleanField, PasswordField

from ohms import clock
from ohms.blueprints.accounts.room import blueprint
from ohms.commands.own_password import change_own_password, sign_out_everywhere
from ohms.domain.access import Permission
from ohms.domain.passwords import SHORTEST
from ohms.queries.api_tokens import standing_tokens
from ohms.queries.sign_ins import own_sessions
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm


class EndForm(OhmsForm):
    end_tokens = BooleanField("End the tokens of my programs too")


class PasswordForm(OhmsForm):
    now_password = PasswordField("Present password")
    password = PasswordField("New password")
    again_password = PasswordField("New password again")
    end_tokens = BooleanField("End the tokens of my programs too", default=True)


@blueprint.get("/account/sessions")
@requires(Permission.OWN_SETTINGS, reads="list_own_sessions")
def sessions() -> str:
    return _page(PasswordForm(formdata=None))


@blueprint.post("/account/sessions/end")
@requires(Permission.OWN_SETTINGS)
def end_sessions() -> Answer:
    form = EndForm()
    if not form.validate():
        return _page(PasswordForm(formdata=None)), 422
    sign_out_everywhere(current_actor(), end_tokens=bool(form.end_tokens.data))
    door.end()
    return go(url_for("accounts.sign_in"), 303)


@blueprint.post("/account/sessions/password")
@requires(Permission.OWN_SETTINGS)
def change_password() -> Answer:
    actor, form = current_actor(), PasswordForm()

    def act() -> None:
        change_own_password(
            actor,
            now=form.now_password.data or "",
            new=form.password.data or "",
            again=form.again_password.data or "",
            end_tokens=bool(form.end_tokens.data),
        )

    if not (form.validate() and form.carried_out(act)):
        return _page(form), 422
    door.renew(actor)
    flash("Changed. Other browsers in which you were signed in are signed out.", "good")
    return go(url_for("accounts.sessions"), 303)


def _page(form: PasswordForm) -> str:
    now, limits = clock.on_the_wall(), door.limits()
    return render_template(
        "accounts/sessions.html",
        form=form,
        shortest=SHORTEST,
        tokens=standing_tokens(current_actor()),
        sessions=own_sessions(
            current_actor(),
            seen_since=now - limits.idle,
            begun_since=now - limits.absolute,
        ),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
