"""The steps of a sent referral: answers of the service, asking again, giving what it asks for,
withdrawing, and taking up again. Each stands on the record with who, when and why."""

from datetime import date

from ohms.commands.referral_records import (
    check_none_open,
    loaded,
    put_step,
    reason_that_goes,
    sides,
)
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.referrals import (
    ASKED_AGAIN,
    NEEDS_REASON,
    Side,
    again_from,
    check_awaited,
    check_expected_ahead,
    check_step,
    checked_outcome,
    checked_reason,
)
from ohms.domain.values import ReferralStep
from ohms.models.referrals import Referral

OVER = (ReferralStep.DECLINED, ReferralStep.COMPLETED)


@command(Permission.REFERRAL_ANSWER)
def answer_referral(
    actor: Actor,
    referral_id: int,
    step: ReferralStep,
    *,
    reason: str | None = None,
    outcome: str | None = None,
    version: int | None = None,
) -> Referral:
    """What the service says: by its desk, or entered by a coordinator where it has none.

    A refusal and a question need a reason, an end its outcome.
    """
    referral, claim = loaded(actor, referral_id, version)
    theirs = sides(actor, referral, claim) & {Side.SERVICE}
    check_step(referral.step, step, theirs)
    why = checked_reason(reason, needed=step in NEEDS_REASON)
    told = checked_outcome(outcome, needed=step is ReferralStep.COMPLETED)
    if step in OVER:
        referral.outcome = told
    put_step(actor, referral, claim, step, why)
    refresh_claim(claim)
    return referral


@command(Permission.REFERRAL_DRAFT)
def ask_again(
    actor: Actor,
    referral_id: int,
    *,
    expected_by: date,
    reason: str | None = None,
    version: int | None = None,
) -> Referral:
    """The service was asked what became of it; its word is now expected by another day."""
    referral, claim = loaded(actor, referral_id, version)
    check_awaited(referral.step)
    check_expected_ahead(expected_by, actor.on_day)
    why = reason_that_goes(actor, claim, reason, needed=False)
    put_step(
        actor,
        referral,
        claim,
        referral.step,
        f"{ASKED_AGAIN}: {why}" if why else ASKED_AGAIN,
        expected_by,
    )
    refresh_claim(claim)
    return referral


@command(Permission.REFERRAL_SEND)
def give_information(
    actor: Actor, referral_id: int, *, reason: str, version: int | None = None
) -> Referral:
    """What the service asked for, in words: its turn again."""
    referral, claim = loaded(actor, referral_id, version)
    if referral.step is not ReferralStep.NEEDS_INFORMATION:
        check_step(referral.step, ReferralStep.NEEDS_INFORMATION, ())
    check_step(referral.step, ReferralStep.SENT, sides(actor, referral, claim))
    put_step(actor, referral, claim, ReferralStep.SENT, reason_that_goes(actor, claim, reason))
    refresh_claim(claim)
    return referral


@command(Permission.REFERRAL_SEND)
def withdraw_referral(
    actor: Actor, referral_id: int, *, reason: str, version: int | None = None
) -> Referral:
    """No longer wanted, and why; a draft is withdrawn too, nothing is deleted."""
    referral, claim = loaded(actor, referral_id, version)
    check_step(referral.step, ReferralStep.WITHDRAWN, sides(actor, referral, claim))
    put_step(actor, referral, claim, ReferralStep.WITHDRAWN, reason_that_goes(actor, claim, reason))
    refresh_claim(claim)
    return referral


@command(Permission.REFERRAL_ANSWER)
def reopen_referral(
    actor: Actor, referral_id: int, *, reason: str, version: int | None = None
) -> Referral:
    """An ended referral is taken up again by a counter-step: withdrawn by the COHE, declined or
    completed by the service."""
    referral, claim = loaded(actor, referral_id, version)
    was_sent = referral.sent_at is not None
    step = again_from(referral.step, was_sent=was_sent, sides=sides(actor, referral, claim))
    check_none_open(claim, referral.service, but=referral.id)
    referral.outcome = None
    put_step(actor, referral, claim, step, reason_that_goes(actor, claim, reason))
    refresh_claim(claim)
    return referral
