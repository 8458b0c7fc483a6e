"""A note that stands on the wrong claim goes to the right one, in one act.

It is voided here as belonging to another claim, and written there with its day, signature and
addenda; its contacts, its minutes and the tasks that came with it go along, and what it finished here
is to do again. Both claims' summaries are recomputed. Source: experience.md "The composer".
"""

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.late_time import late_entry, put_in
from ohms.commands.mentions import tell_mentioned
from ohms.commands.note_events import add_event, load_note
from ohms.commands.note_rows import begin_coordination
from ohms.commands.summaries import refresh_claim
from ohms.commands.task_parts import reopen_loaded_task
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.note_acts import check_void
from ohms.domain.tasks import is_open
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.answering import may_answer, owner_for
from ohms.queries.held_claims import held
from ohms.queries.note_moves import target_claim, tasks_finished_by, tasks_written_by
from ohms.queries.one_in_sight import only_row
from ohms.queries.scope import visible

BELONGS_ELSEWHERE = "Belongs to another claim"
MOVED_ALONG = "Moved to another claim with its note"
COPIED = (NoteEventKind.SIGNED, NoteEventKind.ADDENDUM)
"""What is said under the note stands under it there too; a co-signature is given anew."""


@command(Permission.NOTE_VOID)
def move_note(actor: Actor, note_id: int, to: str, *, key: str | None = None) -> int:
    """Move a note to the claim numbered `to`; the id of the note there. Sent twice it moves once.

    By those who may void it. RuleBroken beside `to` for a number that is none, missing, out of sight,
    or of a claim that cannot take it; NotFound for a note out of sight.
    """
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim_id, cohe_id = _stands_on(actor, note_id)
    target = target_claim(actor, claim_id, cohe_id, to)
    here, there = _locked(actor, claim_id, target.id)
    # Under the lock: the note may have been voided, or moved, while this waited for it.
    note, facts, standing = load_note(actor, note_id)
    check_void(facts, standing)
    add_event(
        actor,
        note,
        NoteEventKind.VOIDED,
        Permission.NOTE_VOID,
        reason=BELONGS_ELSEWHERE,
        belongs_elsewhere=True,
    )
    moved = _written_there(actor, note, there)
    _move_contacts(actor, note, moved)
    _move_minutes(actor, note, moved)
    _move_tasks(actor, note, moved, there)
    begin_coordination(actor, there)
    refresh_claim(here)
    refresh_claim(there)
    if key:
        remember(actor, key, "move_note", moved.id)
    return moved.id


def _stands_on(actor: Actor, note_id: int) -> tuple[int, int]:
    found = only_row(
        visible(actor, CaseNote)
        .where(CaseNote.id == note_id)
        .with_only_columns(CaseNote.claim_id, CaseNote.cohe_id)
    )
    return found.claim_id, found.cohe_id


def _locked(actor: Actor, here: int, there: int) -> tuple[Claim, Claim]:
    """Both claims, held in the order of their ids, so that two moves never wait for each other."""
    both = visible(actor, Claim).where(Claim.id.in_((here, there))).order_by(Claim.id)
    found = {claim.id: claim for claim in db.session.execute(held(both)).scalars()}
    return found[here], found[there]


