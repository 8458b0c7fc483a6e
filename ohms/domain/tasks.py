"""A task's states and the days around it: what may follow what, and how late something is.

To do, in progress, waiting (on whom, since when), done (with its evidence or a word), not needed
(with the reason). What is over can be opened again. Source: experience.md, "Tasks".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from ohms.domain.calendar import (
    add_business_days,
    business_days_between,
    written,
    written_with_hour,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import TaskKind, TaskState

OPEN = (TaskState.TO_DO, TaskState.IN_PROGRESS, TaskState.WAITING)
OVER = (TaskState.DONE, TaskState.NOT_NEEDED)

NEXT: Mapping[TaskState, frozenset[TaskState]] = MappingProxyType(
    {
        TaskState.TO_DO: frozenset({TaskState.IN_PROGRESS, TaskState.WAITING, *OVER}),
        TaskState.IN_PROGRESS: frozenset({TaskState.WAITING, *OVER}),
        # Waiting may follow waiting: the next person is waited for.
        TaskState.WAITING: frozenset({TaskState.IN_PROGRESS, TaskState.WAITING, *OVER}),
        TaskState.DONE: frozenset({TaskState.TO_DO}),
        TaskState.NOT_NEEDED: frozenset({TaskState.TO_DO}),
    }
)

_SAID: Mapping[TaskState, str] = MappingProxyType(
    {
        TaskState.TO_DO: "to do",
        TaskState.IN_PROGRESS: "in progress",
        TaskState.WAITING: "waiting",
        TaskState.DONE: "done",
        TaskState.NOT_NEEDED: "not needed",
    }
)

WRITTEN_BY_PEOPLE = frozenset({"by_hand", "composer"})
"""Origins whose due day a person chose; one that follows from a fact may be late when it is born."""

SHOWS_BEFORE: Mapping[TaskKind, int] = MappingProxyType(
    {TaskKind.EXAM: 2, TaskKind.SURGERY: 5, TaskKind.OFFER_START: 5}
)
"""Business days before a date ahead on which its task shows; our assumption."""

LONGEST_TITLE = 200
LONGEST_NAME = 120


def is_open(state: TaskState) -> bool:
    return state in OPEN


@dataclass(frozen=True, slots=True)
class Ended:
    """When a task was over, and who ended it; nobody where a fact of the claim did."""

    at: datetime
    by: str | None

    def __str__(self) -> str:
        return f"{self.by or 'by a fact of the claim'}, {written_with_hour(self.at)}"


def check_may_become(state: TaskState, wanted: TaskState, ended: Ended | None = None) -> None:
    """Refuse a step that does not follow; an open task is not opened again, a done one not started."""
    if wanted in NEXT[state]:
        return
    check_is_open(state, ended)
    if wanted is TaskState.TO_DO:
        raise RuleBroken("This task is open already.")
    raise RuleBroken(f"This task is {_SAID[state]} already.")


def check_is_open(state: TaskState, ended: Ended | None = None) -> None:
    """Refuse to change what is over, and say who ended it."""
    if state in OVER:
        raise RuleBroken(told_of_end(state, ended))


def told_of_end(state: TaskState, ended: Ended | None) -> str:
    """How a task is over, for who would change it."""
    by = f": {ended}" if ended else ""
    return f"This task is {_SAID[state]} already{by}. Open it again first."


CHANGED = "It was changed since you looked."
"""Of a task whose change nobody recorded by itself, and of any other row."""

_DONE_TO: Mapping[str, str] = MappingProxyType(
    {
        "reassign_task": "passed it on to {owner}",
        "reassign_tasks": "passed it on to {owner}",
        "move_due_day": "moved its due day to {due}",
        "move_due_days": "moved its due day to {due}",
        "start_task": "started it",
        "wait_for": "has it wait",
        "reopen_task": "opened it again",
    }
)


def told_of_change(action: str, at: datetime, by: str, *, owner: str, due_by: date) -> str:
    """What was last done to an open task that changed since somebody looked, and how it stands now."""
    did = _DONE_TO.get(action, "changed it: it is {owner}’s, due {due}")
    did = did.format(owner=owner, due=written(due_by))
    return f"{CHANGED} Last, {by} {did} ({written_with_hour(at)})."


def check_ended_by_person(derived_key: str | None, finished_by_id: int | None) -> None:
    """Refuse to open again what the facts ended: it opens by itself when they ask for it anew."""
    if derived_key is not None and finished_by_id is None:
        raise RuleBroken(
            "What is known of the claim ended this task. It opens again by itself when the fact is"
            " gone; write a task of your own for anything else."
        )


def checked_title(title: str) -> str:
    """What is to be done, in one line of at most 200 characters."""
    text = " ".join(title.split())
    if not text:
        raise RuleBroken("Enter what is to be done.", field="title")
    if len(text) > LONGEST_TITLE:
        raise RuleBroken(
            f"Shorten what is to be done to {LONGEST_TITLE} characters; it has {len(text)}.",
            field="title",
        )
    return text


def checked_reason(reason: str) -> str:
    """Why a task is not needed: a few words that stay with it."""
    text = " ".join(reason.split())
    if not text:
        raise RuleBroken("Enter why this is not needed: it stays with the task.", field="reason")
    if len(text) > LONGEST_TITLE:
        raise RuleBroken(f"Shorten the reason to {LONGEST_TITLE} characters.", field="reason")
    return text


def checked_waiting_on(name: str, since_on: date, today: date) -> str:
    """Whom a task waits for: somebody named, since today or an earlier day."""
    text = " ".join(name.split())
    if not text:
        raise RuleBroken("Enter whom this waits for.", field="waiting_on")
    if len(text) > LONGEST_NAME:
        raise RuleBroken(f"Shorten the name to {LONGEST_NAME} characters.", field="waiting_on")
    if since_on > today:
        raise RuleBroken(
            f"Enter today or an earlier day; {written(since_on)} has not come yet.",
            field="waiting_since_on",
        )
    return text


def check_due_ahead(due_by: date, today: date) -> None:
    """A due day that a person sets is today or later: nobody plans for yesterday."""
    if due_by < today:
        raise RuleBroken(f"Enter today or a later day; {written(due_by)} is over.", field="due_by")


def check_appears_in_time(appears_on: date, due_by: date) -> None:
    """A task shows before it is due, at the latest on that day."""
    if appears_on > due_by:
        raise RuleBroken("Enter a day that is not after the due day.", field="appears_on")


def first_shown_on(kind: TaskKind, due_by: date, today: date) -> date:
    """A date ahead, an exam, a surgery or the start of a job offer, shows some business days before
    it; every other task at once. The person may say another day."""
    before = SHOWS_BEFORE.get(kind)
    return today if before is None else max(today, add_business_days(due_by, -before))


def overdue_business_days(due_by: date, today: date) -> int:
    """Business days since the due day, which is met on the day itself; 0 while it is not over.

    A task that was due on a Friday is overdue by no business day on the Saturday after.
    """
    return business_days_between(due_by, today) if due_by < today else 0


MOST_AT_ONCE = 1_000
"""Tasks passed on in one act: what one preview can show and one undo take back."""


def check_not_too_many(number: int) -> None:
    """Refuse an act on no task, and on more than one preview can show."""
    if not number:
        raise RuleBroken("Pick the tasks to pass on first.")
    if number > MOST_AT_ONCE:
        raise RuleBroken(f"Pass on at most {MOST_AT_ONCE:,} tasks at once; these are {number:,}.")


def may_pass_on(
    owner_id: int, cohe_id: int, *, staff_id: int | None, supervises: Collection[int]
) -> bool:
    """Whether somebody may give a task to another: its owner, and a supervisor of its COHE."""
    return owner_id == staff_id or cohe_id in supervises
