"""Calls of people whose claim is not known, not yet here, or not in one's sight: taken down, brought
to their claim, and done with. Who takes a call is never told whether its claim exists."""

from sqlalchemy import func

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.time import held_day
from ohms.commands.time_of_calls import add_minutes_of_call, void_minutes_of_call
from ohms.commands.time_positions import position_for_other
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calls import TakenCall, check_call, told_number
from ohms.domain.claims import as_claim_number
from ohms.domain.errors import RuleBroken
from ohms.domain.retention import check_not_purged
from ohms.domain.time_entries import check_day_total
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CallIntake
from ohms.queries.call_matching import ToldCall, claims_told
from ohms.queries.day_of_work import DayOfWork
from ohms.queries.one_in_sight import only
from ohms.queries.scope import visible

NO_SUCH_CLAIM = "Enter the number of a claim that you see."


@command(Permission.CALL_TAKE)
def take_call(
    actor: Actor, call: TakenCall, *, position_id: int | None = None, key: str | None = None
) -> int:
    """Take a call down in the COHE of the position held that day; its id.

    The claim that it points to is looked for with the same work whether there is one or not, and
    only proposed: whoever answers for it confirms. `position_id` chooses among several positions.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_call(call, actor.on_day)
    worked = held_day(actor, call.performed_on)
    position = position_for_other(worked, call.performed_on, position_id)
    _check_room(actor, call, worked)
    assert actor.staff_id is not None
    number = told_number(call.claim_number)
    told = ToldCall(0, position.cohe_id, number, call.name, call.birth_date)
    row = CallIntake(
        cohe_id=position.cohe_id,
        taken_by_id=actor.staff_id,
        position_id=position.id,
        caller=call.caller,
        call_back=call.call_back or None,
        told_claim_number=number,
        told_name=call.name or None,
        told_birth_date=call.birth_date,
        message=call.message,
        promise=call.promise or None,
        minutes=call.minutes,
        performed_on=call.performed_on,
        taken_at=clock.now(),
        proposed_claim_id=claims_told([told]).get(0),
    )
    db.session.add(row)
    db.session.flush()
    if key:
        remember(actor, key, "take_call", row.id)
    return row.id


@command(Permission.CALL_MATCH)
def match_call(actor: Actor, call_id: int, *, number: str | None = None) -> CallIntake:
    """Say which claim a call belongs to: the one of the number, else the proposed one.

    Its minutes become claim-specific on the day of the call; pressed twice it does nothing more.
    RuleBroken for a call that has another claim, and for a claim that the actor does not see or that
    is of another COHE than the call, alike.
    """
    call = _call(actor, call_id)
    claim = _claim(actor, call, number)
    if call.claim_id == claim.id:
        return call
    if call.claim_id is not None:
        raise RuleBroken("This call has its claim already. Take it off first.")
    entry = add_minutes_of_call(actor, call, claim.id)
    call.claim_id, call.proposed_claim_id = claim.id, None
    call.time_entry_id = entry.id if entry is not None else None
    call.matched_by_id, call.matched_at = actor.staff_id, clock.now()
    return call


@command(Permission.CALL_MATCH)
def refuse_call_proposal(actor: Actor, call_id: int) -> CallIntake:
    """Say that a call does not belong to the proposed claim: it waits for the supervisor then."""
    call = _call(actor, call_id)
    if call.proposed_claim_id is None or not _sees(actor, call.proposed_claim_id):
        raise RuleBroken("No claim is proposed for this call.")
    call.proposed_claim_id, call.proposal_refused_at = None, clock.now()
    return call


@command(Permission.CALL_MATCH)
def unmatch_call(actor: Actor, call_id: int) -> CallIntake:
    """Take a call off its claim: its minutes wait again, and the claim is proposed as before."""
    call = _call(actor, call_id)
    if call.claim_id is None or not _sees(actor, call.claim_id):
        raise RuleBroken("This call has no claim.")
    void_minutes_of_call(actor, call)
    call.proposed_claim_id, call.claim_id = call.claim_id, None
    call.time_entry_id = call.matched_by_id = call.matched_at = None
    return call


@command(Permission.CALL_MATCH)
def finish_call(actor: Actor, call_id: int) -> CallIntake:
    """Nothing is left to do about a call; pressed twice it does nothing."""
    call = _call(actor, call_id)
    if call.done_at is None:
        call.done_at, call.done_by_id = clock.now(), actor.staff_id
    return call


@command(Permission.CALL_MATCH)
def reopen_call(actor: Actor, call_id: int) -> CallIntake:
    """Something is left to do about a call after all."""
    call = _call(actor, call_id)
    call.done_at = call.done_by_id = None
    return call


def _check_room(actor: Actor, call: TakenCall, worked: DayOfWork) -> None:
    """The day has room for these minutes beside those that stand and those of calls that wait."""
    if call.minutes is None:
        return
    assert actor.staff_id is not None
    waiting = db.session.execute(
        visible(actor, CallIntake)
        .where(
            CallIntake.taken_by_id == actor.staff_id,
            CallIntake.performed_on == call.performed_on,
            CallIntake.claim_id.is_(None),
        )
        .with_only_columns(func.coalesce(func.sum(CallIntake.minutes), 0))
    ).scalar_one()
    check_day_total([*worked.others(), waiting or 0], call.minutes)


def _call(actor: Actor, call_id: int) -> CallIntake:
    return only(
        visible(actor, CallIntake)
        .where(CallIntake.id == call_id)
        .with_for_update(of=CallIntake)
        .execution_options(populate_existing=True)
    )


def _claim(actor: Actor, call: CallIntake, number: str | None) -> Claim:
    if number is not None:
        wanted = Claim.claim_number == as_claim_number(number)
    else:
        wanted = Claim.id == (call.claim_id or call.proposed_claim_id)
    claim: Claim | None = db.session.execute(
        visible(actor, Claim).where(wanted, Claim.cohe_id == call.cohe_id)
    ).scalar_one_or_none()
    if claim is None:
        raise RuleBroken(NO_SUCH_CLAIM, field="claim_number")
    check_not_purged(claim.purged_at, field="claim_number")
    return claim


def _sees(actor: Actor, claim_id: int) -> bool:
    seen = visible(actor, Claim).where(Claim.id == claim_id).with_only_columns(Claim.id)
    return db.session.execute(seen).first() is not None
