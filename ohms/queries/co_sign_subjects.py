"""What an entry on its way to a co-signature is about, and whether that still stands."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from ohms.domain.actor import Actor
from ohms.domain.co_signing import CoSignKind
from ohms.domain.values import Coordination
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.coordination import CoordinationPeriod
from ohms.models.recovery import Barrier, FrqAnswer
from ohms.queries.scope import visible


def still_stands(actor: Actor, asked: ColumnElement[bool]) -> ColumnElement[bool]:
    """The FRQ is not voided, the barrier open with the plan as it was said, the claim not closed
    since; and it is the last word on that subject. `asked`: of which entries this is asked, so that
    the entries of their claims alone are looked at."""
    claims = visible(actor, CoSignature).where(asked).with_only_columns(CoSignature.claim_id)
    latest = (
        visible(actor, CoSignature)
        .where(CoSignature.claim_id.in_(claims.correlate(None)))
        .with_only_columns(func.max(CoSignature.id))
        .group_by(
            CoSignature.claim_id, CoSignature.kind, CoSignature.frq_id, CoSignature.barrier_id
        )
        .correlate(None)
    )
    answers = _there(
        actor, FrqAnswer, FrqAnswer.id == CoSignature.frq_id, FrqAnswer.voided_at.is_(None)
    )
    planned = _there(
        actor,
        Barrier,
        Barrier.id == CoSignature.barrier_id,
        Barrier.closed_on.is_(None),
        CoSignature.said == Barrier.remark + "\nPlan: " + Barrier.plan,
    )
    under_way = _there(
        actor, Claim, Claim.id == CoSignature.claim_id, Claim.coordination != Coordination.CLOSED
    )
    closed_since = _there(
        actor,
        CoordinationPeriod,
        CoordinationPeriod.claim_id == CoSignature.claim_id,
        CoordinationPeriod.ended_at > CoSignature.entered_at,
    )
    of_its_kind = or_(
        and_(CoSignature.kind == CoSignKind.FRQ, answers),
        and_(CoSignature.kind == CoSignKind.BARRIER_PLAN, planned),
        and_(CoSignature.kind == CoSignKind.CLOSING, under_way, ~closed_since),
    )
    return and_(CoSignature.id.in_(latest), of_its_kind)


def _there(actor: Actor, model: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    found = visible(actor, model).where(*conditions).with_only_columns(model.id)
    return found.correlate(CoSignature).exists()
