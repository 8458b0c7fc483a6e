"""One referral as its page shows it: what it says, what it said before, its steps, what may be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from ohms.domain.actor import Actor
from ohms.domain.referral_content import ContentLine, Ready, checklist, lines_of, read_content
from ohms.domain.referrals import (
    AGAIN,
    AWAITED,
    UNDER_WAY,
    Side,
    answers_to,
    is_silent,
    next_steps,
    sides_of,
)
from ohms.domain.services import SERVICES, ServiceFacts
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral, ReferralStepTaken, ReferralVersion
from ohms.models.staff import StaffMember
from ohms.queries.one_in_sight import only, only_row
from ohms.queries.referral_facts import told_of
from ohms.queries.scope import sees, visible
from ohms.queries.stay_at_work import UsedOfCaps, used_of_caps


class StepShown(NamedTuple):
    step: ReferralStep
    at: datetime
    who: str | None
    reason: str | None


class VersionShown(NamedTuple):
    number: int
    content: str
    who: str
    written_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReferralDetails:
    """`lines` are the newest version's, with what the one before said otherwise; `earlier` those of
    each version before it, as they were sent."""

    referral: Referral
    claim: Claim
    facts: ServiceFacts
    fields: dict[str, str]
    lines: list[ContentLine]
    earlier: list[tuple[VersionShown, list[ContentLine]]]
    newest: VersionShown
    steps: list[StepShown]
    ready: list[Ready]
    sides: frozenset[Side]
    silent: bool
    used: UsedOfCaps | None
    """Of Stay at Work alone, once it was sent."""

    @property
    def is_ready(self) -> bool:
        return all(each.holds for each in self.ready)

    @property
    def is_draft(self) -> bool:
        return self.referral.step is ReferralStep.DRAFT

    @property
    def awaited(self) -> bool:
        return self.referral.step in AWAITED

    @property
    def may_update(self) -> bool:
        return Side.COHE in self.sides and self.referral.step in UNDER_WAY

    @property
    def answers(self) -> list[ReferralStep]:
        """What the actor may enter as the service's word."""
        return answers_to(self.referral.step, self.sides)

    @property
    def may_withdraw(self) -> bool:
        return ReferralStep.WITHDRAWN in next_steps(self.referral.step, self.sides)

    @property
    def may_reopen(self) -> bool:
        again = AGAIN.get(self.referral.step)
        return again is not None and again[1] in self.sides


def referral_details(actor: Actor, referral_id: int) -> ReferralDetails:
    """NotFound where the actor does not see the referral or its claim."""
    referral, claim = _found(actor, referral_id)
    facts = SERVICES[referral.service]
    versions = versions_of(actor, referral_id)
    contents = [read_content(version.content) for version in versions]
    if referral.step is ReferralStep.DRAFT:
        told = told_of(actor, claim, referral.employer_id, facts)
        contents[-1] |= {f"told_{name.value}": said for name, said in told.items()}
    previous = contents[-2] if len(contents) > 1 else None
    return ReferralDetails(
        referral=referral,
        claim=claim,
        facts=facts,
        fields={each.name: contents[-1].get(each.name, "") for each in facts.fields},
        lines=lines_of(facts, contents[-1], previous),
        earlier=[
            (version, lines_of(facts, content))
            for version, content in zip(versions[:-1], contents[:-1], strict=True)
        ][::-1],
        newest=versions[-1],
        steps=steps_of(actor, referral_id),
        ready=checklist(facts, contents[-1], claim.fund),
        sides=sides_of(actor, referral.service, claim.cohe_id),
        silent=is_silent(referral.step, referral.expected_by, actor.on_day),
        used=used_of_caps(referral) if _has_caps(referral) else None,
    )


def _has_caps(referral: Referral) -> bool:
    return referral.service is Service.STAY_AT_WORK and referral.sent_at is not None


def _found(actor: Actor, referral_id: int) -> tuple[Referral, Claim]:
    row: Any = only_row(
        visible(actor, Referral)
        .where(Referral.id == referral_id)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(sees(actor, Claim))
        .with_only_columns(Referral, Claim)
    )
    return row.Referral, row.Claim


def versions_of(actor: Actor, referral_id: int) -> list[VersionShown]:
    """What it said, the first version first."""
    rows = db.session.execute(
        visible(actor, ReferralVersion)
        .where(ReferralVersion.referral_id == referral_id)
        .join(StaffMember, StaffMember.id == ReferralVersion.written_by_id)
        .with_only_columns(
            ReferralVersion.number,
            ReferralVersion.content,
            StaffMember.name,
            ReferralVersion.written_at,
            ReferralVersion.sent_at,
        )
        .order_by(ReferralVersion.number)
    )
    return [VersionShown(*row) for row in rows]


def steps_of(actor: Actor, referral_id: int) -> list[StepShown]:
    """Every step that it took, in order."""
    rows = db.session.execute(
        visible(actor, ReferralStepTaken)
        .where(ReferralStepTaken.referral_id == referral_id)
        .outerjoin(StaffMember, StaffMember.id == ReferralStepTaken.staff_id)
        .with_only_columns(
            ReferralStepTaken.step,
            ReferralStepTaken.at,
            StaffMember.name,
            ReferralStepTaken.reason,
        )
        .order_by(ReferralStepTaken.at, ReferralStepTaken.id)
    )
    return [StepShown(*row) for row in rows]


def service_of(actor: Actor, referral_id: int) -> Service:
    """Which service's fields a referral has; NotFound outside one's sight."""
    return only(
        visible(actor, Referral)
        .where(Referral.id == referral_id)
        .with_only_columns(Referral.service)
    )
