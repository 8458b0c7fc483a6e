"""One's own settings."""

from flask import current_app, flash, render_template, url_for
from flask import redirect as go
from flask_login import current_user
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms.blueprints.accounts.room import blueprint
from ohms.commands import own_settings as commands
from ohms.domain.access import Permission
from ohms.domain.digests import Digest
from ohms.queries.digests import own_digest
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm


def _choices(values: tuple[str, ...]) -> list[SelectChoice]:
    return [SelectChoice(value, value.capitalize()) for value in values]


class OwnSettingsForm(OhmsForm):
    density = RadioField("Rows", choices=_choices(commands.DENSITIES))
    theme = RadioField("Theme", choices=_choices(commands.THEMES))
    shortcuts = RadioField(
        "Single keys", choices=[SelectChoice("on", "On"), SelectChoice("off", "Off")]
    )
    digest = RadioField(
        "Today by e-mail",
        choices=[
            SelectChoice(Digest.OFF.value, "Off"),
            SelectChoice(Digest.DAILY.value, "Each business day"),
            SelectChoice(Digest.WEEKLY.value, "Once a week"),
        ],
    )


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(Permission.OWN_SETTINGS, reads="read_own_settings")
def own_settings() -> Answer | str:
    now, (digest, email) = current_user.signed_in, own_digest(current_actor())
    form = OwnSettingsForm(
        data={
            "density": now.density,
            "theme": now.theme,
            "shortcuts": "on" if now.shortcuts else "off",
            "digest": digest,
        }
    )
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template(
            "accounts/own_settings.html",
            form=form,
            email=email,
            sends_mail=current_app.config["MAILED_ADDRESS"] is not None,
            has_record=current_actor().may(Permission.AUDIT_READ),
        ), status
    commands.change_own_settings(
        current_actor(),
        density=form.density.data,
        theme=form.theme.data,
        shortcuts=form.shortcuts.data == "on",
        digest=form.digest.data,
    )
    flash("Kept.", "good")
    return go(url_for("accounts.own_settings"), 303)
