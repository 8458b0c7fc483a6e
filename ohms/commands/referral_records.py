"""What every command on a referral does: load it with its claim, and put each step on the record."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ohms import clock
from ohms.commands.refusals import Conflict
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.packets import ProducedPacket, check_text_goes
from ohms.domain.referrals import Side, checked_reason, expected_after, sides_of
from ohms.domain.services import SERVICES, About
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import (
    Referral,
    ReferralPacket,
    ReferralStepTaken,
    ReferralVersion,
)
from ohms.queries.flagged_texts import flagged_texts
from ohms.queries.guard import unscoped
from ohms.queries.held_claims import held
from ohms.queries.one_in_sight import only
from ohms.queries.referral_facts import open_referral
from ohms.queries.scope import visible
from ohms.queries.settings import answer_days

OPEN_ON_CLAIM = "A referral to this service is open on the claim already."
OPEN_FOR_EMPLOYER = "A referral to this service is open for the claim's employer already."


def loaded(actor: Actor, referral_id: int, version: int | None) -> tuple[Referral, Claim]:
    """A referral in one's sight and its claim, locked claim first. `version` is what the form was
    filled in over. The claim is for the house's own keeping: a desk does not see it."""
    claim_id = only(
        visible(actor, Referral)
        .where(Referral.id == referral_id)
        .with_only_columns(Referral.claim_id)
    )
    with unscoped("the claim of a referral"):
        claim: Claim = db.session.execute(
            held(select(Claim).where(Claim.id == claim_id))
        ).scalar_one()
    referral: Referral = db.session.execute(
        visible(actor, Referral)
        .where(Referral.id == referral_id)
        .with_for_update(of=Referral)
        .execution_options(populate_existing=True)
    ).scalar_one()
    if version is not None and version != referral.version:
        raise Conflict
    return referral, claim


def sides(actor: Actor, referral: Referral, claim: Claim) -> frozenset[Side]:
    """Ours is the COHE that has the claim today; steps taken before it moved stay the former one's."""
    return sides_of(actor, referral.service, claim.cohe_id)


def newest_version(actor: Actor, referral: Referral) -> ReferralVersion:
    version: ReferralVersion = (
        db.session.execute(
            visible(actor, ReferralVersion)
            .where(ReferralVersion.referral_id == referral.id)
            .order_by(ReferralVersion.number.desc())
            .limit(1)
        )
        .scalars()
        .one()
    )
    return version


def put_version(
    actor: Actor, referral: Referral, claim: Claim, number: int, content: str, *, is_sent: bool
) -> ReferralVersion:
    assert actor.staff_id is not None
    now = clock.now()
    version = ReferralVersion(
        referral_id=referral.id,
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        number=number,
        content=content,
        written_by_id=actor.staff_id,
        written_at=now,
        sent_at=now if is_sent else None,
    )
    db.session.add(version)
    return version


def keep_packet(version: ReferralVersion, packet: ProducedPacket) -> None:
    """Which stored file went out as this version."""
    db.session.flush()
    db.session.add(
        ReferralPacket(
            version_id=version.id,
            referral_id=version.referral_id,
            claim_id=version.claim_id,
            cohe_id=version.cohe_id,
            sha256=packet.sha256,
            size=packet.size,
            media_type=packet.media_type,
            kept_at=clock.now(),
        )
    )


def put_step(
    actor: Actor,
    referral: Referral,
    claim: Claim,
    step: ReferralStep,
    reason: str | None = None,
    expected_by: date | None = None,
) -> None:
    """The referral stands at the step, and the step on its record; the service's next word is expected
    by the day named, else by the days that its COHE has set."""
    referral.step = step
    days = answer_days(claim.cohe_id, referral.service, actor.on_day)
    referral.expected_by = expected_by or expected_after(step, actor.on_day, days)
    flag_modified(referral, "step")  # a step told again is a change too: the version counts it
    db.session.add(
        ReferralStepTaken(
            referral_id=referral.id,
            claim_id=claim.id,
            cohe_id=claim.cohe_id,
            step=step,
            staff_id=actor.staff_id,
            at=clock.now(),
            reason=reason,
        )
    )
    db.session.flush()


def reason_that_goes(
    actor: Actor, claim: Claim, text: str | None, *, needed: bool = True, field: str = "reason"
) -> str | None:
    """A reason that the service reads with the step: without anything flagged as mental health."""
    reason = checked_reason(text, needed=needed, field=field)
    if reason is not None:
        check_text_goes(reason, flagged_texts(actor, claim.id), field=field)
    return reason


def check_none_open(claim: Claim, service: Service, *, but: int | None = None) -> None:
    """Two referrals about the same thing are the commonest way to confuse a desk."""
    if open_referral(claim, service, but=but) is not None:
        of_employer = SERVICES[service].about is About.EMPLOYER
        raise RuleBroken(OPEN_FOR_EMPLOYER if of_employer else OPEN_ON_CLAIM, field="referral")
