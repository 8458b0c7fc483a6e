"""The sight that assistants keep of a claim in other hands, to finish what they are at."""

from collections.abc import Iterable
from datetime import date

from ohms.domain.complexity import finishes_until
from ohms.domain.delegation import DelegationScope
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation


def let_finish(claim: Claim, people: Iterable[int], by_staff_id: int, from_on: date) -> None:
    """Sight for 2 business days after a day, under whoever answers for the claim now."""
    for staff_id in people:
        db.session.add(
            Delegation(
                claim_id=claim.id,
                cohe_id=claim.cohe_id,
                from_staff_id=by_staff_id,
                to_staff_id=staff_id,
                from_on=from_on,
                to_on=finishes_until(from_on),
                scope=DelegationScope.FINISH,
            )
        )
