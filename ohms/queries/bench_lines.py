"""What each line of the data bench is about, as one statement each: the same columns for all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.bench import BenchKind, looked_back_to
from ohms.domain.coordination import UNDER_WAY
from ohms.domain.values import Coordination, NoteEventKind
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.departures import Departure
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.providers import Enrolment, Provider, ProviderAssignment, StandingDeputy
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.claim_sight import along_its_cohe, answered_for_by_nobody
from ohms.queries.lane import holds, holds_with_account
from ohms.queries.pairs import Alike, Reaches, RowsOf, pairs_reached
from ohms.queries.same_employer import ACCOUNTS
from ohms.queries.same_person import WORKERS
from ohms.queries.task_filter import in_an_open_state

GONE = (NoteEventKind.VOIDED, NoteEventKind.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Reach:
    """Of which COHEs, as of which day, and by which door rows are reached."""

    actor: Actor
    cohes: Collection[int]
    rows_of: RowsOf
    sees: Reaches

    @property
    def day(self) -> date:
        return self.actor.on_day


def _columns(
    cohe_id: Any,
    row_id: Any,
    name: Any,
    *,
    owner: Any,
    day: Any,
    claim_id: Any = None,
    times: Any = 1,
) -> tuple[Any, ...]:
    """The same columns of every line. `times`: how many a row stands for."""
    return (
        cohe_id.label("cohe_id"),
        row_id.label("row_id"),
        name.label("name"),
        (cast(null(), String) if owner is None else owner).label("owner"),
        day.label("day"),
        (cast(null(), Integer) if claim_id is None else claim_id).label("claim_id"),
        (literal(times) if isinstance(times, int) else times).label("times"),
    )


def told_rows(reach: Reach) -> dict[BenchKind, Select[Any]]:
    return {
        BenchKind.NO_COORDINATOR: _claims_of_nobody(reach),
        BenchKind.PROVIDER_UNASSIGNED: _providers_lacking(reach, ProviderAssignment),
        BenchKind.NO_DEPUTY: _providers_lacking(reach, StandingDeputy, holds_with_account),
        BenchKind.NO_TIME: _notes_without_time(reach),
        BenchKind.TASKS_OF_LEAVERS: _tasks_of_the_gone(reach),
        BenchKind.SAME_PERSON: _pairs(reach, WORKERS),
        BenchKind.SAME_EMPLOYER: _pairs(reach, ACCOUNTS),
    }


def hidden_rows(reach: Reach) -> dict[BenchKind, Select[Any]]:
    """What only its author or holder sees: as counts by person."""
    return {BenchKind.UNSIGNED: _unsigned(reach), BenchKind.DEPARTURES: _departures(reach)}


def _claims_of_nobody(reach: Reach) -> Select[Any]:
    return (
        reach.rows_of(Claim)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(
            Claim.cohe_id.in_(reach.cohes),
            Claim.coordination.in_(UNDER_WAY | {Coordination.NEW}),
            along_its_cohe(),
            answered_for_by_nobody(reach.actor),
        )
        .with_only_columns(
            *_columns(
                Claim.cohe_id,
                Claim.id,
                Claim.claim_number,
                owner=Provider.last_name,
                day=Claim.initiated_on,
                claim_id=Claim.id,
            )
        )
    )


def _providers_lacking(reach: Reach, model: Any, holds_here: Any = holds) -> Select[Any]:
    """Providers enrolled today for whom no such row holds in that COHE."""
    has_one = exists().where(
        model.provider_id == Enrolment.provider_id,
        model.cohe_id == Enrolment.cohe_id,
        holds_here(model, reach.day),
    )
    return (
        select(
            *_columns(
                Enrolment.cohe_id,
                Provider.id,
                Provider.last_name + ", " + Provider.first_name,
                owner=None,
                day=Enrolment.from_on,
            )
        )
        .join(Provider, Provider.id == Enrolment.provider_id)
        .where(
            Enrolment.cohe_id.in_(reach.cohes),
            holds(Enrolment, reach.day),
            ~has_one.correlate(Enrolment),
        )
    )


def _notes_without_time(reach: Reach) -> Select[Any]:
    timed = exists().where(
        TimeEntry.note_id == CaseNote.id, TimeEntry.voided_at.is_(None), reach.sees(TimeEntry)
    )
    gone = exists().where(
        NoteEvent.note_id == CaseNote.id, NoteEvent.kind.in_(GONE), reach.sees(NoteEvent)
    )
    return (
        reach.rows_of(CaseNote)
        .join(Claim, Claim.id == CaseNote.claim_id)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(
            reach.sees(Claim),
            CaseNote.cohe_id.in_(reach.cohes),
            CaseNote.signed_at.is_not(None),
            CaseNote.performed_on >= looked_back_to(reach.day),
            ~timed.correlate(CaseNote),
            ~gone.correlate(CaseNote),
        )
        .with_only_columns(
            *_columns(
                CaseNote.cohe_id,
                CaseNote.id,
                Claim.claim_number,
                owner=StaffMember.name,
                day=CaseNote.performed_on,
                claim_id=Claim.id,
            )
        )
    )


def _tasks_of_the_gone(reach: Reach) -> Select[Any]:
    return (
        reach.rows_of(Task)
        .join(StaffMember, StaffMember.id == Task.owner_id)
        .where(
            Task.cohe_id.in_(reach.cohes), in_an_open_state(), _is_gone(reach, Task, Task.owner_id)
        )
        .with_only_columns(
            *_columns(
                Task.cohe_id,
                StaffMember.id,
                StaffMember.name,
                owner=None,
                day=func.min(Task.due_by),
                times=func.count(),
            )
        )
        .group_by(Task.cohe_id, StaffMember.id, StaffMember.name)
    )


def _is_gone(reach: Reach, model: Any, who: Any) -> ColumnElement[bool]:
    """They hold no position today in the row's COHE."""
    held = exists().where(
        Position.staff_id == who, Position.cohe_id == model.cohe_id, holds(Position, reach.day)
    )
    return ~held.correlate(model)


