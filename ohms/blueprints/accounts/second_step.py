"""One's own second step of signing in: set up with an app, its recovery codes, taken away again."""

from collections.abc import Callable

from flask import flash, render_template, url_for
from flask import redirect as go
from flask_login import current_user
from wtforms import PasswordField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms import clock
from ohms.blueprints.accounts.room import blueprint
from ohms.commands import second_factors as commands
from ohms.commands.own_password import check_own_password
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.second_factor import is_demanded_of, key_address, key_text, seed_of
from ohms.domain.sessions import WaitsFor
from ohms.queries.second_factors import KnownFactor, second_factor_of, second_step_demanded
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm
from ohms.web.qr import qr_picture

BEGIN, CODES, DROP = "begin", "codes", "drop"
ACTS: dict[str, Callable[[Actor], list[str] | None]] = {
    BEGIN: commands.begin_second_factor,
    CODES: commands.renew_recovery_codes,
    DROP: commands.drop_second_factor,
}


class ActForm(OhmsForm):
    act = RadioField("What is to be done", choices=[])
    your_password = PasswordField("Your own password")
    your_code = LineField("Code of your app, or a recovery code", longest=40)


class FirstCodeForm(OhmsForm):
    code = LineField("Its code", longest=40)


@blueprint.get("/account/second-step")
@requires(Permission.OWN_SETTINGS, reads="read_second_step")
def second_step() -> str:
    return _page(current_actor())


@blueprint.post("/account/second-step")
@requires(Permission.OWN_SETTINGS)
def change_second_step() -> Answer:
    actor = current_actor()
    form = _act_form(actor, ActForm())
    codes: list[list[str] | None] = []

    def act() -> None:
        if current_user.signed_in.waits_for != WaitsFor.SET_UP:  # who has just signed in
            check_own_password(actor, form.your_password.data or "", field="your_password")
            code = form.your_code.data or ""
            commands.check_own_code(actor, code, door.seed_secret(), field="your_code")
        codes.append(ACTS[form.act.data](actor))

    if not (form.validate() and form.carried_out(act)):
        return _page(actor, form=form), 422
    if form.act.data == CODES:
        return _page(actor, codes=codes[0]), 201
    if form.act.data == DROP:
        door.renew(actor)
        flash("You sign in by your password alone from now on.", "warn")
    return go(url_for("accounts.second_step"), 303)


@blueprint.post("/account/second-step/confirm")
@requires(Permission.OWN_SETTINGS)
def confirm_second_step() -> Answer:
    actor, form = current_actor(), FirstCodeForm()
    codes: list[list[str]] = []

    def act() -> None:
        code = form.code.data or ""
        codes.append(commands.confirm_second_factor(actor, code, door.seed_secret()))

    if not (form.validate() and form.carried_out(act)):
        return _page(actor, first_code=form), 422
    door.renew(actor)
    return _page(actor, codes=codes[0]), 201


def _act_form(actor: Actor, form: ActForm) -> ActForm:
    known = second_factor_of(actor.staff_id)
    acts = [(BEGIN, "Set it up with another app or phone" if known.is_on else "Set it up")]
    if known.is_on:
        acts.append((CODES, "Get ten new recovery codes"))
        if not (is_demanded_of(actor) and second_step_demanded()):
            acts.append((DROP, "Sign in by the password alone"))
    form.act.choices = [SelectChoice(value, text) for value, text in acts]
    if len(acts) == 1:
        form.act.data = BEGIN
    return form


def _page(
    actor: Actor,
    *,
    form: ActForm | None = None,
    first_code: FirstCodeForm | None = None,
    codes: list[str] | None = None,
) -> str:
    """`codes` are shown on this one page and nowhere again."""
    known = second_factor_of(actor.staff_id)
    return render_template(
        "accounts/second_step.html",
        known=known,
        form=_act_form(actor, form or ActForm(formdata=None)),
        first_code=first_code or FirstCodeForm(formdata=None),
        codes=codes,
        demanded=is_demanded_of(actor) and second_step_demanded(),
        must=current_user.signed_in.waits_for == WaitsFor.SET_UP and not codes,
        **_key(actor, known),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def _key(actor: Actor, known: KnownFactor) -> dict[str, str | None]:
    """What the app that was begun is told."""
    if known.pending_salt is None or actor.staff_id is None:
        return {"picture": None, "key": None}
    seed = seed_of(door.seed_secret(), actor.staff_id, known.pending_salt)
    return {"picture": qr_picture(key_address(seed, actor.username)), "key": key_text(seed)}
