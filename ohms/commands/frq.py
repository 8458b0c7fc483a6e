"""The FRQ: answers recorded under our own labels, voided when entered wrongly."""

from datetime import date

from ohms import clock
from ohms.commands.co_signatures import ask_co_signature, must_wait, withdraw_waiting
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import OPEN_STATES, refresh_claim
from ohms.commands.task_parts import new_task
from ohms.commands.tasks import set_task_not_needed
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import add_business_days, written
from ohms.domain.co_signing import CoSignKind
from ohms.domain.errors import RuleBroken
from ohms.domain.frq import Frq, check_answers, in_words, is_positive
from ohms.domain.recovery_checks import check_behind, checked_remark, line_of
from ohms.domain.values import StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.recovery import FrqAnswer
from ohms.models.tasks import Task
from ohms.queries.one_in_sight import in_sight
from ohms.queries.scope import visible

AFTER_POSITIVE = "Speak with the provider about functional recovery: the FRQ is positive"
DUE_IN_BUSINESS_DAYS = 2


@command(Permission.CLAIM_COORDINATE)
def record_frq(
    actor: Actor, claim_id: int, answers: Frq, *, answered_on: date, key: str | None = None
) -> int:
    """Keep an FRQ as it was answered; its id. The same form sent twice keeps one.

    A positive one ends low complexity and writes a task for whoever answers for the claim, due in 2
    business days. An assistant's counts at once and waits for a co-signature, by the COHE's setting.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = locked_claim(actor, claim_id)
    check_answers(answers)
    check_behind(answered_on, claim.injury_on, actor.on_day, field="answered_on")
    assert actor.staff_id is not None
    kept = FrqAnswer(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        answered_on=answered_on,
        q1=answers.q1,
        q2=answers.q2,
        q3_sites=answers.q3_sites,
        q3_low_back_with_leg=answers.q3_low_back_with_leg,
        q4=answers.q4,
        q5=answers.q5,
        q6=answers.q6,
        taken_by_id=actor.staff_id,
        taken_at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    if is_positive(answers):
        _follow_up(actor, claim)
    if must_wait(actor, claim, CoSignKind.FRQ):
        said = f"FRQ of {written(answered_on)}. {in_words(answers)}"
        ask_co_signature(actor, claim, CoSignKind.FRQ, said, frq_id=kept.id)
    refresh_claim(claim)
    if key:
        remember(actor, key, "record_frq", kept.id)
    return kept.id


@command(Permission.CLAIM_COORDINATE)
def void_frq(actor: Actor, claim_id: int, frq_id: int, *, reason: str) -> None:
    """Take an FRQ out that was entered wrongly: it stays readable and counts no longer.

    What was to be done because it was positive is not needed, unless another one is. Complexity
    stays raised: who rates it low again looks at the claim first.
    """
    claim = locked_claim(actor, claim_id)
    kept = in_sight(actor, FrqAnswer, frq_id, FrqAnswer.claim_id == claim.id)
    if kept.voided_at is not None:
        raise RuleBroken("This FRQ is voided already.")
    told = checked_remark(reason, "Enter why it is voided: it stays with the FRQ.", field="reason")
    kept.void_reason = line_of(told)
    kept.voided_at, kept.voided_by_id = clock.now(), actor.staff_id
    db.session.flush()
    withdraw_waiting(actor, claim, CoSignature.frq_id == kept.id)
    if not _is_any_positive(actor, claim):
        _call_off(actor, claim)
    refresh_claim(claim)


def _is_any_positive(actor: Actor, claim: Claim) -> bool:
    rows = db.session.execute(
        visible(actor, FrqAnswer)
        .where(FrqAnswer.claim_id == claim.id, FrqAnswer.voided_at.is_(None))
        .with_only_columns(
            FrqAnswer.q1, FrqAnswer.q2, FrqAnswer.q3_sites, FrqAnswer.q3_low_back_with_leg
        )
    )
    return any(is_positive(Frq(*row)) for row in rows)


def _call_off(actor: Actor, claim: Claim) -> None:
    waiting = db.session.execute(
        visible(actor, Task)
        .where(Task.claim_id == claim.id, Task.title == AFTER_POSITIVE, Task.state.in_(OPEN_STATES))
        .with_only_columns(Task.id)
    )
    for task_id in waiting.scalars().all():
        set_task_not_needed(actor, task_id, reason="The FRQ was voided")


def _follow_up(actor: Actor, claim: Claim) -> None:
    task = new_task(
        actor,
        claim=claim,
        title=AFTER_POSITIVE,
        due_by=add_business_days(actor.on_day, DUE_IN_BUSINESS_DAYS),
        standard_work=StandardWork.RECOVERY,
    )
    db.session.add(task)
