"""Pairs of workers who look like one person: what speaks for it, what was decided, and the claims of both."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, or_

from ohms.domain.access import Actor, NotFound
from ohms.domain.pairs import SAME, UNDONE
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer, SamePersonProposal, Worker
from ohms.queries.rounds import Question
from ohms.queries.scope import said_of_pairs, sees, visible, visible_among_few

LISTED = 25
Proposal = SamePersonProposal


class ClaimOfWorker(NamedTuple):
    """One claim of one of the two."""

    id: int
    claim_number: str
    injury_on: date
    employer: str
    worker: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal with the claims of both, as the actor sees them."""

    id: int
    reason: str
    decision: str | None
    decided_by: str | None
    decided_at: datetime | None
    sides: tuple[Sequence[ClaimOfWorker], Sequence[ClaimOfWorker]]

    @property
    def claim_ids(self) -> list[int]:
        return [claim.id for side in self.sides for claim in side]


@dataclass(frozen=True, slots=True)
class SaidOfWorker:
    """One decision on a claim's worker and another: `said` is what was decided, or that it was undone;
    `others` are the claims of the other one that the actor sees, with their numbers."""

    id: int
    at: datetime
    said: str
    by: str | None
    others: dict[int, str]


def pairs(actor: Actor, *, decided: bool, after: int = 0) -> list[Pair]:
    """Those that wait, or those decided on, the newest first; one more than are listed where there are.
    Two statements. `after`: below which proposal to go on."""
    is_decided = Proposal.decision.is_not(None) if decided else Proposal.decision.is_(None)
    wanted = _in_sight(actor).where(is_decided)
    if after:
        wanted = wanted.where(Proposal.id < after)
    rows = db.session.execute(
        wanted.outerjoin(StaffMember, StaffMember.id == Proposal.decided_by_id)
        .with_only_columns(Proposal, StaffMember.name)
        .order_by(Proposal.id.desc())
        .limit(LISTED + 1)
    ).all()
    workers = {who for row, _name in rows for who in (row.worker_id, row.other_worker_id)}
    claims = _claims_of(actor, workers)
    return [
        Pair(
            row.id,
            row.reason,
            row.decision,
            name,
            row.decided_at,
            (claims[row.worker_id], claims[row.other_worker_id]),
        )
        for row, name in rows
    ]


def pair_to_decide(actor: Actor, proposal_id: int) -> SamePersonProposal:
    """One of them, locked for the change; NotFound for a foreign or hidden one."""
    found = db.session.execute(
        _in_sight(actor).where(Proposal.id == proposal_id).with_for_update(of=Proposal)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound
    row: SamePersonProposal = found
    return row


def claims_of_pair(actor: Actor, pair: SamePersonProposal) -> list[int]:
    """The claims in sight of both sides."""
    sides = _claims_of(actor, (pair.worker_id, pair.other_worker_id)).values()
    return sorted(claim.id for side in sides for claim in side)


def claims_of_the_same_person(actor: Actor, claim: Claim) -> list[tuple[ClaimOfWorker, bool]]:
    """The other claims in sight of workers who are this claim's, each with whether L&I's key says so and
    not somebody."""
    pair = (
        visible(actor, Proposal)
        .where(
            Proposal.decision == SAME,
            or_(
                Proposal.worker_id == claim.worker_id,
                Proposal.other_worker_id == claim.worker_id,
            ),
        )
        .with_only_columns(Proposal.worker_id, Proposal.other_worker_id, Proposal.decided_by_id)
    )
    by_key = {
        who: row.decided_by_id is None
        for row in db.session.execute(pair)
        for who in (row.worker_id, row.other_worker_id)
        if who != claim.worker_id
    }
    found = _claims_of(actor, by_key) if by_key else {}
    return [(each, by_key[who]) for who, claims in found.items() for each in claims]


def said_of_worker(actor: Actor, claim: Claim) -> Question[list[SaidOfWorker]]:
    """What was ever said of a loaded claim's worker and another one, of whom the actor sees a claim:
    the record knows, for a pair tells no more of what was undone."""
    mine = or_(Proposal.worker_id == claim.worker_id, Proposal.other_worker_id == claim.worker_id)
    other = case(
        (Proposal.worker_id == claim.worker_id, Proposal.other_worker_id),
        else_=Proposal.worker_id,
    )
    seen = visible_among_few(actor).join(Proposal, other == Claim.worker_id)
    seen = seen.where(sees(actor, Proposal), mine)
    told = (
        said_of_pairs(actor)
        .where(AuditEntry.object_id.in_(seen.with_only_columns(Proposal.id)))
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .with_only_columns(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.object_id,
            AuditEntry.detail,
            StaffMember.name.label("by"),
        )
    )
    numbers = seen.with_only_columns(Proposal.id, Claim.id.label("claim_id"), Claim.claim_number)
    acts, claims = yield told, numbers
    others: dict[int, dict[int, str]] = {}
    for pair_id, claim_id, number in claims:
        others.setdefault(pair_id, {})[claim_id] = number
    return [
        SaidOfWorker(
            row.id,
            row.at,
            json.loads(row.detail or "{}").get("decision", UNDONE),
            row.by,
            others[row.object_id],
        )
        for row in acts
    ]


def _in_sight(actor: Actor) -> Select[Any]:
    """Pairs of which the actor sees a claim on both sides."""
    theirs = visible(actor, Claim).with_only_columns(Claim.worker_id)
    return visible(actor, Proposal).where(
        Proposal.worker_id.in_(theirs), Proposal.other_worker_id.in_(theirs)
    )


def _claims_of(actor: Actor, worker_ids: Collection[int]) -> Mapping[int, list[ClaimOfWorker]]:
    rows = db.session.execute(
        visible(actor, Claim)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(Employer, Employer.id == Claim.employer_id)
        .where(sees(actor, Worker), Claim.worker_id.in_(worker_ids))
        .with_only_columns(
            Claim.worker_id,
            Claim.id,
            Claim.claim_number,
            Claim.injury_on,
            Employer.name,
            Worker.last_name,
            Worker.first_name,
            Worker.birth_date,
        )
        .order_by(Claim.injury_on.desc(), Claim.id)
    )
    found: dict[int, list[ClaimOfWorker]] = {who: [] for who in worker_ids}
    for worker_id, claim_id, number, injury_on, employer, last, first, born in rows:
        found[worker_id].append(
            ClaimOfWorker(claim_id, number, injury_on, employer, f"{last}, {first}", born)
        )
    return found
