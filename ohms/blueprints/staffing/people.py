"""One person: what they hold and may do, how they were brought in, their training."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.staffing.forms import PressForm
from ohms.blueprints.staffing.people_forms import (
    AcceptForm,
    StepForm,
    TrainingForm,
)
from ohms.blueprints.staffing.room import PAGE, blueprint
from ohms.commands.onboarding import acknowledge_confidentiality, record_step
from ohms.commands.trainings import accept_training, record_training
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import add_months
from ohms.domain.onboarding import Route, Step
from ohms.domain.training import ways_left
from ohms.domain.values import Role
from ohms.queries.accounts import looks_after
from ohms.queries.held_beside import held_beside
from ohms.queries.person_page import Person, allowed_today, bringing_in, person_shown
from ohms.queries.shadowing import hosts_within
from ohms.queries.training_records import contents_of
from ohms.queries.trainings import NEW_FOR_MONTHS
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

ONE = f"{PAGE}/people/<int(max=2147483647):person_id>"


@blueprint.get(ONE)
@requires(Permission.STAFFING_READ, reads="read_person")
def person(person_id: int) -> str:
    actor = current_actor()
    return _page(actor, person_shown(actor, person_id))


@blueprint.post(f"{ONE}/steps")
@requires(Permission.STAFFING_MANAGE)
def take_step(person_id: int) -> Answer:
    actor, form = current_actor(), StepForm()
    who = person_shown(actor, person_id)
    if form.validate() and form.carried_out(
        lambda: record_step(
            actor,
            who.cohe_id,
            person_id,
            step=Step(form.step.data),
            done_on=form.done_on.data,
            route=Route(form.route.data) if form.route.data else None,
            evidence=form.evidence.data,
            number=form.number.data,
        )
    ):
        return _done(person_id, "Recorded.", "onboarding")
    return _page(actor, who, form), 422


@blueprint.post(f"{ONE}/trainings")
@requires(Permission.STAFFING_MANAGE)
def train(person_id: int) -> Answer:
    actor, form = current_actor(), TrainingForm()
    who = person_shown(actor, person_id)
    _offer(actor, who, form)
    if form.validate() and form.carried_out(
        lambda: record_training(actor, who.cohe_id, person_id, form.entry, key=form.key)
    ):
        return _done(person_id, "Recorded. Shadowing counts once its host confirms it.", "training")
    return _page(actor, who, form), 422


@blueprint.post(f"{ONE}/accepted")
@requires(Permission.TRAINING_APPROVE)
def accept(person_id: int) -> Answer:
    actor, form = current_actor(), AcceptForm()
    who = person_shown(actor, person_id)
    if form.validate() and form.carried_out(
        lambda: accept_training(
            actor,
            who.cohe_id,
            person_id,
            subject=form.chosen,
            evidence=form.evidence.data or "",
            key=form.key,
        )
    ):
        return _done(person_id, "Accepted as of today.", "training")
    return _page(actor, who, form), 422


@blueprint.post(f"{PAGE}/confidentiality")
@requires(Permission.ONBOARDING_ACKNOWLEDGE)
def acknowledge() -> Answer:
    actor, form = current_actor(), PressForm()
    assert actor.staff_id is not None
    who = person_shown(actor, actor.staff_id)
    if form.validate() and form.carried_out(
        lambda: acknowledge_confidentiality(actor, who.cohe_id)
    ):
        return _done(actor.staff_id, "Acknowledged, for a year.", "onboarding")
    return _page(actor, who, form), 422


def _done(person_id: int, words: str, part: str) -> Answer:
    flash(words, "good")
    return go(url_for("staffing.person", person_id=person_id, _anchor=part), 303)


def _offer(actor: Actor, who: Person, form: TrainingForm) -> None:
    since = add_months(actor.on_day, -NEW_FOR_MONTHS)
    hosts = [(str(id_), name) for id_, name in hosts_within(who.cohe_id, since, actor.on_day)]
    form.host.offer([("", "Nobody"), *hosts])
    contents = [(str(each.id), each.title) for each in contents_of(who.cohe_id) if each.approved_on]
    form.content.offer([("", "No content"), *contents])


def _page(actor: Actor, who: Person, filled: OhmsForm | None = None) -> str:
    shown(cohe_id=who.cohe_id, object_type="staff_member", object_id=who.staff_id)
    training = filled if isinstance(filled, TrainingForm) else TrainingForm(formdata=None)
    if training is not filled:
        _offer(actor, who, training)
    found = bringing_in(actor, who)
    return render_template(
        "staffing/person.html",
        who=who,
        allowed=allowed_today(actor, who),
        beside=held_beside(actor, who),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
        has_account=actor.may(Permission.ACCOUNT_INVITE) and looks_after(actor, who.staff_id),
        found=found,
        ways=ways_left(found.stand.stand, actor.on_day) if found and found.stand else [],
        manages=who.cohe_id in actor.cohes_as(Role.SUPERVISOR),
        approves=who.cohe_id in actor.cohes_as(Role.CONTRACT_MANAGER),
        step=filled if isinstance(filled, StepForm) else StepForm(formdata=None),
        training=training,
        accept=filled if isinstance(filled, AcceptForm) else AcceptForm(formdata=None),
        press=PressForm(formdata=None),
        problems=filled.problems if filled and not isinstance(filled, AcceptForm) else [],
    )
