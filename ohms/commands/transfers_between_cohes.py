"""A claim handed to another COHE: proposed by the supervisor who gives, accepted by the one who takes
and names the coordinator."""

from sqlalchemy import select

from ohms import clock
from ohms.commands.locked_claim import locked_claim
from ohms.commands.moving_cohes import bring_to_cohe
from ohms.commands.transfers import decide_offer
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.transfers import TransferDecision, check_waits, checked_reason
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.transfers import ClaimTransfer
from ohms.queries.answering import coordinator_of
from ohms.queries.guard import unscoped
from ohms.queries.held_claims import held
from ohms.queries.notes_to_co_sign import is_waited_on
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.people import coordinators_of

WAITING_NOTES = "Notes or entries on it wait for a co-signature. Have them signed first."


@command(Permission.CLAIM_ASSIGN)
def propose_transfer(
    actor: Actor, claim_id: int, *, to_cohe_id: int | None, reason: str | None
) -> int:
    """Propose a claim of the COHE that one supervises to another COHE; the offer's id.

    Its supervisor sees the number and the reason, nothing else of the claim, until they accept.
    Raises RuleBroken beside `to_cohe` or `reason`, and for a claim that is restricted, was combined,
    is offered already, or has notes that wait for a co-signature.
    """
    claim = locked_claim(actor, claim_id)
    if claim.cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise RuleBroken("Only a supervisor of its COHE proposes it to another one.")
    words = checked_reason(reason)
    check_may_leave(claim)
    if to_cohe_id == claim.cohe_id or not _is_cohe(to_cohe_id):
        raise RuleBroken("Choose another COHE.", field="to_cohe")
    assert actor.staff_id is not None
    transfer = ClaimTransfer(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        claim_number=claim.claim_number,
        from_staff_id=coordinator_of(actor, claim),
        to_cohe_id=to_cohe_id,
        from_on=actor.on_day,
        reason=words,
        offered_by_id=actor.staff_id,
        offered_at=clock.now(),
    )
    db.session.add(transfer)
    db.session.flush()
    return transfer.id


@command(Permission.CLAIM_ASSIGN, across_cohes=True)
def accept_from_cohe(actor: Actor, transfer_id: int, *, to_staff_id: int | None) -> None:
    """Take a claim into the COHE that one supervises, where the named coordinator answers for it
    from today. Pressed twice by one person: accepted once."""
    transfer = _to_answer(actor, transfer_id)
    if transfer.decision is TransferDecision.ACCEPTED:
        return
    check_waits(transfer.decision)
    if to_staff_id not in dict(coordinators_of(actor, [transfer.to_cohe_id])):
        raise RuleBroken("Choose the coordinator who takes it over.", field="to")
    claim = _claim_of(transfer)
    check_may_leave(claim, answered=transfer.id)
    transfer.to_staff_id = to_staff_id
    decide_offer(actor, transfer, TransferDecision.ACCEPTED)
    assert to_staff_id is not None
    bring_to_cohe(actor, claim, transfer.to_cohe_id, to_staff_id, transfer.reason)


@command(Permission.CLAIM_ASSIGN, across_cohes=True)
def decline_from_cohe(actor: Actor, transfer_id: int, *, reason: str | None) -> None:
    """Leave a claim where it is, and say why."""
    transfer = _to_answer(actor, transfer_id)
    check_waits(transfer.decision)
    transfer.answer = checked_reason(reason)
    decide_offer(actor, transfer, TransferDecision.DECLINED)


def _to_answer(actor: Actor, transfer_id: int) -> ClaimTransfer:
    """What was proposed to a COHE that the actor supervises, locked."""
    transfer = held_in_sight(actor, ClaimTransfer, transfer_id)
    between = transfer.cohe_id != transfer.to_cohe_id
    if not between or transfer.to_cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise RuleBroken("It was not proposed to a COHE that you supervise.")
    return transfer


def _claim_of(transfer: ClaimTransfer) -> Claim:
    """The claim itself, which who accepts does not see yet."""
    with unscoped("a claim offered to another COHE"):
        return db.session.execute(
            held(select(Claim).where(Claim.id == transfer.claim_id))
        ).scalar_one()


def check_may_leave(claim: Claim, *, answered: int | None = None) -> None:
    """Refuse to give away a claim that is restricted, combined, offered already, or has notes that
    wait for a co-signature."""
    if claim.restricted:
        raise RuleBroken("It is restricted to named people of this COHE. Lift that first.")
    if claim.combined_into_id is not None:
        raise RuleBroken("L&I combined it into another claim: hand that one over.")
    with unscoped("what keeps a claim in its COHE"):
        offered = select(ClaimTransfer.id).where(
            ClaimTransfer.claim_id == claim.id, ClaimTransfer.decision.is_(None)
        )
        if set(db.session.execute(offered).scalars()) - {answered}:
            raise RuleBroken("It is offered to somebody already.")
        if is_waited_on(claim.id):
            raise RuleBroken(WAITING_NOTES)


def _is_cohe(cohe_id: int | None) -> bool:
    found = select(Cohe.id).where(Cohe.id == cohe_id)
    return cohe_id is not None and db.session.execute(found).first() is not None
