"""Bulk acts, picked rows of a list changed in one act: what kinds there are, how many rows at once, how long
undo stands.

Each row goes as the single act goes; one that is refused keeps no other. Source: experience.md, "Bulk".
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from ohms.domain.coordination import check_may_close, check_may_hold
from ohms.domain.errors import RuleBroken
from ohms.domain.retention import check_not_purged
from ohms.domain.tasks import Ended, check_due_ahead, check_is_open, check_may_become
from ohms.domain.values import Coordination, TaskState

MOST_AT_ONCE = 200
"""What one person looks through before pressing, and one transaction does in a few seconds."""

UNDO_STANDS = timedelta(minutes=30)
"""Long enough to see that it was the wrong list; later each row is changed by itself."""

NONE_PICKED = "Pick some rows of the list first."
NOT_THERE = "Your position in its COHE does not allow this."
WAITS = "An assistant’s closing waits for a co-signature: close it by itself."


class BulkKind(StrEnum):
    """What was done to each row."""

    FINISH_TASKS = "finish_tasks"
    MOVE_DUE_DAYS = "move_due_days"
    REASSIGN_TASKS = "reassign_tasks"
    OFFER_CLAIMS = "offer_claims"
    ASSIGN_CLAIMS = "assign_claims"
    HOLD_CLAIMS = "hold_claims"
    CLOSE_CLAIMS = "close_claims"


OF_CLAIMS = frozenset(
    {
        BulkKind.OFFER_CLAIMS,
        BulkKind.ASSIGN_CLAIMS,
        BulkKind.HOLD_CLAIMS,
        BulkKind.CLOSE_CLAIMS,
    }
)
"""The others are of tasks."""


def check_number(number: int) -> None:
    """Refuse an act on no row, and on more than one preview can show."""
    if not number:
        raise RuleBroken(NONE_PICKED)
    if number > MOST_AT_ONCE:
        raise RuleBroken(f"At most {MOST_AT_ONCE} at once: narrow the list, or pick rows of it.")


def refusal_of_task(
    kind: BulkKind,
    state: TaskState,
    purged_at: datetime | None,
    *,
    due_by: date | None,
    today: date,
    ended: Ended | None = None,
) -> str | None:
    """Why a task would stay as it is, by the rules of the single act; None where it would change."""
    try:
        check_not_purged(purged_at)
        if kind is BulkKind.FINISH_TASKS:
            check_may_become(state, TaskState.DONE, ended)
        else:
            check_is_open(state, ended)
        if due_by is not None:
            check_due_ahead(due_by, today)
    except RuleBroken as broken:
        return broken.message
    return None


def refusal_of_claim(
    kind: BulkKind,
    coordination: Coordination,
    *,
    on_time_loss: bool,
    by_assistant: bool,
    waits: bool,
) -> str | None:
    """Why our work on a claim would not be closed or put on hold; None where it would. `waits`: an
    assistant's closing has to be co-signed."""
    try:
        if kind is BulkKind.HOLD_CLAIMS:
            check_may_hold(coordination)
            return None
        check_may_close(coordination, by_assistant=by_assistant, time_loss=on_time_loss)
    except RuleBroken as broken:
        return broken.message
    return WAITS if waits else None


def may_be_undone(at: datetime, undone_at: datetime | None, now: datetime) -> bool:
    return undone_at is None and now - at <= UNDO_STANDS


def check_may_be_undone(at: datetime, undone_at: datetime | None, now: datetime) -> None:
    """Refuse to undo twice, and what was done too long ago."""
    if undone_at is not None:
        raise RuleBroken("This was undone already.")
    if now - at > UNDO_STANDS:
        minutes = UNDO_STANDS.seconds // 60
        raise RuleBroken(f"This was done more than {minutes} minutes ago: change each by itself.")
