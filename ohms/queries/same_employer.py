"""Accounts that look like one employer: what is told of either, and which others are said to be the same."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from ohms.domain.actor import Actor
from ohms.domain.pairs import SAME
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.workers import Employer, SameEmployerProposal
from ohms.queries.pairs import Alike, pairs_in_sight
from ohms.queries.rounds import Question
from ohms.queries.scope import visible

FURTHEST = 3
"""How many steps are gone from one account to another that is the same: who is said to be more is looked at
from one of them."""


class Account(NamedTuple):
    """An employer under one of L&I's accounts. `claims`: those that the actor sees."""

    id: int
    name: str
    account_id: str
    claims: int


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


def _told(actor: Actor, employer_ids: Collection[int]) -> Mapping[int, Account]:
    return {row.id: Account(*row) for row in db.session.execute(_accounts(actor, employer_ids))}


ACCOUNTS = Alike(
    SameEmployerProposal,
    (SameEmployerProposal.employer_id, SameEmployerProposal.other_employer_id),
    Claim.employer_id,
    _told,
)


def accounts_of_the_same(actor: Actor, employer_id: int) -> Question[list[Account]]:
    """The other accounts in sight that people of the actor's COHE said to be this employer's, also over a
    third one."""
    found, reached = {employer_id}, {employer_id}
    for _ in range(FURTHEST):
        (pairs,) = yield (
            pairs_in_sight(actor, ACCOUNTS)
            .where(SameEmployerProposal.decision == SAME, ACCOUNTS.of_any(reached))
            .with_only_columns(*ACCOUNTS.sides),
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
