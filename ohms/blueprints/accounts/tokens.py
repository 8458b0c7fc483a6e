"""One's own tokens for other programs and addresses for calendars: made here, shown once, revoked here."""

from datetime import timedelta

from flask import flash, render_template, url_for
from flask import redirect as go
from wtforms import PasswordField, SelectMultipleField

from ohms import clock
from ohms.blueprints.accounts.room import blueprint
from ohms.commands.api_tokens import make_calendar_token, make_token, revoke_token
from ohms.commands.own_password import check_own_password
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.api_tokens import LONGEST_NAME, SAYS, TokenScope, has_calendar, offered_to
from ohms.queries.api_tokens import own_tokens
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import DayField, LineField
from ohms.web.forms import OhmsForm

USUAL_LIFE = timedelta(days=90)
TOLD_BEFORE = "It was made already, and a token is shown once. Revoke it and make another."


class TokenForm(OhmsForm):
    name = LineField("What it is for", longest=LONGEST_NAME, demand="Enter what the token is for.")
    scopes = SelectMultipleField("What it may do", coerce=str, validate_choice=False)
    expires_on = DayField("Its last day", demand="Enter its last day.")
    your_password = PasswordField("Your own password")

    @property
    def chosen(self) -> frozenset[TokenScope]:
        """Nothing of what is not in the list."""
        known = set(TokenScope)
        return frozenset(TokenScope(each) for each in self.scopes.data or () if each in known)


class CalendarForm(OhmsForm):
    calendar_name = LineField(
        "Which calendar", longest=LONGEST_NAME, demand="Enter which calendar it is for."
    )
    calendar_password = PasswordField("Your own password")


class RevokeForm(OhmsForm):
    """A press without anything to enter."""


@blueprint.get("/account/tokens")
@requires(Permission.OWN_SETTINGS, reads="list_own_tokens")
def tokens() -> str:
    return _page(current_actor())


@blueprint.post("/account/tokens")
@requires(Permission.OWN_SETTINGS)
def make() -> Answer:
    actor, form = current_actor(), TokenForm()
    made: list[str | None] = []

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        assert form.expires_on.data is not None
        made.append(
            make_token(actor, form.name.data or "", form.chosen, form.expires_on.data, key=form.key)
        )

    if not (form.validate() and form.carried_out(act)):
        return _page(actor, form), 422
    if made[0] is None:
        flash(TOLD_BEFORE, "warn")
    return _page(actor, token=made[0]), 201


@blueprint.post("/account/tokens/calendar")
@requires(Permission.OWN_SETTINGS)
def make_calendar() -> Answer:
    actor, form = current_actor(), CalendarForm()
    made: list[str | None] = []

    def act() -> None:
        check_own_password(actor, form.calendar_password.data or "", field="calendar_password")
        made.append(make_calendar_token(actor, form.calendar_name.data or "", key=form.key))

    if not (form.validate() and form.carried_out(act)):
        return _page(actor, calendar_form=form), 422
    if made[0] is None:
        flash(TOLD_BEFORE, "warn")
        return _page(actor), 200
    address = url_for("tasks.calendar", token=made[0], _external=True)
    return _page(actor, address=address), 201


@blueprint.post("/account/tokens/<int(max=2147483647):token_id>/revoke")
@requires(Permission.OWN_SETTINGS)
def revoke(token_id: int) -> Answer:
    form = RevokeForm()
    if not form.validate():
        return _page(current_actor()), 422
    revoke_token(current_actor(), token_id)
    flash("Revoked: it is worth nothing from now on.", "good")
    return go(url_for("accounts.tokens"), 303)


def _page(
    actor: Actor,
    form: TokenForm | None = None,
    calendar_form: CalendarForm | None = None,
    *,
    token: str | None = None,
    address: str | None = None,
) -> str:
    """`token`, or the `address` of a calendar, is shown on this one page and nowhere again."""
    return render_template(
        "accounts/tokens.html",
        form=form or TokenForm(formdata=None, expires_on=actor.on_day + USUAL_LIFE),
        calendar_form=calendar_form or CalendarForm(formdata=None),
        token=token,
        address=address,
        has_calendar=has_calendar(actor),
        tokens=own_tokens(actor),
        offered=[(scope.value, SAYS[scope]) for scope in offered_to(actor)],
        says=SAYS,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
