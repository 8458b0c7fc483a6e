"""A purge asked for, approved, refused."""

from flask import flash, request, url_for
from flask import redirect as go

from ohms.blueprints.retention.forms import HoldForm, PurgeForm
from ohms.blueprints.retention.room import PAGE, blueprint
from ohms.blueprints.retention.showing import ONE, page_of, page_of_purge, watched_centre
from ohms.commands import retention as commands
from ohms.domain.access import Permission
from ohms.domain.retention import RecordClass
from ohms.domain.values import Role
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm


@blueprint.post(f"{PAGE}/purges")
@requires(Permission.PURGE_ASK)
def ask() -> Answer:
    actor, form = current_actor(), PurgeForm()
    cohe_id = watched_centre(actor, Role.SUPERVISOR).cohe_id or 0
    made: list[int] = []

    def act() -> None:
        asked = RecordClass(form.record_class.data)
        made.append(commands.ask_for_purge(actor, cohe_id, asked, form.reason.data, key=form.key))

    if form.validate() and form.carried_out(act):
        flash("Asked: nothing is deleted until the privacy officer approves it.", "good")
        return go(url_for("retention.purge", purge_id=made[0]), 303)
    return page_of(actor, form, HoldForm(formdata=None)), 422


@blueprint.post(f"{ONE}/approve")
@requires(Permission.PURGE_DECIDE)
def approve(purge_id: int) -> Answer:
    actor, form = current_actor(), OhmsForm()
    if form.validate() and form.carried_out(lambda: commands.approve_purge(actor, purge_id)):
        flash("Approved: the next night deletes it. Until then a hold still stops it.", "good")
        return go(url_for("retention.purge", purge_id=purge_id), 303)
    return page_of_purge(actor, purge_id, form), 422


@blueprint.post(f"{ONE}/refuse")
@requires(Permission.PURGE_DECIDE)
def refuse(purge_id: int) -> Answer:
    actor, form = current_actor(), OhmsForm()
    if form.validate() and form.carried_out(lambda: commands.refuse_purge(actor, purge_id)):
        flash("Refused: everything stays.", "good")
        return go(url_for("retention.index", cohe=request.args.get("cohe")), 303)
    return page_of_purge(actor, purge_id, form), 422
