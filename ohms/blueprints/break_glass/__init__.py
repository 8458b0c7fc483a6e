"""Opening a claim of another COHE in an emergency, and what one has open."""

from flask import Blueprint, flash, render_template, request, url_for
from flask import redirect as go
from wtforms import PasswordField

from ohms import clock
from ohms.commands.break_glass import break_glass
from ohms.domain.access import Permission
from ohms.domain.break_glass import LONGEST_REASON
from ohms.queries.break_glass import own_openings
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm

blueprint = Blueprint("break_glass", __name__)


class BreakGlassForm(OhmsForm):
    claim_number = LineField("Claim number", demand="Enter the whole claim number.", longest=20)
    reason = LineField(
        "Reason", demand="Enter the reason: both supervisors read it.", longest=LONGEST_REASON
    )
    password = PasswordField("Your password")


@blueprint.get("/break-glass")
@requires(Permission.CLAIM_BREAK_GLASS, reads="read_break_glass")
def index() -> str:
    form = BreakGlassForm(formdata=None)
    form.claim_number.data = request.args.get("number", "")[:20]
    return _page(form)


@blueprint.post("/break-glass")
@requires(Permission.CLAIM_BREAK_GLASS)
def open_claim() -> Answer:
    actor, form = current_actor(), BreakGlassForm()
    opened: list[str] = []

    def act() -> None:
        number, reason = form.claim_number.data or "", form.reason.data or ""
        password = form.password.data or ""
        opened.append(break_glass(actor, number, reason, password, key=form.key))

    if form.validate() and form.carried_out(act):
        door.renew(actor)
        flash("Open to you for four hours, for reading alone. Both supervisors are told.", "warn")
        return go(url_for("claims.show", number=opened[0]), 303)
    return _page(form), 422


def _page(form: BreakGlassForm) -> str:
    return render_template(
        "break_glass/index.html",
        form=form,
        openings=own_openings(current_actor()),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
