"""One unanswered call to the worker in one act, and taking it out again."""

from ohms.commands.note_events import take_back
from ohms.commands.notes import write_note
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.tries import SAID, TRY_AGAIN, a_try
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.queries.claims import claim_by_number
from ohms.queries.one_in_sight import in_sight
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from ohms.queries.settings import contact_rules


@command(Permission.NOTE_WRITE)
def log_try(actor: Actor, number: str, *, key: str) -> int:
    """Sign "tried, no answer": contact, 1 minute and the day of the next try; the note's id.

    Open tasks to try again are finished by it and replaced. Sent twice under one `key` it is
    written once.
    """
    claim = claim_by_number(actor, number)
    waiting = (
        visible(actor, Task)
        .with_only_columns(Task.id)
        .where(Task.claim_id == claim.id, Task.title == TRY_AGAIN, Task.finished_at.is_(None))
    )
    finishes = tuple(db.session.execute(waiting).scalars())
    rules = ask(contact_rules(claim.cohe_id, actor.on_day))
    return write_note(actor, claim.claim_number, a_try(actor.on_day, rules, finishes), key=key)


@command(Permission.NOTE_WRITE)
def undo_try(actor: Actor, note_id: int) -> None:
    """Take a try out: note, contact, minute and next task go, what it finished is open again.

    RuleBroken for another note, and when it can no longer be taken back.
    """
    note = in_sight(actor, CaseNote, note_id)
    if note.body != SAID:
        raise RuleBroken("Only a logged try is undone like this: take the note back instead.")
    db.session.delete(take_back(actor, note_id))
    claim = db.session.execute(visible(actor, Claim).where(Claim.id == note.claim_id)).scalar_one()
    _remove_next_try(actor, note)
    _open_again(actor, note)
    refresh_claim(claim)


def _remove_next_try(actor: Actor, note: CaseNote) -> None:
    """The task that the try left, if nobody has done anything with it since."""
    left = visible(actor, Task).where(Task.origin_note_id == note.id)
    task = db.session.execute(left).scalar_one_or_none()
    if task is not None and task.state is TaskState.TO_DO:
        db.session.delete(task)
        db.session.flush()


def _open_again(actor: Actor, note: CaseNote) -> None:
    finished = visible(actor, Task).where(Task.evidence_note_id == note.id)
    for task in db.session.execute(finished).scalars():
        task.state = TaskState.TO_DO
        task.finished_at = task.finished_by_id = task.evidence_note_id = None
