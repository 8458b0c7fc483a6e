"""Signing in and out."""

from flask import redirect as go
from flask import render_template, request
from werkzeug.wrappers import Response

from ohms.blueprints.accounts.room import blueprint
from ohms.commands import sign_in as signing
from ohms.commands.drafts import tidy_drafts
from ohms.web import sign_in as door
from ohms.web.access import current_actor, public, signed_in_actor
from ohms.web.carrying import SignInForm, carried_fields
from ohms.web.drafts import keep_carried
from ohms.web.errors import Answer, page_for

WRONG = "Enter the user name and password that belong together."


@blueprint.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> Answer | str:
    form = SignInForm()
    wanted = door.own_path(request.args.get("next"))
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return _page(form), status
    token = signing.sign_in(form.username.data or "", form.password.data or "", request.remote_addr)
    if isinstance(token, signing.Refused):
        return _refused(form, token)
    door.begin(token)
    tidy_drafts(current_actor())
    return go(keep_carried(wanted), 303)


@blueprint.post("/logout")
@public
def sign_out() -> Response:
    actor = signed_in_actor()
    if actor is not None:
        signing.sign_out(actor)
    door.end()
    return go("/login", 303)


def _refused(form: SignInForm, refusal: signing.Refused) -> Answer:
    if refusal.wait_seconds:
        minutes = -(-refusal.wait_seconds // 60)
        page = page_for(429, f"Try again in {minutes} minutes.")
        assert isinstance(page, tuple)
        return Response(
            page[0], 429, {"Retry-After": str(refusal.wait_seconds)}, mimetype="text/html"
        )
    form.form_errors.append(WRONG)
    return _page(form), 422


def _page(form: SignInForm) -> str:
    """The sign-in page; what a form carried to it goes on with it."""
    return render_template("accounts/sign_in.html", form=form, address="", carried=carried_fields())
