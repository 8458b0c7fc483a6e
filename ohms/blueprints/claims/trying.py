"""A try to reach the worker logged by one press, and its undo on the page that follows."""

from flask import flash, session, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.claims.room import blueprint
from ohms.commands import tries
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.queries.claims import claim_by_number
from ohms.queries.note_acts import note_on
from ohms.web.access import current_actor, requires
from ohms.web.forms import OhmsForm

KEPT = "logged_try"


@blueprint.post("/claims/<number>/tries")
@requires(Permission.NOTE_WRITE)
def log_try(number: str) -> Response:
    actor, form = current_actor(), OhmsForm()
    claim = claim_by_number(actor, number)
    try:
        session[KEPT] = tries.log_try(actor, claim.claim_number, key=form.key)
    except RuleBroken as broken:
        flash(broken.message, "warn")
    return go(url_for("claims.show", number=number), 303)


@blueprint.post("/claims/<number>/notes/<int(max=2147483647):note_id>/undo-try")
@requires(Permission.NOTE_WRITE)
def undo_try(number: str, note_id: int) -> Response:
    actor = current_actor()
    note = note_on(actor, number, note_id)
    try:
        tries.undo_try(actor, note.id)
        flash("Undone: the try, its minute and its next task are gone.", "info")
    except RuleBroken as broken:
        flash(broken.message, "warn")
    return go(url_for("claims.show", number=number), 303)


def try_that_may_be_undone() -> int | None:
    """The note of the try that this browser logged last, once."""
    note_id: int | None = session.pop(KEPT, None)
    return note_id
