"""What needs somebody now: a bounded number of statements, whatever stands behind the counts.

Each count starts from the filter of the list that it opens, so that the two agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func

from ohms.domain.access import CASEWORK, CLAIM_READERS, Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import (
    ONE_DAY,
    add_business_days,
    week_start,
)
from ohms.domain.milestones import DEFAULTS, first_contact_due
from ohms.domain.values import Coordination, Milestone
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.models.workers import Worker
from ohms.queries.calls import Calls, calls_for
from ohms.queries.claim_filter import ClaimFilter, ListScope, claims_matching, default_scope
from ohms.queries.claim_sight import answered_or_covered_by
from ohms.queries.entries_to_co_sign import QueuedEntry, entries_on_today
from ohms.queries.handover import AwayLine, absences_told
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.scope import sees, visible
from ohms.queries.task_filter import TaskFilter, tasks_matching
from ohms.queries.tasks import ListedTask, rows_of_tasks
from ohms.queries.time import minutes_on
from ohms.queries.today_of_cover import Covering, cover_today
from ohms.queries.waiting import (
    NotesWaiting,
    ReferralsWaiting,
    SilentReferral,
    notes_waiting,
    referrals_for,
    silent_referrals,
)

LISTED = 8
SOON_IN_BUSINESS_DAYS = 3


class ClaimLine(NamedTuple):
    """A claim on Today: `day` is its initiation, or the day its first contact is due."""

    id: int
    claim_number: str
    worker: str
    day: date


@dataclass(frozen=True, slots=True)
class Claims:
    """The first few of some claims, with how many there are."""

    lines: list[ClaimLine] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True, slots=True)
class FirstContacts:
    """Claims nobody was contacted on yet: all of them, how many end soon, the most urgent ones."""

    lines: list[ClaimLine]
    total: int
    passed: int
    soon: int
    soon_by: date


@dataclass(frozen=True, slots=True)
class Tasks:
    """One's own open tasks due by today: how many, and the first few."""

    rows: list[ListedTask]
    overdue: int
    due_today: int


@dataclass(frozen=True, slots=True)
class Casework:
    """What needs a coordinator or an assistant now."""

    scope: ListScope
    new_claims: Claims
    first_contacts: FirstContacts
    tasks: Tasks
    cover: Covering
    notes: NotesWaiting
    entries_to_co_sign: list[QueuedEntry]
    entries_returned: list[QueuedEntry]
    silent: Sequence[SilentReferral]
    referrals: ReferralsWaiting
    calls: Calls
    handovers: Sequence[AwayLine]
    minutes_today: int
    minutes_of_week: int

    @property
    def claim_ids(self) -> list[int]:
        ids = {line.id for line in (*self.new_claims.lines, *self.first_contacts.lines)}
        ids |= {row.claim_id for row in self.tasks.rows} | self.notes.claim_ids
        ids |= self.calls.claim_ids | self.referrals.claim_ids
        ids |= {referral.claim_id for referral in self.silent}
        ids |= {each.claim_id for each in (*self.entries_to_co_sign, *self.entries_returned)}
        return sorted(ids)


def casework(actor: Actor) -> Question[Casework]:
    """The day of somebody who works on claims: one round, and another for who covers."""
    scope = default_scope(actor)
    found = yield from side_by_side(
        new_claims(actor),
        first_contacts(actor, scope),
        tasks_due(actor),
        cover_today(actor),
        notes_waiting(actor),
        entries_on_today(actor),
        silent_referrals(actor),
        referrals_for(actor),
        calls_for(actor, LISTED),
        minutes_on(actor, week_start(actor.on_day), actor.on_day),
        absences_told(actor, own_too=True),
    )
    new, first, tasks, cover, notes, entries, silent, referrals, calls, minutes, away = found
    return Casework(
        scope=scope,
        new_claims=new,
        first_contacts=first,
        tasks=tasks,
        cover=cover,
        notes=notes,
        entries_to_co_sign=entries[0],
        entries_returned=entries[1],
        silent=silent,
        referrals=referrals,
        calls=calls,
        handovers=away,
        minutes_today=minutes.get(actor.on_day, 0),
        minutes_of_week=sum(minutes.values()),
    )


def works_on_claims(actor: Actor) -> bool:
    return actor.holds(*CASEWORK)


