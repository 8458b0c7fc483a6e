"""What stands in the statewide database: drawn by seed, a stretch of claims at a time.

Every stretch is drawn alone from its number, so that the same size is the same database, several can be
drawn at once, and no more of it stands in memory than they.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from benchmarks.drawn_from import (
    CLOSINGS,
    FIRST,
    ITEMS,
    LAST,
    PARTIES,
    SENTENCES,
    STEPS,
    TITLES,
    UNDER_WAY,
)
from benchmarks.organisation import Organisation, Post, at
from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import (
    AccidentKind,
    Capture,
    ClaimStatus,
    Complexity,
    Coordination,
    Fund,
    Method,
    NoteEventKind,
    Outcome,
    Party,
    ReferralStep,
    Service,
    StandardWork,
    TaskState,
    TimeLossKind,
    WorkStatus,
)

YEARS = 10
OPEN = 0.08
BUSY = 0.02
NOTES_OF_BUSY = 65
Row = dict[str, Any]
Columns = dict[str, list[Any]]


@dataclass
class Stretch:
    """The rows of some claims, by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


class Claims:
    """Draws the claims with these numbers, oldest first, up to the day before `today`."""

    def __init__(self, claims: int, organisation: Organisation, today: date) -> None:
        self._claims = claims
        self._house = organisation
        self._today = today
        self._days = YEARS * 365
        self._first_day = today - timedelta(days=self._days)

    def stretch(self, first: int, count: int) -> dict[str, Columns]:
        """What so many claims add to each table, column by column."""
        drawn = Stretch()
        rng = random.Random(f"statewide {first}")
        for number in range(first, first + count):
            self._claim(drawn, rng, number)
        return {
            table: {name: [row[name] for row in rows] for name in rows[0]}
            for table, rows in drawn.rows.items()
        }

    def _claim(self, drawn: Stretch, rng: random.Random, number: int) -> None:
        provider = rng.randrange(len(self._house.coordinator_of))
        post = self._house.coordinator_of[provider]
        initiated = self._first_day + timedelta(days=number * self._days // self._claims)
        age = (self._today - initiated).days
        coordination = self._coordination(rng, number)
        closed_on = min(initiated + timedelta(days=rng.randint(20, 200)), self._today - ONE_DAY)
        closed = coordination is Coordination.CLOSED
        time_loss = rng.random() < 0.15
        status = rng.choice(tuple(WorkStatus)[:4])
        injury = initiated - timedelta(days=rng.randint(0, 6))
        of_claim = {"claim_id": number + 1, "cohe_id": post.cohe_id}
        name = f"{rng.choice(LAST)}{number % 613}"
        first_name = rng.choice(FIRST)
        drawn.rows["worker"].append(
            {
                "id": number + 1,
                "cohe_id": post.cohe_id,
                "last_name": name,
                "first_name": first_name,
                "search_name": f"{name} {first_name}".lower(),
                "birth_date": date(1950 + number % 50, 1 + number % 12, 1 + number % 28),
            }
        )
        drawn.rows["claim"].append(
            {
                "id": number + 1,
                "claim_number": numbered(number),
                "cohe_id": post.cohe_id,
                "worker_id": number + 1,
                "employer_id": 1 + rng.randrange(self._house.employers),
                "initiating_provider_id": provider + 1,
                "attending_provider_id": provider + 1,
                "status": ClaimStatus.CLOSED if closed else ClaimStatus.ALLOWED,
                "fund": Fund.STATE_FUND if rng.random() < 0.97 else Fund.SELF_INSURED,
                "accident_kind": AccidentKind.INJURY,
                "injury_on": injury,
                "first_visit_on": initiated,
                "roa_received_on": initiated + ONE_DAY,
                "initiated_on": initiated,
                "established_on": min(initiated + timedelta(days=rng.randint(1, 5)), self._today),
                "coordination": coordination,
                "close_reason": rng.choice(CLOSINGS) if closed else None,
                "complexity": rng.choice(
                    (Complexity.STANDARD, Complexity.STANDARD, Complexity.HIGH)
                ),
                "on_time_loss": time_loss,
                "work_status": status,
                "last_contact_on": None,
                "next_due_by": None,
                "open_tasks": 0,
            }
        )
        self._facts(drawn, of_claim, injury, status, time_loss)
        if coordination is Coordination.NEW:
            return
        drawn.rows["coordination_period"].append(
            {
                **of_claim,
                "from_on": initiated,
                "to_on": closed_on if closed else None,
                "ended_at": at(closed_on, 17) if closed else None,
                "end_reason": "released" if closed else None,
            }
        )
        until = closed_on if closed else self._today - ONE_DAY
        span = max(1, min((until - initiated).days, age))
        summaries = self._work(drawn, rng, post, of_claim, initiated, span, closed)
        drawn.rows["claim"][-1].update(summaries)

    def _coordination(self, rng: random.Random, number: int) -> Coordination:
        """The newest are open, and some of the older ones: 8 % in all."""
        place = number / self._claims
        if place > 1 - OPEN / 16:
            return Coordination.NEW
        is_open = place > 1 - OPEN / 2 or rng.random() < OPEN / 2
        return rng.choice(UNDER_WAY) if is_open else Coordination.CLOSED

    def _facts(
        self, drawn: Stretch, of_claim: Row, injury: date, status: WorkStatus, time_loss: bool
    ) -> None:
        drawn.rows["work_status_episode"].append(
            {**of_claim, "work_status": status, "source": "lni", "from_on": injury}
        )
        drawn.rows["contact_point"].append(
            {
                **of_claim,
                "party": Party.WORKER,
                "kind": "phone",
                "value": f"360-555-{of_claim['claim_id'] % 10_000:04}",
                "source": "feed",
                "noted_on": injury,
            }
        )
        if time_loss:
            drawn.rows["time_loss_payment"].append(
                {
                    **of_claim,
                    "paid_from_on": injury,
                    "paid_to_on": injury + timedelta(days=9),
                    "kind": TimeLossKind.TIME_LOSS,
                }
            )

    def _work(
        self,
        drawn: Stretch,
        rng: random.Random,
        post: Post,
        of_claim: Row,
        initiated: date,
        span: int,
        closed: bool,
    ) -> Row:
        """What was done; told is what the claim keeps of it: last contact, next due, open tasks."""
        notes = NOTES_OF_BUSY if rng.random() < BUSY else rng.randint(3, 7)
        days = [initiated + timedelta(days=rng.randrange(span)) for _ in range(notes)]
        for place, day in enumerate(days, 1):
            note_id = (of_claim["claim_id"] - 1) * NOTES_OF_BUSY + place
            self._note(drawn, rng, post, of_claim, note_id, day)
        asked = rng.randint(2, 4)
        due = [self._task(drawn, rng, post, of_claim, initiated, closed) for _ in range(asked)]
        due_by = [day for day in due if day is not None]
        for _ in range(rng.choice((0, 0, 1, 1, 2, 6, 8))):
            day = initiated + timedelta(days=rng.randrange(span))
            drawn.rows["time_entry"].append(_minutes(rng, post, of_claim["claim_id"], None, day))
        if rng.random() < 0.3:
            self._referral(drawn, rng, post, of_claim, initiated, closed)
        return {
            "last_contact_on": max(days),
            "next_due_by": min(due_by, default=None),
            "open_tasks": len(due_by),
        }

    def _note(
        self,
        drawn: Stretch,
        rng: random.Random,
        post: Post,
        of_claim: Row,
        note_id: int,
        day: date,
    ) -> None:
        when, item = at(day, 9), rng.choice(ITEMS)
        whose = {**of_claim, "note_id": note_id, "staff_id": post.staff_id}
        drawn.rows["case_note"].append(
            {
                "id": note_id,
                **of_claim,
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
        drawn.rows["note_event"].append({**whose, **signed})
        drawn.rows["contact"].append(
            {
                **whose,
                "party": rng.choice(PARTIES),
                "method": Method.PHONE,
                "outcome": rng.choice((Outcome.REACHED, Outcome.REACHED, Outcome.LEFT_MESSAGE)),
                "contact_on": day,
            }
        )
        drawn.rows["time_entry"].append(
            _minutes(rng, post, of_claim["claim_id"], note_id, day, item)
        )

    def _task(
        self,
        drawn: Stretch,
        rng: random.Random,
        post: Post,
        of_claim: Row,
        initiated: date,
        closed: bool,
    ) -> date | None:
        """A task asked for; the day it is due, where it is still open."""
        is_open = not closed and rng.random() < 0.6
        day = self._today - timedelta(days=rng.randint(1, 30)) if is_open else initiated
        day = max(day, initiated)
        done, due_by = at(day, 11), day + timedelta(days=rng.randint(1, 40))
        drawn.rows["task"].append(
            {
                **of_claim,
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

    def _referral(
        self,
        drawn: Stretch,
        rng: random.Random,
        post: Post,
        of_claim: Row,
        initiated: date,
        closed: bool,
    ) -> None:
        referral_id = of_claim["claim_id"]  # a claim has one at most
        when = at(initiated, 14)
        step = ReferralStep.COMPLETED if closed else ReferralStep.SENT
        drawn.rows["referral"].append(
            {
                "id": referral_id,
                **of_claim,
                "employer_id": drawn.rows["claim"][-1]["employer_id"],
                "service": rng.choice((Service.VOCATIONAL, Service.NURSE_CONSULTANT)),
                "step": step,
                "drafted_by_id": post.staff_id,
                "drafted_at": when,
                "sent_by_id": post.staff_id,
                "sent_at": when,
                "expected_by": self._today + timedelta(days=14),
            }
        )
        for each in (ReferralStep.DRAFT, *STEPS[step]):
            drawn.rows["referral_step"].append(
                {
                    **of_claim,
                    "referral_id": referral_id,
                    "step": each,
                    "staff_id": post.staff_id,
                    "at": when,
                }
            )


def _minutes(
    rng: random.Random,
    post: Post,
    claim_id: int,
    note_id: int | None,
    day: date,
    item: StandardWork | None = None,
) -> Row:
    return {
        "staff_id": post.staff_id,
        "position_id": post.position_id,
        "cohe_id": post.cohe_id,
        "claim_id": claim_id,
        "note_id": note_id,
        "standard_work": item or rng.choice(ITEMS),
        "performed_on": day,
        "minutes": rng.choice((6, 6, 12, 12, 18, 24)),
        "capture": Capture.TYPED,
        "entered_by_id": post.staff_id,
        "entered_at": at(day, 17),
        "confirmed_at": at(day, 17),
    }


def numbered(number: int) -> str:
    """A claim number as L&I writes them: `AA00000` onward."""
    letters, digits = divmod(number, 100_000)
    return f"{chr(65 + letters // 26)}{chr(65 + letters % 26)}{digits:05}"
