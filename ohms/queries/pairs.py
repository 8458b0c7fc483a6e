"""Pairs of rows that look like one: what of them waits or was decided, in the COHE that it was proposed in.

A pair is in sight of who sees a claim there of either side.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, or_

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.workers import SameEmployerProposal, SamePersonProposal
from ohms.queries.one_in_sight import only
from ohms.queries.scope import sees, visible

LISTED = 25
Proposal = SamePersonProposal | SameEmployerProposal
RowsOf = Callable[[Any], Select[Any]]
"""The rows of a model that are reached by a door: of an actor's sight, or of counts without a row."""
Reaches = Callable[[Any], ColumnElement[bool]]
"""The condition of the same door, for a model that stands beside."""


@dataclass(frozen=True, slots=True)
class Alike:
    """One kind of pairs: the table of its proposals, the columns of both sides in it and of a side in a
    claim, and what is told of sides."""

    proposal: Any
    sides: tuple[Any, Any]
    of_claim: Any
    told: Callable[[Actor, Collection[int]], Mapping[int, Any]]

    def both(self, pair: Proposal) -> tuple[int, int]:
        one, other = (getattr(pair, side.key) for side in self.sides)
        return one, other

    def of_any(self, ids: Collection[int]) -> ColumnElement[bool]:
        """Proposals with one of these on either side."""
        return or_(*(side.in_(ids) for side in self.sides))


class Pair(NamedTuple):
    """A proposal, who decided it, and what the actor is told of either side."""

    proposal: Proposal
    decided_by: str | None
    sides: tuple[Any, Any]


def pairs(actor: Actor, alike: Alike, *, decided: bool, after: int = 0) -> list[Pair]:
    """Those that wait, or those decided on, the newest first; one more than are listed where there are.
    Two statements. `after`: below which proposal to go on."""
    proposal = alike.proposal
    is_decided = proposal.decision.is_not(None) if decided else proposal.decision.is_(None)
    wanted = pairs_in_sight(actor, alike).where(is_decided)
    if after:
        wanted = wanted.where(proposal.id < after)
    rows = db.session.execute(
        wanted.outerjoin(StaffMember, StaffMember.id == proposal.decided_by_id)
        .with_only_columns(proposal, StaffMember.name)
        .order_by(proposal.id.desc())
        .limit(LISTED + 1)
    ).all()
    told = alike.told(actor, {who for row, _name in rows for who in alike.both(row)})
    return [
        Pair(row, name, (told[one], told[other]))
        for row, name in rows
        for one, other in [alike.both(row)]
    ]


def pair_to_decide(actor: Actor, alike: Alike, pair_id: int) -> Proposal:
    """One of them, locked for the change; NotFound for a foreign or hidden one."""
    wanted = pairs_in_sight(actor, alike).where(alike.proposal.id == pair_id)
    found: Proposal = only(wanted.with_for_update(of=alike.proposal))
    return found


def pairs_in_sight(actor: Actor, alike: Alike) -> Select[Any]:
    """Pairs of which the actor sees a claim on both sides."""
    return pairs_reached(
        alike, lambda model: visible(actor, model), lambda model: sees(actor, model)
    )


def pairs_reached(alike: Alike, rows_of: RowsOf, reaches: Reaches) -> Select[Any]:
    """Pairs with a claim on both sides that is reached by some door, where they were proposed."""
    proposal = alike.proposal
    return rows_of(proposal).where(
        *(
            exists()
            .where(alike.of_claim == side, Claim.cohe_id == proposal.cohe_id, reaches(Claim))
            .correlate(proposal)
            for side in alike.sides
        )
    )
