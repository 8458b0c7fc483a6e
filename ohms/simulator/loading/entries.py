"""Closings that an assistant entered: they wait for their coordinator's co-signature."""

from datetime import date, datetime, time

from sqlalchemy import select

from ohms.domain.calendar import PACIFIC, add_business_days
from ohms.domain.values import Complexity, Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment
from ohms.simulator.loading.rows import put

SAID = (
    "Returned full duty. The worker and the employer both said so; the last APF has no restriction."
)


def put_waiting_entries(today: date) -> int:
    """One for each assistant of whom none waits; how many. Inside a bulk unit."""
    entered_at = datetime.combine(add_business_days(today, -1), time(15, 40), tzinfo=PACIFIC)
    waiting = select(CoSignature.entered_by_id).where(CoSignature.outcome.is_(None))
    assistants = (
        select(
            AssistantAssignment.assistant_id,
            AssistantAssignment.coordinator_id,
            AssistantAssignment.cohe_id,
        )
        .where(
            AssistantAssignment.to_on.is_(None), AssistantAssignment.assistant_id.not_in(waiting)
        )
        .order_by(AssistantAssignment.id)
    )
    rows = [
        {
            "claim_id": claim_id,
            "cohe_id": cohe_id,
            "kind": "closing",
            "said": SAID,
            "close_reason": "returned_full_duty",
            "entered_by_id": assistant_id,
            "entered_at": entered_at,
        }
        for assistant_id, coordinator_id, cohe_id in db.session.execute(assistants).all()
        for claim_id in _claim_of(coordinator_id, cohe_id, today)
    ]
    return put(CoSignature, rows)


def _claim_of(coordinator_id: int, cohe_id: int, today: date) -> list[int]:
    """The oldest low-complexity claim that is worked on, of one of the coordinator's providers."""
    theirs = select(ProviderAssignment.provider_id).where(
        ProviderAssignment.staff_id == coordinator_id,
        ProviderAssignment.cohe_id == cohe_id,
        ProviderAssignment.from_on <= today,
        ProviderAssignment.to_on.is_(None),
    )
    oldest = (
        select(Claim.id)
        .where(
            Claim.initiating_provider_id.in_(theirs),
            Claim.assigned_to_id.is_(None),
            Claim.complexity == Complexity.LOW,
            Claim.coordination == Coordination.ACTIVE,
        )
        .order_by(Claim.initiated_on, Claim.id)
        .limit(1)
    )
    return list(db.session.execute(oldest).scalars())
