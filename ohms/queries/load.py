"""The caseload and the load of each person of a COHE this week, or one's own."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, week_start
from ohms.domain.centre_settings import LOAD
from ohms.domain.errors import NotFound
from ohms.domain.load import WEEKS, Expectations, Kind, Load, WeekOfKind, expectations
from ohms.domain.staffing import available_minutes
from ohms.domain.values import Complexity, Coordination, Role, StandardWork
from ohms.queries.load_sums import (
    ONE_WEEK,
    Group,
    minutes_by_item,
    minutes_by_kind,
    open_claims,
    tasks_by_owner,
)
from ohms.queries.rounds import ask, side_by_side
from ohms.queries.settings import centre_settings
from ohms.queries.staffing import Period, Staffing, staffing_of
from ohms.queries.task_filter import Due, TaskFilter, Whose
from ohms.queries.workload_people import names_of

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
            open_claims(actor, cohe_id, weeks[0]),
            minutes_by_kind(actor, cohe_id, weeks),
            staffing_of(cohe_id, monday, monday + 6 * ONE_DAY),
            tasks_by_owner(actor, cohe_id, TaskFilter(whose=Whose.ANYONE, due=Due.OVERDUE)),
            tasks_by_owner(actor, cohe_id, TaskFilter(whose=Whose.ANYONE, q=FIRST_CONTACT_TITLE)),
            minutes_by_item(actor, cohe_id, period),
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
    groups: Sequence[Group],
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


def _weeks(
    groups: Sequence[Group], minutes: Mapping[tuple[Kind, int], int]
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


def _scheduled(staffing: Staffing, monday: date) -> dict[int | None, int]:
    found: Counter[int | None] = Counter()
    for position in staffing.positions:
        found[position.staff_id] += available_minutes(
            monday, monday + 6 * ONE_DAY, position.fact, staffing.absences, staffing.calendar
        )
    return found
