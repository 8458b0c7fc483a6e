"""Claims that somebody opened who had nothing to do with them: made from the record of acts."""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from ohms.clock import PACIFIC
from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import week_start
from ohms.domain.looks import DAYS, LOOKED, WORKED_BEFORE, LookOutcome
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim, ClaimAssignment, Delegation
from ohms.models.coverage import Coverage
from ohms.models.looks import LookReview
from ohms.models.notes import CallIntake, CaseNote, Mention
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.models.tasks import Task
from ohms.models.transfers import ClaimTransfer
from ohms.queries.guard import unscoped


class Look(NamedTuple):
    """What somebody opened of a claim in a week, and what came of it where that is known."""

    cohe_id: int
    staff_id: int
    claim_id: int
    name: str
    role: Role
    claim_number: str
    first_at: datetime
    times: int
    outcome: LookOutcome | None
    reason: str | None
    reviewed_by: str | None
    by_break_glass: bool

    @property
    def key(self) -> str:
        return f"{self.staff_id}-{self.claim_id}"


def looks_beyond(actor: Actor, week_on: date) -> list[Look]:
    """Those of a week in the COHEs whose privacy officer the actor is, the newest first."""
    opened = _opened(actor, week_on).subquery()
    reviewer = aliased(StaffMember)
    statement = (
        select(
            opened.c.cohe_id,
            opened.c.staff_id,
            opened.c.claim_id,
            StaffMember.name,
            opened.c.role,
            Claim.claim_number,
            opened.c.first_at,
            opened.c.times,
            LookReview.outcome,
            LookReview.reason,
            reviewer.name,
            opened.c.by_break_glass,
        )
        .join(StaffMember, StaffMember.id == opened.c.staff_id)
        .join(Claim, Claim.id == opened.c.claim_id)
        .outerjoin(
            LookReview,
            and_(
                LookReview.staff_id == opened.c.staff_id,
                LookReview.claim_id == opened.c.claim_id,
                LookReview.week_on == week_on,
            ),
        )
        .outerjoin(reviewer, reviewer.id == LookReview.reviewed_by_id)
        .where(~or_(*_had_to_do(opened.c.staff_id, week_on)))
        .order_by(opened.c.first_at.desc(), opened.c.staff_id, opened.c.claim_id)
    )
    with unscoped("whether somebody had to do with a claim, told without its text"):
        rows = db.session.execute(statement).all()
    return [
        Look(*row)._replace(role=Role(row.role), by_break_glass=bool(row.by_break_glass))
        for row in rows
    ]


def looks_to_review(actor: Actor) -> tuple[int, date | None]:
    """How many of this week and the last were not looked into, and the Monday of the newest."""
    this = week_start(actor.on_day)
    open_ = {
        week: sum(look.outcome is None for look in looks_beyond(actor, week))
        for week in (this, this - DAYS)
    }
    return sum(open_.values()), next((week for week, count in open_.items() if count), None)


def _opened(actor: Actor, week_on: date) -> Any:
    first = datetime.combine(week_on, time.min, PACIFIC)
    end = datetime.combine(week_on + DAYS, time.min, PACIFIC)
    by_break_glass = (
        exists()
        .where(
            BrokenGlass.staff_id == AuditEntry.staff_id,
            BrokenGlass.claim_id == AuditEntry.claim_id,
            BrokenGlass.opened_at <= AuditEntry.at,
            BrokenGlass.until_at > AuditEntry.at,
        )
        .correlate(AuditEntry)
    )
    return (
        select(
            AuditEntry.cohe_id,
            AuditEntry.staff_id,
            AuditEntry.claim_id,
            func.max(AuditEntry.role).label("role"),
            func.min(AuditEntry.at).label("first_at"),
            func.count().label("times"),
            func.max(case((by_break_glass, 1), else_=0)).label("by_break_glass"),
        )
        .where(
            AuditEntry.cohe_id.in_(actor.cohes_as(Role.PRIVACY_OFFICER)),
            AuditEntry.at >= first,
            AuditEntry.at < end,
            AuditEntry.claim_id.is_not(None),
            AuditEntry.staff_id.is_not(None),
            AuditEntry.result == "done",
            or_(AuditEntry.role.in_(sorted(CASEWORK)), by_break_glass),
            or_(*(AuditEntry.action.startswith(each) for each in LOOKED)),
        )
        .group_by(AuditEntry.cohe_id, AuditEntry.staff_id, AuditEntry.claim_id)
    )


def _had_to_do(person: ColumnElement[int], week_on: date) -> list[ColumnElement[bool]]:
    """Every way in which a person has to do with the claim of the enclosing SELECT in a week."""
    since = datetime.combine(week_on - WORKED_BEFORE, time.min, PACIFIC)
    coordinator = AssistantAssignment.coordinator_id
    works_under = _in_week(AssistantAssignment, week_on)
    for_coordinator = or_(
        Claim.assigned_to_id == coordinator,
        exists()
        .where(
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
            ProviderAssignment.staff_id == coordinator,
            _in_week(ProviderAssignment, week_on),
        )
        .correlate_except(ProviderAssignment),
    )
    return [
        func.coalesce(Claim.assigned_to_id, 0) == person,  # a NULL would make all of it unknown
        _there(
            person, ClaimAssignment.claim_id == Claim.id, ClaimAssignment.staff_id, week_on=week_on
        ),
        _there(
            person,
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
            ProviderAssignment.staff_id,
            week_on=week_on,
        ),
        _there(
            person,
            Coverage.provider_id == Claim.initiating_provider_id,
            Coverage.covering_id,
            week_on=week_on,
        ),
        _there(person, Delegation.claim_id == Claim.id, Delegation.to_staff_id, week_on=week_on),
        exists()
        .where(AssistantAssignment.assistant_id == person, works_under, for_coordinator)
        .correlate_except(AssistantAssignment),
        _did(person, CaseNote, CaseNote.author_id, CaseNote.written_at >= since),
        _did(person, Task, Task.owner_id),
        _did(person, Task, Task.asked_by_id),
        _did(person, Task, Task.finished_by_id),
        _did(person, Mention, Mention.staff_id),
        _did(person, ClaimTransfer, ClaimTransfer.to_staff_id),
        _call(person, since),
    ]


def _in_week(model: Any, week_on: date) -> ColumnElement[bool]:
    last = week_on + DAYS
    return and_(model.from_on < last, or_(model.to_on.is_(None), model.to_on >= week_on))


def _there(
    person: ColumnElement[int], of_claim: ColumnElement[bool], whose: Any, *, week_on: date
) -> ColumnElement[bool]:
    model = whose.class_
    return (
        exists().where(of_claim, whose == person, _in_week(model, week_on)).correlate_except(model)
    )


def _did(
    person: ColumnElement[int], model: Any, whose: Any, *more: ColumnElement[bool]
) -> ColumnElement[bool]:
    return (
        exists().where(model.claim_id == Claim.id, whose == person, *more).correlate_except(model)
    )


def _call(person: ColumnElement[int], since: datetime) -> ColumnElement[bool]:
    of_claim = func.coalesce(CallIntake.claim_id, CallIntake.proposed_claim_id) == Claim.id
    theirs = or_(CallIntake.taken_by_id == person, CallIntake.matched_by_id == person)
    return (
        exists().where(of_claim, theirs, CallIntake.taken_at >= since).correlate_except(CallIntake)
    )
