"""The last task that this browser ended: the next page offers to open it again."""

from flask import session

KEPT = "ended_task"


def may_be_undone(task_id: int) -> None:
    session[KEPT] = task_id


def what_may_be_undone() -> int | None:
    """The task's id, once."""
    task_id: int | None = session.pop(KEPT, None)
    return task_id
