"""One person's week of minutes: a grid of days and kinds of work, and the entries behind each cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.calendar import days_of_week
from ohms.domain.claims import normal_claim_number
from ohms.domain.errors import RuleBroken
from ohms.domain.retention import check_not_purged
from ohms.domain.time_entries import LONGEST_UNASKED
from ohms.domain.values import Capture, NoteEventKind, OtherTime, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.attesting import waits_for_supervisor
from ohms.queries.calls import MinutesWaiting, minutes_of_calls_waiting
from ohms.queries.entry_sight import number_in_sight
from ohms.queries.one_in_sight import only_row
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.schedule import OwnPosition, own_positions, scheduled_minutes
from ohms.queries.scope import sees, visible

Kind = StandardWork | OtherTime | None
"""What a row of the grid is about; None: claim-specific without an item of standard work."""


class Entry(NamedTuple):
    """One of a person's own entries that stand, ready to print."""

    id: int
    performed_on: date
    claim_id: int | None
    claim_number: str | None
    note_id: int | None
    category: OtherTime | None
    standard_work: StandardWork | None
    minutes: int
    capture: Capture
    entered_at: datetime
    confirmed_at: datetime | None
    supersedes_id: int | None
    remark: str | None
    reason: str | None
    late: bool
    """For a locked quarter: it waits for the supervisor."""

    cohe_id: int

    @property
    def kind(self) -> Kind:
        return self.category or self.standard_work

    @property
    def entered_here(self) -> datetime:
        """When it was entered, in Washington's time."""
        return self.entered_at.astimezone(clock.PACIFIC)

    @property
    def waits(self) -> bool:
        """It does not count yet: for one's press, or for the supervisor."""
        return self.confirmed_at is None

    @property
    def waits_for_press(self) -> bool:
        left_running = self.minutes > LONGEST_UNASKED and self.capture is Capture.CAPTURED
        return self.waits and (left_running or not self.late)


class NoteWithoutTime(NamedTuple):
    """A signed note of the week for which no minutes stand."""

    id: int
    performed_on: date
    claim_id: int
    claim_number: str
    standard_work: StandardWork


@dataclass(frozen=True, slots=True)
class Week:
    """A person's week, Monday to Sunday."""

    days: tuple[date, ...]
    entries: tuple[Entry, ...]
    scheduled: Mapping[date, int]
    """Minutes available on each day: scheduled, less holidays, closing days and absences."""

    closed: frozenset[date]
    """Days on which nothing is scheduled or nothing is left of it."""

    notes_without_time: tuple[NoteWithoutTime, ...]
    calls_waiting: tuple[MinutesWaiting, ...]
    """Calls whose minutes are no entries yet: they wait for their claim."""

    positions: tuple[OwnPosition, ...]

    def minutes(self, day: date | None = None, *, on_claims: bool | None = None) -> int:
        """Minutes of the week or a day, waiting ones too; of claims, of no claim, or of both."""
        return sum(
            entry.minutes
            for entry in self.entries
            if (day is None or entry.performed_on == day)
            and (on_claims is None or (entry.category is None) == on_claims)
        )

    @property
    def waiting(self) -> int:
        return sum(entry.minutes for entry in self.entries if entry.waits)

    @property
    def late(self) -> int:
        """Minutes that came for a locked quarter and wait for the supervisor."""
        return sum(entry.minutes for entry in self.entries if entry.late)

    @property
    def leave(self) -> int:
        return sum(entry.minutes for entry in self.entries if entry.category is OtherTime.LEAVE)

    @property
    def scheduled_minutes(self) -> int:
        return sum(self.scheduled.values())


def week_of(actor: Actor, day: date) -> Week:
    """One's own week that holds the day."""
    days = days_of_week(day)
    positions = own_positions(actor, days[0], days[-1])
    scheduled = scheduled_minutes(actor, positions, days)
    return Week(
        days,
        tuple(_entries(actor, days)),
        scheduled,
        frozenset(day for day in days if not scheduled[day]),
        tuple(_notes_without_time(actor, days)),
        tuple(minutes_of_calls_waiting(actor, days)),
        positions,
    )


