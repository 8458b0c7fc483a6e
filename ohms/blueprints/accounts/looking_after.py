"""Accounts looked after: by administrators all, by supervisors the links of those they lead."""

from collections.abc import Iterator
from typing import Any

from flask import current_app, flash, render_template, request, url_for
from flask import redirect as go
from wtforms import PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from ohms import clock
from ohms.blueprints.accounts.room import blueprint
from ohms.commands import account_care as care
from ohms.commands.accounts import create_staff
from ohms.commands.own_password import check_own_password
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.accounts import Account, account_known, accounts_known, centres
from ohms.web.access import current_actor, public, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField, WholeNumberField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown
from ohms.web.words import words

ONE = "/admin/accounts/<int(max=2147483647):account_id>"
LINK, MAIL, EMAIL = "link", "mail_link", "email"
NO_LINK = "none"
END, CLOSE, OPEN = "end_sessions", "close", "open"
STEP = "second_step"
SAID = {
    EMAIL: "Changed: links, notices and digests go there.",
    MAIL: "On its way: a one-time link goes out with the next messages.",
    END: "Signed out everywhere.",
    CLOSE: "Closed: nobody signs in with it from now on.",
    OPEN: "Open again.",
    STEP: "Taken away: at the next sign-in they set up a new one where their position asks for it.",
}

SAID_ADDED = {
    MAIL: "Added: their one-time link goes out with the next messages.",
    LINK: "Added before, and their password is set: they sign in with it.",
    NO_LINK: "Added. They set their password by a one-time link, once you give them one.",
}


def _usual() -> str:
    return MAIL if current_app.config["MAILED_ADDRESS"] else LINK


class AddForm(OhmsForm):
    username = LineField("User name", longest=80, demand="Enter a user name.")
    name = LineField("Name", longest=120, demand="Enter a name.")
    email = LineField("E-mail address", longest=254)
    role = SelectField("Role", choices=[SelectChoice(role.value, words(role)) for role in Role])
    cohe = SelectField("COHE", choices=[], validate_choice=False)
    weekly_minutes = WholeNumberField("Minutes a week", least=0, most=7_200)
    invite = RadioField(
        "One-time link, by which they set their password", choices=[], default=_usual
    )
    your_password = PasswordField("Your own password")

    def validate_email(self, field: LineField) -> None:
        if self.invite.data == MAIL and not field.data:
            raise ValidationError("Enter where the link is to go, or have it shown to you.")


class ActForm(OhmsForm):
    act = RadioField("What is to be done", choices=[])
    email = LineField("New e-mail address", longest=254)
    your_password = PasswordField("Your own password")


class WelcomeForm(OhmsForm):
    password = PasswordField("New password")
    again_password = PasswordField("New password again")


@blueprint.get("/admin/accounts")
@requires(Permission.ACCOUNT_INVITE, reads="list_accounts")
def looked_after() -> str:
    return _list(current_actor(), _add_form(AddForm(formdata=None)))