def _written_there(actor: Actor, note: CaseNote, there: Claim) -> CaseNote:
    """The note as it was written and signed, on the other claim, with what was added to it.

    Whom it mentions is told of it there, where they see that claim.
    """
    moved = CaseNote(
        claim_id=there.id,
        cohe_id=there.cohe_id,
        author_id=note.author_id,
        position_id=note.position_id,
        standard_work=note.standard_work,
        body=note.body,
        performed_on=note.performed_on,
        written_at=note.written_at,
        signed_at=note.signed_at,
        co_signature_needed=note.co_signature_needed,
        mental_health=note.mental_health,
        moved_from_id=note.id,
    )
    db.session.add(moved)
    db.session.flush()
    events = (
        visible(actor, NoteEvent)
        .where(NoteEvent.note_id == note.id, NoteEvent.kind.in_(COPIED))
        .order_by(NoteEvent.id)
    )
    for event in db.session.execute(events).scalars():
        copy = NoteEvent(
            note_id=moved.id,
            claim_id=moved.claim_id,
            cohe_id=moved.cohe_id,
            kind=event.kind,
            staff_id=event.staff_id,
            position_id=event.position_id,
            at=event.at,
            body=event.body,
        )
        db.session.add(copy)
        db.session.flush()
        if copy.body is not None:
            tell_mentioned(actor, moved, copy.body, event_id=copy.id, by_id=copy.staff_id)
    tell_mentioned(actor, moved, moved.body, by_id=moved.author_id)
    return moved


def _move_contacts(actor: Actor, note: CaseNote, moved: CaseNote) -> None:
    contacts = visible(actor, Contact).where(Contact.note_id == note.id)
    for contact in db.session.execute(contacts).scalars():
        contact.claim_id, contact.note_id = moved.claim_id, moved.id


def _move_minutes(actor: Actor, note: CaseNote, moved: CaseNote) -> None:
    """Each entry is voided, and its successor stands on the other claim: the total is the same."""
    entries = (
        visible(actor, TimeEntry)
        .where(TimeEntry.note_id == note.id, TimeEntry.voided_at.is_(None))
        .order_by(TimeEntry.id)
        .with_for_update(of=TimeEntry)
    )
    now = clock.now()
    for entry in db.session.execute(entries).scalars().all():
        late = late_entry(entry.id)
        entry.voided_at, entry.voided_by_id = now, actor.staff_id
        entry.reason = entry.reason or MOVED_ALONG
        db.session.flush()
        put_in(
            TimeEntry(
                staff_id=entry.staff_id,
                position_id=entry.position_id,
                cohe_id=entry.cohe_id,
                claim_id=moved.claim_id,
                note_id=moved.id,
                standard_work=entry.standard_work,
                performed_on=entry.performed_on,
                minutes=entry.minutes,
                capture=entry.capture,
                remark=entry.remark,
                entered_by_id=actor.staff_id,
                entered_at=now,
                confirmed_at=late.seen_at if late else entry.confirmed_at,
                supersedes_id=entry.id,
                reason=MOVED_ALONG,
            ),
            late=late is not None,
        )


def _move_tasks(actor: Actor, note: CaseNote, moved: CaseNote, there: Claim) -> None:
    finished = db.session.execute(tasks_finished_by(actor, note.id)).scalars().all()
    for task in db.session.execute(tasks_written_by(actor, note.id)).scalars().all():
        task.claim_id, task.origin_note_id = moved.claim_id, moved.id
        # What finished it is a note of the claim that it leaves.
        task.evidence_note_id = None
        task.owner_id = _owner_there(actor, task, there)
    for task in finished:
        if _is_asked_for_again(actor, task):
            task.evidence_note_id = None
        elif not is_open(task.state):
            reopen_loaded_task(task)
    db.session.flush()


def _owner_there(actor: Actor, task: Task, there: Claim) -> int:
    """Its owner where they may have a task of the other claim; else who answers for that one."""
    if not is_open(task.state) or may_answer(task.owner_id, there.id, actor.on_day):
        return task.owner_id
    return owner_for(actor, there, task.due_by)


def _is_asked_for_again(actor: Actor, task: Task) -> bool:
    """Whether the fact it stood for is missing again under an open task of its own."""
    if task.derived_key is None:
        return False
    again = visible(actor, Task).where(
        Task.claim_id == task.claim_id,
        Task.derived_key == task.derived_key,
        Task.finished_at.is_(None),
        Task.id != task.id,
    )
    return db.session.execute(again.with_only_columns(Task.id)).first() is not None
