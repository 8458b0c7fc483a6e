"""Our work on a claim: when it is under way, and whether one that has ended may begin again."""

from datetime import datetime
from enum import StrEnum

from ohms.domain.errors import RuleBroken
from ohms.domain.values import ClaimStatus, Coordination

UNDER_WAY = frozenset({Coordination.WATCHING, Coordination.ACTIVE, Coordination.ON_HOLD})
"""A claim in one of these has a period of coordination without an end."""


OPEN_COORDINATION = (
    Coordination.NEW,
    Coordination.WATCHING,
    Coordination.ACTIVE,
    Coordination.ON_HOLD,
)
"""Every one but closed, in the order in which they are shown."""


class CloseReason(StrEnum):
    """Why our work on a claim ends. Our assumption (domain notes 13); triage has its own "not needed"."""

    RETURNED_FULL_DUTY = "returned_full_duty"
    STABLE_MODIFIED_DUTY = "stable_modified_duty"
    RELEASED = "released"
    CLAIM_CLOSED = "claim_closed"
    REJECTED = "rejected"
    WINDOW_ENDED = "window_ended"
    TRANSFERRED = "transferred"
    DECLINED = "worker_declined"
    NO_CONTACT = "unable_to_contact"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER = "other"


LONGEST_REMARK = 2_000


def check_may_close(coordination: Coordination, *, by_assistant: bool, time_loss: bool) -> None:
    """Refuse to close what is closed, and an assistant who closes a time-loss claim: never that."""
    if coordination is Coordination.CLOSED:
        raise RuleBroken("Our work on this claim has ended already.")
    if by_assistant and time_loss:
        raise RuleBroken(
            "Time loss is paid on this claim: an assistant does not close its coordination. Ask its"
            " coordinator."
        )


def check_may_hold(coordination: Coordination) -> None:
    """Only what is worked on or watched rests for a while."""
    if coordination not in (Coordination.ACTIVE, Coordination.WATCHING):
        raise RuleBroken("Only a claim that is worked on or watched is put on hold.")


def check_may_go_on(coordination: Coordination) -> None:
    """What rests, is watched or has ended is taken up again; nothing else needs it."""
    if coordination in (Coordination.ACTIVE, Coordination.NEW):
        raise RuleBroken("This claim is worked on, or waits for triage: nothing to take up.")


def checked_remark(reason: CloseReason, remark: str | None) -> str:
    """What is said besides the reason; needed where the reason alone says nothing."""
    said = (remark or "").strip()
    if reason is CloseReason.OTHER and not said:
        raise RuleBroken("Enter why our work on it ends.", field="remark")
    if len(said) > LONGEST_REMARK:
        raise RuleBroken(f"Shorten this to {LONGEST_REMARK:,} characters.", field="remark")
    return said


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
