"""Getting started: what a new COHE has already, and what comes next; the administrator adds one here."""

from flask import flash, render_template, url_for
from flask import redirect as go
from wtforms import PasswordField

from ohms.blueprints.about.room import blueprint
from ohms.commands.accounts import LONGEST_SPONSOR, create_cohe
from ohms.commands.own_password import check_own_password
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.first_run import first_steps
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm

PAGE = "/help/start"


class CoheForm(OhmsForm):
    name = LineField("Name", longest=120, demand="Enter the name of the COHE.")
    slug = LineField("Short name", longest=40, demand="Enter a short name, such as puget.")
    sponsor = LineField("Sponsor", longest=LONGEST_SPONSOR, demand="Enter who sponsors it.")
    your_password = PasswordField("Your own password")


@blueprint.get(PAGE)
@requires(Permission.BENCH_READ, reads="read_first_steps")
def start() -> str:
    return _page(current_actor(), CoheForm(formdata=None))


@blueprint.post(PAGE)
@requires(Permission.ACCOUNT_MANAGE)
def add_cohe() -> Answer:
    actor, form = current_actor(), CoheForm()

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        told = {each.name: each.data or "" for each in (form.slug, form.name, form.sponsor)}
        create_cohe(actor, **told, key=form.key)

    if form.validate() and form.carried_out(act):
        flash("Added. Its people come next.", "good")
        return go(url_for("about.start"), 303)
    return _page(actor, form), 422


def _page(actor: Actor, form: CoheForm) -> str:
    return render_template(
        "about/start.html",
        starts=first_steps(actor),
        form=form,
        may_add=actor.may(Permission.ACCOUNT_MANAGE),
        is_administrator=actor.holds(Role.ADMINISTRATOR),
        is_supervisor=actor.holds(Role.SUPERVISOR),
        has_resources=actor.may(Permission.RESOURCE_READ),
    )
