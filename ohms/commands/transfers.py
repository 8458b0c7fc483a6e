"""Claims handed over: offered to a colleague, accepted, declined, withdrawn; given by a supervisor."""

from collections.abc import Sequence
from datetime import date

from ohms import clock
from ohms.commands.coordinators import hand_over
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.transfers import (
    TransferDecision,
    check_has_begun,
    check_not_too_many,
    check_waits,
    checked_from,
    checked_reason,
)
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.transfers import ClaimTransfer
from ohms.queries.answering import coordinator_of
from ohms.queries.held_claims import held
from ohms.queries.one_in_sight import held_in_sight, only_row
from ohms.queries.scope import visible
from ohms.queries.transferable import refusals_of, transferable_claims


@command(Permission.CLAIM_HAND_OVER)
def offer_claims(
    actor: Actor,
    claim_ids: Sequence[int],
    *,
    to_staff_id: int | None,
    reason: str | None,
    from_on: date | None = None,
    key: str | None = None,
) -> int:
    """Offer claims to a coordinator of their COHE; how many were offered.

    One's own, or any of the COHE that one supervises. A claim that cannot be offered does not keep
    the others. Raises RuleBroken beside `to`, `reason` or `from_on`, or when none can be offered.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    words, day = checked_reason(reason), checked_from(from_on, actor.on_day)
    offered = [
        offer_claim(actor, claim, to_staff_id, words, day)
        for claim in _may_go(actor, claim_ids, to_staff_id)
    ]
    db.session.flush()
    if key:
        remember(actor, key, "offer_claims", len(offered))
    return len(offered)


@command(Permission.CLAIM_ASSIGN)
def assign_claims(
    actor: Actor,
    claim_ids: Sequence[int],
    *,
    to_staff_id: int | None,
    reason: str | None,
    key: str | None = None,
) -> int:
    """Give claims of the COHE that one supervises to a coordinator from today, who is not asked; how
    many. What is refused is refused as `offer_claims` says."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    words = checked_reason(reason)
    given = _may_go(actor, claim_ids, to_staff_id)
    for claim in given:
        assert to_staff_id is not None
        give_claim(actor, claim, to_staff_id, words)
    if key:
        remember(actor, key, "assign_claims", len(given))
    return len(given)


@command(Permission.CLAIM_HAND_OVER)
def accept_transfer(actor: Actor, transfer_id: int) -> None:
    """Take over a claim that was offered to the actor: it is theirs from today, tasks and all.

    Raises NotFound out of sight, RuleBroken for what was offered to somebody else, before the day of
    the offer and after an answer. Pressed twice by one person: accepted once.
    """
    claim = _claim_offered(actor, transfer_id)
    transfer = _offered_to(actor, transfer_id)
    if transfer.decision is TransferDecision.ACCEPTED:
        return
    check_waits(transfer.decision)
    check_has_begun(transfer.from_on, actor.on_day)
    decide_offer(actor, transfer, TransferDecision.ACCEPTED)
    assert actor.staff_id is not None
    hand_over(actor, claim, actor.staff_id, transfer.reason)


@command(Permission.CLAIM_HAND_OVER)
def decline_transfer(actor: Actor, transfer_id: int, *, reason: str | None) -> None:
    """Leave a claim that was offered to the actor where it is, and say why."""
    transfer = _offered_to(actor, transfer_id)
    check_waits(transfer.decision)
    transfer.answer = checked_reason(reason)
    decide_offer(actor, transfer, TransferDecision.DECLINED)


@command(Permission.CLAIM_HAND_OVER)
def withdraw_transfer(actor: Actor, transfer_id: int) -> None:
    """Take back an offer that waits: by who made it, or a supervisor of the COHE that gives."""
    transfer = held_in_sight(actor, ClaimTransfer, transfer_id)
    supervises = transfer.cohe_id in actor.cohes_as(Role.SUPERVISOR)
    if transfer.offered_by_id != actor.staff_id and not supervises:
        raise RuleBroken("Only who offered it, or their supervisor, takes it back.")
    if transfer.decision is TransferDecision.WITHDRAWN:
        return
    check_waits(transfer.decision)
    decide_offer(actor, transfer, TransferDecision.WITHDRAWN)


