"""Referrals begin as drafts; sending them is a step of its own."""

from ohms import clock
from ohms.domain.access import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral, ReferralStepTaken, ReferralVersion
from ohms.queries.scope import visible

ENDED = (ReferralStep.DECLINED, ReferralStep.COMPLETED, ReferralStep.WITHDRAWN)


def draft_from_note(actor: Actor, claim: Claim, service: Service) -> Referral:
    """Begin a referral of a loaded claim, as part of the command that calls this.

    RuleBroken when one to the same service is open already: the commonest way to confuse a desk.
    """
    _check_none_open(actor, claim, service)
    assert actor.staff_id is not None
    now = clock.now()
    referral = Referral(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        employer_id=claim.employer_id,
        service=service,
        drafted_by_id=actor.staff_id,
        drafted_at=now,
    )
    db.session.add(referral)
    db.session.flush()
    whose = {"referral_id": referral.id, "claim_id": claim.id, "cohe_id": claim.cohe_id}
    db.session.add(
        ReferralStepTaken(**whose, step=ReferralStep.DRAFT, staff_id=actor.staff_id, at=now)
    )
    db.session.add(
        ReferralVersion(
            **whose, number=1, content="{}", written_by_id=actor.staff_id, written_at=now
        )
    )
    return referral


def _check_none_open(actor: Actor, claim: Claim, service: Service) -> None:
    statement = visible(actor, Referral).where(
        Referral.claim_id == claim.id,
        Referral.service == service,
        Referral.step.not_in(ENDED),
    )
    if db.session.execute(statement.limit(1)).first() is not None:
        raise RuleBroken(
            "A referral to this service is open on the claim already.", field="referral"
        )
