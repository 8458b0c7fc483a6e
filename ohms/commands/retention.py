"""Legal holds, and the two steps before a purge: the supervisor asks, the privacy officer decides."""

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.claims import normal_claim_number
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.retention import (
    MOST_CLAIMS,
    RecordClass,
    check_decision,
    check_not_purged,
    checked_reason,
    rested_before,
    state_of,
)
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.retention import LegalHold, Purge, PurgeClaim
from ohms.queries.guard import unscoped
from ohms.queries.legal_holds import claim_to_hold, is_held
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.retention import resting
from ohms.queries.settings import retention_years


@command(Permission.LEGAL_HOLD)
def place_hold(
    actor: Actor, cohe_id: int, number: str, reason: str | None, *, key: str | None = None
) -> int:
    """Hold a claim's records: nothing of it is purged while the hold stands. The same form sent twice
    holds once. RuleBroken beside `claim_number` or `reason`."""
    if cohe_id not in actor.cohes_as(Role.PRIVACY_OFFICER):
        raise NotFound
    if key and (made := made_before(actor, key)) is not None:
        return made
    why = checked_reason(reason)
    claim = claim_to_hold(actor, cohe_id, normal_claim_number(number))
    if claim is None:
        raise RuleBroken("Your COHE has no claim of this number.", field="claim_number")
    claim_id, purged_at = claim
    check_not_purged(purged_at, field="claim_number")
    if is_held(actor, claim_id):
        raise RuleBroken("A hold stands on this claim already.", field="claim_number")
    hold = LegalHold(
        claim_id=claim_id,
        cohe_id=cohe_id,
        reason=why,
        placed_by_id=actor.staff_id,
        placed_at=clock.now(),
    )
    db.session.add(hold)
    db.session.flush()
    if key:
        remember(actor, key, "place_hold", hold.id)
    return hold.id


@command(Permission.LEGAL_HOLD)
def lift_hold(actor: Actor, hold_id: int, reason: str | None) -> LegalHold:
    """End a hold with a reason. RuleBroken for one that is lifted."""
    hold = held_in_sight(actor, LegalHold, hold_id)
    if hold.lifted_at is not None:
        raise RuleBroken("This hold is lifted already.")
    hold.lift_reason = checked_reason(reason)
    hold.lifted_by_id, hold.lifted_at = actor.staff_id, clock.now()
    return hold


@command(Permission.PURGE_ASK)
def ask_for_purge(
    actor: Actor,
    cohe_id: int,
    record_class: RecordClass,
    reason: str | None,
    *,
    key: str | None = None,
) -> int:
    """Name the claims of a supervised COHE whose records of a class are old enough, at most 500, for the
    privacy officer to decide. RuleBroken where none is, or without a reason."""
    check_supervises(actor, cohe_id)
    if key and (made := made_before(actor, key)) is not None:
        return made
    why = checked_reason(reason)
    before = rested_before(actor.on_day, retention_years(cohe_id, record_class, actor.on_day))
    with unscoped("every claim that is old enough, restricted ones too"):
        named = list(
            db.session.execute(resting(cohe_id, record_class, before).limit(MOST_CLAIMS)).scalars()
        )
    if not named:
        raise RuleBroken("No claim's records are old enough for this.", field="record_class")
    purge = Purge(
        cohe_id=cohe_id,
        record_class=record_class,
        rested_before_on=before,
        reason=why,
        asked_by_id=actor.staff_id,
        asked_at=clock.now(),
    )
    db.session.add(purge)
    db.session.flush()
    db.session.add_all(
        PurgeClaim(purge_id=purge.id, claim_id=claim_id, cohe_id=cohe_id) for claim_id in named
    )
    if key:
        remember(actor, key, "ask_for_purge", purge.id)
    return purge.id


@command(Permission.PURGE_DECIDE)
def approve_purge(actor: Actor, purge_id: int) -> Purge:
    """Let `ohms nightly` delete what the purge names. RuleBroken for who asked for it."""
    purge = _to_decide(actor, purge_id)
    purge.decided_by_id, purge.approved_at = actor.staff_id, clock.now()
    return purge


@command(Permission.PURGE_DECIDE)
def refuse_purge(actor: Actor, purge_id: int) -> Purge:
    """Everything stays; it may be asked for again."""
    purge = _to_decide(actor, purge_id)
    purge.decided_by_id, purge.refused_at = actor.staff_id, clock.now()
    return purge


def _to_decide(actor: Actor, purge_id: int) -> Purge:
    purge = held_in_sight(actor, Purge, purge_id)
    state = state_of(purge.approved_at, purge.refused_at, purge.carried_out_at)
    check_decision(state, purge.asked_by_id, actor.staff_id)
    return purge