def give_claim(actor: Actor, claim: Claim, to_staff_id: int, reason: str) -> None:
    """A loaded claim is somebody's from today, as part of the command that calls this."""
    record_given(actor, claim, to_staff_id, reason)
    hand_over(actor, claim, to_staff_id, reason)


def record_given(actor: Actor, claim: Claim, to_staff_id: int, reason: str) -> None:
    """That it went to somebody who was not asked stands among what was offered and accepted."""
    transfer = offer_claim(actor, claim, to_staff_id, reason, actor.on_day)
    decide_offer(actor, transfer, TransferDecision.ACCEPTED)


def _may_go(actor: Actor, claim_ids: Sequence[int], to_staff_id: int | None) -> list[Claim]:
    claims, refusals = who_may_go(actor, claim_ids, to_staff_id)
    return [claim for claim in claims if claim.id not in refusals]


def who_may_go(
    actor: Actor, claim_ids: Sequence[int], to_staff_id: int | None
) -> tuple[list[Claim], dict[int, str]]:
    """The claims, locked in one order, and why some of them may not go to somebody; RuleBroken when none
    may."""
    check_not_too_many(len(set(claim_ids)))
    if to_staff_id is None:
        raise RuleBroken("Choose who takes them over.", field="to")
    claims = _held(actor, claim_ids)
    if not claims:
        raise NotFound
    listed = transferable_claims(actor, [claim.id for claim in claims])
    refusals = refusals_of(actor, listed, to_staff_id)
    if len(refusals) == len(listed):
        raise RuleBroken(refusals[listed[0].id], field="to")
    return claims, refusals


def offer_claim(
    actor: Actor, claim: Claim, to_staff_id: int | None, reason: str, day: date
) -> ClaimTransfer:
    """An offer of a loaded claim, as part of the command that calls this."""
    assert actor.staff_id is not None
    transfer = ClaimTransfer(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        claim_number=claim.claim_number,
        from_staff_id=coordinator_of(actor, claim),
        to_cohe_id=claim.cohe_id,
        to_staff_id=to_staff_id,
        from_on=day,
        reason=reason,
        offered_by_id=actor.staff_id,
        offered_at=clock.now(),
    )
    db.session.add(transfer)
    return transfer


def decide_offer(actor: Actor, transfer: ClaimTransfer, decision: TransferDecision) -> None:
    """What became of an offer, said by the actor now."""
    transfer.decision = decision
    transfer.decided_by_id, transfer.decided_at = actor.staff_id, clock.now()
    db.session.flush()


def _claim_offered(actor: Actor, transfer_id: int) -> Claim:
    """The claim of an offer to the actor, locked before the offer itself."""
    told = only_row(
        visible(actor, ClaimTransfer)
        .where(ClaimTransfer.id == transfer_id)
        .with_only_columns(ClaimTransfer.claim_id, ClaimTransfer.to_staff_id)
    )
    _check_offered_to(actor, told.to_staff_id)
    return locked_claim(actor, told.claim_id)


def _offered_to(actor: Actor, transfer_id: int) -> ClaimTransfer:
    transfer = held_in_sight(actor, ClaimTransfer, transfer_id)
    _check_offered_to(actor, transfer.to_staff_id)
    return transfer


def _check_offered_to(actor: Actor, staff_id: int | None) -> None:
    if staff_id != actor.staff_id:
        raise RuleBroken("It was offered to somebody else.")


def _held(actor: Actor, claim_ids: Sequence[int]) -> list[Claim]:
    claims = visible(actor, Claim).where(Claim.id.in_(set(claim_ids))).order_by(Claim.id)
    return list(db.session.execute(held(claims)).scalars())