def standing_entry(actor: Actor, entry_id: int) -> tuple[Entry, int, str]:
    """An entry that stands, one's own or of a COHE one supervises, with whose it is."""
    row = only_row(
        visible(actor, TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(TimeEntry.id == entry_id, TimeEntry.voided_at.is_(None))
        .with_only_columns(*_columns(actor), TimeEntry.staff_id, StaffMember.name)
    )
    return Entry(*row[:-2]), row[-2], row[-1]


def standing_in_place_of(actor: Actor, entry_id: int) -> int:
    """The id of what followed an entry that was changed, however often; its own where nothing did."""
    after = (
        visible(actor, TimeEntry)
        .where(TimeEntry.supersedes_id == entry_id)
        .with_only_columns(TimeEntry.id)
    )
    following = db.session.execute(after).scalar_one_or_none()
    return entry_id if following is None else standing_in_place_of(actor, following)


def minutes_on(actor: Actor, first_on: date, last_on: date) -> Question[dict[date, int]]:
    """One's own minutes by day, waiting ones too: for the figures of today and of the week."""
    (rows,) = yield (_minutes_on(actor, minutes_from=first_on, minutes_to=last_on),)
    return {row.performed_on: row.minutes for row in rows}


@prepared
def _minutes_on(actor: Actor, *, minutes_from: date, minutes_to: date) -> AnySelect:
    return (
        visible(actor, TimeEntry)
        .where(
            TimeEntry.staff_id == actor.staff_id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(minutes_from, minutes_to),
        )
        .with_only_columns(TimeEntry.performed_on, func.sum(TimeEntry.minutes).label("minutes"))
        .group_by(TimeEntry.performed_on)
    )


def claim_to_log(actor: Actor, typed: str | None) -> int | None:
    """The claim of a typed number, None for no number; RuleBroken for one out of sight or no number.

    Foreign and missing claims are told alike.
    """
    if not typed:
        return None
    number = normal_claim_number(typed)
    found = db.session.execute(
        visible(actor, Claim)
        .where(Claim.claim_number == number)
        .with_only_columns(Claim.id, Claim.purged_at)
    ).one_or_none()
    if found is None:
        raise RuleBroken("Enter the number of a claim in your sight.", field="claim_number")
    check_not_purged(found.purged_at, field="claim_number")
    return int(found.id)


def _columns(actor: Actor) -> tuple[Any, ...]:
    return (
        TimeEntry.id,
        TimeEntry.performed_on,
        TimeEntry.claim_id,
        number_in_sight(actor),
        TimeEntry.note_id,
        TimeEntry.category,
        TimeEntry.standard_work,
        TimeEntry.minutes,
        TimeEntry.capture,
        TimeEntry.entered_at,
        TimeEntry.confirmed_at,
        TimeEntry.supersedes_id,
        TimeEntry.remark,
        TimeEntry.reason,
        waits_for_supervisor(),
        TimeEntry.cohe_id,
    )


def _entries(actor: Actor, days: tuple[date, ...]) -> list[Entry]:
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .where(
            TimeEntry.staff_id == actor.staff_id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(days[0], days[-1]),
        )
        .with_only_columns(*_columns(actor))
        .order_by(TimeEntry.performed_on, TimeEntry.entered_at, TimeEntry.id)
    )
    return [Entry(*row) for row in rows]


def _notes_without_time(actor: Actor, days: tuple[date, ...]) -> list[NoteWithoutTime]:
    timed = exists().where(TimeEntry.note_id == CaseNote.id, TimeEntry.voided_at.is_(None))
    gone = exists().where(
        NoteEvent.note_id == CaseNote.id,
        NoteEvent.kind.in_((NoteEventKind.VOIDED, NoteEventKind.TAKEN_BACK)),
    )
    rows: Iterable[Any] = db.session.execute(
        visible(actor, CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .where(
            sees(actor, Claim),
            CaseNote.author_id == actor.staff_id,
            CaseNote.signed_at.is_not(None),
            CaseNote.performed_on.between(days[0], days[-1]),
            ~timed.where(sees(actor, TimeEntry)).correlate(CaseNote),
            ~gone.where(sees(actor, NoteEvent)).correlate(CaseNote),
        )
        .with_only_columns(
            CaseNote.id,
            CaseNote.performed_on,
            CaseNote.claim_id,
            Claim.claim_number,
            CaseNote.standard_work,
        )
        .order_by(CaseNote.performed_on, CaseNote.id)
    )
    return [NoteWithoutTime(*row) for row in rows]
