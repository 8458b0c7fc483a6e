"""Whose claims there are to work on: which claims are touched, when, and by whom on a given day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from ohms.domain.calendar import week_start
from ohms.domain.values import Complexity, Role, TimeLossKind
from ohms.simulator.courses import ClaimCourse, Severity
from ohms.simulator.planned import PlannedAssignment, World
from ohms.simulator.workdays import DAYS, add_business_days

TOUCHED_WITH_TIME_LOSS = 88
TOUCHED_WITHOUT = 24
LONGEST_TOUCH = timedelta(days=364)


def lot(course: ClaimCourse, salt: int) -> int:
    """A number from 0 to 99 that belongs to the claim: the same whenever it is asked for."""
    mixed = (course.place * 2_654_435_761 + salt * 40_503) & 0xFFFFFFFF
    mixed = ((mixed >> 16 ^ mixed) * 73_244_475) & 0xFFFFFFFF
    return ((mixed >> 16 ^ mixed) & 0xFFFF) % 100


def is_touched(course: ClaimCourse) -> bool:
    """Whether a coordinator works on the claim: most with time loss, a quarter of the others."""
    if course.combined_into is not None:
        return False
    lost_time = course.severity is not Severity.MEDICAL_ONLY
    return lot(course, 1) < (TOUCHED_WITH_TIME_LOSS if lost_time else TOUCHED_WITHOUT)


def first_touch_on(course: ClaimCourse) -> date:
    """When the coordinator first turns to the claim: within 1 to 14 business days of it."""
    return add_business_days(course.initiated_on, 1 + lot(course, 2) * lot(course, 3) // 700)


def last_touch_on(course: ClaimCourse) -> date:
    """When the coordinator lets go of it: two weeks after recovery, a year at most."""
    begun = first_touch_on(course)
    if course.severity is Severity.MEDICAL_ONLY:
        return begun + DAYS[7 + lot(course, 4) // 7]
    return min(max(course.recovered_on, begun) + DAYS[14], begun + LONGEST_TOUCH)


def complexity_of(course: ClaimCourse, day: date) -> Complexity:
    """How the coordinator rates the claim by what is known on a day: low only where nothing
    speaks against it, high with surgery, a positive FRQ or a representative."""
    if not is_touched(course):
        return Complexity.STANDARD  # not rated is not low
    told = (
        course.surgery_on,
        course.represented_on,
        course.frq_on if course.frq_positive else None,
    )
    if any(on is not None and on <= day for on in told):
        return Complexity.HIGH
    plain = course.days_off == 0 and course.protest_on is None and not course.payments
    return Complexity.LOW if plain and lot(course, 5) < 55 else Complexity.STANDARD


class Caseload:
    """The touched claims by provider and week, and who has which provider on a day."""

    def __init__(
        self, world: World, courses: Iterable[ClaimCourse], left_alone: frozenset[str]
    ) -> None:
        self._week: dict[tuple[str, date], list[tuple[date, ClaimCourse]]] = defaultdict(list)
        self._begin: dict[tuple[str, date], list[ClaimCourse]] = defaultdict(list)
        self._all: dict[str, list[ClaimCourse]] = defaultdict(list)
        for course in courses:
            self._all[course.cohe].append(course)
            if course.claim_number not in left_alone and is_touched(course):
                self._place(course)
        self._by_staff: dict[str, list[PlannedAssignment]] = defaultdict(list)
        self._by_deputy: dict[str, list[PlannedAssignment]] = defaultdict(list)
        self._first = {
            cohe.slug: world.positions_of(cohe.slug, Role.HSC)[0].staff for cohe in world.cohes
        }
        self._by_provider: dict[str, list[PlannedAssignment]] = defaultdict(list)
        for row in world.assignments:
            self._by_staff[row.staff].append(row)
            self._by_provider[row.provider_id].append(row)
            if row.deputy:
                self._by_deputy[row.deputy].append(row)

    def _place(self, course: ClaimCourse) -> None:
        provider = course.provider.provider_id
        begun, last = first_touch_on(course), last_touch_on(course)
        self._begin[provider, begun].append(course)
        monday = week_start(begun)
        while monday <= last:
            self._week[provider, monday].append((begun, course))
            monday += DAYS[7]

    def coordinator_on(self, course: ClaimCourse, day: date) -> str:
        """Whose list the claim is on, by its initiating provider. One whom somebody left to nobody at all
        is seen to by the COHE's first coordinator."""
        rows = self._by_provider.get(course.provider.provider_id, ())
        had = rows[0].staff if rows else self._first[course.cohe]
        return next((row.staff for row in rows if _holds(row, day)), had)

    def providers_of(self, staff: str, day: date) -> list[str]:
        """The providers assigned to a coordinator on a day."""
        return [row.provider_id for row in self._by_staff[staff] if _holds(row, day)]

    def covered_by(self, staff: str, day: date, absent: frozenset[str]) -> list[str]:
        """The providers of absent colleagues for whom this coordinator stands in."""
        rows = self._by_deputy[staff]
        return [r.provider_id for r in rows if r.staff in absent and _holds(r, day)]

    def beginning(self, providers: list[str], day: date) -> list[ClaimCourse]:
        """The claims that are turned to for the first time on a day."""
        return [c for p in providers for c in self._begin.get((p, day), ())]

    def active(self, providers: list[str], day: date) -> list[ClaimCourse]:
        """The claims being worked on in the week of a day."""
        monday = week_start(day)
        return [
            course
            for provider in providers
            for begun, course in self._week.get((provider, monday), ())
            if begun <= day
        ]

    def any_of(self, cohe: str, day: date) -> list[ClaimCourse]:
        """The latest claims of the COHE, for the first days of all, when no work is running yet."""
        known = [c for c in self._all[cohe] if c.initiated_on <= day][-40:]
        return known or self._all[cohe][:40]


def _holds(row: PlannedAssignment, day: date) -> bool:
    return row.from_on <= day and (row.to_on is None or day <= row.to_on)


def first_told_payment_on(course: ClaimCourse) -> date | None:
    """When the feed first tells of time loss, or None."""
    told = [p.known_on for p in course.payments if p.kind is not TimeLossKind.KEPT_ON_SALARY]
    return min(told, default=None)
