"""One referral as its desk sees it. Nothing of a claim is asked but what it used of the caps: a desk
knows what a referral's content tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.referral_content import ContentLine, called, lines_of, read_content
from ohms.domain.referrals import (
    AGAIN,
    UNDER_WAY,
    Side,
    answers_to,
    is_asking_after,
)
from ohms.domain.services import SERVICES, ServiceFacts
from ohms.domain.stay_at_work import TELLS_USE
from ohms.domain.values import ReferralStep, Service
from ohms.models.cohes import Cohe
from ohms.models.referrals import Referral
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer
from ohms.queries.desk_queue import Queue, late_by, of_a_desk
from ohms.queries.one_in_sight import only_row
from ohms.queries.referral_details import StepShown, VersionShown, steps_of, versions_of
from ohms.queries.scope import visible
from ohms.queries.stay_at_work import UsedOfCaps, used_of_caps


@dataclass(frozen=True, slots=True)
class DeskDetails:
    """A referral as its desk sees it: `lines` are the newest version's, with what the one before said
    otherwise."""

    referral: Referral
    cohe: str
    employer: str
    about: str
    officer: str | None
    facts: ServiceFacts
    lines: list[ContentLine]
    versions: list[VersionShown]
    steps: list[StepShown]
    is_mine: bool
    may_take: bool
    used: UsedOfCaps | None
    """Of Stay at Work alone."""

    @property
    def answers(self) -> list[ReferralStep]:
        return answers_to(self.referral.step, frozenset({Side.SERVICE}))

    @property
    def may_complete(self) -> bool:
        return ReferralStep.COMPLETED in self.answers

    @property
    def may_decline(self) -> bool:
        return ReferralStep.DECLINED in self.answers

    @property
    def queue(self) -> Queue:
        """Where its officer finds it again."""
        if not self.is_open:
            return Queue.OVER
        return Queue.MINE if self.is_mine else Queue.OPEN

    def late_by(self, today: date) -> int | None:
        return late_by(self.referral.step, self.referral.expected_by, today)

    @property
    def is_open(self) -> bool:
        return self.referral.step in UNDER_WAY

    @property
    def may_tell_use(self) -> bool:
        return self.used is not None and self.referral.step in TELLS_USE

    @property
    def may_reopen(self) -> bool:
        again = AGAIN.get(self.referral.step)
        return again is not None and again[1] is Side.SERVICE


def desk_details(actor: Actor, referral_id: int) -> DeskDetails:
    """NotFound where it was not sent to a desk of the actor, or has left it."""
    sender = aliased(StaffMember)
    row = only_row(
        visible(actor, Referral)
        .join(Cohe, Cohe.id == Referral.cohe_id)
        .join(Employer, Employer.id == Referral.employer_id)
        .outerjoin(StaffMember, StaffMember.id == Referral.officer_id)
        .outerjoin(sender, sender.id == Referral.sent_by_id)
        .where(Referral.id == referral_id, of_a_desk(actor))
        .with_only_columns(
            Referral,
            Cohe.name.label("cohe"),
            Employer.name.label("employer"),
            StaffMember.name.label("officer"),
            StaffMember.active.label("in_service"),
            sender.name.label("sender"),
        )
    )
    referral: Referral = row.Referral
    facts = SERVICES[referral.service]
    versions = [each for each in versions_of(actor, referral_id) if each.sent_at is not None]
    contents = [read_content(version.content) for version in versions]
    return DeskDetails(
        referral=referral,
        cohe=row.cohe,
        employer=row.employer,
        about=called(facts, contents[-1]),
        officer=row.officer,
        facts=facts,
        lines=lines_of(facts, contents[-1], contents[-2] if len(contents) > 1 else None),
        versions=_as_sent(versions, row.sender)[::-1],
        steps=_shared(steps_of(actor, referral_id)),
        is_mine=referral.officer_id == actor.staff_id,
        may_take=referral.step in UNDER_WAY and not row.in_service,
        used=used_of_caps(referral) if referral.service is Service.STAY_AT_WORK else None,
    )


def _as_sent(versions: Sequence[VersionShown], sender: str | None) -> list[VersionShown]:
    """Each by who sent it, as its packet says: the first may have been drafted by somebody else."""
    first, *later = versions
    return [first._replace(who=sender or first.who), *later]


def _shared(steps: Sequence[StepShown]) -> list[StepShown]:
    """From its sending on, without the COHE's own notes of asking after it."""
    begun = next((n for n, each in enumerate(steps) if each.step is ReferralStep.SENT), len(steps))
    own = [
        False,
        *(is_asking_after(before.step, each.step, each.reason) for before, each in pairwise(steps)),
    ]
    shown = zip(steps[begun:], own[begun:], strict=True)
    return [each for each, is_own in shown if not is_own]
