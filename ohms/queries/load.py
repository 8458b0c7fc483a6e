"""The caseload and the load of each person of a COHE this week, or one's own, from sums the database
makes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Label, and_, case, func, literal, select

from ohms.domain.access import CASEWORK, Actor, NotFound
from ohms.domain.calendar import ONE_DAY, week_start
from ohms.domain.centre_settings import LOAD
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.load import WEEKS, Expectations, Kind, Load, WeekOfKind, expectations
from ohms.domain.staffing import available_minutes
from ohms.domain.values import Complexity, Coordination, Role, StandardWork
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.claim_filter import ClaimFilter, ListScope, claims_matching
from ohms.queries.claim_sight import in_force
from ohms.queries.rounds import Question, ask, side_by_side
from ohms.queries.scope import sees, summed_on_claims, visible
from ohms.queries.settings import centre_settings
from ohms.queries.staffing import Period, Staffing, staffing_of
from ohms.queries.task_filter import Due, TaskFilter, Whose, tasks_matching
from ohms.queries.workload_people import names_of

ONE_WEEK = timedelta(days=7)
FIRST_CONTACT_TITLE = "Make the first contact"
ASSUMED, OTHER = LOAD + "minutes_a_week", LOAD + "other_minutes"


@dataclass(frozen=True, slots=True)
class Caseload:
    """What one person answers for today. `staff_id` None: nobody answers."""

    staff_id: int | None
    name: str
    role: Role | None
    kinds: Mapping[Kind, int]
    complexity: Mapping[Complexity, int]
    overdue: int
    first_contacts: int
    """Open tasks to make the first contact: they show 3 business days before its last day."""

    items: Mapping[StandardWork | None, int]
    """Confirmed minutes on claims of the quarter so far."""

    load: Load

    @property
    def states(self) -> Mapping[Coordination, int]:
        found: Counter[Coordination] = Counter()
        for kind, count in self.kinds.items():
            found[kind.state] += count
        return found

    @property
    def open_claims(self) -> int:
        return sum(self.kinds.values())

    @property
    def time_loss(self) -> int:
        return sum(count for kind, count in self.kinds.items() if kind.time_loss)

    @property
    def minutes(self) -> int:
        return sum(self.items.values())


@dataclass(frozen=True, slots=True)
class Caseloads:
    """Of everybody of a COHE, by name; and what a coordination of each kind is expected to ask for."""

    people: tuple[Caseload, ...]
    expected: Expectations
    week: tuple[date, date]
    weeks: tuple[date, date]
    """The last 13 weeks that are over."""

    other: int

    def of(self, staff_id: int) -> Caseload:
        """NotFound for somebody who is not of the COHE."""
        for person in self.people:
            if person.staff_id == staff_id:
                return person
        raise NotFound


class _Group(NamedTuple):
    answers: int | None
    kind: Kind
    complexity: Complexity
    week: int
    claims: int


class _Given(NamedTuple):
    """By person: overdue tasks, tasks to make the first contact, and minutes by item."""

    overdue: Mapping[int | None, int]
    contacts: Mapping[int | None, int]
    items: Mapping[int | None, Mapping[StandardWork | None, int]]


def caseloads(actor: Actor, cohe_id: int, period: Period) -> Caseloads:
    """`period`: whose minutes are told by item. Two statements, however many people and claims, and
    one for the names of those who left.

    Supervisors have everybody of their COHE, who works there themselves alone; NotFound elsewhere.
    """
    own = cohe_id not in actor.cohes_as(Role.SUPERVISOR)
    if own and cohe_id not in actor.cohes_as(*CASEWORK):
        raise NotFound
    monday = week_start(actor.on_day)
    weeks = monday - WEEKS * ONE_WEEK, monday - ONE_DAY
    set_ = centre_settings(cohe_id, actor.on_day, [ASSUMED, OTHER])
    groups, minutes, staffing, overdue, contacts, items = ask(
        side_by_side(
            _open_claims(actor, cohe_id, weeks[0]),
            _minutes_by_kind(actor, cohe_id, weeks),
            staffing_of(cohe_id, monday, monday + 6 * ONE_DAY),
            _tasks(actor, cohe_id, TaskFilter(whose=Whose.ANYONE, due=Due.OVERDUE)),
            _tasks(actor, cohe_id, TaskFilter(whose=Whose.ANYONE, q=FIRST_CONTACT_TITLE)),
            _items(actor, cohe_id, period),
        )
    )
    expected = expectations(_weeks(groups, minutes), assumed=set_[ASSUMED])
    given = _Given(overdue, contacts, items)
    people = _people(actor, groups, staffing, expected, given, set_[OTHER])
    return Caseloads(
        tuple(each for each in people if not own or each.staff_id == actor.staff_id),
        expected,
        (monday, monday + 6 * ONE_DAY),
        weeks,
        set_[OTHER],
    )


def _people(
    actor: Actor,
    groups: Sequence[_Group],
    staffing: Staffing,
    expected: Expectations,
    given: _Given,
    other: int,
) -> tuple[Caseload, ...]:
    kinds: dict[int | None, Counter[Kind]] = defaultdict(Counter)
    complexity: dict[int | None, Counter[Complexity]] = defaultdict(Counter)
    for group in groups:
        kinds[group.answers][group.kind] += group.claims
        complexity[group.answers][group.complexity] += group.claims
    held = {
        position.staff_id: position
        for position in reversed(staffing.positions)
        if position.fact.is_held_on(actor.on_day)
    }
    people: set[int | None] = {*held, *kinds}
    names = {position.staff_id: position.name for position in staffing.positions}
    names |= ask(names_of({person for person in people - set(names) if person is not None}))
    scheduled = _scheduled(staffing, week_start(actor.on_day))
    found = [
        Caseload(
            person,
            names[person] if person is not None else "Nobody answers",
            held[person].fact.role if person in held else None,
            kinds[person],
            complexity[person],
            given.overdue.get(person, 0),
            given.contacts.get(person, 0),
            given.items.get(person, {}),
            Load.of(expected.total(kinds[person]), scheduled.get(person, 0), other),
        )
        for person in people
    ]
    return tuple(sorted(found, key=lambda row: (row.staff_id is None, row.name, row.staff_id or 0)))


def answers_for() -> ColumnElement[int]:
    """Who answers for a claim today, with `provider_assigned` joined."""
    return func.coalesce(Claim.assigned_to_id, ProviderAssignment.staff_id)


def provider_assigned(actor: Actor) -> ColumnElement[bool]:
    return and_(
        ProviderAssignment.provider_id == Claim.initiating_provider_id,
        ProviderAssignment.cohe_id == Claim.cohe_id,
        in_force(ProviderAssignment, actor),
    )


def _open_claims(actor: Actor, cohe_id: int, since: date) -> Question[list[_Group]]:
    """Open claims by who answers, kind, complexity, and the week in which they were initiated: -1
    before the 13 weeks, 13 after them."""
    answers = answers_for().label("answers")
    week = _week_of(Claim.initiated_on, since).label("week")
    interpreter = _interpreter()
    (rows,) = yield (
        claims_matching(actor, ClaimFilter(scope=ListScope.COHE))
        .join(Worker, Worker.id == Claim.worker_id)
        .outerjoin(ProviderAssignment, provider_assigned(actor))
        .where(
            sees(actor, Worker),
            Claim.cohe_id == cohe_id,
            Claim.coordination.in_(OPEN_COORDINATION),
        )
        .with_only_columns(
            answers,
            Claim.coordination,
            Claim.on_time_loss,
            interpreter,
            Claim.complexity,
            week,
            func.count(),
        )
        .group_by(
            "answers",
            Claim.coordination,
            Claim.on_time_loss,
            "interpreter",
            Claim.complexity,
            "week",
        ),
    )
    return [
        _Group(row[0], Kind(row[1], row[2], bool(row[3])), row[4], row[5], row[6]) for row in rows
    ]


def _minutes_by_kind(
    actor: Actor, cohe_id: int, weeks: tuple[date, date]
) -> Question[dict[tuple[Kind, int], int]]:
    """Minutes on claims that are open today, by their kind and the week."""
    week = _week_of(TimeEntry.performed_on, weeks[0]).label("week")
    (rows,) = yield (
        _counted(select(TimeEntry).where(summed_on_claims(actor)), cohe_id, weeks)
        .join(Claim, Claim.id == TimeEntry.claim_id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(
            sees(actor, Claim),
            sees(actor, Worker),
            Claim.coordination.in_(OPEN_COORDINATION),
        )
        .with_only_columns(
            Claim.coordination,
            Claim.on_time_loss,
            _interpreter(),
            week,
            func.sum(TimeEntry.minutes),
        )
        .group_by(Claim.coordination, Claim.on_time_loss, "interpreter", "week"),
    )
    return {(Kind(row[0], row[1], bool(row[2])), row[3]): int(row[4]) for row in rows}


def _weeks(
    groups: Sequence[_Group], minutes: Mapping[tuple[Kind, int], int]
) -> dict[Kind, list[WeekOfKind]]:
    """Of each kind and week: its claims that had been initiated by the week's end."""
    return {
        kind: [
            WeekOfKind(
                sum(each.claims for each in groups if each.kind == kind and each.week <= week),
                minutes.get((kind, week), 0),
            )
            for week in range(WEEKS)
        ]
        for kind in {each.kind for each in groups}
    }


