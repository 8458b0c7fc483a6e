"""What was done on a claim of the statewide database: notes with their contacts and minutes, tasks, a referral."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks.drawn_from import ITEMS, PARTIES, SENTENCES, STEPS, TITLES
from benchmarks.organisation import Post, at
from ohms.domain.values import (
    Capture,
    Method,
    NoteEventKind,
    Outcome,
    ReferralStep,
    Service,
    StandardWork,
    TaskState,
)

BUSY = 0.02
NOTES_OF_BUSY = 65
Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""By table."""


@dataclass(frozen=True, slots=True)
class Work:
    """One claim's work, drawn into `rows`: by one coordinator, within `span` days after the claim came."""

    rows: Rows
    rng: random.Random
    post: Post
    of_claim: Row
    initiated: date
    span: int
    closed: bool
    today: date

    def done(self) -> Row:
        """Draws it all; told is what the claim keeps of it: last contact, next due, open tasks."""
        rng = self.rng
        notes = NOTES_OF_BUSY if rng.random() < BUSY else rng.randint(3, 7)
        days = [self._a_day() for _ in range(notes)]
        for place, day in enumerate(days, 1):
            self._note((self.of_claim["claim_id"] - 1) * NOTES_OF_BUSY + place, day)
        due = [self._task() for _ in range(rng.randint(2, 4))]
        due_by = [day for day in due if day is not None]
        for _ in range(rng.choice((0, 0, 1, 1, 2, 6, 8))):
            self._minutes(None, self._a_day())
        if rng.random() < 0.3:
            self._referral()
        return {
            "last_contact_on": max(days),
            "next_due_by": min(due_by, default=None),
            "open_tasks": len(due_by),
        }

    def _a_day(self) -> date:
        return self.initiated + timedelta(days=self.rng.randrange(self.span))

    def _note(self, note_id: int, day: date) -> None:
        rng, post = self.rng, self.post
        when, item = at(day, 9), rng.choice(ITEMS)
        whose = {**self.of_claim, "note_id": note_id, "staff_id": post.staff_id}
        self.rows["case_note"].append(
            {
                "id": note_id,
                **self.of_claim,
                "author_id": post.staff_id,
                "position_id": post.position_id,
                "standard_work": item,
                "body": " ".join(rng.sample(SENTENCES, 5)),
                "performed_on": day,
                "written_at": when,
                "signed_at": when,
            }
        )
        signed = {"kind": NoteEventKind.SIGNED, "position_id": post.position_id, "at": when}
        self.rows["note_event"].append({**whose, **signed})
        self.rows["contact"].append(
            {
                **whose,
                "party": rng.choice(PARTIES),
                "method": Method.PHONE,
                "outcome": rng.choice((Outcome.REACHED, Outcome.REACHED, Outcome.LEFT_MESSAGE)),
                "contact_on": day,
            }
        )
        self._minutes(note_id, day, item)

    def _task(self) -> date | None:
        """A task asked for; the day it is due, where it is still open."""
        rng, post = self.rng, self.post
        is_open = not self.closed and rng.random() < 0.6
        day = self.today - timedelta(days=rng.randint(1, 30)) if is_open else self.initiated
        day = max(day, self.initiated)
        done, due_by = at(day, 11), day + timedelta(days=rng.randint(1, 40))
        self.rows["task"].append(
            {
                **self.of_claim,
                "owner_id": post.staff_id,
                "title": rng.choice(TITLES),
                "state": TaskState.TO_DO if is_open else TaskState.DONE,
                "due_by": due_by,
                "appears_on": day,
                "asked_by_id": post.staff_id,
                "written_at": at(day, 10),
                "finished_at": None if is_open else done,
                "finished_by_id": None if is_open else post.staff_id,
            }
        )
        return due_by if is_open else None

    def _referral(self) -> None:
        post, when = self.post, at(self.initiated, 14)
        referral_id = self.of_claim["claim_id"]  # a claim has one at most
        step = ReferralStep.COMPLETED if self.closed else ReferralStep.SENT
        self.rows["referral"].append(
            {
                "id": referral_id,
                **self.of_claim,
                "employer_id": self.rows["claim"][-1]["employer_id"],
                "service": self.rng.choice((Service.VOCATIONAL, Service.NURSE_CONSULTANT)),
                "step": step,
                "drafted_by_id": post.staff_id,
                "drafted_at": when,
                "sent_by_id": post.staff_id,
                "sent_at": when,
                "expected_by": self.today + timedelta(days=14),
            }
        )
        for each in (ReferralStep.DRAFT, *STEPS[step]):
            self.rows["referral_step"].append(
                {
                    **self.of_claim,
                    "referral_id": referral_id,
                    "step": each,
                    "staff_id": post.staff_id,
                    "at": when,
                }
            )

    def _minutes(self, note_id: int | None, day: date, item: StandardWork | None = None) -> None:
        rng, post = self.rng, self.post
        self.rows["time_entry"].append(
            {
                "staff_id": post.staff_id,
                "position_id": post.position_id,
                "cohe_id": post.cohe_id,
                "claim_id": self.of_claim["claim_id"],
                "note_id": note_id,
                "standard_work": item or rng.choice(ITEMS),
                "performed_on": day,
                "minutes": rng.choice((6, 6, 12, 12, 18, 24)),
                "capture": Capture.TYPED,
                "entered_by_id": post.staff_id,
                "entered_at": at(day, 17),
                "confirmed_at": at(day, 17),
            }
        )
