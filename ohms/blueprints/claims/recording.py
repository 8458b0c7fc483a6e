"""What is recorded on a claim's recovery: one address an act, back to the page where it stands."""

from collections.abc import Callable

from flask import flash, url_for
from flask import redirect as go

from ohms.blueprints.claims.recovery import PAGE, recovery_page
from ohms.blueprints.claims.recovery_forms import (
    BarrierForm,
    EpisodeForm,
    FrqForm,
    GoalForm,
    MeasureForm,
    VoidFrqForm,
)
from ohms.blueprints.claims.room import blueprint
from ohms.commands import frq, recovery, work_status
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.recovery import BarrierCategory, GoalRung, MeasureKind
from ohms.queries.claims import claim_by_number
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import OhmsForm


@blueprint.post(f"{PAGE}/episodes")
@requires(Permission.CLAIM_COORDINATE)
def add_episode(number: str) -> Answer:
    form = EpisodeForm()

    def add(actor: Actor, claim_id: int) -> object:
        return work_status.add_work_status(actor, claim_id, **form.values, key=form.key)

    return record(number, form, add, "The work status is recorded.", "work-status-panel")


@blueprint.post(f"{PAGE}/frq")
@requires(Permission.CLAIM_COORDINATE)
def record_frq(number: str) -> Answer:
    form = FrqForm()

    def keep(actor: Actor, claim_id: int) -> object:
        assert form.answered_on.data is not None
        day = form.answered_on.data
        return frq.record_frq(actor, claim_id, form.answers, answered_on=day, key=form.key)

    return record(number, form, keep, "The FRQ is recorded.", "frq-panel")


@blueprint.post(f"{PAGE}/frq/<int(max=2147483647):frq_id>/void")
@requires(Permission.CLAIM_COORDINATE)
def void_frq(number: str, frq_id: int) -> Answer:
    form = VoidFrqForm()

    def void(actor: Actor, claim_id: int) -> object:
        return frq.void_frq(actor, claim_id, frq_id, reason=form.reason.data or "")

    return record(number, form, void, "The FRQ is voided: it counts no longer.", "frq-panel")


@blueprint.post(f"{PAGE}/barriers")
@requires(Permission.CLAIM_COORDINATE)
def open_barrier(number: str) -> Answer:
    form = BarrierForm()

    def note(actor: Actor, claim_id: int) -> object:
        return recovery.open_barrier(
            actor,
            claim_id,
            category=BarrierCategory(form.category.data),
            remark=form.remark.data or "",
            plan=form.plan.data,
            since_on=form.since_on.data,
            key=form.key,
        )

    return record(number, form, note, "The barrier is noted.", "barriers-panel")


@blueprint.post(f"{PAGE}/measures")
@requires(Permission.CLAIM_COORDINATE)
def record_measure(number: str) -> Answer:
    form = MeasureForm()

    def keep(actor: Actor, claim_id: int) -> object:
        assert form.value.data is not None
        return recovery.record_measure(
            actor,
            claim_id,
            kind=MeasureKind(form.kind.data),
            value=form.value.data,
            measured_on=form.measured_on.data,
            key=form.key,
        )

    return record(number, form, keep, "The number is recorded.", "measures-panel")


@blueprint.post(f"{PAGE}/measures/<int(max=2147483647):measure_id>/void")
@requires(Permission.CLAIM_COORDINATE)
def void_measure(number: str, measure_id: int) -> Answer:
    def void(actor: Actor, claim_id: int) -> object:
        return recovery.void_measure(actor, claim_id, measure_id)

    return record(number, OhmsForm(), void, "The number is voided.", "measures-panel")


@blueprint.post(f"{PAGE}/goal")
@requires(Permission.CLAIM_COORDINATE)
def set_goal(number: str) -> Answer:
    form = GoalForm()

    def aim(actor: Actor, claim_id: int) -> object:
        assert form.target_on.data is not None
        return recovery.set_goal(
            actor,
            claim_id,
            rung=GoalRung(form.rung.data),
            target_on=form.target_on.data,
            remark=form.remark.data,
            key=form.key,
        )

    return record(number, form, aim, "The goal is set.", "goal-panel")


def record(
    number: str, form: OhmsForm, act: Callable[[Actor, int], object], done: str, anchor: str
) -> Answer:
    """Back to the page when it was done; else the page again with what was typed."""
    actor = current_actor()
    claim_id = claim_by_number(actor, number).id
    if form.validate_on_submit() and form.carried_out(lambda: act(actor, claim_id)):
        flash(done, "good")
        return go(url_for("claims.recovery", number=number, _anchor=anchor), 303)
    return recovery_page(actor, number, form), 422