def _items(
    actor: Actor, cohe_id: int, period: Period
) -> Question[dict[int | None, dict[StandardWork | None, int]]]:
    (rows,) = yield (
        _counted(visible(actor, TimeEntry), cohe_id, period)
        .with_only_columns(TimeEntry.staff_id, TimeEntry.standard_work, func.sum(TimeEntry.minutes))
        .group_by(TimeEntry.staff_id, TimeEntry.standard_work),
    )
    found: dict[int | None, dict[StandardWork | None, int]] = defaultdict(dict)
    for staff_id, item, minutes in rows:
        found[staff_id][item] = int(minutes)
    return found


def _counted(entries: Any, cohe_id: int, period: Period) -> Any:
    return entries.where(
        TimeEntry.cohe_id == cohe_id,
        TimeEntry.performed_on.between(*period),
        TimeEntry.voided_at.is_(None),
        TimeEntry.confirmed_at.is_not(None),
        TimeEntry.claim_id.is_not(None),
    )


def _interpreter() -> Label[int]:
    """1 where the worker needs one: NULL is not known, so no. Grouped by its name: PostgreSQL takes
    two CASEs with parameters for two expressions."""
    return case((Worker.interpreter_needed.is_(True), literal(1)), else_=literal(0)).label(
        "interpreter"
    )


def _week_of(day: Any, since: date) -> Any:
    """The number of the day's week from 0, -1 before, 13 after the last."""
    return case(
        (day < since, literal(-1)),
        *((day < since + (number + 1) * ONE_WEEK, literal(number)) for number in range(WEEKS)),
        else_=literal(WEEKS),
    )


def _tasks(actor: Actor, cohe_id: int, asked: TaskFilter) -> Question[dict[int | None, int]]:
    (rows,) = yield (
        tasks_matching(actor, asked)
        .where(Task.cohe_id == cohe_id)
        .with_only_columns(Task.owner_id, func.count().label("tasks"))
        .group_by(Task.owner_id),
    )
    return {row.owner_id: row.tasks for row in rows}


def _scheduled(staffing: Staffing, monday: date) -> dict[int | None, int]:
    found: Counter[int | None] = Counter()
    for position in staffing.positions:
        found[position.staff_id] += available_minutes(
            monday, monday + 6 * ONE_DAY, position.fact, staffing.absences, staffing.calendar
        )
    return found


__all__ = ["Caseload", "Caseloads", "answers_for", "caseloads", "provider_assigned"]
