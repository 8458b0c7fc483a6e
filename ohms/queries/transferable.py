"""Claims to hand over, and what would become of each."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.values import Complexity, Coordination, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.transfers import ClaimTransfer
from ohms.models.workers import Worker
from ohms.queries.answering import claims_seen_by
from ohms.queries.claim_filter import ClaimFilter, claims_matching
from ohms.queries.claim_sight import coordinator_today
from ohms.queries.people import coordinators_of
from ohms.queries.scope import sees, visible

NOT_YOURS = "Only its coordinator or a supervisor may hand it over."
NO_COORDINATOR = "They are no coordinator of this claim's COHE today."
THEIRS = "It is theirs already."
OFFERED = "It is offered to somebody already."
OUT_OF_SIGHT = "They do not see this claim: it is restricted to named people."


class Transferable(NamedTuple):
    """A claim that is to be handed over, as its row in a preview."""

    id: int
    claim_number: str
    cohe_id: int
    worker: str
    coordination: Coordination
    complexity: Complexity
    open_tasks: int
    coordinator_id: int | None
    coordinator: str | None
    offered: bool


def transferable_claims(actor: Actor, claim_ids: Collection[int]) -> list[Transferable]:
    """These claims as far as the actor sees them, by number."""
    named = aliased(StaffMember)
    answers = coordinator_today(actor)
    offered = (
        select(ClaimTransfer.id)
        .where(
            sees(actor, ClaimTransfer),
            ClaimTransfer.claim_id == Claim.id,
            ClaimTransfer.decision.is_(None),
        )
        .correlate(Claim)
        .exists()
    )
    rows: Any = db.session.execute(
        visible(actor, Claim)
        .join(Worker, Worker.id == Claim.worker_id)
        .outerjoin(named, named.id == answers)
        .where(sees(actor, Worker), Claim.id.in_(set(claim_ids)))
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Claim.cohe_id,
            (Worker.last_name + ", " + Worker.first_name).label("worker"),
            Claim.coordination,
            Claim.complexity,
            Claim.open_tasks,
            named.id,
            named.name,
            offered,
        )
        .order_by(Claim.claim_number)
    )
    return [Transferable(*row) for row in rows]


def refusals_of(actor: Actor, claims: Sequence[Transferable], to_staff_id: int) -> dict[int, str]:
    """Why some claims cannot go to a person, by claim: asked once for all of them."""
    seen = claims_seen_by(to_staff_id, {claim.id for claim in claims}, actor.on_day)
    coordinates = {
        cohe_id
        for cohe_id in {claim.cohe_id for claim in claims}
        if to_staff_id in dict(coordinators_of(actor, [cohe_id]))
    }
    found = {}
    for claim in claims:
        refusal = _refusal(actor, claim, to_staff_id)
        if refusal is None and claim.cohe_id not in coordinates:
            refusal = NO_COORDINATOR
        if refusal is None and claim.id not in seen:
            refusal = OUT_OF_SIGHT
        if refusal is not None:
            found[claim.id] = refusal
    return found


def _refusal(actor: Actor, claim: Transferable, to_staff_id: int) -> str | None:
    supervises = claim.cohe_id in actor.cohes_as(Role.SUPERVISOR)
    if claim.coordinator_id != actor.staff_id and not supervises:
        return NOT_YOURS
    if claim.offered:
        return OFFERED
    return THEIRS if claim.coordinator_id == to_staff_id else None


def claim_ids_matching(
    actor: Actor, asked: ClaimFilter, most: int, *, closed: bool = False
) -> list[int]:
    """The ids of a filter's claims, without those that are `closed` unless they are asked for, however
    many pages they fill; at most one more than `most`."""
    found = claims_matching(actor, asked)
    if not closed:
        found = found.where(Claim.coordination != Coordination.CLOSED)
    ids = found.with_only_columns(Claim.id).order_by(Claim.claim_number)
    return list(db.session.execute(ids.limit(most + 1)).scalars())


def claim_ids_of(actor: Actor, numbers: Collection[str]) -> list[int]:
    """The ids of these numbers, as far as the actor sees them."""
    ids = visible(actor, Claim).where(Claim.claim_number.in_(numbers)).with_only_columns(Claim.id)
    return list(db.session.execute(ids.order_by(Claim.id)).scalars())
