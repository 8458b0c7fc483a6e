"""The calendar of a COHE's coverage: a line a person, a cell a day, and the gaps told."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.calendar import days_from, holiday_name
from ohms.domain.coverage import CoveragePlan, DayOfProvider, HowCovered
from ohms.extensions import db
from ohms.models.providers import Provider
from ohms.queries.coverage import AbsenceShown, absences_shown, people_of, plan_of
from ohms.queries.rounds import ask


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a person: in words, with the number of their providers covered and without anybody."""

    day: date
    word: str
    away: bool
    gaps: int
    covered: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """Providers of one coordinator without anybody on one working day."""

    day: date
    coordinator_id: int
    coordinator: str
    providers: tuple[tuple[int, str], ...]
    free_day: bool

    @property
    def asked(self) -> str:
        """Its providers as the form that arranges cover takes them."""
        return "".join(f"&providers={id_}" for id_, _name in self.providers)


@dataclass(frozen=True, slots=True)
class CoverageCalendar:
    """What the page shows of some days."""

    days: tuple[date, ...]
    """The days of the COHE's week: Monday to Friday, and any that it opens."""
    closed: frozenset[date]
    lines: tuple[tuple[int, str, tuple[Cell, ...]], ...]
    gaps: tuple[GapLine, ...]

    @property
    def provider_days(self) -> int:
        return sum(len(gap.providers) for gap in self.gaps)


def calendar_of(actor: Actor, cohe_id: int, first_on: date, last_on: date) -> CoverageCalendar:
    """The days of a COHE with its people; gaps of days that have passed are part of the record."""
    plan = ask(plan_of(cohe_id, first_on, last_on))
    people = people_of(cohe_id, actor.on_day)
    found = list(plan.days(first_on, last_on))
    away: dict[tuple[int, date], AbsenceShown] = {}
    for each in absences_shown(people, first_on, last_on):
        for day in days_from(max(first_on, each.from_on), min(last_on, each.to_on)):
            away[each.staff_id, day] = each
    days = tuple(
        day
        for day in days_from(first_on, last_on)
        if day.weekday() < 5 or plan.calendar.is_working_day(day)
    )
    counted: dict[tuple[int, date, HowCovered], int] = defaultdict(int)
    for one in found:
        counted[one.coordinator_id, one.day, one.how] += 1
    closed = frozenset(day for day in days if not plan.calendar.is_working_day(day))
    lines = tuple(
        (
            staff_id,
            name,
            tuple(
                Cell(
                    day,
                    _word(plan, staff_id, day, away.get((staff_id, day)), day in closed),
                    (staff_id, day) in away,
                    counted[staff_id, day, HowCovered.GAP],
                    counted[staff_id, day, HowCovered.COVERED],
                )
                for day in days
            ),
        )
        for staff_id, name in people.items()
    )
    return CoverageCalendar(days, closed, lines, gap_lines(found, people))


def gap_lines(found: list[DayOfProvider], people: dict[int, str]) -> tuple[GapLine, ...]:
    """Gaps as lines of a day and coordinator, the earliest first."""
    told: dict[tuple[date, int, bool], list[int]] = defaultdict(list)
    for each in found:
        if each.how is HowCovered.GAP:
            told[each.day, each.coordinator_id, each.free_day].append(each.provider_id)
    ids = {id_ for providers in told.values() for id_ in providers}
    names = dict(_named(ids))
    return tuple(
        GapLine(
            day,
            staff_id,
            people.get(staff_id, "Somebody who left"),
            tuple(sorted(((id_, names[id_]) for id_ in providers), key=lambda pair: pair[1])),
            free_day,
        )
        for (day, staff_id, free_day), providers in sorted(told.items())
    )


def _word(
    plan: CoveragePlan, staff_id: int, day: date, away: AbsenceShown | None, closed: bool
) -> str:
    if closed:
        return holiday_name(day) or "Closed"
    if away is not None:
        part = f", {away.minutes_a_day} min" if away.minutes_a_day else ""
        return f"{away.kind.value.capitalize()}{part}"
    if staff_id in plan.presence.positions and not plan.presence.is_there(staff_id, day):
        return "Free day"
    return ""


@dataclass(frozen=True, slots=True)
class Arrangeable:
    """What an arrangement would bring: provider-days without the coordinator, of them covered by others now, and the
    days on which the chosen one is away."""

    providers: tuple[tuple[int, str], ...]
    """All providers of the coordinator who is not there on these days."""
    provider_days: int
    covered_now: int
    away_on: tuple[date, ...]


def arrangeable(
    actor: Actor,
    cohe_id: int,
    absent_id: int,
    covering_id: int,
    provider_ids: list[int],
    days: tuple[date, date],
) -> Arrangeable:
    """The consequence of an arrangement, from the facts that its command decides by; at most a year."""
    first, last = days[0], min(days[1], days[0] + timedelta(days=365))
    plan = ask(plan_of(cohe_id, first, last))
    leave = [
        each
        for each in plan.days(first, last)
        if each.coordinator_id == absent_id and not plan.presence.is_there(absent_id, each.day)
    ]
    chosen = [each for each in leave if each.provider_id in provider_ids]
    return Arrangeable(
        _named({each.provider_id for each in leave}),
        len(chosen),
        sum(each.how is HowCovered.COVERED for each in chosen),
        tuple(sorted({e.day for e in chosen if not plan.presence.is_there(covering_id, e.day)})),
    )


def _named(ids: set[int]) -> tuple[tuple[int, str], ...]:
    rows = db.session.execute(
        select(Provider.id, Provider.last_name, Provider.first_name)
        .where(Provider.id.in_(ids))
        .order_by(Provider.last_name, Provider.first_name)
    )
    return tuple((row.id, f"{row.last_name}, {row.first_name}") for row in rows)
