"""Workers who look like one person: the claims of both, and what was ever said of them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import case

from ohms.domain.actor import Actor
from ohms.domain.pairs import SAME, UNDONE
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer, SamePersonProposal, Worker
from ohms.queries.pairs import Alike, Proposal
from ohms.queries.rounds import Question
from ohms.queries.scope import said_of_pairs, sees, visible, visible_among_few


class ClaimOfWorker(NamedTuple):
    """One claim of one of the two."""

    id: int
    claim_number: str
    injury_on: date
    employer: str
    worker: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class SaidOfWorker:
    """One decision on a claim's worker and another: `said` is what was decided, or that it was undone;
    `others` are the claims of the other one that the actor sees, with their numbers."""

    id: int
    at: datetime
    said: str
    by: str | None
    others: dict[int, str]


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


WORKERS = Alike(
    SamePersonProposal,
    (SamePersonProposal.worker_id, SamePersonProposal.other_worker_id),
    Claim.worker_id,
    _claims_of,
)


def claims_of_pair(actor: Actor, pair: Proposal) -> tuple[int, ...]:
    """The claims in sight of both sides."""
    sides = _claims_of(actor, WORKERS.both(pair)).values()
    return tuple(sorted(claim.id for side in sides for claim in side))


def claims_of_the_same_person(actor: Actor, claim: Claim) -> list[tuple[ClaimOfWorker, bool]]:
    """The other claims in sight of workers who are this claim's, each with whether L&I's key says so and
    not somebody."""
    pair = (
        visible(actor, SamePersonProposal)
        .where(SamePersonProposal.decision == SAME, WORKERS.of_any([claim.worker_id]))
        .with_only_columns(
            SamePersonProposal.worker_id,
            SamePersonProposal.other_worker_id,
            SamePersonProposal.decided_by_id,
        )
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
    other = case(
        (SamePersonProposal.worker_id == claim.worker_id, SamePersonProposal.other_worker_id),
        else_=SamePersonProposal.worker_id,
    )
    seen = visible_among_few(actor).join(SamePersonProposal, other == Claim.worker_id)
    seen = seen.where(sees(actor, SamePersonProposal), WORKERS.of_any([claim.worker_id]))
    told = (
        said_of_pairs(actor)
        .where(AuditEntry.object_id.in_(seen.with_only_columns(SamePersonProposal.id)))
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .with_only_columns(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.object_id,
            AuditEntry.detail,
            StaffMember.name.label("by"),
        )
    )
    numbers = seen.with_only_columns(
        SamePersonProposal.id, Claim.id.label("claim_id"), Claim.claim_number
    )
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
