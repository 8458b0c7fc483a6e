"""Signing in by the organisation's identity provider, and who somebody is there."""

from flask import flash, redirect, render_template, request, session, url_for
from wtforms import PasswordField

from ohms.blueprints.accounts.room import blueprint
from ohms.commands.drafts import tidy_drafts
from ohms.commands.identities import note_refused_by_provider, set_subject, sign_in_by_subject
from ohms.commands.own_password import check_own_password
from ohms.domain.access import Permission
from ohms.domain.errors import NotFound, RuleBroken
from ohms.queries.accounts import account_known
from ohms.queries.identities import subject_of
from ohms.web import sign_in as door
from ohms.web.access import current_actor, public, requires
from ohms.web.carrying import SignInForm
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm
from ohms.web.oidc import AuthTimeUntold, IdentityProvider, NotBelieved, identity_provider
from ohms.web.reading import shown

ONE = "/admin/accounts/<int(max=2147483647):account_id>/identity"
NEXT = "wanted_after_provider"
NOBODY = "Nobody here is known by this sign-in. Ask your administrator, or use your OHMS password."
NONE_HERE = "This installation has no identity provider."
FAILED = "The sign-in of your organisation did not work. Try again, or use your OHMS password."
UNTOLD = (
    "Your organisation’s sign-in does not say when you gave your password there, and nobody is let in"
    " without that. Use your OHMS password, and tell whoever runs OHMS: it is a setting of that sign-in."
)


class SubjectForm(OhmsForm):
    subject = LineField("Subject", longest=255)
    your_password = PasswordField("Your own password")


@blueprint.get("/login/oidc")
@public
def to_provider() -> Answer:
    provider = _provider()
    session[NEXT] = door.own_path(request.args.get("next"))
    try:
        return provider.ask()
    except NotBelieved:
        return _sign_in_page(FAILED), 422


@blueprint.get("/login/oidc/back")
@public
def back_from_provider() -> Answer:
    provider, wanted = _provider(), door.own_path(session.pop(NEXT, None))
    try:
        subject = provider.subject()
    except NotBelieved as wrong:
        note_refused_by_provider(request.remote_addr)
        return _sign_in_page(UNTOLD if isinstance(wrong, AuthTimeUntold) else FAILED), 422
    token = sign_in_by_subject(provider.issuer, subject, request.remote_addr)
    if token is None:
        return _sign_in_page(NOBODY), 422
    door.begin(token)
    tidy_drafts(current_actor())
    return redirect(wanted, 303)


@blueprint.get(ONE)
@requires(Permission.ACCOUNT_MANAGE, reads="read_account_identity")
def identity(account_id: int) -> str:
    found = subject_of(account_id, provider.issuer) if (provider := identity_provider()) else None
    return _page(account_id, SubjectForm(formdata=None, subject=found))


@blueprint.post(ONE)
@requires(Permission.ACCOUNT_MANAGE)
def set_identity(account_id: int) -> Answer:
    actor, form, provider = current_actor(), SubjectForm(), identity_provider()
    account_known(actor, account_id)

    def act() -> None:
        if provider is None:
            raise RuleBroken(NONE_HERE)
        check_own_password(actor, form.your_password.data or "", field="your_password")
        set_subject(actor, account_id, provider.issuer, form.subject.data or "")

    if form.validate() and form.carried_out(act):
        flash("Kept: it holds from the next sign-in on.", "good")
        return redirect(url_for("accounts.account", account_id=account_id), 303)
    return _page(account_id, form), 422


def _provider() -> IdentityProvider:
    provider = identity_provider()
    if provider is None:
        raise NotFound
    return provider


def _page(account_id: int, form: SubjectForm) -> str:
    found = account_known(current_actor(), account_id)
    shown(object_type="staff_member", object_id=found.id)
    return render_template(
        "accounts/identity.html", account=found, form=form, provider=identity_provider()
    )


def _sign_in_page(wrong: str) -> str:
    form = SignInForm(formdata=None)
    form.form_errors.append(wrong)
    return render_template("accounts/sign_in.html", form=form, address="/login", carried=[])
