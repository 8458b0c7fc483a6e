"""What is known when a referral is drafted, sent or chased: of its claim, its employer, its steps.

Asked for one claim by commands, and for many by whoever keeps derived tasks, under an open door."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import add_months, pacific_day, written
from ohms.domain.job_descriptions import JobStep
from ohms.domain.referral_tasks import StepFact
from ohms.domain.referrals import ENDED
from ohms.domain.services import SERVICES, About, FromClaim, ServiceFacts, Told
from ohms.domain.stay_at_work import caps_for
from ohms.domain.values import Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.workers import Employer, Worker
from ohms.queries.flagged_texts import entered_from_a_flagged_document
from ohms.queries.guard import unscoped
from ohms.queries.job_descriptions import newest_job
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible


def steps_of_referrals(claim_ids: list[int]) -> Question[dict[int, list[StepFact]]]:
    """Every step of every referral of some claims, by claim, in the order they were taken."""
    (rows,) = yield (_steps_of_referrals(None, claim_ids=claim_ids),)
    found: dict[int, list[StepFact]] = defaultdict(list)
    for claim_id, step_id, referral_id, service, step, at, expected_by in rows:
        found[claim_id].append(
            StepFact(step_id, referral_id, service, step, pacific_day(at), expected_by)
        )
    return found


@prepared
def _steps_of_referrals(_actor: None, *, claim_ids: Any) -> AnySelect:
    return (
        select(
            Referral.claim_id,
            ReferralStepTaken.id,
            Referral.id,
            Referral.service,
            ReferralStepTaken.step,
            ReferralStepTaken.at,
            Referral.expected_by,
        )
        .join(ReferralStepTaken, ReferralStepTaken.referral_id == Referral.id)
        .where(Referral.claim_id.in_(claim_ids))
        .order_by(Referral.id, ReferralStepTaken.at, ReferralStepTaken.id)
    )


def open_referral(claim: Claim, service: Service, *, but: int | None = None) -> int | None:
    """A referral that is not over and would be told twice: of the claim to the same service, for a
    service about employers of the same employer and COHE. Whatever the actor sees: a desk is
    confused by two from two people as by two from one."""
    statement = select(Referral.id).where(
        Referral.service == service,
        Referral.step.not_in(ENDED),
        Referral.id != (but or 0),
    )
    if SERVICES[service].about is About.EMPLOYER:
        statement = statement.where(
            Referral.employer_id == claim.employer_id, Referral.cohe_id == claim.cohe_id
        )
    else:
        statement = statement.where(Referral.claim_id == claim.id)
    with unscoped("referrals that would be doubled"):
        found: int | None = db.session.execute(statement.limit(1)).scalars().first()
    return found


def known_of_claim(actor: Actor, claim: Claim, facts: ServiceFacts) -> dict[str, str]:
    """What a draft's fields begin with; nothing for a service whose fields take nothing from a claim."""
    wanted = {each.name: each.from_claim for each in facts.fields if each.from_claim is not None}
    if not wanted:
        return {}
    known = _known(actor, claim)
    return {name: known[source] for name, source in wanted.items() if known.get(source)}


def told_of(actor: Actor, claim: Claim, employer_id: int, facts: ServiceFacts) -> dict[Told, str]:
    """What is told beside the fields of a service: asked for only where the service is told it."""
    return {each: _TOLD[each](actor, claim, employer_id) for each in facts.told}


def _known(actor: Actor, claim: Claim) -> dict[FromClaim, str]:
    row = db.session.execute(
        visible(actor, ActivityPrescription)
        .where(ActivityPrescription.claim_id == claim.id)
        .order_by(ActivityPrescription.exam_on.desc(), ActivityPrescription.id.desc())
        .limit(1)
        .with_only_columns(
            ActivityPrescription.exam_on,
            ActivityPrescription.restrictions,
            entered_from_a_flagged_document(actor).label("flagged"),
        )
    ).one_or_none()
    known = {
        FromClaim.EMPLOYER_CONTACT: claim.employer_contact or "",
        FromClaim.EMPLOYER_PHONE: claim.employer_phone or "",
    }
    if row is not None and not row.flagged:  # an older one would tell of other restrictions
        known[FromClaim.APF_ON] = row.exam_on.isoformat()
        known[FromClaim.RESTRICTIONS] = row.restrictions or ""
    if (job := newest_job(actor, claim.id)) is not None:
        title, word = job
        known[FromClaim.JOB_DESCRIPTION] = title
        known[FromClaim.JOB_APPROVED] = _APPROVED[word]
    return known


_APPROVED = {JobStep.APPROVED: "yes", JobStep.REJECTED: "no", None: "not_known"}


def _claim(_actor: Actor, claim: Claim, _employer_id: int) -> str:
    return f"{claim.claim_number}, injured on {written(claim.injury_on)}"


def _worker(actor: Actor, claim: Claim, _employer_id: int) -> str:
    names = visible(actor, Worker).where(Worker.id == claim.worker_id)
    row = db.session.execute(names.with_only_columns(Worker.first_name, Worker.last_name)).one()
    return f"{row.first_name} {row.last_name}"


def _employer(_actor: Actor, _claim: Claim, employer_id: int) -> str:
    row: Any = db.session.execute(
        select(Employer.name, Employer.account_id).where(Employer.id == employer_id)
    ).one()
    return f"{row.name}, L&I account {row.account_id}"


def _caps(_actor: Actor, claim: Claim, _employer_id: int) -> str:
    return caps_for(claim.injury_on).said


def _employer_claims(actor: Actor, claim: Claim, employer_id: int) -> str:
    """A figure of the COHE, not of the actor's own sight: it counts what each of them may not open."""
    since = add_months(actor.on_day, -12)
    statement = select(func.count(Claim.id)).where(
        Claim.employer_id == employer_id,
        Claim.cohe_id == claim.cohe_id,
        Claim.initiated_on > since,
        Claim.initiated_on <= actor.on_day,
    )
    with unscoped("the count of an employer's claims"):
        return f"{db.session.execute(statement).scalar_one():,}"


_TOLD = {
    Told.CLAIM: _claim,
    Told.WORKER: _worker,
    Told.EMPLOYER: _employer,
    Told.CAPS: _caps,
    Told.EMPLOYER_CLAIMS: _employer_claims,
}
