"""The FTE of quarters to come, and what the expected claims make of them: next to 588 and to 2,350.

Each position is taken to go on giving claims the share of its available minutes that it gave in the
last finished quarter and this one so far; one that has not worked yet, the common share. Leave is
what is recorded. Our assumption: L&I publishes no method that we found.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from ohms.domain.calendar import ONE_DAY, Quarter, WorkingCalendar
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.forecast import ClaimsInYear, Expected, crossing_day
from ohms.domain.fte import ThreeBases, three_bases
from ohms.domain.lapsing import until_lapsed
from ohms.domain.required_fte import twelve_months_to
from ohms.domain.staffing import AbsenceFact, PositionFact, available_minutes, staffed_on
from ohms.domain.what_if import (
    HIRE_LEAD_WEEKS,
    HIRED,
    NOTHING_SUPPOSED,
    Hire,
    WhatIf,
)

ONE_WEEK = timedelta(days=7)
MOST_HIRED = 5
"""Positions: more than that no COHE hires at once, and the page proposes nothing."""


@dataclass(frozen=True, slots=True)
class GivenSoFar:
    """What positions gave to claims: from `since_on` for their share, and in the running quarter."""

    since_on: date
    as_of: date
    since: Mapping[int, int]
    """Claim-specific minutes by position, from `since_on` to the as-of day."""

    this_quarter: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Projection:
    """Who will be there, and how they gave their time so far."""

    held: tuple[PositionFact, ...]
    recorded: tuple[AbsenceFact, ...]
    calendar: WorkingCalendar
    agreed: ContractSettings
    given: GivenSoFar
    cohe: int
    supposed: WhatIf = field(default=NOTHING_SUPPOSED)
    lapsing: Mapping[int, date] = field(default_factory=dict)
    """By position the day by which an open obligation of who holds it is due."""

    @property
    def settings(self) -> ContractSettings:
        return self.supposed.settings(self.agreed)

    @property
    def positions(self) -> tuple[PositionFact, ...]:
        counted = until_lapsed(self.held, self.lapsing, self.given.as_of)
        return self.supposed.positions(counted, self.cohe)

    def bases(self, quarter: Quarter) -> ThreeBases:
        """FTE of a whole quarter: minutes given so far, and those to be expected of the days left."""
        positions, absences = self.positions, self.supposed.absences(self.recorded)
        shares = self._shares(positions)
        minutes: dict[int, Fraction] = {}
        first_on = max(quarter.first_on, self.given.as_of + ONE_DAY)
        running = quarter.contains(self.given.as_of)
        for position in positions:
            so_far = self.given.this_quarter.get(position.position_id, 0) if running else 0
            left = self._weighed(position, first_on, quarter.last_on, absences)
            minutes[position.position_id] = so_far + shares[position.position_id] * left
        return three_bases(
            quarter.first_on,
            quarter.last_on,
            positions=positions,
            absences=absences,
            calendar=self.calendar,
            claim_minutes=minutes,
            settings=self.settings,
        )

    def _shares(self, positions: Collection[PositionFact]) -> dict[int, Fraction]:
        """Claim-specific of available minutes by position; the common one where nothing was
        available. Only positions of the contract's roles make the common one."""
        counted = self.settings.counted_roles
        available = {
            each.position_id: available_minutes(
                self.given.since_on, self.given.as_of, each, self.recorded, self.calendar
            )
            for each in positions
        }
        ours = [each.position_id for each in positions if each.role in counted]
        there = sum(available[each] for each in ours)
        given = sum(self.given.since.get(each, 0) for each in ours if available[each])
        common = Fraction(given, there) if there else Fraction(0)
        return {
            each: Fraction(self.given.since.get(each, 0), minutes) if minutes else common
            for each, minutes in available.items()
        }

    def _weighed(
        self,
        position: PositionFact,
        first_on: date,
        last_on: date,
        absences: Collection[AbsenceFact],
    ) -> Fraction:
        """Available minutes of a period; those of a hire's first weeks by how far they are."""
        hire = self.supposed.hire
        if position.position_id != HIRED or hire is None:
            return Fraction(self._available(position, first_on, last_on, absences))
        total, day = Fraction(0), max(first_on, hire.from_on)
        while day <= min(last_on, hire.ramp_ends_on):
            week_ends = day + ONE_WEEK - ONE_DAY - timedelta(days=(day - hire.from_on).days % 7)
            upto = min(week_ends, last_on)
            total += hire.ramp_on(day) * self._available(position, day, upto, absences)
            day = upto + ONE_DAY
        return total + self._available(position, day, last_on, absences)

    def _available(
        self,
        position: PositionFact,
        first_on: date,
        last_on: date,
        absences: Collection[AbsenceFact],
    ) -> int:
        return available_minutes(first_on, last_on, position, absences, self.calendar)


