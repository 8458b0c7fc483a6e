"""What people at work leave behind: plain rows, keyed by numbers of their own, for a bulk load.

Keys run from 1 in the order of the lists; a loader adds its own offset.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from ohms.domain.triage import Reason
from ohms.domain.values import (
    Capture,
    Complexity,
    Coordination,
    Method,
    OtherTime,
    Outcome,
    Party,
    ReferralStep,
    Role,
    Service,
    StandardWork,
    TaskState,
)


class TimeEntry(NamedTuple):
    """Minutes of one person on one day: for a claim, or in a category of other time. Confirmed."""

    key: int
    staff: str
    position: str
    role: Role
    cohe: str
    claim_number: str | None
    category: OtherTime | None
    standard_work: StandardWork | None
    performed_on: date
    minutes: int
    capture: Capture
    note: int | None


class Contact(NamedTuple):
    party: Party
    method: Method
    outcome: Outcome
    interpreter: bool


class Note(NamedTuple):
    """A signed case note. `written_at` carries its zone (Pacific); `time_entry` its minutes.

    `needs_co_signature` with no `co_signed_on` is waiting.
    """

    key: int
    claim_number: str
    cohe: str
    author: str
    position: str
    performed_on: date
    written_at: datetime
    standard_work: StandardWork
    body: str
    minutes: int
    time_entry: int
    contacts: tuple[Contact, ...]
    needs_co_signature: bool
    co_signed_on: date | None
    co_signed_by: str | None


class Task(NamedTuple):
    """A next step; `done_note` is the note that finished it. Open ones have no `done_on`."""

    key: int
    claim_number: str
    cohe: str
    owner: str
    title: str
    created_on: date
    due_by: date
    state: TaskState
    from_note: int
    done_on: date | None
    done_note: int | None


class Referral(NamedTuple):
    """A referral and the days of its steps, the last one being where it stands."""

    key: int
    claim_number: str
    cohe: str
    service: Service
    staff: str
    reason: str
    steps: tuple[tuple[ReferralStep, date], ...]


class TriageDecision(NamedTuple):
    """`decision`: work, watch, no_action or assistant; `seen`: the reasons that held then."""

    claim_number: str
    cohe: str
    decided_by: str
    decided_on: date
    decision: str
    reason: str
    watch_until: date | None
    seen: tuple[Reason, ...]


class CoordinationState(NamedTuple):
    """Our work on a claim at the end of the period; `reason` for closed ones only.

    `begun_on`: when it was taken up; None where it never was.
    """

    claim_number: str
    cohe: str
    coordination: Coordination
    complexity: Complexity
    since_on: date
    reason: str | None
    begun_on: date | None = None


@dataclass(slots=True)
class WorkPlan:
    """Everything that staff did in a period. `silent_referral`, `came_back` and `waiting_note`
    name the rows of the stories; None when the period or volume is too small to hold them."""

    from_on: date
    to_on: date
    time_entries: list[TimeEntry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    triage: list[TriageDecision] = field(default_factory=list)
    coordination: list[CoordinationState] = field(default_factory=list)
    silent_referral: int | None = None
    came_back: str | None = None
    waiting_note: int | None = None
