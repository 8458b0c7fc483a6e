"""Tasks as parts of other commands, which load them, refresh the claim and say what is recorded.

Which step may follow which is `domain/tasks.py`'s to say; the acts of a person on one task are `tasks.py`.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import (
    WRITTEN_BY_PEOPLE,
    Ended,
    check_appears_in_time,
    check_due_ahead,
    check_may_become,
    checked_title,
    first_shown_on,
)
from ohms.domain.values import StandardWork, TaskKind, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.answering import may_answer, owner_for
from ohms.queries.guard import unscoped


@dataclass(frozen=True, slots=True)
class Stood:
    """How an open task stood before it was over."""

    state: TaskState = TaskState.TO_DO
    waiting_on: str | None = None
    waiting_since_on: date | None = None


TO_DO_AGAIN = Stood()
OWNER_MAY_NOT_HAVE_IT = "Choose an owner who sees this claim; an assistant has low-complexity claims of their coordinator."


def new_task(
    actor: Actor,
    *,
    claim: Claim,
    title: str,
    due_by: date,
    owner_id: int | None = None,
    appears_on: date | None = None,
    standard_work: StandardWork | None = None,
    kind: TaskKind = TaskKind.OTHER,
    origin: str = "by_hand",
) -> Task:
    """A task on a claim that the actor sees, as part of the command that calls this, adds it and
    refreshes the claim.

    Without `owner_id` it goes to who answers for the claim today, else to the actor; without
    `appears_on` it shows as its kind says, most at once. Raises RuleBroken beside `title`,
    `due_by` (a day that is over), `appears_on` or `owner_id` (somebody who may not have it). What an
    assistant takes on a claim that is not low is its coordinator's.
    """
    text = checked_title(title)
    shows_on = appears_on or first_shown_on(kind, due_by, actor.on_day)
    if origin in WRITTEN_BY_PEOPLE:
        check_due_ahead(due_by, actor.on_day)
        check_appears_in_time(shows_on, due_by)
    return Task(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        owner_id=_owner(actor, claim, due_by, owner_id),
        title=text,
        standard_work=standard_work,
        kind=kind,
        state=TaskState.TO_DO,
        due_by=due_by,
        appears_on=min(shows_on, due_by),
        origin=origin,
        asked_by_id=actor.staff_id,
        written_at=clock.now(),
    )


def finish_loaded_task(
    actor: Actor, task: Task, *, evidence_note_id: int | None = None, word: str | None = None
) -> None:
    """Mark a loaded open task done, as part of the command that calls this and refreshes the claim.

    Its evidence is a note or a word, or neither. Raises RuleBroken when it is over already.
    """
    check_may_become(task.state, TaskState.DONE, ended(task))
    set_over(actor, task, TaskState.DONE)
    task.evidence_note_id = evidence_note_id
    task.reason = " ".join((word or "").split())[:200] or None
    db.session.flush()


def reopen_loaded_task(task: Task, stood: Stood = TO_DO_AGAIN) -> None:
    """Set a loaded task that is over to do again, or as it `stood`, as part of the command that calls this."""
    if task.derived_key is not None:
        _put_away_newer(task)
    task.state = stood.state
    task.waiting_on, task.waiting_since_on = stood.waiting_on, stood.waiting_since_on
    task.finished_at = task.finished_by_id = task.evidence_note_id = task.reason = None
    task.evidence_text = task.evidence_document_id = task.evidence_apf_id = None


def ended(task: Task) -> Ended | None:
    """Who ended a loaded task that is over, and when."""
    if task.finished_at is None:
        return None
    by = db.session.get(StaffMember, task.finished_by_id) if task.finished_by_id else None
    return Ended(task.finished_at, by.name if by else None)


def set_over(actor: Actor, task: Task, state: TaskState) -> None:
    task.state = state
    task.finished_at = clock.now()
    task.finished_by_id = actor.staff_id
    wait_no_more(task)


def wait_no_more(task: Task) -> None:
    task.waiting_on = task.waiting_since_on = None


def _put_away_newer(task: Task) -> None:
    """What was asked for anew since the task ended gives way to it: one of a key is open at most."""
    newer = select(Task).where(
        Task.claim_id == task.claim_id,
        Task.derived_key == task.derived_key,
        Task.finished_at.is_(None),
        Task.id != task.id,
    )
    with unscoped("the same task, asked for anew"):
        for other in db.session.execute(newer).scalars():
            other.state, other.finished_at = TaskState.NOT_NEEDED, clock.now()
            other.reason = "The earlier one is open again"
            wait_no_more(other)
        db.session.flush()


def _owner(actor: Actor, claim: Claim, due_by: date, owner_id: int | None) -> int:
    if owner_id is not None and may_answer(owner_id, claim.id, actor.on_day):
        return owner_id
    if owner_id is None or owner_id == actor.staff_id:
        return owner_for(actor, claim, due_by)
    raise RuleBroken(OWNER_MAY_NOT_HAVE_IT, field="owner_id")
