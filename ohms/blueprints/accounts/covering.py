"""A page that knows when its session ends by itself: asked for by its script, answered as data."""

from dataclasses import asdict

from flask import jsonify, make_response
from flask_wtf.csrf import generate_csrf
from wtforms import HiddenField, PasswordField

from ohms import clock
from ohms.blueprints.accounts.room import blueprint
from ohms.commands.sessions import ENDED, cover_session, uncover_session
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.web import sign_in as door
from ohms.web.access import current_actor, public, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm

SOMEBODY_ELSE = "Somebody else signed in in this browser: this page stays covered."


class UncoverForm(OhmsForm):
    person = HiddenField()
    password = PasswordField("Your password")
    code = LineField("Code of your app", longest=40)


@blueprint.get("/account/session")
@public
def session_left() -> Answer:
    """How much is left, to whoever asks from the browser itself; it changes nothing."""
    return _told()


@blueprint.post("/account/session/here")
@requires(Permission.OWN_SETTINGS, by_script=True)
def still_here() -> Answer:
    """A sign of life: the door noted it before this was called."""
    return _told()


@blueprint.post("/account/session/cover")
@requires(Permission.OWN_SETTINGS)
def cover() -> Answer:
    cover_session(current_actor())
    return jsonify(covered=True)


@blueprint.post("/account/session/uncover")
@public
def uncover() -> Answer:
    form, waits = UncoverForm(), door.covered_person()
    if not form.validate() or waits is None:
        return make_response(jsonify(problem=ENDED), 409)
    if form.person.data != str(waits.actor.staff_id):
        return make_response(jsonify(problem=SOMEBODY_ELSE), 409)
    anew = door.limits().absolute_left(waits.started_at, clock.on_the_wall()).total_seconds() <= 0
    try:
        token = uncover_session(
            waits.actor,
            form.password.data or "",
            form.code.data or "",
            door.seed_secret(),
            anew=anew,
        )
    except RuleBroken as broken:
        return make_response(jsonify(problem=broken.message, field=broken.field), 422)
    door.go_on(token)
    return _told()


def _told() -> Answer:
    """With the token of the page's forms: after another sign-in the one that stands there is stale."""
    return jsonify(**asdict(door.session_left()), csrf_token=generate_csrf())
