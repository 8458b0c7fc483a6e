"""The claim that a command is about, loaded within its sight and locked until it commits."""

from ohms.domain.access import Actor, NotFound
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.queries.scope import visible


def locked_claim(actor: Actor, claim_id: int) -> Claim:
    """The claim, which no other command changes meanwhile. Raises NotFound outside one's sight."""
    claim: Claim | None = db.session.execute(
        visible(actor, Claim).where(Claim.id == claim_id).with_for_update(of=Claim)
    ).scalar_one_or_none()
    if claim is None:
        raise NotFound
    return claim
