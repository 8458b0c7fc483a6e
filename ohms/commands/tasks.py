"""Tasks: written, started, waited for, finished, found not needed, opened again, moved.

Each command refreshes the claim; what other commands do with tasks of theirs is `task_parts.py`. Which
step may follow which is `domain/tasks.py`'s to say.
"""

from datetime import date

from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.rows import write_row
from ohms.commands.summaries import refresh_claim
from ohms.commands.task_parts import (
    TO_DO_AGAIN,
    Stood,
    ended,
    finish_loaded_task,
    new_task,
    reopen_loaded_task,
    set_over,
    wait_no_more,
)
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import (
    check_due_ahead,
    check_ended_by_person,
    check_is_open,
    check_may_become,
    checked_reason,
    checked_waiting_on,
)
from ohms.domain.values import StandardWork, TaskKind, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.queries.held_claims import held
from ohms.queries.one_in_sight import held_in_sight, only
from ohms.queries.scope import visible
from ohms.queries.task_details import standing_notes


@command(Permission.TASK_WRITE)
def write_task(
    actor: Actor,
    claim_id: int,
    *,
    title: str,
    due_by: date,
    owner_id: int | None = None,
    appears_on: date | None = None,
    standard_work: StandardWork | None = None,
    kind: TaskKind = TaskKind.OTHER,
    key: str | None = None,
) -> int:
    """A task by hand; its id. The same form sent twice makes one task."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = _claim(actor, claim_id)
    task = new_task(
        actor,
        claim=claim,
        title=title,
        due_by=due_by,
        owner_id=owner_id,
        appears_on=appears_on,
        standard_work=standard_work,
        kind=kind,
    )
    write_row(task)
    if key:
        remember(actor, key, "write_task", task.id)
    refresh_claim(claim)
    return task.id


@command(Permission.TASK_WRITE)
def start_task(actor: Actor, task_id: int) -> Task:
    """Somebody is at it; a task that waited waits no longer."""
    task, _claim_of_it = _load(actor, task_id)
    check_may_become(task.state, TaskState.IN_PROGRESS, ended(task))
    task.state = TaskState.IN_PROGRESS
    wait_no_more(task)
    return task


@command(Permission.TASK_WRITE)
def wait_for(
    actor: Actor, task_id: int, *, waiting_on: str, waiting_since_on: date | None = None
) -> Task:
    """The task rests until somebody named acts; without a day it waits since today."""
    task, _claim_of_it = _load(actor, task_id)
    check_may_become(task.state, TaskState.WAITING, ended(task))
    since_on = waiting_since_on or actor.on_day
    task.waiting_on = checked_waiting_on(waiting_on, since_on, actor.on_day)
    task.waiting_since_on = since_on
    task.state = TaskState.WAITING
    return task


@command(Permission.TASK_WRITE)
def finish_task(
    actor: Actor,
    task_id: int,
    *,
    evidence_note_id: int | None = None,
    word: str | None = None,
    version: int | None = None,
) -> Task:
    """Done, with a note of the claim as evidence or a word. Pressed twice by one person: done once.
    `version` is what another program read."""
    task, claim = _load(actor, task_id, version)
    if task.state is TaskState.DONE and task.finished_by_id == actor.staff_id:
        return task
    _check_evidence(actor, claim, evidence_note_id)
    finish_loaded_task(actor, task, evidence_note_id=evidence_note_id, word=word)
    refresh_claim(claim)
    return task


@command(Permission.TASK_WRITE)
def set_task_not_needed(
    actor: Actor, task_id: int, *, reason: str, version: int | None = None
) -> Task:
    """Over without having been done, and why."""
    task, claim = _load(actor, task_id, version)
    check_may_become(task.state, TaskState.NOT_NEEDED, ended(task))
    task.reason = checked_reason(reason)
    set_over(actor, task, TaskState.NOT_NEEDED)
    refresh_claim(claim)
    return task


@command(Permission.TASK_WRITE)
def reopen_task(
    actor: Actor, task_id: int, *, version: int | None = None, stood: Stood = TO_DO_AGAIN
) -> Task:
    """To do again, or as it `stood`; who had finished it, and how, stands in the audit."""
    task, claim = _load(actor, task_id, version)
    check_may_become(task.state, TaskState.TO_DO)
    check_ended_by_person(task.derived_key, task.finished_by_id)
    reopen_loaded_task(task, stood)
    refresh_claim(claim)
    return task


@command(Permission.TASK_WRITE)
def move_due_day(actor: Actor, task_id: int, *, due_by: date, version: int | None = None) -> Task:
    """Another due day for an open task. `version` is what the form was filled in over."""
    task, claim = _load(actor, task_id, version)
    check_is_open(task.state, ended(task))
    check_due_ahead(due_by, actor.on_day)
    task.due_by = due_by
    task.appears_on = min(task.appears_on, due_by)
    refresh_claim(claim)
    return task


@command(Permission.TASK_WRITE)
def put_due_day_back(
    actor: Actor, task_id: int, *, due_by: date, appears_on: date, version: int
) -> None:
    """The due day that stood before it was moved, a day that is over too: to undo it, over the version
    that it was moved to."""
    task, claim = _load(actor, task_id, version)
    check_is_open(task.state, ended(task))
    task.due_by, task.appears_on = due_by, appears_on
    refresh_claim(claim)


def _load(actor: Actor, task_id: int, version: int | None = None) -> tuple[Task, Claim]:
    """A task in one's sight with its claim, locked in one order: claim first, then task. Conflict where
    it is another `version` by then."""
    claim_id = only(visible(actor, Task).where(Task.id == task_id).with_only_columns(Task.claim_id))
    claim = _claim(actor, claim_id)
    task = held_in_sight(actor, Task, task_id)
    if version is not None and version != task.version:
        raise Conflict
    return task, claim


def _claim(actor: Actor, claim_id: int) -> Claim:
    return only(held(visible(actor, Claim).where(Claim.id == claim_id)))


def _check_evidence(actor: Actor, claim: Claim, note_id: int | None) -> None:
    if note_id is None:
        return
    note = standing_notes(actor, claim.id).where(CaseNote.id == note_id)
    if db.session.execute(note.with_only_columns(CaseNote.id)).first() is None:
        raise RuleBroken("Choose a signed note of this claim.", field="evidence_note_id")