def _pairs(reach: Reach, alike: Alike) -> Select[Any]:
    """Undecided, with a claim in sight on both sides."""
    model = alike.proposal
    return (
        pairs_reached(alike, reach.rows_of, reach.sees)
        .where(model.cohe_id.in_(reach.cohes), model.decision.is_(None))
        .with_only_columns(
            *_columns(
                model.cohe_id,
                model.id,
                cast(null(), String),
                owner=None,
                day=cast(null(), Date),
            )
        )
    )


def _unsigned(reach: Reach) -> Select[Any]:
    return (
        select(
            *_columns(
                CaseNote.cohe_id,
                StaffMember.id,
                StaffMember.name,
                owner=StaffMember.name,
                day=func.min(CaseNote.performed_on),
                times=func.count(),
            )
        )
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(CaseNote.cohe_id.in_(reach.cohes), CaseNote.signed_at.is_(None))
        .group_by(CaseNote.cohe_id, StaffMember.id, StaffMember.name)
    )


def _departures(reach: Reach) -> Select[Any]:
    """By who left: what fell to a supervisor and is still theirs, and the unsigned notes left behind."""
    # A claim that was purged is nobody's to hand on.
    is_kept = exists().where(Claim.id == ClaimAssignment.claim_id, Claim.purged_at.is_(None))
    fell = [
        select(func.count(model.id))
        .where(model.departure_id == Departure.id, holds(model, reach.day), still)
        .correlate(Departure)
        .scalar_subquery()
        for model, still in ((ProviderAssignment, true()), (ClaimAssignment, is_kept))
    ]
    notes = (
        select(func.count(CaseNote.id))
        .where(
            CaseNote.author_id == Departure.staff_id,
            CaseNote.cohe_id == Departure.cohe_id,
            CaseNote.signed_at.is_(None),
        )
        .correlate(Departure)
        .scalar_subquery()
    )
    # What somebody wrote who is back is theirs again.
    is_gone = _is_gone(reach, Departure, Departure.staff_id)
    left = fell[0] + fell[1] + case((is_gone, notes), else_=0)
    holder = aliased(StaffMember)
    return (
        select(
            *_columns(
                Departure.cohe_id,
                Departure.id,
                StaffMember.name,
                owner=holder.name,
                day=Departure.last_on,
                times=left,
            )
        )
        .join(StaffMember, StaffMember.id == Departure.staff_id)
        .join(holder, holder.id == Departure.holder_id)
        .where(Departure.cohe_id.in_(reach.cohes), left > 0)
    )
