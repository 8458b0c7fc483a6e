"""The desk of an L&I service: what was sent to it, and whose turn it is. Nothing of a claim is asked:
a desk knows what a referral's content tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.access import DESKS, Actor, NotFound
from ohms.domain.referral_content import ContentLine, lines_of, read_content
from ohms.domain.referrals import (
    AGAIN,
    AWAITED,
    ENDED,
    UNDER_WAY,
    Side,
    answers_to,
    is_asking_after,
    is_silent,
)
from ohms.domain.services import SERVICES, ServiceFacts, Told
from ohms.domain.tasks import overdue_business_days
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.referrals import Referral, ReferralVersion
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer
from ohms.queries.referral_details import StepShown, VersionShown, steps_of, versions_of
from ohms.queries.scope import visible

MOST = 200
"""Referrals on the page, the most urgent first; the others are counted."""


class Queue(StrEnum):
    """New: nobody who is still in service has it. Waiting: the COHE was asked back. Over: ended, not
    gone yet."""

    NEW = "new"
    MINE = "mine"
    WAITING = "waiting"
    OPEN = "open"
    OVER = "over"


class QueuedReferral(NamedTuple):
    id: int
    claim_id: int
    service: Service
    step: ReferralStep
    cohe: str
    employer: str
    sent_at: datetime
    expected_by: date | None
    officer: str | None
    about: str

    def late_by(self, today: date) -> int | None:
        """Business days past the expected one while it is the desk's turn; None: in time."""
        if not is_silent(self.step, self.expected_by, today):
            return None
        assert self.expected_by is not None
        return overdue_business_days(self.expected_by, today)


@dataclass(frozen=True, slots=True)
class DeskDetails:
    """A referral as its desk sees it: `lines` are the newest version's, with what the one before said
    otherwise."""

    referral: Referral
    cohe: str
    officer: str | None
    facts: ServiceFacts
    lines: list[ContentLine]
    versions: list[VersionShown]
    steps: list[StepShown]
    is_mine: bool
    may_take: bool

    @property
    def answers(self) -> list[ReferralStep]:
        return answers_to(self.referral.step, frozenset({Side.SERVICE}))

    @property
    def is_open(self) -> bool:
        return self.referral.step in UNDER_WAY

    @property
    def may_reopen(self) -> bool:
        again = AGAIN.get(self.referral.step)
        return again is not None and again[1] is Side.SERVICE


def queue(actor: Actor, which: Queue) -> list[QueuedReferral]:
    """The most urgent of one's desk: two statements."""
    rows: Any = db.session.execute(
        visible(actor, Referral)
        .join(Cohe, Cohe.id == Referral.cohe_id)
        .join(Employer, Employer.id == Referral.employer_id)
        .outerjoin(StaffMember, StaffMember.id == Referral.officer_id)
        .where(_of_a_desk(actor), _in(actor)[which])
        .with_only_columns(
            Referral.id,
            Referral.claim_id,
            Referral.service,
            Referral.step,
            Cohe.name,
            Employer.name,
            Referral.sent_at,
            Referral.expected_by,
            StaffMember.name,
        )
        .order_by(Referral.expected_by.is_(None), Referral.expected_by, Referral.sent_at)
        .limit(MOST)
    ).all()
    told = _newest_contents(actor, [row.id for row in rows])
    return [QueuedReferral._make((*row, _about(told.get(row.id, {})))) for row in rows]


def counts(actor: Actor) -> Mapping[Queue, int]:
    """How many stand in each queue: one statement."""
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in _in(actor).values()
    ]
    row = db.session.execute(
        visible(actor, Referral).where(_of_a_desk(actor)).with_only_columns(*sums)
    ).one()
    return MappingProxyType(dict(zip(Queue, (int(each) for each in row), strict=True)))


def desk_details(actor: Actor, referral_id: int) -> DeskDetails:
    """NotFound where it was not sent to a desk of the actor, or has left it."""
    sender = aliased(StaffMember)
    row = db.session.execute(
        visible(actor, Referral)
        .join(Cohe, Cohe.id == Referral.cohe_id)
        .outerjoin(StaffMember, StaffMember.id == Referral.officer_id)
        .outerjoin(sender, sender.id == Referral.sent_by_id)
        .where(Referral.id == referral_id, _of_a_desk(actor))
        .with_only_columns(
            Referral,
            Cohe.name.label("cohe"),
            StaffMember.name.label("officer"),
            StaffMember.active.label("in_service"),
            sender.name.label("sender"),
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    referral: Referral = row.Referral
    facts = SERVICES[referral.service]
    versions = [each for each in versions_of(actor, referral_id) if each.sent_at is not None]
    contents = [read_content(version.content) for version in versions]
    return DeskDetails(
        referral=referral,
        cohe=row.cohe,
        officer=row.officer,
        facts=facts,
        lines=lines_of(facts, contents[-1], contents[-2] if len(contents) > 1 else None),
        versions=_as_sent(versions, row.sender)[::-1],
        steps=_shared(steps_of(actor, referral_id)),
        is_mine=referral.officer_id == actor.staff_id,
        may_take=referral.step in UNDER_WAY and not row.in_service,
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


def _of_a_desk(actor: Actor) -> ColumnElement[bool]:
    """Of the services whose desk the actor holds; a position in a COHE beside it adds nothing here."""
    services = [each.service for each in SERVICES.values() if each.desk in actor.roles & DESKS]
    return and_(Referral.service.in_(services), Referral.sent_at.is_not(None))


def _in(actor: Actor) -> dict[Queue, ColumnElement[bool]]:
    gone = select(StaffMember.id).where(StaffMember.active.is_(False))
    untaken = or_(Referral.officer_id.is_(None), Referral.officer_id.in_(gone))
    mine = Referral.officer_id == actor.staff_id if actor.staff_id is not None else false()
    is_open = Referral.step.in_(UNDER_WAY)
    return {
        Queue.NEW: and_(Referral.step.in_(AWAITED), untaken),
        Queue.MINE: and_(is_open, mine),
        Queue.WAITING: Referral.step == ReferralStep.NEEDS_INFORMATION,
        Queue.OPEN: is_open,
        Queue.OVER: or_(*(Referral.step == step for step in ENDED)),
    }


def _newest_contents(actor: Actor, referral_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    rows = db.session.execute(
        visible(actor, ReferralVersion)
        .where(ReferralVersion.referral_id.in_(referral_ids), ReferralVersion.sent_at.is_not(None))
        .with_only_columns(ReferralVersion.referral_id, ReferralVersion.content)
        .order_by(ReferralVersion.referral_id, ReferralVersion.number)
    )
    return {row.referral_id: read_content(row.content) for row in rows}


def _about(content: Mapping[str, str]) -> str:
    """What the desk calls it by: the claim and the worker, where the service is told of them."""
    named = (content.get(f"told_{each.value}", "") for each in (Told.CLAIM, Told.WORKER))
    return ", ".join(each for each in named if each)
