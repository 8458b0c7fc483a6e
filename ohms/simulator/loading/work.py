"""What people did, as rows: signed notes with contacts and minutes, other time, and tasks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ohms.domain.values import NoteEventKind, TaskState
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.simulator import planned_work as planned
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import at_minute, last_id, put, put_numbered

FIVE = 17 * 60
HALF_AN_HOUR = 30


class WorkLoader:
    """Writes one plan's work. Keys of the plan become ids by one offset a table."""

    def __init__(self, plan: planned.WorkPlan, ids: Ids) -> None:
        self._plan = plan
        self._ids = ids
        self.first_note = last_id(CaseNote)
        self.first_task = last_id(Task)
        self._first_entry = last_id(TimeEntry)
        self._notes: Sequence[planned.Note] = plan.notes

    def put_all(self) -> dict[str, int]:
        """All of it; how many rows of what."""
        counts = {
            "notes": put_numbered(CaseNote, [self._note(note) for note in self._notes]),
            "contacts": put(Contact, [row for note in self._notes for row in self._contacts(note)]),
            "time_entries": put_numbered(
                TimeEntry, [self._entry(entry) for entry in self._plan.time_entries]
            ),
            "tasks": put_numbered(Task, [self._task(task) for task in self._plan.tasks]),
        }
        put(NoteEvent, [row for note in self._notes for row in self._events(note)])
        return counts

    def _note(self, note: planned.Note) -> dict[str, Any]:
        claim = self._ids.claim[note.claim_number]
        return {
            "id": self.first_note + note.key,
            "claim_id": claim.id,
            "cohe_id": claim.cohe_id,
            "author_id": self._ids.staff[note.author],
            "position_id": self._ids.position[note.position],
            "standard_work": note.standard_work,
            "body": note.body,
            "performed_on": note.performed_on,
            "written_at": note.written_at,
            "signed_at": note.written_at,
            "co_signature_needed": note.needs_co_signature,
        }

    def _contacts(self, note: planned.Note) -> list[dict[str, Any]]:
        claim = self._ids.claim[note.claim_number]
        return [
            {
                "claim_id": claim.id,
                "cohe_id": claim.cohe_id,
                "note_id": self.first_note + note.key,
                "staff_id": self._ids.staff[note.author],
                "party": contact.party,
                "method": contact.method,
                "outcome": contact.outcome,
                "interpreter": contact.interpreter,
                "contact_on": note.performed_on,
            }
            for contact in note.contacts
        ]

    def _events(self, note: planned.Note) -> list[dict[str, Any]]:
        events = [
            self._event(
                note,
                NoteEventKind.SIGNED,
                self._ids.staff[note.author],
                self._ids.position[note.position],
                note.written_at,
            )
        ]
        if note.co_signed_by is not None and note.co_signed_on is not None:
            events.append(
                self._event(
                    note,
                    NoteEventKind.CO_SIGNED,
                    self._ids.staff[note.co_signed_by],
                    self._ids.position[f"{note.co_signed_by}@{note.cohe}"],
                    max(note.written_at, at_minute(note.co_signed_on, FIVE + HALF_AN_HOUR)),
                )
            )
        return events

    def _event(
        self, note: planned.Note, kind: NoteEventKind, staff_id: int, position_id: int, at: datetime
    ) -> dict[str, Any]:
        claim = self._ids.claim[note.claim_number]
        return {
            "note_id": self.first_note + note.key,
            "claim_id": claim.id,
            "cohe_id": claim.cohe_id,
            "kind": kind,
            "staff_id": staff_id,
            "position_id": position_id,
            "at": at,
        }

    def _entry(self, entry: planned.TimeEntry) -> dict[str, Any]:
        staff_id = self._ids.staff[entry.staff]
        entered_at = self._entered_at(entry)
        return {
            "id": self._first_entry + entry.key,
            "staff_id": staff_id,
            "position_id": self._ids.position[entry.position],
            "cohe_id": self._ids.cohe[entry.cohe],
            "claim_id": self._ids.claim[entry.claim_number].id if entry.claim_number else None,
            "note_id": self.first_note + entry.note if entry.note else None,
            "category": entry.category,
            "standard_work": entry.standard_work,
            "performed_on": entry.performed_on,
            "minutes": entry.minutes,
            "capture": entry.capture,
            "entered_by_id": staff_id,
            "entered_at": entered_at,
            "confirmed_at": entered_at,
        }

    def _entered_at(self, entry: planned.TimeEntry) -> datetime:
        if entry.note is not None:
            return self._plan.notes[entry.note - 1].written_at
        return at_minute(entry.performed_on, FIVE)

    def _task(self, task: planned.Task) -> dict[str, Any]:
        claim = self._ids.claim[task.claim_number]
        begun = self._plan.notes[task.from_note - 1]
        return {
            "id": self.first_task + task.key,
            "claim_id": claim.id,
            "cohe_id": claim.cohe_id,
            "owner_id": self._ids.staff[task.owner],
            "title": task.title,
            "standard_work": begun.standard_work,
            "due_by": task.due_by,
            "appears_on": task.created_on,
            "origin": "composer",
            "asked_by_id": self._ids.staff[begun.author],
            "written_at": begun.written_at,
            **_waiting(task, begun),
            **self._finished(task),
        }

    def _finished(self, task: planned.Task) -> Mapping[str, Any]:
        if task.done_note is None:
            return {"finished_at": None, "finished_by_id": None, "evidence_note_id": None}
        proof = self._plan.notes[task.done_note - 1]
        return {
            "finished_at": proof.written_at,
            "finished_by_id": self._ids.staff[proof.author],
            "evidence_note_id": self.first_note + proof.key,
        }


def _waiting(task: planned.Task, begun: planned.Note) -> dict[str, Any]:
    """Whom an open task waits for, since when; a plan's task that is still to come is to do."""
    since: date | None = task.created_on if task.state is TaskState.WAITING else None
    party = begun.contacts[0].party.value.replace("_", " ")
    return {
        "state": task.state,
        "waiting_on": party.capitalize() if since else None,
        "waiting_since_on": since,
    }
