"""Our work on a claim: when it is under way, and whether one that has ended may begin again."""

from datetime import datetime

from ohms.domain.values import ClaimStatus, Coordination

UNDER_WAY = frozenset({Coordination.WATCHING, Coordination.ACTIVE, Coordination.ON_HOLD})
"""A claim in one of these has a period of coordination without an end."""


def may_be_taken_up_again(
    coordination: Coordination,
    status: ClaimStatus,
    *,
    ended_at: datetime | None,
    reopened_at: datetime | None,
) -> bool:
    """Whether a closed coordination waits for a decision because L&I reopened the claim.

    Only what we were told after our work had ended counts: whoever closed it knowing of the
    reopening has decided. An instant that is not known is taken as the one that lets it come back,
    but a claim that came to us reopened already was known so when it was closed.
    """
    if coordination is not Coordination.CLOSED or status is not ClaimStatus.REOPENED:
        return False
    if ended_at is None:
        return True
    return reopened_at is not None and reopened_at > ended_at
