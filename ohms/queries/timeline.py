"""What happened on a claim, newest first: notes with their contacts and minutes, tasks done,
referrals, documents, APFs, ROAs and time loss; each kind asked once, however many rows."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.documents import may_read_content
from ohms.domain.note_acts import acts_open_to
from ohms.domain.values import NoteEventKind, Service
from ohms.models.documents import Document, EnteredForm
from ohms.models.feed import FeedRun
from ohms.models.medical import ActivityPrescription, ReportOfAccident, TimeLossPayment
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.providers import Provider
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.calls import calls_of_claim
from ohms.queries.note_acts import facts_of, standing_of
from ohms.queries.note_moves import ways_of_moved
from ohms.queries.note_texts import readable_text
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, Rows, asked, side_by_side
from ohms.queries.scope import Row, sees, visible
from ohms.queries.timeline_events import Event, Kind
from ohms.queries.timeline_news import brought, mark_new, visit_before


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first; `here_until` is when the visit before this one ended, None in a first one."""

    events: list[Event]
    here_until: datetime | None


def timeline_of(actor: Actor, claim_id: int) -> Question[Timeline]:
    """Everything on the claim that the actor may see, and what of it came since they were here."""
    until, notes, rows = yield from side_by_side(
        visit_before(actor, claim_id),
        notes_of(actor, claim_id),
        asked(
            calls_of_claim(actor, claim_id=claim_id),
            _tasks_done(actor, claim_id=claim_id),
            _referral_steps(actor, claim_id=claim_id),
            brought(actor, Document, claim_id=claim_id),
            _prescriptions(actor, claim_id=claim_id),
            brought(actor, ReportOfAccident, claim_id=claim_id),
            brought(actor, TimeLossPayment, claim_id=claim_id),
            _all_of_claim(actor, EnteredForm, claim_id=claim_id),
        ),
    )
    calls, tasks, steps, documents, prescriptions, reports, payments, entered = rows
    events = [
        *notes,
        *(Event(Kind.CALL, c.performed_on, c.taken_at, "call", c, by=by) for c, by in calls),
        *_events_of_tasks(tasks),
        *(_event_of_step(*row) for row in steps),
        *(_event_of_document(actor, *row) for row in documents),
        *(_status(apf.exam_on, "apf", apf, done, by=by) for apf, by, done in prescriptions),
        *(_status(roa.received_on, "roa", roa, done) for roa, done in reports),
        *(_status(paid.paid_to_on, "paid", paid, done) for paid, done in payments),
    ]
    if until is not None:
        mark_new(actor, until, events, entered)
    return Timeline(sorted(events, key=_newest_first, reverse=True), until)


def _status(
    on: date, what: str, subject: Any, brought_at: datetime | None, by: str | None = None
) -> Event:
    return Event(Kind.STATUS, on, None, what, subject, by=by, brought_at=brought_at)


def _newest_first(event: Event) -> tuple[date, float, int]:
    return event.on, event.at.timestamp() if event.at else 0.0, event.subject.id


def _of_claim(actor: Actor, model: type[Row], claim_id: int) -> Select[Row]:
    return visible(actor, model).where(model.claim_id == claim_id)  # type: ignore[attr-defined]


def notes_of(
    actor: Actor, claim_id: int, ids: Collection[int] | None = None
) -> Question[list[Event]]:
    """The notes of a claim as the actor may read them, in no order; of these ids where some are told."""
    some = {} if ids is None else {"note_ids": list(ids)}
    rows, contact_rows, event_rows, minute_rows = yield (
        _notes(actor, claim_id=claim_id, **some),
        _all_of_claim(actor, Contact, claim_id=claim_id),
        _note_events(actor, claim_id=claim_id),
        _minutes_by_note(actor, claim_id=claim_id),
    )
    contacts = _by_note(contact_rows)
    happened: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(event_rows, key=lambda row: row.NoteEvent.id):
        happened[row.NoteEvent.note_id].append(row)
    minutes = {note_id: int(total) for note_id, total in minute_rows if note_id}
    facts = {
        row.CaseNote.id: facts_of(
            row.CaseNote, [event.NoteEvent for event in happened[row.CaseNote.id]]
        )
        for row in rows
    }
    standing, ways = yield from side_by_side(
        standing_of(actor, claim_id, facts.values()),
        ways_of_moved(actor, [row.CaseNote for row in rows], facts),
    )
    events = []
    for note, author, readable in rows:
        way = ways.get(note.id)
        event = Event(
            Kind.NOTE,
            note.performed_on,
            note.written_at,
            "note",
            note,
            state="moved" if facts[note.id].belongs_elsewhere else facts[note.id].state,
            moved_to=way.to if way else None,
            moved_from=way.from_ if way else None,
        )
        if readable or not facts[note.id].belongs_elsewhere:
            event.by = author
            event.contacts = contacts[note.id]
            event.events = happened[note.id]
            event.minutes = minutes.get(note.id, 0)
            event.text = note.body if readable else None
            event.question_open = facts[note.id].question_open
            event.acts = acts_open_to(facts[note.id], standing)
        events.append(event)
    return events


