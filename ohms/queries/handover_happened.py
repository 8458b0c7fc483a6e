"""What happens on claims while somebody is away, kind by kind: each one SELECT, and how a row is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, PACIFIC
from ohms.domain.handover import excerpt
from ohms.domain.values import NoteEventKind
from ohms.models.coordination import CoordinationPeriod
from ohms.models.documents import Document
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.medical import WorkStatusEpisode
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.among import among_thousands
from ohms.queries.full_text import engine
from ohms.queries.note_texts import readable_text, standing_text
from ohms.queries.prepared import AnySelect
from ohms.queries.scope import sees, visible
from ohms.queries.task_filter import in_an_open_state


class HappenedKind(StrEnum):
    NOTE = "note"
    NOTE_EVENT = "note_event"
    TASK_OVER = "task_over"
    TASK_NEW = "task_new"
    ANSWER = "answer"
    COORDINATION = "coordination"
    FROM_LNI = "from_lni"
    WORK_STATUS = "work_status"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened on a claim; `by` is empty where no person of ours did it."""

    kind: HappenedKind
    on: date
    at: datetime | None
    by: str | None
    what: str
    text: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Whose claims, and from when to when."""

    actor: Actor
    ids: Sequence[int]
    staff_id: int
    first_on: date
    last_on: date

    def these(self, claim_id: Any) -> ColumnElement[bool]:
        """Of long leave they are thousands, and ten SELECTs ask for them at once."""
        return among_thousands(claim_id, self.ids, engine())

    @property
    def first_at(self) -> datetime:
        return datetime.combine(self.first_on, time(), PACIFIC)

    @property
    def end_at(self) -> datetime:
        return datetime.combine(self.last_on + ONE_DAY, time(), PACIFIC)

    def within(self, column: Any) -> Any:
        return (column >= self.first_at) & (column < self.end_at)


def _notes(about: About) -> AnySelect:
    actor = about.actor
    return (
        visible(actor, CaseNote)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(
            about.these(CaseNote.claim_id),
            CaseNote.author_id != about.staff_id,
            about.within(CaseNote.signed_at),
            standing_text(actor),
        )
        .with_only_columns(
            CaseNote.claim_id,
            CaseNote.signed_at.label("at"),
            StaffMember.name.label("by"),
            CaseNote.standard_work,
            CaseNote.body,
            readable_text(actor).label("readable"),
        )
    )


def _note_events(about: About) -> AnySelect:
    """Told by their kind alone: what they say stands with the note."""
    return (
        visible(about.actor, NoteEvent)
        .join(StaffMember, StaffMember.id == NoteEvent.staff_id)
        .where(
            about.these(NoteEvent.claim_id),
            NoteEvent.staff_id != about.staff_id,
            NoteEvent.kind != NoteEventKind.SIGNED,
            about.within(NoteEvent.at),
        )
        .with_only_columns(
            NoteEvent.claim_id, NoteEvent.at, StaffMember.name.label("by"), NoteEvent.kind
        )
    )


def _tasks_over(about: About) -> AnySelect:
    """Done or not needed any more, by a person or because a fact came."""
    return (
        visible(about.actor, Task)
        .outerjoin(StaffMember, StaffMember.id == Task.finished_by_id)
        .where(about.these(Task.claim_id), about.within(Task.finished_at))
        .with_only_columns(
            Task.claim_id,
            Task.finished_at.label("at"),
            StaffMember.name.label("by"),
            Task.id,
            Task.title,
            Task.state,
        )
    )


def _tasks_new(about: About) -> AnySelect:
    """Written by people meanwhile and still open; what follows from facts stands under Tasks."""
    return (
        visible(about.actor, Task)
        .outerjoin(StaffMember, StaffMember.id == Task.asked_by_id)
        .where(
            about.these(Task.claim_id),
            Task.origin != "derived",
            in_an_open_state(),
            about.within(Task.written_at),
        )
        .with_only_columns(
            Task.claim_id,
            Task.written_at.label("at"),
            StaffMember.name.label("by"),
            Task.id,
            Task.title,
        )
    )


def _steps(about: About) -> AnySelect:
    actor = about.actor
    return (
        visible(actor, ReferralStepTaken)
        .join(Referral, Referral.id == ReferralStepTaken.referral_id)
        .outerjoin(StaffMember, StaffMember.id == ReferralStepTaken.staff_id)
        .where(
            sees(actor, Referral),
            about.these(ReferralStepTaken.claim_id),
            about.within(ReferralStepTaken.at),
        )
        .with_only_columns(
            ReferralStepTaken.claim_id,
            ReferralStepTaken.at,
            StaffMember.name.label("by"),
            Referral.id,
            Referral.service,
            ReferralStepTaken.step,
            ReferralStepTaken.reason,
        )
    )


def _taken_up(about: About) -> AnySelect:
    return (
        visible(about.actor, CoordinationPeriod)
        .outerjoin(StaffMember, StaffMember.id == CoordinationPeriod.begun_by_id)
        .where(
            about.these(CoordinationPeriod.claim_id),
            CoordinationPeriod.from_on.between(about.first_on, about.last_on),
        )
        .with_only_columns(
            CoordinationPeriod.claim_id,
            CoordinationPeriod.from_on.label("on"),
            StaffMember.name.label("by"),
        )
    )


def _closed(about: About) -> AnySelect:
    return (
        visible(about.actor, CoordinationPeriod)
        .where(
            about.these(CoordinationPeriod.claim_id),
            CoordinationPeriod.to_on.between(about.first_on, about.last_on),
        )
        .with_only_columns(
            CoordinationPeriod.claim_id,
            CoordinationPeriod.to_on.label("on"),
            CoordinationPeriod.end_reason,
        )
    )


def _from_lni(about: About) -> AnySelect:
    return (
        visible(about.actor, FeedChange)
        .join(FeedRun, FeedRun.id == FeedChange.run_id)
        .where(about.these(FeedChange.claim_id), about.within(FeedRun.started_at))
        .with_only_columns(
            FeedChange.claim_id, FeedRun.started_at.label("at"), FeedChange.field, FeedChange.new
        )
    )


def _statuses(about: About) -> AnySelect:
    return (
        visible(about.actor, WorkStatusEpisode)
        .where(
            about.these(WorkStatusEpisode.claim_id),
            WorkStatusEpisode.from_on.between(about.first_on, about.last_on),
        )
        .with_only_columns(
            WorkStatusEpisode.claim_id,
            WorkStatusEpisode.from_on.label("on"),
            WorkStatusEpisode.work_status,
        )
    )


def _documents(about: About) -> AnySelect:
    return (
        visible(about.actor, Document)
        .outerjoin(StaffMember, StaffMember.id == Document.uploaded_by_id)
        .where(about.these(Document.claim_id), about.within(Document.listed_at))
        .with_only_columns(
            Document.claim_id,
            Document.listed_at.label("at"),
            StaffMember.name.label("by"),
            Document.kind,
        )
    )


def _on(row: Any) -> tuple[date, datetime]:
    local = row.at.astimezone(PACIFIC)
    return local.date(), local


KINDS: Mapping[Callable[[About], AnySelect], Callable[[Any], Happened]] = {
    _notes: lambda row: Happened(
        HappenedKind.NOTE,
        *_on(row),
        row.by,
        row.standard_work.value,
        excerpt(row.body) if row.readable else None,
    ),
    _note_events: lambda row: Happened(HappenedKind.NOTE_EVENT, *_on(row), row.by, row.kind.value),
    _tasks_over: lambda row: Happened(
        HappenedKind.TASK_OVER, *_on(row), row.by, row.state.value, row.title, f"/tasks/{row.id}"
    ),
    _tasks_new: lambda row: Happened(
        HappenedKind.TASK_NEW, *_on(row), row.by, "", row.title, f"/tasks/{row.id}"
    ),
    _steps: lambda row: Happened(
        HappenedKind.ANSWER,
        *_on(row),
        row.by,
        f"{row.service.value}: {row.step.value}",
        row.reason,
        f"/referrals/{row.id}",
    ),
    _taken_up: lambda row: Happened(HappenedKind.COORDINATION, row.on, None, row.by, "taken_up"),
    _closed: lambda row: Happened(
        HappenedKind.COORDINATION, row.on, None, None, "closed", row.end_reason
    ),
    _from_lni: lambda row: Happened(HappenedKind.FROM_LNI, *_on(row), None, row.field, row.new),
    _statuses: lambda row: Happened(
        HappenedKind.WORK_STATUS, row.on, None, None, row.work_status.value
    ),
    _documents: lambda row: Happened(HappenedKind.DOCUMENT, *_on(row), row.by, row.kind.value),
}
"""What is asked, and how a row of it is told."""
