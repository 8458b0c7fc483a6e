"""The contract's coverage plan: every provider with its coordinator and standing deputy."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.coverage.forms import DeputyForm
from ohms.blueprints.coverage.room import blueprint
from ohms.commands.coverage import name_deputy, name_deputy_of_the_rest
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.coverage import told_of_named
from ohms.queries.coverage import DeputyLine, deputies_of
from ohms.queries.people import coordinators_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, supervised_centre

PAGE = "/staffing/coverage"


@blueprint.get(PAGE)
@requires(Permission.STAFFING_MANAGE, reads="list_standing_deputies")
def plan() -> str:
    return _page(current_actor(), DeputyForm(formdata=None))


@blueprint.post(PAGE)
@requires(Permission.STAFFING_MANAGE)
def name_one() -> Answer:
    actor, form, said = current_actor(), DeputyForm(), []
    cohe_id = supervised_centre(actor)
    _offer(actor, form, cohe_id)
    if form.validate() and form.carried_out(lambda: said.append(_name(actor, form, cohe_id))):
        flash(said[0], "good")
        return go(url_for("coverage.plan", cohe=cohe_id), 303)
    return _page(actor, form), 422


def _name(actor: Actor, form: DeputyForm, cohe_id: int) -> str:
    deputy_id = chosen_id(form.deputy.data)
    if form.everyone.data:
        stood = form.as_shown
        named, own = name_deputy_of_the_rest(actor, cohe_id, stood, deputy_id=deputy_id)
        without = {e.provider_id for e in deputies_of(actor, cohe_id) if e.deputy_id is None}
        return told_of_named(form.deputy.shown, named, own, len(without - stood))
    name_deputy(actor, cohe_id, chosen_id(form.provider_id.data) or 0, deputy_id=deputy_id)
    who = form.deputy.shown or "Nobody"
    return f"{who} covers {form.provider_id.shown} from today on, whenever the coordinator is away."


def _page(actor: Actor, form: DeputyForm) -> str:
    cohe_id = supervised_centre(actor)
    shown(cohe_id=cohe_id)
    lines = _offer(actor, form, cohe_id)
    without_deputy = [each for each in lines if each.deputy_id is None]
    if without_deputy and not (form.provider_id.raw or form.provider_id.is_long):
        form.provider_id.data = str(without_deputy[0].provider_id)
    form.show(each.provider_id for each in without_deputy)
    return render_template(
        "coverage/plan.html",
        lines=lines,
        without_coordinator=[each for each in lines if each.coordinator_id is None],
        without_deputy=without_deputy,
        form=form,
        **centre_frame(actor, cohe_id),
    )


def _offer(actor: Actor, form: DeputyForm, cohe_id: int) -> list[DeputyLine]:
    """The plan's lines, after providers and coordinators of the COHE stand to be chosen from."""
    lines = deputies_of(actor, cohe_id)
    form.provider_id.offer(line.choice for line in lines)
    form.deputy.offer(coordinators_of(actor, [cohe_id]))
    return lines