@dataclass(frozen=True, slots=True)
class QuarterAhead:
    """One quarter of a forecast, on the report's basis."""

    expected: Expected
    fte: Fraction
    limit: Fraction
    crossing_on: date | None
    claims_in_year: Fraction
    """Of the 12 months up to the quarter's last day, as far as there are data."""

    required: Fraction
    staffed: Fraction
    """On the quarter's last day."""

    @property
    def quarter(self) -> Quarter:
        return self.expected.quarter

    @property
    def ratio(self) -> Fraction | None:
        return self.expected.claims / self.fte if self.fte else None

    @property
    def band(self) -> tuple[Fraction, Fraction] | None:
        """Claims per FTE at the fewest and the most claims expected."""
        claims = self.expected.band
        return (
            None if claims is None or not self.fte else (claims[0] / self.fte, claims[1] / self.fte)
        )

    @property
    def is_above(self) -> bool:
        """The quarterly test: strictly more than the limit."""
        return self.expected.claims > self.limit * self.fte

    @property
    def is_short(self) -> bool:
        """The yearly test: staffed below required."""
        return self.staffed < self.required

    @property
    def fte_needed(self) -> Fraction:
        """The least FTE at which the quarter is not above the limit."""
        return self.expected.claims / self.limit


def quarter_ahead(
    projection: Projection, expected: Expected, in_year: ClaimsInYear, basis: FteBasis
) -> QuarterAhead:
    """One quarter of the forecast against both tests of the contract."""
    settings, quarter = projection.settings, expected.quarter
    fte = projection.bases(quarter).on(basis)
    first_on, last_on = twelve_months_to(quarter.last_on)
    claims = in_year.stretched_to((last_on - first_on).days + 1)
    return QuarterAhead(
        expected,
        fte,
        settings.claims_per_fte_limit,
        crossing_day(expected, projection.given.as_of, fte, settings.claims_per_fte_limit),
        claims,
        claims / settings.claims_a_year_per_fte,
        staffed_on(quarter.last_on, projection.positions, settings),
    )


def avoiding_hire(
    projection: Projection, above: QuarterAhead, basis: FteBasis, today: date
) -> Hire | None:
    """The smallest hire, in half positions, that can begin in time and keeps a quarter at or below
    the limit. None: no time is left in the quarter, or more than five positions would be needed."""
    soonest = today + HIRE_LEAD_WEEKS * ONE_WEEK
    full = Hire(next_monday(soonest), projection.settings.full_time_minutes_a_week)
    one = replace(projection, supposed=replace(projection.supposed, hire=full))
    gain = one.bases(above.quarter).on(basis) - above.fte
    if gain <= 0:
        return None
    halves = ceil(2 * (above.fte_needed - above.fte) / gain)
    if halves > 2 * MOST_HIRED:
        return None
    return replace(full, weekly_minutes=full.weekly_minutes * halves // 2)


def next_monday(day: date) -> date:
    """The day itself when it is a Monday."""
    return day + timedelta(days=-day.weekday() % 7)
