"""Pairs of accounts that look like one employer: what was decided, and how many claims of each are in sight."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from ohms.domain.access import Actor, NotFound
from ohms.domain.pairs import SAME
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer, SameEmployerProposal
from ohms.queries.rounds import Question
from ohms.queries.scope import visible

LISTED = 25
FURTHEST = 3
"""How many steps are gone from one account to another that is the same: who is said to be more is looked at
from one of them."""

Proposal = SameEmployerProposal


class Account(NamedTuple):
    """An employer under one of L&I's accounts. `claims`: those that the actor sees."""

    id: int
    name: str
    account_id: str
    claims: int


@dataclass(frozen=True, slots=True)
class AccountPair:
    """A proposal with both accounts."""

    id: int
    decision: str | None
    decided_by: str | None
    decided_at: datetime | None
    sides: tuple[Account, Account]


def account_pairs(actor: Actor, *, decided: bool, after: int = 0) -> list[AccountPair]:
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
    employers = {who for row, _name in rows for who in (row.employer_id, row.other_employer_id)}
    told = db.session.execute(_accounts(actor, employers))
    accounts = {row.id: Account(*row) for row in told}
    return [
        AccountPair(
            row.id,
            row.decision,
            name,
            row.decided_at,
            (accounts[row.employer_id], accounts[row.other_employer_id]),
        )
        for row, name in rows
    ]


def accounts_to_decide(actor: Actor, proposal_id: int) -> SameEmployerProposal:
    """One of them, locked for the change; NotFound for a foreign or hidden one."""
    found = db.session.execute(
        _in_sight(actor).where(Proposal.id == proposal_id).with_for_update(of=Proposal)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound
    row: SameEmployerProposal = found
    return row


def accounts_of_the_same(actor: Actor, employer_id: int) -> Question[list[Account]]:
    """The other accounts in sight that people of the actor's COHE said to be this employer's, also over a
    third one."""
    found, reached = {employer_id}, {employer_id}
    for _ in range(FURTHEST):
        (pairs,) = yield (
            _in_sight(actor)
            .where(
                Proposal.decision == SAME,
                or_(Proposal.employer_id.in_(reached), Proposal.other_employer_id.in_(reached)),
            )
            .with_only_columns(Proposal.employer_id, Proposal.other_employer_id),
        )
        reached = {who for pair in pairs for who in pair} - found
        if not reached:
            break
        found |= reached
    others = found - {employer_id}
    if not others:
        return []
    (told,) = yield (_accounts(actor, others),)
    accounts = [Account(*row) for row in told]
    return sorted(accounts, key=lambda account: (account.name, account.account_id))


def _in_sight(actor: Actor) -> Select[Any]:
    """Pairs of which the actor sees a claim on both sides."""
    return visible(actor, Proposal).where(
        _has_a_claim(actor, Proposal.employer_id), _has_a_claim(actor, Proposal.other_employer_id)
    )


def _has_a_claim(actor: Actor, employer: Any) -> ColumnElement[bool]:
    """In the COHE of the pair: an employer may have claims in several."""
    claims: Select[Any] = visible(actor, Claim).with_only_columns(Claim.id)
    return (
        claims.where(Claim.employer_id == employer, Claim.cohe_id == Proposal.cohe_id)
        .correlate(Proposal)
        .exists()
    )


def _accounts(actor: Actor, employer_ids: Collection[int]) -> Select[Any]:
    claims = (
        visible(actor, Claim)
        .with_only_columns(func.count())
        .where(Claim.employer_id == Employer.id)
        .correlate(Employer)
        .scalar_subquery()
    )
    return select(Employer.id, Employer.name, Employer.account_id, claims.label("claims")).where(
        Employer.id.in_(employer_ids)
    )
