"""Who answers for a claim: given by name, else by its provider, with cover while somebody is away."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from ohms.domain.access import Actor
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Coverage
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import StaffMember
from ohms.queries.actors import actor_of
from ohms.queries.scope import in_force, visible


def answering_for(actor: Actor, claim: Claim, until: date | None = None) -> int | None:
    """The person who answers for a loaded claim today, or None where nobody does.

    Whoever covers the provider today comes before the absent coordinator, if the cover still holds
    on `until`: what is due after it ends is the coordinator's own again.
    """
    if claim.assigned_to_id is not None:
        return claim.assigned_to_id
    covering = select(Coverage.covering_id).where(
        Coverage.provider_id == claim.initiating_provider_id,
        Coverage.cohe_id == claim.cohe_id,
        Coverage.declined_at.is_(None),
        in_force(Coverage, actor),
    )
    if until is not None:
        covering = covering.where(Coverage.to_on >= until)
    found: int | None = db.session.execute(covering).scalars().first()
    if found is not None:
        return found
    assigned = select(ProviderAssignment.staff_id).where(
        ProviderAssignment.provider_id == claim.initiating_provider_id,
        ProviderAssignment.cohe_id == claim.cohe_id,
        in_force(ProviderAssignment, actor),
    )
    return db.session.execute(assigned).scalars().first()


def sees_claim(staff_id: int, claim_id: int, on_day: date) -> bool:
    """Whether another person who may still sign in sees a claim on a day, by their own scope."""
    return claim_id in claims_seen_by(staff_id, [claim_id], on_day)


def claims_seen_by(staff_id: int, claim_ids: Collection[int], on_day: date) -> set[int]:
    """Those of some claims that another person who may still sign in sees on a day."""
    username = db.session.execute(
        select(StaffMember.username).where(StaffMember.id == staff_id, StaffMember.active.is_(True))
    ).scalar_one_or_none()
    other = actor_of(username, on_day) if username is not None else None
    if other is None:
        return set()
    seen = visible(other, Claim).where(Claim.id.in_(claim_ids)).with_only_columns(Claim.id)
    return set(db.session.execute(seen).scalars())
