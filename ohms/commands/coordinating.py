"""The coordination of a loaded claim changed, with the periods that tell when we worked on it."""

from datetime import datetime

from sqlalchemy import func

from ohms import clock
from ohms.commands.covering import follow_person
from ohms.domain.actor import Actor
from ohms.domain.coordination import UNDER_WAY
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.queries.scope import visible


def set_coordination(
    actor: Actor, claim: Claim, coordination: Coordination, close_reason: str | None = None
) -> None:
    """Bring a loaded claim to another coordination, as part of the command that calls this.

    Taken up, a period begins today; closed, the one under way ends today with its reason. Taken up
    again on the day on which it ended, the same period goes on.
    """
    reopened = claim.coordination is Coordination.CLOSED
    claim.coordination, claim.close_reason = coordination, close_reason
    if reopened and claim.assigned_to_id is not None:
        follow_person(claim.cohe_id, claim.assigned_to_id, actor.on_day)
    latest = _latest(actor, claim)
    if coordination in UNDER_WAY:
        _begin(actor, claim, latest)
    elif latest is not None and latest.to_on is None:
        latest.to_on, latest.ended_at = actor.on_day, clock.now()
        latest.end_reason = close_reason


def period_goes_on(actor: Actor, claim: Claim, *, ended_since: datetime) -> None:
    """The period that an act ended, the act being undone, has no end; on another day than that of the
    act too."""
    latest = _latest(actor, claim)
    if latest is not None and latest.ended_at is not None and latest.ended_at >= ended_since:
        latest.to_on = latest.ended_at = latest.end_reason = None
        db.session.flush()


def _begin(actor: Actor, claim: Claim, latest: CoordinationPeriod | None) -> None:
    if latest is not None and latest.to_on is None:
        return
    if latest is not None and latest.to_on == actor.on_day:
        latest.to_on = latest.ended_at = latest.end_reason = None
        return
    db.session.add(
        CoordinationPeriod(
            claim_id=claim.id,
            cohe_id=claim.cohe_id,
            begun_by_id=actor.staff_id,
            from_on=actor.on_day,
        )
    )


def _latest(actor: Actor, claim: Claim) -> CoordinationPeriod | None:
    newest = (
        visible(actor, CoordinationPeriod)
        .where(CoordinationPeriod.claim_id == claim.id)
        .with_only_columns(func.max(CoordinationPeriod.from_on))
        .scalar_subquery()
    )
    found: CoordinationPeriod | None = db.session.execute(
        visible(actor, CoordinationPeriod).where(
            CoordinationPeriod.claim_id == claim.id, CoordinationPeriod.from_on == newest
        )
    ).scalar_one_or_none()
    return found
