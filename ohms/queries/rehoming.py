"""Changed initiating providers and days that wait for supervisors: what each would change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC, Quarter
from ohms.domain.rehoming import RehomingDecision, RehomingFacts
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.feed import RehomingProposal
from ohms.models.providers import Enrolment, Provider, ProviderAssignment, named
from ohms.models.reports import QuarterlyReport
from ohms.models.staff import StaffMember
from ohms.queries.claim_sight import in_force
from ohms.queries.guard import unscoped
from ohms.queries.one_in_sight import only_row
from ohms.queries.rounds import Question, ask_all
from ohms.queries.rounds import asked as asked_of
from ohms.queries.scope import visible

KEPT_IN_SIGHT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Initiation:
    """A claim's initiation as it stands or as L&I now tells it, and what follows from it."""

    provider: str
    on: date
    cohe: str | None
    coordinator: str | None
    """Who answers for the claim today because of it; None: nobody."""
    frozen: bool
    """Whether that quarter's report of that COHE is frozen: it keeps its figures."""

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.on)


@dataclass(frozen=True, slots=True)
class Rehoming:
    """A proposal with both initiations side by side."""

    id: int
    claim_id: int
    cohe_id: int
    claim_number: str
    facts: RehomingFacts
    now: Initiation
    then: Initiation
    named: bool
    """The claim was given to its coordinator by name: it stays theirs."""
    proposed_at: datetime
    given_by: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    asked: bool
    """Whether the actor is the one to decide."""
    in_sight: bool
    """Whether the actor sees the claim itself."""

    @property
    def coordinator_then(self) -> str | None:
        stays = self.named and not self.facts.leaves
        return self.now.coordinator if stays else self.then.coordinator

    @property
    def list_changes(self) -> bool:
        return self.coordinator_then != self.now.coordinator or self.facts.leaves

    @property
    def count_changes(self) -> bool:
        return (self.now.cohe, self.now.quarter) != (self.then.cohe, self.then.quarter)


class RehomingLine(NamedTuple):
    """A proposal as a list shows it: last names of both providers, and the COHE it would go to."""

    id: int
    claim_id: int
    claim_number: str
    was: str
    was_on: date
    will: str
    will_on: date
    to_cohe: str | None
    facts: RehomingFacts
    told_on: date
    decided_on: date | None


def rehomings_to_decide(actor: Actor) -> list[RehomingLine]:
    """What waits for this supervisor, the oldest first."""
    supervised = actor.cohes_as(Role.SUPERVISOR)
    waiting = _lines(actor, RehomingProposal.decision.is_(None))
    return [line for line in waiting if line.facts.waits_for_cohe_id in supervised]


def rehomings_of_others(actor: Actor) -> list[RehomingLine]:
    """What waits for the supervisor of another COHE."""
    supervised = actor.cohes_as(Role.SUPERVISOR)
    waiting = _lines(actor, RehomingProposal.decision.is_(None))
    return [line for line in waiting if line.facts.waits_for_cohe_id not in supervised]


def rehomings_decided(actor: Actor) -> list[RehomingLine]:
    """What was decided in the last 90 days, the last first."""
    since = datetime.combine(actor.on_day - KEPT_IN_SIGHT, datetime.min.time(), PACIFIC)
    return _lines(actor, RehomingProposal.decided_at >= since)[::-1]


def _lines(actor: Actor, condition: ColumnElement[bool]) -> list[RehomingLine]:
    """In one statement. Of a claim that one does not see yet its number and initiation stand here."""
    was, will = aliased(Provider), aliased(Provider)
    proposal = RehomingProposal
    statement = (
        visible(actor, proposal)
        .join(Claim, Claim.id == proposal.claim_id)
        .join(was, was.id == Claim.initiating_provider_id)
        .join(will, will.id == proposal.initiating_provider_id)
        .outerjoin(
            Enrolment,
            and_(
                Enrolment.provider_id == proposal.initiating_provider_id,
                Enrolment.from_on <= proposal.initiated_on,
                or_(Enrolment.to_on.is_(None), Enrolment.to_on >= proposal.initiated_on),
            ),
        )
        .outerjoin(Cohe, Cohe.id == Enrolment.cohe_id)
        .where(condition)
        .with_only_columns(
            proposal,
            Claim.claim_number,
            Claim.cohe_id.label("from_cohe_id"),
            Claim.initiated_cohe_id,
            Claim.injury_on,
            Claim.initiated_on.label("was_on"),
            was.last_name.label("was"),
            will.last_name.label("will"),
            Enrolment.cohe_id.label("to_cohe_id"),
            Cohe.name.label("to_cohe"),
        )
        .order_by(proposal.proposed_at, proposal.id)
    )
    with unscoped("numbers of claims that are proposed to go home"):
        return [_line(row) for row in db.session.execute(statement)]


