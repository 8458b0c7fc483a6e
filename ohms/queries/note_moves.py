"""A note that stands on the wrong claim: where it may go, what goes along, and where it went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_

from ohms.domain.actor import Actor
from ohms.domain.claims import normal_claim_number
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.note_acts import NoteFacts
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.claims import claim_by_number
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible


@dataclass(frozen=True, slots=True)
class Way:
    """The claims between which a note was moved, each only where the actor sees it."""

    to: str | None = None
    from_: str | None = None


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What moving a note to a claim will do, told before it is done."""

    claim_id: int
    claim_number: str
    worker: str
    contacts: int
    minutes: int
    moved: tuple[str, ...]
    reopened: tuple[str, ...]


def target_claim(actor: Actor, claim_id: int, cohe_id: int, typed: str) -> Claim:
    """The claim to which a note of `claim_id` is to be moved.

    RuleBroken beside `to` for what is no number, a claim missing or out of sight (one answer), the
    note's own claim, one of another COHE, and one that L&I combined into another.
    """
    number = normal_claim_number(typed, field="to")
    try:
        target = claim_by_number(actor, number)
    except NotFound:
        raise RuleBroken(
            f"Enter a claim number that is on your list: {number} is not.", field="to"
        ) from None
    if target.id == claim_id:
        raise RuleBroken("The note stands on this claim already.", field="to")
    if target.cohe_id != cohe_id:
        raise RuleBroken(
            "That claim is of another COHE: void the note here and write it there.", field="to"
        )
    if target.combined_into_id is not None:
        raise RuleBroken(
            "L&I combined that claim into another: enter the number it goes on under.", field="to"
        )
    return target


def move_preview(actor: Actor, note_id: int, target: Claim) -> MovePreview:
    """What goes along, as far as the actor sees it."""
    worker = db.session.execute(
        visible(actor, Worker)
        .where(Worker.id == target.worker_id)
        .with_only_columns(Worker.last_name, Worker.first_name)
    ).one()
    return MovePreview(
        claim_id=target.id,
        claim_number=target.claim_number,
        worker=f"{worker.last_name}, {worker.first_name}",
        contacts=_number_of(
            visible(actor, Contact)
            .where(Contact.note_id == note_id)
            .with_only_columns(func.count())
        ),
        minutes=_number_of(
            visible(actor, TimeEntry)
            .where(TimeEntry.note_id == note_id, TimeEntry.voided_at.is_(None))
            .with_only_columns(func.coalesce(func.sum(TimeEntry.minutes), 0))
        ),
        moved=_titles(tasks_written_by(actor, note_id)),
        reopened=_titles(tasks_finished_by(actor, note_id)),
    )


def tasks_written_by(actor: Actor, note_id: int) -> Select[Task]:
    """The tasks that came with a note: its next steps, open or over."""
    return visible(actor, Task).where(Task.origin_note_id == note_id).order_by(Task.id)


def tasks_finished_by(actor: Actor, note_id: int) -> Select[Task]:
    """The tasks of its claim that a note finished, save those that it wrote itself."""
    return (
        visible(actor, Task)
        .where(
            Task.evidence_note_id == note_id,
            or_(Task.origin_note_id.is_(None), Task.origin_note_id != note_id),
        )
        .order_by(Task.id)
    )


def ways_of_moved(
    actor: Actor, notes: Iterable[CaseNote], facts: Mapping[int, NoteFacts]
) -> Question[dict[int, Way]]:
    """By note: to which claim a moved one went, and from which one came; asked only if any was."""
    came_from = {note.moved_from_id: note.id for note in notes if note.moved_from_id is not None}
    gone = [id_ for id_, fact in facts.items() if fact.belongs_elsewhere]
    elsewhere = [id_ for id_ in came_from if id_ not in facts]
    if not gone and not elsewhere:
        return {}
    (rows,) = yield (
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .where(
            sees(actor, Claim), or_(CaseNote.id.in_(elsewhere), CaseNote.moved_from_id.in_(gone))
        )
        .with_only_columns(CaseNote.id, CaseNote.moved_from_id, Claim.claim_number),
    )
    came = {came_from[row.id]: row.claim_number for row in rows if row.id in came_from}
    went = {row.moved_from_id: row.claim_number for row in rows if row.moved_from_id in facts}
    return {id_: Way(to=went.get(id_), from_=came.get(id_)) for id_ in {*came, *went}}


def _number_of(statement: Select[Any]) -> int:
    return int(db.session.execute(statement).scalar_one())


def _titles(statement: Select[Task]) -> tuple[str, ...]:
    return tuple(db.session.execute(statement.with_only_columns(Task.title)).scalars())
