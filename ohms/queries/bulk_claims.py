"""Claims picked for a bulk act, and what would become of each."""

from collections.abc import Collection
from typing import Any, NamedTuple

from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import BulkKind, refusal_of_claim
from ohms.domain.co_signing import CoSignKind
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.workers import Worker
from ohms.queries.bulk import may_change
from ohms.queries.scope import sees, visible_as_a_whole
from ohms.queries.settings import co_sign_kinds


class ClaimForBulk(NamedTuple):
    """A claim that is to be changed, as its row in a preview."""

    id: int
    claim_number: str
    cohe_id: int
    worker: str
    coordination: Coordination
    on_time_loss: bool
    open_tasks: int
    version: int


class ForeseenClaim(NamedTuple):
    """One row of a preview: `refusal` is empty where it would change."""

    claim: ClaimForBulk
    refusal: str | None


def claims_for_bulk(actor: Actor, claim_ids: Collection[int]) -> list[ClaimForBulk]:
    """Those of the claims that are seen as a whole, are not purged and are the actor's to coordinate, by
    number."""
    rows: Any = db.session.execute(
        visible_as_a_whole(actor)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker), Claim.id.in_(set(claim_ids)), Claim.purged_at.is_(None))
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Claim.cohe_id,
            (Worker.last_name + ", " + Worker.first_name).label("worker"),
            Claim.coordination,
            Claim.on_time_loss,
            Claim.open_tasks,
            Claim.version,
        )
        .order_by(Claim.claim_number)
    )
    listed = [ClaimForBulk(*row) for row in rows]
    wanted = Permission.CLAIM_COORDINATE
    return [claim for claim in listed if may_change(actor, wanted, claim.id, claim.cohe_id)]


def foreseen_of_claims(
    actor: Actor, kind: BulkKind, claim_ids: Collection[int]
) -> list[ForeseenClaim]:
    """What would become of each claim by the rules of the single act."""
    listed = claims_for_bulk(actor, claim_ids)
    waiting = {
        cohe_id: actor.is_assistant_in(cohe_id)
        and CoSignKind.CLOSING in co_sign_kinds(cohe_id, actor.on_day)
        for cohe_id in {claim.cohe_id for claim in listed}
    }
    return [
        ForeseenClaim(
            claim,
            refusal_of_claim(
                kind,
                claim.coordination,
                on_time_loss=claim.on_time_loss,
                by_assistant=actor.is_assistant_in(claim.cohe_id),
                waits=waiting[claim.cohe_id],
            ),
        )
        for claim in listed
    ]