def _line(row: Any) -> RehomingLine:
    proposal: RehomingProposal = row.RehomingProposal
    return RehomingLine(
        id=proposal.id,
        claim_id=proposal.claim_id,
        claim_number=row.claim_number,
        was=row.was,
        was_on=row.was_on,
        will=row.will,
        will_on=proposal.initiated_on,
        to_cohe=row.to_cohe,
        facts=RehomingFacts(
            from_cohe_id=row.from_cohe_id,
            to_cohe_id=row.to_cohe_id,
            injury_on=row.injury_on,
            initiated_on=proposal.initiated_on,
            transferred=row.initiated_cohe_id is not None,
            given=proposal.given_at is not None,
            decision=RehomingDecision(proposal.decision) if proposal.decision else None,
        ),
        told_on=proposal.proposed_at.astimezone(PACIFIC).date(),
        decided_on=proposal.decided_at.astimezone(PACIFIC).date() if proposal.decided_at else None,
    )


def rehoming_by_id(actor: Actor, rehoming_id: int) -> Rehoming:
    """One with all that it would change; NotFound out of sight."""
    giving, deciding = aliased(StaffMember), aliased(StaffMember)
    row = only_row(
        visible(actor, RehomingProposal)
        .outerjoin(giving, giving.id == RehomingProposal.given_by_id)
        .outerjoin(deciding, deciding.id == RehomingProposal.decided_by_id)
        .where(RehomingProposal.id == rehoming_id)
        .add_columns(giving.name.label("given_by"), deciding.name.label("decided_by"))
    )
    return _shown(actor, row)


def facts_of_rehoming(proposal: RehomingProposal, claim: Claim) -> RehomingFacts:
    """The loaded rows as the rules ask for them."""
    return RehomingFacts(
        from_cohe_id=claim.cohe_id,
        to_cohe_id=cohe_of_enrolment(proposal.initiating_provider_id, proposal.initiated_on),
        injury_on=claim.injury_on,
        initiated_on=proposal.initiated_on,
        transferred=claim.initiated_cohe_id is not None,
        given=proposal.given_at is not None,
        decision=RehomingDecision(proposal.decision) if proposal.decision else None,
    )


def cohe_of_enrolment(provider_id: int, day: date) -> int | None:
    """The COHE in which a provider was enrolled on a day; at most one (migration)."""
    statement = select(Enrolment.cohe_id).where(
        Enrolment.provider_id == provider_id,
        Enrolment.from_on <= day,
        (Enrolment.to_on.is_(None)) | (Enrolment.to_on >= day),
    )
    return db.session.execute(statement).scalars().first()


def _shown(actor: Actor, row: Any) -> Rehoming:
    proposal: RehomingProposal = row.RehomingProposal
    claim = _claim_of(proposal)
    facts = facts_of_rehoming(proposal, claim)
    seen = visible(actor, Claim).where(Claim.id == claim.id).with_only_columns(Claim.id)
    asked = facts.waits_for_cohe_id in actor.cohes_as(Role.SUPERVISOR)
    now, then, (in_sight,) = ask_all(
        _initiation(actor, claim.initiating_provider_id, claim.initiated_on, claim.cohe_id, claim),
        _initiation(
            actor, proposal.initiating_provider_id, proposal.initiated_on, facts.to_cohe_id
        ),
        asked_of(seen),
    )
    return Rehoming(
        id=proposal.id,
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        claim_number=claim.claim_number,
        facts=facts,
        now=now,
        then=then,
        named=claim.assigned_to_id is not None,
        proposed_at=proposal.proposed_at.astimezone(PACIFIC),
        given_by=row.given_by,
        decided_by=row.decided_by,
        decided_at=proposal.decided_at.astimezone(PACIFIC) if proposal.decided_at else None,
        reason=proposal.reason,
        asked=asked,
        in_sight=bool(in_sight),
    )


def _claim_of(proposal: RehomingProposal) -> Claim:
    """Number and initiation only: the taking supervisor does not see the claim itself yet."""
    with unscoped("the initiation of a claim that is proposed to go home"):
        return db.session.execute(select(Claim).where(Claim.id == proposal.claim_id)).scalar_one()


def _initiation(
    actor: Actor, provider_id: int, on: date, cohe_id: int | None, claim: Claim | None = None
) -> Question[Initiation]:
    names = Provider.last_name, Provider.first_name, Provider.credential
    answers = select(StaffMember.name)
    if claim is not None and claim.assigned_to_id is not None:
        answers = answers.where(StaffMember.id == claim.assigned_to_id)
    else:
        answers = answers.join(
            ProviderAssignment, ProviderAssignment.staff_id == StaffMember.id
        ).where(
            ProviderAssignment.provider_id == provider_id,
            ProviderAssignment.cohe_id == cohe_id,
            in_force(ProviderAssignment, actor),
        )
    quarter = Quarter.of(on)
    frozen = select(QuarterlyReport.id).where(
        QuarterlyReport.cohe_id == cohe_id,
        QuarterlyReport.year == quarter.year,
        QuarterlyReport.quarter == quarter.number,
        QuarterlyReport.state == "frozen",
    )
    ((told,), cohes, coordinators, reports) = yield (
        select(*names).where(Provider.id == provider_id),
        select(Cohe.name).where(Cohe.id == cohe_id),
        answers.limit(1),
        frozen,
    )
    return Initiation(
        provider=named(*told),
        on=on,
        cohe=cohes[0][0] if cohes else None,
        coordinator=coordinators[0][0] if coordinators else None,
        frozen=bool(reports),
    )
