"""Which claims a list holds: its scope and filters as its address says them, and the claims of both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.actor import Actor
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.search import understood
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    Milestone,
    ReferralStep,
    Role,
    WorkStatus,
)
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.referrals import Referral
from ohms.models.workers import Worker
from ohms.queries.asked_parties import ids_of_employer
from ohms.queries.claim_sight import (
    along_its_cohe,
    answered_for_by,
    answered_for_by_nobody,
    covered_by,
)
from ohms.queries.claims_typed import claims_typed, sought
from ohms.queries.scope import sees, visible


class ListScope(StrEnum):
    """Whose claims: one's own list, what one covers today, or all of the COHE."""

    MINE = "mine"
    COVERED = "covered"
    COHE = "cohe"


SORTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "next_due": Claim.next_due_by,
    "last_contact": Claim.last_contact_on,
    "initiated_on": Claim.initiated_on,
    "injury_on": Claim.injury_on,
    "worker": Worker.search_name,
}

SCORE = "score"
"""The sort by triage's score, which no column keeps (`queries/claim_scores.py`)."""

USUAL_SORT = "next_due"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What the address of the list says; every field empty means: no limit by it."""

    scope: ListScope = ListScope.MINE
    provider_id: int | None = None
    employer_id: int | None = None
    status: ClaimStatus | None = None
    coordination: Coordination | None = None
    time_loss: bool | None = None
    work_status: WorkStatus | None = None
    complexity: Complexity | None = None
    assignee_id: int | None = None
    nobodys: bool = False
    open_only: bool = False
    last_contact_before: date | None = None
    milestone: Milestone | None = None
    referral: ReferralStep | None = None
    q: str = ""
    sort: str = USUAL_SORT
    after: str | None = None
    per_page: int = 50

    @property
    def is_of_the_whole(self) -> bool:
        """Nothing narrows it to a person's, a provider's or an employer's claims, or to what was typed."""
        told = (self.provider_id, self.employer_id, self.assignee_id, self.q or None)
        return self.scope is ListScope.COHE and told == (None,) * len(told)


def default_scope(actor: Actor) -> ListScope:
    """Coordinators begin with their own list, everyone else with all they may see."""
    return ListScope.MINE if actor.holds(Role.HSC) else ListScope.COHE


def claims_matching(actor: Actor, asked: ClaimFilter) -> Select[Claim]:
    """The claims of a filter, in no order."""
    return visible(actor, Claim).where(*_conditions(actor, asked))


def _conditions(actor: Actor, asked: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    yield from _scope_conditions(actor, asked)
    for column, value in (
        (Claim.initiating_provider_id, asked.provider_id),
        (Claim.status, asked.status),
        (Claim.coordination, asked.coordination),
        (Claim.work_status, asked.work_status),
        (Claim.complexity, asked.complexity),
        (Claim.on_time_loss, asked.time_loss),
    ):
        if value is not None:
            yield column == value
    if asked.employer_id is not None:
        yield Claim.employer_id.in_(ids_of_employer(asked.employer_id))
    if asked.assignee_id is not None:
        yield answered_for_by(actor, asked.assignee_id)
    if asked.nobodys:
        yield answered_for_by_nobody(actor)
    if asked.last_contact_before is not None:
        before = Claim.last_contact_on < asked.last_contact_before
        yield or_(before, Claim.last_contact_on.is_(None))
    if asked.milestone is not None:
        yield _still_open(actor, asked.milestone)
    if asked.referral is not None:
        yield _has_referral(actor, asked.referral)
    if asked.q:
        yield claims_typed(actor, sought(understood(asked.q, actor.on_day)))


def _scope_conditions(actor: Actor, asked: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    if asked.scope is ListScope.MINE and actor.staff_id is not None and actor.holds(Role.HSC):
        yield answered_for_by(actor, actor.staff_id)
    elif asked.scope is ListScope.COVERED:
        yield covered_by(actor)
    elif asked.is_of_the_whole:
        yield along_its_cohe()
    if asked.open_only:
        yield Claim.coordination.in_(OPEN_COORDINATION)


def _still_open(actor: Actor, milestone: Milestone) -> ColumnElement[bool]:
    """Claims whose milestone is not met yet; for those that are done it says nothing."""
    open_work = Claim.coordination.in_(OPEN_COORDINATION)
    if milestone is Milestone.APF_12_WEEKS:
        prescribed = exists(
            select(ActivityPrescription.id)
            .where(sees(actor, ActivityPrescription), ActivityPrescription.claim_id == Claim.id)
            .correlate(Claim)
        )
        return and_(open_work, ~prescribed)
    return and_(open_work, Claim.last_contact_on.is_(None), Claim.established_on.is_not(None))


def _has_referral(actor: Actor, step: ReferralStep) -> ColumnElement[bool]:
    return exists(
        select(Referral.id)
        .where(sees(actor, Referral), Referral.claim_id == Claim.id, Referral.step == step)
        .correlate(Claim)
    )