@blueprint.post("/admin/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def add() -> Answer:
    """Their link is made in the same act, by the password given once."""
    actor, form = current_actor(), _add_form(AddForm())
    added: list[tuple[int, str | None]] = []

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        added.append(_add(actor, form))

    if not (form.validate() and form.carried_out(act)):
        return _list(actor, form), 422
    account_id, link = added[0]
    if link:
        return _one(actor, account_known(actor, account_id), None, link, is_new=True), 201
    flash(SAID_ADDED[form.invite.data], "good")
    return go(url_for("accounts.account", account_id=account_id), 303)


@blueprint.get(ONE)
@requires(Permission.ACCOUNT_INVITE, reads="read_account")
def account(account_id: int) -> str:
    return _one(current_actor(), account_known(current_actor(), account_id), None)


@blueprint.post(ONE)
@requires(Permission.ACCOUNT_INVITE)
def act_on(account_id: int) -> Answer:
    actor = current_actor()
    found = account_known(actor, account_id)
    form = _act_form(actor, found, ActForm())
    made: list[str | None] = []

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        made.append(_carry_out(actor, account_id, form.act.data, form.email.data or ""))

    if not (form.validate() and form.carried_out(act)):
        return _one(actor, found, form), 422
    if form.act.data == LINK and made[0]:
        return _one(actor, found, None, made[0]), 201
    flash(SAID[form.act.data], "good")
    return go(url_for("accounts.account", account_id=account_id), 303)


@blueprint.get("/welcome")
@public
def welcome() -> str:
    return _welcome(WelcomeForm(formdata=None))


@blueprint.post("/welcome")
@public
def take_up() -> Answer:
    form = WelcomeForm()
    password, again = form.password.data or "", form.again_password.data or ""
    token = request.args.get("token", "")
    if form.validate() and form.carried_out(lambda: care.take_up_account(token, password, again)):
        flash("Your password is set: sign in with it.", "good")
        return go(url_for("accounts.sign_in"), 303)
    return _welcome(form), 422


def _add(actor: Actor, form: AddForm) -> tuple[int, str | None]:
    """The id, and the link that is to be handed over."""
    person: dict[str, Any] = {
        "username": form.username.data or "",
        "name": form.name.data or "",
        "role": Role(form.role.data),
        "cohe_slug": form.cohe.data or None,
        "weekly_minutes": form.weekly_minutes.data or 0,
        "email": form.email.data or None,
    }
    invite = form.invite.data
    if invite == NO_LINK:
        return create_staff(actor, password_hash=None, key=form.key, **person).id, None
    return care.invite_staff(actor, person, _address(invite), mailed=invite == MAIL, key=form.key)


def _address(act: str) -> str:
    """A link up to its token. Mailed it leads to where the environment says: a Host that a browser sent
    goes in no message."""
    if act == MAIL:
        return f"{current_app.config['MAILED_ADDRESS']}{url_for('accounts.welcome', token='')}"
    return url_for("accounts.welcome", token="", _external=True)


def _carry_out(actor: Actor, account_id: int, act: str, email: str) -> str | None:
    if act == LINK:
        return care.issue_link(actor, account_id, _address(act))
    if act == MAIL:
        care.mail_link(actor, account_id, _address(act))
        return None
    if act == EMAIL:
        care.change_email(actor, account_id, email)
        return None
    acts = {
        END: care.end_sessions_of,
        CLOSE: care.deactivate_account,
        OPEN: care.reactivate_account,
        STEP: care.reset_second_factor,
    }
    acts[act](actor, account_id)
    return None


def _add_form(form: AddForm) -> AddForm:
    form.cohe.choices = [SelectChoice("", "No COHE"), *(SelectChoice(*each) for each in centres())]
    mailed = [(MAIL, "Mail it to their address")] if current_app.config["MAILED_ADDRESS"] else []
    offered = [*mailed, (LINK, "Show it to me, to hand it over"), (NO_LINK, "None yet")]
    form.invite.choices = [SelectChoice(*each) for each in offered]
    return form


def _act_form(actor: Actor, found: Account, form: ActForm) -> ActForm:
    form.act.choices = [SelectChoice(value, text) for value, text in _acts(actor, found)]
    return form


def _acts(actor: Actor, found: Account) -> list[tuple[str, str]]:
    acts = list(_links(found)) if found.active else []
    if actor.may(Permission.ACCOUNT_MANAGE) and found.active:
        acts.append((EMAIL, "Change the e-mail address"))
        acts += [(END, "Sign them out everywhere"), (CLOSE, "Close the account")]
        acts += [(STEP, "Take the second step away")] if found.second_step else []
    elif actor.may(Permission.ACCOUNT_MANAGE):
        acts += [(OPEN, "Open the account again")]
    return acts


def _unsent(actor: Actor, found: Account) -> ActForm:
    """As it is first shown: who has not come yet waits for a link."""
    form = _act_form(actor, found, ActForm(formdata=None))
    if not found.has_password and (acts := _acts(actor, found)):
        form.act.data = acts[0][0]
    return form


def _links(found: Account) -> Iterator[tuple[str, str]]:
    if found.email and current_app.config["MAILED_ADDRESS"]:
        yield MAIL, f"Send a one-time link to {found.email}, by which they set a new password"
        yield LINK, "Show me the one-time link, to hand it over"
    else:
        yield LINK, "Give a one-time link, by which they set a new password"


def _list(actor: Actor, form: AddForm) -> str:
    accounts = accounts_known(actor)
    shown(object_type="staff_member", detail={"accounts": len(accounts)})
    return render_template(
        "accounts/looked_after.html",
        form=form,
        accounts=accounts,
        may_add=actor.may(Permission.ACCOUNT_MANAGE),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def _one(
    actor: Actor,
    found: Account,
    form: ActForm | None,
    link: str | None = None,
    *,
    is_new: bool = False,
) -> str:
    """`link` is shown on this one page and nowhere again."""
    shown(object_type="staff_member", object_id=found.id)
    return render_template(
        "accounts/account.html",
        account=found,
        may_manage=actor.may(Permission.ACCOUNT_MANAGE),
        form=form or _unsent(actor, found),
        link=link,
        is_new=is_new,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def _welcome(form: WelcomeForm) -> str:
    token = request.args.get("token", "")
    return render_template("accounts/welcome.html", form=form, token=token)