def new_claims(actor: Actor) -> Question[Claims]:
    """Claims that nobody decided on yet, newest first: who decides at triage has there those covered too."""
    (rows,) = yield (_new_claims(actor),)
    return Claims([_line(row, row.initiated_on) for row in rows], rows[0].total if rows else 0)


@prepared
def _new_claims(actor: Actor) -> AnySelect:
    new = Claim.coordination == Coordination.NEW
    columns = (Claim.initiated_on, func.count().over().label("total"))
    newest = (Claim.initiated_on.desc(), Claim.id.desc())
    if actor.may(Permission.TRIAGE_DECIDE):
        to_decide = visible(actor, Claim).where(answered_or_covered_by(actor), new)
        return _first_of(actor, to_decide, columns, newest)
    asked = ClaimFilter(scope=default_scope(actor), coordination=Coordination.NEW)
    return _first_of(actor, claims_matching(actor, asked), columns, newest)


def first_contacts(actor: Actor, scope: ListScope) -> Question[FirstContacts]:
    """Open claims without any contact, by the day their 10 business days end."""
    soon_by = _soon_by(actor)
    (rows,) = yield (_first_contacts(actor, scope),)
    first = rows[0] if rows else None
    return FirstContacts(
        lines=[_line(row, first_contact_due(row.established_on).day) for row in rows],
        total=first.total if first else 0,
        passed=first.passed if first else 0,
        soon=first.by_then - first.passed if first else 0,
        soon_by=soon_by,
    )


@prepared
def _first_contacts(actor: Actor, scope: ListScope) -> AnySelect:
    passed = Claim.established_on <= established_by(actor.on_day - ONE_DAY)
    soon = Claim.established_on <= established_by(_soon_by(actor))
    return _first_of(
        actor,
        claims_matching(actor, ClaimFilter(scope=scope, milestone=Milestone.FIRST_CONTACT)),
        (
            Claim.established_on,
            func.count().over().label("total"),
            _how_many(passed).label("passed"),
            _how_many(soon).label("by_then"),
        ),
        (Claim.established_on, Claim.id),
    )


def _soon_by(actor: Actor) -> date:
    return add_business_days(actor.on_day, SOON_IN_BUSINESS_DAYS)


def established_by(deadline: date) -> date:
    """The last day a claim can be established on for its first contact to be due by `deadline`."""
    last_business_day = add_business_days(deadline + ONE_DAY, -1)
    day = add_business_days(last_business_day, -DEFAULTS.first_contact_business_days)
    return add_business_days(day, 1) - ONE_DAY


def tasks_due(actor: Actor) -> Question[Tasks]:
    """One's own open tasks whose day is today or past, the latest first."""
    (rows,) = yield (_tasks_due(actor),)
    return Tasks(
        rows=[ListedTask(*row[: len(ListedTask._fields)]) for row in rows],
        overdue=rows[0].overdue if rows else 0,
        due_today=rows[0].due_today if rows else 0,
    )


@prepared
def _tasks_due(actor: Actor) -> AnySelect:
    due = tasks_matching(actor, TaskFilter()).where(
        Task.due_by <= actor.on_day, Task.cohe_id.in_(actor.cohes_as(*CLAIM_READERS))
    )
    overdue = _how_many(Task.due_by < actor.on_day).label("overdue")
    today = _how_many(Task.due_by == actor.on_day).label("due_today")
    first = (
        due.with_only_columns(Task.id, overdue, today)
        .order_by(Task.due_by, Task.id)
        .limit(LISTED)
        .subquery("first")
    )
    named = rows_of_tasks(actor, first).add_columns(first.c.overdue, first.c.due_today)
    return named.order_by(Task.due_by, Task.id)


def _first_of(
    actor: Actor, claims: Select[Claim], columns: Sequence[Any], order: Sequence[Any]
) -> AnySelect:
    return (
        claims.with_only_columns(
            Claim.id, Claim.claim_number, Worker.last_name, Worker.first_name, *columns
        )
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .order_by(*order)
        .limit(LISTED)
    )


def _line(row: Any, day: date) -> ClaimLine:
    return ClaimLine(row.id, row.claim_number, f"{row.last_name}, {row.first_name}", day)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Of all rows of the statement, not only of those within its limit."""
    return func.sum(case((condition, 1), else_=0)).over()
