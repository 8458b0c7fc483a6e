"""Our work on a claim ends, rests or goes on: closed with a reason, put on hold, taken up again."""

from ohms.commands.co_signatures import ask_co_signature, must_wait, withdraw_waiting
from ohms.commands.coordinating import set_coordination
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.co_signing import CoSignKind
from ohms.domain.coordination import (
    CloseReason,
    check_may_close,
    check_may_go_on,
    check_may_hold,
    checked_remark,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.queries.scope import visible


@command(Permission.CLAIM_COORDINATE)
def close_coordination(
    actor: Actor, claim_id: int, reason: CloseReason, *, remark: str | None = None, key: str
) -> bool:
    """End our work on a claim; whether it has ended. The same form sent twice does it once.

    An assistant's closing waits for a co-signature by the COHE's setting, and takes effect with it; a
    claim on which time loss is paid an assistant never closes. Open tasks stay with their owners.
    RuleBroken beside `remark`, or without a field.
    """
    claim = locked_claim(actor, claim_id)
    if made_before(actor, key) is not None:
        return claim.coordination is Coordination.CLOSED
    by_assistant = actor.is_assistant_in(claim.cohe_id)
    check_may_close(claim.coordination, by_assistant=by_assistant, time_loss=claim.on_time_loss)
    said = checked_remark(reason, remark)
    if must_wait(actor, claim, CoSignKind.CLOSING):
        _check_none_waits(actor, claim)
        words = reason.value.replace("_", " ").capitalize()
        told = f"{words}. {said}" if said else f"{words}."
        ask_co_signature(actor, claim, CoSignKind.CLOSING, told, close_reason=reason.value)
    else:
        end_coordination(actor, claim, reason)
    remember(actor, key, "close_coordination", claim.id)
    return claim.coordination is Coordination.CLOSED


def end_coordination(actor: Actor, claim: Claim, reason: CloseReason) -> None:
    """Close a loaded claim, as part of the command that calls this."""
    withdraw_waiting(actor, claim, CoSignature.kind == CoSignKind.CLOSING)
    set_coordination(actor, claim, Coordination.CLOSED, reason.value)
    refresh_claim(claim)


@command(Permission.CLAIM_COORDINATE)
def hold_coordination(actor: Actor, claim_id: int) -> None:
    """Let our work on a claim rest: what follows from missing facts is not asked meanwhile."""
    claim = locked_claim(actor, claim_id)
    check_may_hold(claim.coordination)
    claim.watch_until_on = None
    set_coordination(actor, claim, Coordination.ON_HOLD)
    refresh_claim(claim)


@command(Permission.TRIAGE_DECIDE)
def take_up_coordination(actor: Actor, claim_id: int) -> None:
    """Work on a claim again that rests, is watched or was closed; the dates of the former period stay."""
    claim = locked_claim(actor, claim_id)
    check_may_go_on(claim.coordination)
    claim.watch_until_on = None
    set_coordination(actor, claim, Coordination.ACTIVE)
    refresh_claim(claim)


def _check_none_waits(actor: Actor, claim: Claim) -> None:
    waiting = visible(actor, CoSignature).where(
        CoSignature.claim_id == claim.id,
        CoSignature.kind == CoSignKind.CLOSING,
        CoSignature.outcome.is_(None),
    )
    if db.session.execute(waiting.with_only_columns(CoSignature.id)).first() is not None:
        raise RuleBroken("Its closing waits for a co-signature already.")
