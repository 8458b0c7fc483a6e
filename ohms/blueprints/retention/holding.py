"""A claim's records held, and let go again."""

from flask import flash, request, url_for
from flask import redirect as go

from ohms.blueprints.retention.forms import HoldForm, LiftForm, PurgeForm
from ohms.blueprints.retention.room import PAGE, blueprint
from ohms.blueprints.retention.showing import HOLD, page_of, page_of_hold, watched_centre
from ohms.commands import retention as commands
from ohms.domain.access import Permission
from ohms.domain.values import Role
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer


@blueprint.post(f"{PAGE}/holds")
@requires(Permission.LEGAL_HOLD)
def place() -> Answer:
    actor, form = current_actor(), HoldForm()
    cohe_id = watched_centre(actor, Role.PRIVACY_OFFICER).cohe_id or 0
    if form.validate() and form.carried_out(
        lambda: commands.place_hold(
            actor, cohe_id, form.claim_number.data or "", form.reason.data, key=form.key
        )
    ):
        flash("Held: nothing of this claim is purged while the hold stands.", "good")
        return go(url_for("retention.index", cohe=request.args.get("cohe")), 303)
    return page_of(actor, PurgeForm(formdata=None), form), 422


@blueprint.post(f"{HOLD}/lift")
@requires(Permission.LEGAL_HOLD)
def lift(hold_id: int) -> Answer:
    actor, form = current_actor(), LiftForm()
    if form.validate() and form.carried_out(
        lambda: commands.lift_hold(actor, hold_id, form.reason.data)
    ):
        flash("Lifted.", "good")
        return go(url_for("retention.hold", hold_id=hold_id), 303)
    return page_of_hold(actor, hold_id, form), 422
