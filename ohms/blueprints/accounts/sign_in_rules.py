"""What the installation asks of everybody's sign-in: limits as they are set, and the second step."""

from flask import flash, render_template, url_for
from flask import redirect as go
from wtforms import PasswordField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from ohms import clock
from ohms.blueprints.accounts.room import blueprint
from ohms.commands.own_password import check_own_password
from ohms.commands.sign_in_rules import demand_second_step
from ohms.domain.access import Permission
from ohms.domain.second_factor import DEMANDED_OF
from ohms.queries.second_factors import (
    NO,
    YES,
    demand_history,
    last_demand_row,
    second_step_demanded,
)
from ohms.web import sign_in as door
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import VersionedForm

PAGE = "/admin/sign-in"


class DemandForm(VersionedForm):
    demanded = RadioField(
        "Second step", choices=[SelectChoice(YES, "Asked for"), SelectChoice(NO, "Left to each")]
    )
    reason = LineField("Why", demand="Enter why this changes: it stays in the history.")
    your_password = PasswordField("Your own password")


@blueprint.get(PAGE)
@requires(Permission.SETTING_TECHNICAL, reads="read_sign_in_rules")
def sign_in_rules() -> str:
    form = DemandForm(formdata=None, demanded=YES if second_step_demanded() else NO)
    form.version.data = str(last_demand_row())
    return _page(form)


@blueprint.post(PAGE)
@requires(Permission.SETTING_TECHNICAL)
def set_sign_in_rules() -> Answer:
    actor, form = current_actor(), DemandForm()

    def act() -> None:
        check_own_password(actor, form.your_password.data or "", field="your_password")
        stood = -1 if form.filled_in_over is None else form.filled_in_over
        demanded = form.demanded.data == YES
        demand_second_step(actor, demanded, reason=form.reason.data, stood=stood, key=form.key)

    if form.validate() and form.carried_out(act):
        flash("Set: it holds from everybody’s next sign-in on.", "good")
        return go(url_for("accounts.sign_in_rules"), 303)
    return _page(form), 422


def _page(form: DemandForm) -> str:
    return render_template(
        "accounts/sign_in_rules.html",
        form=form,
        demanded=second_step_demanded(),
        roles=sorted(DEMANDED_OF),
        history=demand_history(),
        limits=door.limits(),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
