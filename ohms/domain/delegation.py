"""What a coordinator lends to an assistant: one task, or a claim within a scope, for some days.

Whoever lends stays answerable. Source: design.md section 5, "Assistants"; the scopes and the longest
time are our assumption.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken

LONGEST_DAYS = 90


class DelegationScope(StrEnum):
    """What of a claim is lent: one task, calls to its parties, the whole claim to work on; or, once
    it is low no longer, the whole for two business days to finish."""

    TASK = "task"
    CALLS = "calls"
    CLAIM = "claim"
    FINISH = "finish"


BY_PEOPLE = frozenset({DelegationScope.TASK, DelegationScope.CALLS, DelegationScope.CLAIM})
"""What a person lends; the time to finish is given by the rule of complexity."""


def check_scope(scope: DelegationScope, task_id: int | None) -> None:
    """Refuse a scope that no person gives, and a task without its scope or the other way round."""
    if scope not in BY_PEOPLE:
        raise RuleBroken("Choose what is lent.", field="scope")
    if (scope is DelegationScope.TASK) != (task_id is not None):
        raise RuleBroken("Choose the task that is lent, or calls or the claim.", field="scope")


def checked_last_day(to_on: date | None, today: date) -> date:
    """The last day of what is lent: it ends by itself, at most 90 days ahead."""
    latest = today + timedelta(days=LONGEST_DAYS)
    if to_on is None:
        raise RuleBroken("Enter the last day: what is lent ends by itself.", field="to_on")
    if not today <= to_on <= latest:
        raise RuleBroken(f"Enter a day from today to {written(latest)}.", field="to_on")
    return to_on


def check_is_assistant(staff_id: int, assistants: Collection[int]) -> None:
    """Refuse to lend to anybody but an assistant of the claim's COHE."""
    if staff_id not in assistants:
        raise RuleBroken("Choose an assistant of this COHE.", field="to_staff_id")