@prepared
def _notes(actor: Actor, *, claim_id: int, note_ids: Any = None) -> AnySelect:
    wanted = _of_claim(actor, CaseNote, claim_id)
    if note_ids is not None:
        wanted = wanted.where(CaseNote.id.in_(note_ids))
    return wanted.join(StaffMember, StaffMember.id == CaseNote.author_id).with_only_columns(
        CaseNote, StaffMember.name, readable_text(actor).label("readable")
    )


@prepared
def _all_of_claim(actor: Actor, model: Any, *, claim_id: int) -> AnySelect:
    return _of_claim(actor, model, claim_id)


def _by_note(rows: Rows) -> dict[int, list[Contact]]:
    grouped: dict[int, list[Contact]] = defaultdict(list)
    for contact in sorted((row[0] for row in rows), key=lambda each: each.id):
        if contact.note_id is not None:
            grouped[contact.note_id].append(contact)
    return grouped


@prepared
def _note_events(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        _of_claim(actor, NoteEvent, claim_id)
        .where(NoteEvent.kind != NoteEventKind.SIGNED)
        .join(StaffMember, StaffMember.id == NoteEvent.staff_id)
        .with_only_columns(NoteEvent, StaffMember.name)
    )


@prepared
def _minutes_by_note(actor: Actor, *, claim_id: int) -> AnySelect:
    """One's own minutes by note (a supervisor's COHE's): others' stand nowhere by person."""
    return (
        visible(actor, TimeEntry)
        .with_only_columns(TimeEntry.note_id, func.sum(TimeEntry.minutes))
        .where(
            TimeEntry.claim_id == claim_id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.note_id.is_not(None),
        )
        .group_by(TimeEntry.note_id)
    )


@prepared
def _tasks_done(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        _of_claim(actor, Task, claim_id)
        .where(Task.finished_at.is_not(None))
        .outerjoin(StaffMember, StaffMember.id == Task.finished_by_id)
        .with_only_columns(Task, StaffMember.name)
    )


def _events_of_tasks(rows: Rows) -> Iterator[Event]:
    for task, who in rows:
        done_at = task.finished_at
        if done_at is not None:
            yield Event(Kind.TASK, day_of(done_at), done_at, task.state.value, task, by=who)


@prepared
def _referral_steps(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        _of_claim(actor, ReferralStepTaken, claim_id)
        .join(Referral, Referral.id == ReferralStepTaken.referral_id)
        .where(sees(actor, Referral))
        .outerjoin(StaffMember, StaffMember.id == ReferralStepTaken.staff_id)
        .with_only_columns(ReferralStepTaken, Referral.service, StaffMember.name)
    )


def _event_of_step(step: ReferralStepTaken, service: Service, who: str | None) -> Event:
    return Event(Kind.REFERRAL, day_of(step.at), step.at, "step", step, by=who, service=service)


def _event_of_document(actor: Actor, document: Document, brought_at: datetime | None) -> Event:
    """The title is the text of a document: withheld where its content is."""
    readable = may_read_content(
        actor, mental_health=document.mental_health, cohe_id=document.cohe_id
    )
    return Event(
        Kind.DOCUMENT,
        document.received_on,
        None,
        document.kind.value,
        document,
        text=document.title if readable else None,
        brought_at=brought_at,
    )


@prepared
def _prescriptions(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        _of_claim(actor, ActivityPrescription, claim_id)
        .join(Provider, Provider.id == ActivityPrescription.provider_id)
        .outerjoin(FeedRun, FeedRun.id == ActivityPrescription.feed_run_id)
        .with_only_columns(ActivityPrescription, Provider.last_name, FeedRun.finished_at)
    )


def counts_by_kind(events: Sequence[Event]) -> dict[Kind, int]:
    """How many lines each kind has, for the timeline's views."""
    counts: dict[Kind, int] = dict.fromkeys(Kind, 0)
    for event in events:
        counts[event.kind] += 1
    return counts
