"""Whose the tasks are that follow from facts: of claims whatever the actor sees, under an open door only."""

from datetime import date

from sqlalchemy import func, select

from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import Position
from ohms.queries.claim_sight import coordinator_by_provider_of
from ohms.queries.lane import holds


def owners_of(claim_ids: set[int], day: date) -> dict[int, int | None]:
    """Who answers for each claim: named, else its provider's coordinator, else a supervisor.

    Whoever covers an absent coordinator sees the task under covered ones; it stays the coordinator's.
    """
    if not claim_ids:
        return {}
    supervisor = (
        select(func.min(Position.staff_id))
        .where(
            Position.cohe_id == Claim.cohe_id,
            Position.role == Role.SUPERVISOR,
            holds(Position, day),
        )
        .correlate(Claim)
        .scalar_subquery()
    )
    owner = func.coalesce(coordinator_by_provider_of(day), supervisor)
    rows = db.session.execute(select(Claim.id, owner).where(Claim.id.in_(claim_ids)))
    return {row[0]: row[1] for row in rows}


def supervisors_of(cohe_id: int, day: date) -> set[int]:
    """To whom a task may have fallen that no coordinator answered for."""
    statement = select(Position.staff_id).where(
        Position.cohe_id == cohe_id, Position.role == Role.SUPERVISOR, holds(Position, day)
    )
    return set(db.session.execute(statement).scalars())
