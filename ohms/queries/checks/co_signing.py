"""What waits for a co-signature still is what it was entered as."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, or_, select

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.recovery import Barrier, FrqAnswer


def waits_for_nothing(_today: date) -> Iterator[str]:
    """An FRQ that was voided, a barrier that was closed, or an entry of another claim's."""
    overtaken = and_(
        CoSignature.outcome.is_(None),
        or_(FrqAnswer.voided_at.is_not(None), Barrier.closed_on.is_not(None)),
    )
    of_another = or_(
        FrqAnswer.claim_id != CoSignature.claim_id, Barrier.claim_id != CoSignature.claim_id
    )
    statement = (
        select(Claim.claim_number, CoSignature.id)
        .join(Claim, Claim.id == CoSignature.claim_id)
        .outerjoin(FrqAnswer, FrqAnswer.id == CoSignature.frq_id)
        .outerjoin(Barrier, Barrier.id == CoSignature.barrier_id)
        .where(or_(overtaken, of_another))
        .order_by(Claim.claim_number, CoSignature.id)
    )
    for number, id_ in db.session.execute(statement):
        yield f"claim {number}: entry {id_} waits for a co-signature of nothing that stands"
