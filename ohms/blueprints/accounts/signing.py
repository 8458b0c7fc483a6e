"""Signing in, in one step or two, and out."""

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.accounts.room import blueprint
from ohms.commands import sign_in as signing
from ohms.commands.drafts import tidy_drafts
from ohms.commands.own_password import upgrade_hash
from ohms.commands.second_factors import WRONG_CODE, pass_second_step
from ohms.web import sign_in as door
from ohms.web.access import current_actor, public, signed_in_actor
from ohms.web.carrying import SignInForm, carried_fields
from ohms.web.drafts import keep_carried
from ohms.web.errors import Answer, page_for
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm

WRONG = "Enter the user name and password that belong together."
TOO_LATE = "The code was not given within 10 minutes: sign in again."


class CodeForm(OhmsForm):
    code = LineField("Code", longest=40)


@blueprint.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> Answer | str:
    form = SignInForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _page(form), status
    token = signing.sign_in(form.username.data or "", form.password.data or "", request.remote_addr)
    if isinstance(token, signing.Refused):
        return _refused(token) or (_page(form, WRONG), 422)
    upgrade_hash((form.username.data or "").strip().lower(), form.password.data or "")
    door.begin(token)
    if door.person_before_second_step() is not None:
        return _code_page(CodeForm(formdata=None))
    return _let_in()


@blueprint.post("/login/code")
@public
def second_code() -> Answer | str:
    """The code after the password; whoever took too long begins again."""
    waits, form = door.person_before_second_step(), CodeForm()
    if waits is None or not form.validate():
        flash(TOO_LATE, "warn")
        return go(url_for("accounts.sign_in", next=_wanted()), 303)
    token = pass_second_step(waits.actor, form.code.data or "", door.seed_secret())
    if isinstance(token, signing.Refused):
        return _refused(token) or (_code_page(form, WRONG_CODE), 422)
    door.go_on(token)
    return _let_in()


@blueprint.post("/logout")
@public
def sign_out() -> Response:
    actor = signed_in_actor()
    if actor is not None:
        signing.sign_out(actor)
    door.end()
    return go("/login", 303)


def _let_in() -> Response:
    tidy_drafts(current_actor())
    return go(keep_carried(_wanted()), 303)


def _wanted() -> str:
    return door.own_path(request.args.get("next"))


def _refused(refusal: signing.Refused) -> Response | None:
    """The answer to whoever must wait; None where one may try again at once."""
    if not refusal.wait_seconds:
        return None
    minutes = -(-refusal.wait_seconds // 60)
    page = page_for(429, f"Try again in {minutes} minutes.")
    assert isinstance(page, tuple)
    return Response(page[0], 429, {"Retry-After": str(refusal.wait_seconds)}, mimetype="text/html")


def _page(form: SignInForm, wrong: str | None = None) -> str:
    """The sign-in page; what a form carried to it goes on with it."""
    if wrong:
        form.form_errors.append(wrong)
    return render_template("accounts/sign_in.html", form=form, address="", carried=carried_fields())


def _code_page(form: CodeForm, wrong: str | None = None) -> str:
    if wrong:
        form.code.errors = [wrong]
    address = url_for("accounts.second_code", next=_wanted())
    return render_template(
        "accounts/code.html", form=form, address=address, carried=carried_fields()
    )
