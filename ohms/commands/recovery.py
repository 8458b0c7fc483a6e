"""Barriers, measures over time, and the goal of a worker's recovery."""

from datetime import date

from ohms import clock
from ohms.commands.co_signatures import ask_co_signature, must_wait, withdraw_waiting
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.refusals import Conflict
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.co_signing import CoSignKind
from ohms.domain.errors import RuleBroken
from ohms.domain.frq import SCALE
from ohms.domain.recovery import BarrierCategory, GoalRung, MeasureKind
from ohms.domain.recovery_checks import check_behind, check_target, checked_remark, line_of
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.recovery import Barrier, RecoveryMeasure, ReturnToWorkGoal
from ohms.queries.one_in_sight import in_sight

WHAT_STANDS = "Enter what stands in the way."


@command(Permission.CLAIM_COORDINATE)
def open_barrier(
    actor: Actor,
    claim_id: int,
    *,
    category: BarrierCategory,
    remark: str,
    plan: str | None = None,
    since_on: date | None = None,
    key: str | None = None,
) -> int:
    """Note what stands between the worker and work, since a day (today when not told); its id."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_id)
    since = since_on or actor.on_day
    check_behind(since, claim.injury_on, actor.on_day, field="since_on")
    assert actor.staff_id is not None
    barrier = Barrier(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        category=category,
        remark=checked_remark(remark, WHAT_STANDS, field="remark"),
        plan=(plan or "").strip() or None,
        since_on=since,
        noted_by_id=actor.staff_id,
        noted_at=clock.now(),
    )
    db.session.add(barrier)
    db.session.flush()
    _ask_about_plan(actor, claim, barrier)
    refresh_claim(claim)
    if key:
        remember(actor, key, "open_barrier", barrier.id)
    return barrier.id


@command(Permission.CLAIM_COORDINATE)
def plan_barrier(
    actor: Actor,
    claim_id: int,
    barrier_id: int,
    *,
    remark: str,
    plan: str | None,
    version: int | None = None,
) -> Barrier:
    """Another text or plan for an open barrier. `version` is what the form was filled in over."""
    claim, barrier = _open(actor, claim_id, barrier_id)
    if version is not None and version != barrier.version:
        raise Conflict
    barrier.remark = checked_remark(remark, WHAT_STANDS, field="remark")
    barrier.plan = (plan or "").strip() or None
    db.session.flush()
    _ask_about_plan(actor, claim, barrier)
    refresh_claim(claim)
    return barrier


@command(Permission.CLAIM_COORDINATE)
def close_barrier(
    actor: Actor, claim_id: int, barrier_id: int, *, reason: str | None = None
) -> Barrier:
    """It stands in the way no longer, as of today. Closed twice it is refused."""
    claim, barrier = _open(actor, claim_id, barrier_id)
    barrier.closed_on, barrier.closed_by_id = actor.on_day, actor.staff_id
    barrier.close_reason = line_of(reason)
    withdraw_waiting(actor, claim, CoSignature.barrier_id == barrier.id)
    refresh_claim(claim)
    return barrier


@command(Permission.CLAIM_COORDINATE)
def record_measure(
    actor: Actor,
    claim_id: int,
    *,
    kind: MeasureKind,
    value: int,
    measured_on: date | None = None,
    key: str | None = None,
) -> int:
    """Pain or function on a day (today when not told), 0 to 10; its id."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_id)
    day = measured_on or actor.on_day
    check_behind(day, claim.injury_on, actor.on_day, field="measured_on")
    if value not in SCALE:
        raise RuleBroken("Enter a whole number from 0 to 10.", field="value")
    assert actor.staff_id is not None
    measure = RecoveryMeasure(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        kind=kind,
        value=value,
        measured_on=day,
        taken_by_id=actor.staff_id,
        taken_at=clock.now(),
    )
    db.session.add(measure)
    db.session.flush()
    if key:
        remember(actor, key, "record_measure", measure.id)
    return measure.id


@command(Permission.CLAIM_COORDINATE)
def void_measure(actor: Actor, claim_id: int, measure_id: int) -> None:
    """Take a wrong number out of the line; it stays in the table, marked."""
    claim = locked_claim(actor, claim_id)
    measure = in_sight(actor, RecoveryMeasure, measure_id, RecoveryMeasure.claim_id == claim.id)
    if measure.voided_at is not None:
        raise RuleBroken("This number is voided already.")
    measure.voided_at, measure.voided_by_id = clock.now(), actor.staff_id


@command(Permission.CLAIM_COORDINATE)
def set_goal(
    actor: Actor,
    claim_id: int,
    *,
    rung: GoalRung,
    target_on: date,
    remark: str | None = None,
    key: str | None = None,
) -> int:
    """Aim at a rung of the return-to-work ladder by a day; the goal before it becomes history."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_id)
    check_target(target_on, actor.on_day)
    assert actor.staff_id is not None
    goal = ReturnToWorkGoal(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        rung=rung,
        target_on=target_on,
        remark=line_of(remark),
        set_by_id=actor.staff_id,
        set_at=clock.now(),
    )
    db.session.add(goal)
    refresh_claim(claim)
    if key:
        remember(actor, key, "set_goal", goal.id)
    return goal.id


def _ask_about_plan(actor: Actor, claim: Claim, barrier: Barrier) -> None:
    """What was planned before and waits is overtaken; an assistant's plan waits, by the COHE's setting."""
    withdraw_waiting(actor, claim, CoSignature.barrier_id == barrier.id)
    if barrier.plan and must_wait(actor, claim, CoSignKind.BARRIER_PLAN):
        said = f"{barrier.remark}\nPlan: {barrier.plan}"
        ask_co_signature(actor, claim, CoSignKind.BARRIER_PLAN, said, barrier_id=barrier.id)


def _open(actor: Actor, claim_id: int, barrier_id: int) -> tuple[Claim, Barrier]:
    claim = locked_claim(actor, claim_id)
    barrier = in_sight(actor, Barrier, barrier_id, Barrier.claim_id == claim.id)
    if barrier.closed_on is not None:
        raise RuleBroken("This barrier is closed already.")
    return claim, barrier
