"""Who is away when: vacations over the year, days off, sick days; and the hours that remain."""

from datetime import date, timedelta

from ohms.domain.calendar import ONE_DAY, week_start
from ohms.domain.values import AbsenceKind, Role
from ohms.simulator.draws import between, stream
from ohms.simulator.planned import PlannedAbsence, PlannedCohe, PlannedPosition
from ohms.simulator.workdays import is_business_day, state_holidays

PLANNED_AHEAD = timedelta(days=150)
QUIET = timedelta(days=14)
"""Nobody is away within a fortnight of beginning or leaving, nor in cascade around today's week:
the stories need these days."""


def _week(year: int, week: int) -> tuple[date, date]:
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + timedelta(days=4)


def _drawn(
    seed: int, position: PlannedPosition, turn: int, year: int
) -> list[tuple[date, date, AbsenceKind, int | None]]:
    """One year's wishes: two weeks, a long weekend, for some the days after Christmas, sick days.

    `turn` separates colleagues: neighbours take different weeks, so that one stands in.
    """
    rng = stream(seed, "absences", position.staff, year)
    whole = None
    spring = 6 + 2 * between(rng, 0, 7) + turn % 2
    summer = 26 + 2 * between(rng, 0, 5) + turn % 2
    drawn: list[tuple[date, date, AbsenceKind, int | None]] = [
        (*_week(year, spring), AbsenceKind.VACATION, whole),
        (*_week(year, summer), AbsenceKind.VACATION, whole),
    ]
    friday = _week(year, 37 + 2 * between(rng, 0, 5) + turn % 2)[1]
    drawn.append((friday, friday + timedelta(days=3), AbsenceKind.VACATION, whole))
    if (turn + year) % 2 == 0:
        drawn.append((date(year, 12, 28), date(year, 12, 31), AbsenceKind.VACATION, whole))
    for _ in range(3):
        day = date(year, 1, 2) + timedelta(days=between(rng, 0, 355))
        drawn.append((day, day, AbsenceKind.SICK, whole))
    half = date(year, 1, 2) + timedelta(days=between(rng, 0, 355))
    drawn.append((half, half, AbsenceKind.OTHER, max(position.weekday_minutes) // 2))
    return drawn


def _held_quietly(position: PlannedPosition, from_on: date, to_on: date) -> bool:
    begins = position.from_on + QUIET
    ends = position.to_on - QUIET if position.to_on else date.max
    return begins <= from_on and to_on <= ends


def _ordinary(
    seed: int, position: PlannedPosition, turn: int, first_day: date, today: date
) -> list[PlannedAbsence]:
    planned: list[PlannedAbsence] = []
    taken: set[date] = set()

    def position_works(day: date) -> bool:
        return position.weekday_minutes[day.weekday()] > 0 and is_business_day(day)

    for year in range(first_day.year, (today + PLANNED_AHEAD).year + 1):
        for from_on, to_on, kind, minutes in _drawn(seed, position, turn, year):
            days = [from_on + timedelta(days=n) for n in range((to_on - from_on).days + 1)]
            if taken.intersection(days) or not any(map(position_works, days)):
                continue
            if not _held_quietly(position, from_on, to_on) or from_on < first_day:
                continue
            foreseen = kind == AbsenceKind.VACATION
            if to_on > (today + PLANNED_AHEAD if foreseen else today - ONE_DAY):
                continue
            taken.update(days)
            planned.append(PlannedAbsence(position.staff, from_on, to_on, kind, minutes))
    return planned


def vacation_week(today: date) -> tuple[date, date]:
    """Monday to Friday of today's week; on to today when that is on the weekend."""
    monday = week_start(today)
    return monday, max(monday + timedelta(days=4), today)


def absences_of(
    seed: int,
    positions: list[PlannedPosition],
    first_day: date,
    today: date,
) -> list[PlannedAbsence]:
    """All absences of coordinators and assistants since the first day, and planned vacations."""
    planned: list[PlannedAbsence] = []
    working = [p for p in positions if p.role in (Role.HSC, Role.HSC_ASSISTANT)]
    for turn, position in enumerate(working):
        rows = _ordinary(seed, position, turn, first_day, today)
        if position.cohe == "cascade":
            rows = [row for row in rows if row.to_on < today - QUIET or row.from_on > today + QUIET]
        planned += rows
    monday, last = vacation_week(today)
    planned.append(PlannedAbsence("cascade.hsc2", monday, last, AbsenceKind.VACATION))
    return planned


class Availability:
    """Minutes available: scheduled on the weekday, less holidays, closing days and absences."""

    def __init__(
        self, cohes: tuple[PlannedCohe, ...], absences: tuple[PlannedAbsence, ...]
    ) -> None:
        self._closed = {
            cohe.slug: state_holidays().union(day for day, _ in cohe.closing_days) for cohe in cohes
        }
        self._away: dict[tuple[str, date], int | None] = {}
        for absence in absences:
            day = absence.from_on
            while day <= absence.to_on:
                self._away[absence.staff, day] = absence.minutes_a_day
                day += ONE_DAY

    def minutes(self, position: PlannedPosition, day: date) -> int:
        """Minutes of this position on a day; 0 when it is not held, closed or away."""
        scheduled = position.weekday_minutes[day.weekday()]
        if not scheduled or position.cohe is None or not position.held_on(day):
            return 0
        if day in self._closed[position.cohe]:
            return 0
        if (position.staff, day) in self._away:
            away = self._away[position.staff, day]
            return 0 if away is None else max(0, scheduled - away)
        return scheduled
