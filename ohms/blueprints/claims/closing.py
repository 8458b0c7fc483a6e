"""Our work on a claim ended, put on hold, taken up again: forms of the page Coordination."""

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.closing_forms import ClosingForm
from ohms.blueprints.claims.coordination import PAGE, page_of
from ohms.blueprints.claims.hand_over_forms import HandOverForm
from ohms.blueprints.claims.room import blueprint
from ohms.commands.closing import close_coordination, hold_coordination, take_up_coordination
from ohms.domain.access import Permission
from ohms.domain.coordination import CloseReason
from ohms.queries.claims import claim_by_number
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer


@blueprint.post(f"{PAGE}/close")
@requires(Permission.CLAIM_COORDINATE)
def close(number: str) -> Answer:
    actor, form = current_actor(), ClosingForm()
    claim_id = claim_by_number(actor, number).id
    ended: list[bool] = []
    if form.validate() and form.carried_out(
        lambda: ended.append(
            close_coordination(
                actor,
                claim_id,
                CloseReason(form.close_reason.data),
                remark=form.remark.data,
                key=form.key,
            )
        )
    ):
        waits = "Entered: it is closed once your coordinator has co-signed it."
        flash("Closed. Open tasks stay with their owners." if ended == [True] else waits, "good")
        return go(url_for("claims.coordination", number=number), 303)
    return page_of(actor, number, HandOverForm(formdata=None), closing=form), 422


@blueprint.post(f"{PAGE}/hold")
@requires(Permission.CLAIM_COORDINATE)
def hold(number: str) -> Answer:
    actor, form = current_actor(), ClosingForm(formdata=None)
    claim_id = claim_by_number(actor, number).id
    if form.carried_out(lambda: hold_coordination(actor, claim_id)):
        flash("On hold: what is missing is not asked for meanwhile.", "good")
        return go(url_for("claims.coordination", number=number), 303)
    return page_of(actor, number, HandOverForm(formdata=None), closing=form), 422


@blueprint.post(f"{PAGE}/take-up")
@requires(Permission.TRIAGE_DECIDE)
def take_up(number: str) -> Answer:
    actor, form = current_actor(), ClosingForm(formdata=None)
    claim_id = claim_by_number(actor, number).id
    if form.carried_out(lambda: take_up_coordination(actor, claim_id)):
        flash("Taken up: we work on it from today.", "good")
        return go(url_for("claims.coordination", number=number), 303)
    return page_of(actor, number, HandOverForm(formdata=None), closing=form), 422
