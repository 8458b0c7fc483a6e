"""A claim that is of low complexity no longer: its coordinator answers, the assistant may finish.

Source: design.md section 5, "Complexity". A fact raises it at any time and is never refused.
"""

from sqlalchemy import select

from ohms.domain.access import Actor
from ohms.domain.calendar import add_business_days
from ohms.domain.values import Complexity
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.staff import AssistantAssignment
from ohms.queries.answering import answering_for
from ohms.queries.scope import in_force

FINISHES_IN_BUSINESS_DAYS = 2


def raise_from_low(actor: Actor, claim: Claim) -> bool:
    """Make a loaded claim of low complexity a standard one; False where it was not low.

    The coordinator's assistants keep sight of it for 2 business days, to finish what they are at.
    """
    if claim.complexity is not Complexity.LOW:
        return False
    claim.complexity = Complexity.STANDARD
    coordinator = answering_for(actor, claim)
    until = add_business_days(actor.on_day, FINISHES_IN_BUSINESS_DAYS)
    assistants = select(AssistantAssignment.assistant_id).where(
        AssistantAssignment.coordinator_id == coordinator, in_force(AssistantAssignment, actor)
    )
    for assistant_id in db.session.execute(assistants).scalars().all():
        assert coordinator is not None
        db.session.add(
            Delegation(
                claim_id=claim.id,
                cohe_id=claim.cohe_id,
                from_staff_id=coordinator,
                to_staff_id=assistant_id,
                from_on=actor.on_day,
                to_on=until,
            )
        )
    return True
