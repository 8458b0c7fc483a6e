"""Supervisors confirm or refuse that another provider initiated a claim, or on another day."""

from sqlalchemy import select

from ohms import clock
from ohms.commands.coordinators import assistants_who_saw, pass_tasks_on
from ohms.commands.lingering_sight import let_finish
from ohms.commands.moving_cohes import bring_to_cohe
from ohms.commands.summaries import refresh_claim
from ohms.commands.transfers_between_cohes import check_may_leave
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.rehoming import (
    RehomingDecision,
    RehomingFacts,
    check_asked,
    check_may_be_confirmed,
)
from ohms.domain.transfers import checked_reason
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.feed import FeedChange, RehomingProposal
from ohms.models.providers import Provider, ProviderAssignment
from ohms.queries.answering import coordinator_of
from ohms.queries.claim_sight import in_force
from ohms.queries.guard import unscoped
from ohms.queries.held_claims import held
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.rehoming import facts_of_rehoming

FROM_LNI = "L&I corrected who initiated it"


@command(Permission.REHOMING_DECIDE, across_cohes=True)
def confirm_rehoming(actor: Actor, rehoming_id: int) -> None:
    """Let the claim's initiation be as L&I tells it. Of a claim that goes to another COHE the
    supervisor who gives it confirms first; it goes when the other one confirms too.

    RuleBroken where the actor is not asked, where it was decided, where it cannot be true, and where
    the claim cannot leave its COHE now or nobody would answer for it there.
    """
    proposal, claim = _load(actor, rehoming_id)
    facts = facts_of_rehoming(proposal, claim)
    check_asked(facts, actor.cohes_as(Role.SUPERVISOR))
    check_may_be_confirmed(facts)
    if facts.leaves:
        check_may_leave(claim)
    if facts.leaves and not facts.given:
        proposal.given_by_id, proposal.given_at = actor.staff_id, clock.now()
        return
    with unscoped("a claim goes home to the provider who initiated it"):
        _keep_what_changed(proposal, claim)
        former = coordinator_of(actor, claim)
        claim.initiating_provider_id = proposal.initiating_provider_id
        claim.initiated_on = proposal.initiated_on
        db.session.flush()
        _decide(actor, proposal, RehomingDecision.CONFIRMED)
        _bring_home(actor, claim, facts, former)


@command(Permission.REHOMING_DECIDE, across_cohes=True)
def refuse_rehoming(actor: Actor, rehoming_id: int, reason: str | None) -> None:
    """Leave the claim's initiation as it was, and say why. L&I's same word is not proposed again."""
    proposal, claim = _load(actor, rehoming_id)
    check_asked(facts_of_rehoming(proposal, claim), actor.cohes_as(Role.SUPERVISOR))
    proposal.reason = checked_reason(reason)
    _decide(actor, proposal, RehomingDecision.REFUSED)


def _bring_home(actor: Actor, claim: Claim, facts: RehomingFacts, former: int | None) -> None:
    """The claim counts where it was initiated. Its list follows its provider, unless it was given by
    name in the same COHE."""
    assert facts.to_cohe_id is not None
    if not facts.leaves:
        claim.initiated_cohe_id = None if facts.to_cohe_id == claim.cohe_id else facts.to_cohe_id
        answers = coordinator_of(actor, claim)
        if answers is not None and answers != former:
            pass_tasks_on(actor, claim, former, answers)
            if former is not None:
                let_finish(claim, assistants_who_saw(actor, claim, former), answers, actor.on_day)
        refresh_claim(claim)
        return
    taker = _coordinator_there(actor, claim, facts.to_cohe_id)
    bring_to_cohe(actor, claim, facts.to_cohe_id, taker, FROM_LNI)
    claim.initiated_cohe_id = None


def _coordinator_there(actor: Actor, claim: Claim, cohe_id: int) -> int:
    """Who answers for the provider's claims in the COHE that the claim goes to."""
    assigned = select(ProviderAssignment.staff_id).where(
        ProviderAssignment.provider_id == claim.initiating_provider_id,
        ProviderAssignment.cohe_id == cohe_id,
        in_force(ProviderAssignment, actor),
    )
    taker = db.session.execute(assigned).scalars().first()
    if taker is None:
        raise RuleBroken(
            "That provider has no coordinator in your COHE today. Name one first, under Providers"
            " and their coordinators."
        )
    return taker


def _keep_what_changed(proposal: RehomingProposal, claim: Claim) -> None:
    """Old and new, as for every field of L&I's that changes."""
    names = _names(claim.initiating_provider_id, proposal.initiating_provider_id)
    days = claim.initiated_on.isoformat(), proposal.initiated_on.isoformat()
    for field, (old, new) in (("initiating_provider", names), ("initiated_on", days)):
        if old != new:
            db.session.add(
                FeedChange(
                    run_id=proposal.run_id,
                    claim_id=claim.id,
                    cohe_id=claim.cohe_id,
                    field=field,
                    old=old,
                    new=new,
                )
            )


def _names(*provider_ids: int) -> tuple[str, ...]:
    rows = select(Provider).where(Provider.id.in_(provider_ids))
    found = {each.id: each.name for each in db.session.execute(rows).scalars()}
    return tuple(found[id_] for id_ in provider_ids)


def _decide(actor: Actor, proposal: RehomingProposal, decision: RehomingDecision) -> None:
    proposal.decision = decision.value
    proposal.decided_by_id, proposal.decided_at = actor.staff_id, clock.now()
    db.session.flush()


def _load(actor: Actor, rehoming_id: int) -> tuple[RehomingProposal, Claim]:
    """The proposal and its claim, locked; the claim's supervisor sees it, the taking one not yet."""
    proposal = held_in_sight(actor, RehomingProposal, rehoming_id)
    with unscoped("a claim whose initiation is corrected"):
        claim = db.session.execute(
            held(select(Claim).where(Claim.id == proposal.claim_id))
        ).scalar_one()
    return proposal, claim
