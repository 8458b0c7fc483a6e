"""The decision of triage on one claim: work on it, watch it, leave it alone, or give it to the
assistant. No decision is final: the next one takes its place, and both stay."""

from datetime import date

from sqlalchemy import select

from ohms import clock
from ohms.commands.coordinating import set_coordination
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import claim_numbered
from ohms.commands.no_longer_low import take_back_from_low
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.complexity import check_may_be_low
from ohms.domain.errors import RuleBroken
from ohms.domain.triage import (
    NOT_NEEDED,
    TriageChoice,
    check_may_be_triaged,
    checked_no_action_reason,
    checked_watch_until,
)
from ohms.domain.values import Complexity, Coordination
from ohms.extensions import db
from ohms.models.claims import Claim, TriageDecision
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment
from ohms.queries.claim_sight import in_force
from ohms.queries.triage import LineToDecide, triage_by_number
from ohms.queries.triage_decisions import reasons_as_kept


@command(Permission.TRIAGE_DECIDE)
def decide_triage(
    actor: Actor,
    number: str,
    *,
    decision: TriageChoice,
    watch_until: date | None = None,
    reason: str | None = None,
    key: str | None = None,
) -> int:
    """Decide on a claim that the actor sees, with the score and the reasons as they stand now; the
    decision's id. The same form sent twice decides once.

    Raises NotFound, and RuleBroken beside `decision` (the assistant cannot have it), `watch_until`
    or `reason`, or without a field where our work on the claim has ended otherwise.
    """
    if key and (earlier := made_before(actor, key)) is not None:
        return earlier
    claim = claim_numbered(actor, number)
    seen = triage_by_number(actor, claim.claim_number)
    check_may_be_triaged(claim.coordination, claim.close_reason, reopened=seen.reopened)
    if decision is TriageChoice.GIVE_TO_ASSISTANT:
        check_may_be_low(seen.obstacles, field="decision")
        _check_has_assistant(actor, claim)
    made = _keep(actor, claim, seen, decision, watch_until, reason)
    _coordinate(actor, claim, made)
    _rate(actor, claim, seen, decision)
    refresh_claim(claim)
    if key:
        remember(actor, key, "decide_triage", made.id)
    return made.id


def _keep(
    actor: Actor,
    claim: Claim,
    seen: LineToDecide,
    decision: TriageChoice,
    watch_until: date | None,
    reason: str | None,
) -> TriageDecision:
    watching = decision is TriageChoice.WATCH
    leaving = decision is TriageChoice.NO_ACTION
    assert actor.staff_id is not None
    kept = TriageDecision(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        score=seen.score,
        reasons=reasons_as_kept(seen.reasons),
        decision=decision.value,
        reason=checked_no_action_reason(reason) if leaving else None,
        watch_until_on=checked_watch_until(watch_until, actor.on_day) if watching else None,
        decided_by_id=actor.staff_id,
        decided_at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _coordinate(actor: Actor, claim: Claim, made: TriageDecision) -> None:
    """Bring the claim's coordination to what was decided."""
    claim.watch_until_on = made.watch_until_on
    if made.decision == TriageChoice.WATCH:
        set_coordination(actor, claim, Coordination.WATCHING)
    elif made.decision == TriageChoice.NO_ACTION:
        set_coordination(actor, claim, Coordination.CLOSED, NOT_NEEDED)
    else:
        set_coordination(actor, claim, Coordination.ACTIVE)


def _rate(actor: Actor, claim: Claim, seen: LineToDecide, decision: TriageChoice) -> None:
    """Low for the assistant; not rated any more once triage takes a claim back from them."""
    if decision is TriageChoice.GIVE_TO_ASSISTANT:
        claim.complexity = Complexity.LOW
    elif seen.last is not None and seen.last.choice is TriageChoice.GIVE_TO_ASSISTANT:
        take_back_from_low(actor, claim, "triage took it back")


def _check_has_assistant(actor: Actor, claim: Claim) -> None:
    """Assistants work under one named coordinator: the claim's must have one today."""
    coordinator = (
        claim.assigned_to_id
        or db.session.execute(
            select(ProviderAssignment.staff_id).where(
                ProviderAssignment.provider_id == claim.initiating_provider_id,
                ProviderAssignment.cohe_id == claim.cohe_id,
                in_force(ProviderAssignment, actor),
            )
        ).scalar_one_or_none()
    )
    assistants = select(AssistantAssignment.id).where(
        AssistantAssignment.coordinator_id == coordinator, in_force(AssistantAssignment, actor)
    )
    if db.session.execute(assistants).first() is None:
        raise RuleBroken("No assistant works under this claim's coordinator.", field="decision")
