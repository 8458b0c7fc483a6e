"""How many claims the next quarters will bring: a named method, tried on the COHE's own past.

From eight finished quarters on, a quarter is expected to bring what the same quarter of the year before
brought, times the trend: the last four quarters against the four before them. With fewer it is the run
rate: claims a day over the last four finished quarters and the running one so far. Both are our
assumption; L&I publishes no method that we found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ohms.domain.calendar import Quarter
from ohms.domain.contract import QUARTERS_A_YEAR

SEASONAL_FROM = 2 * QUARTERS_A_YEAR
"""Finished quarters from which the seasonal method is used: two whole years, one against the other."""


class Method(StrEnum):
    SEASONAL = "seasonal"
    RUN_RATE = "run_rate"


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """Claims initiated in one quarter, of which `days` are in."""

    quarter: Quarter
    claims: int
    days: int


@dataclass(frozen=True, slots=True)
class ClaimsHistory:
    """Claims by finished quarter, oldest first and without a gap, and the running quarter so far."""

    finished: tuple[QuarterCount, ...]
    running: QuarterCount

    @property
    def method(self) -> Method:
        return _method(self.finished)


@dataclass(frozen=True, slots=True)
class Expected:
    """The claims of one quarter: those that came, and those expected in the days left."""

    quarter: Quarter
    so_far: int
    rest: Fraction
    typical_miss: Fraction | None
    """The back-test's, as a share; None: too little past to have tried the method on."""

    @property
    def claims(self) -> Fraction:
        return self.so_far + self.rest

    @property
    def band(self) -> tuple[Fraction, Fraction] | None:
        """Fewest and most, by the typical miss of what has not come yet."""
        if self.typical_miss is None:
            return None
        width = self.rest * self.typical_miss
        return self.claims - width, self.claims + width


@dataclass(frozen=True, slots=True)
class BackTested:
    """What the method would have said on the last day before a quarter, and what came."""

    quarter: Quarter
    method: Method
    expected: Fraction
    came: int

    @property
    def miss(self) -> Fraction:
        """How far off, as a share of what came; more than came is positive."""
        return self.expected / self.came - 1


def expected_claims(
    history: ClaimsHistory, quarters: int, *, volume: Fraction = Fraction(1)
) -> list[Expected]:
    """The running quarter and those after it, `quarters` in all, at most the next four.

    `volume` multiplies what has not come yet: 1.1 for ten percent more.
    """
    missed = typical_miss(back_tested(history.finished))
    found, quarter = [], history.running.quarter
    for number in range(quarters):
        whole = _whole(history, quarter) * volume
        left = quarter.days - history.running.days if number == 0 else quarter.days
        so_far = history.running.claims if number == 0 else 0
        found.append(Expected(quarter, so_far, whole * Fraction(left, quarter.days), missed))
        quarter = quarter.next
    return found


def back_tested(finished: Sequence[QuarterCount]) -> list[BackTested]:
    """The method tried on each finished quarter with what was known before it began; a quarter
    without claims cannot be missed by a share and is left out."""
    tried = []
    for number in range(1, len(finished)):
        before, target = finished[:number], finished[number]
        if target.claims:
            told = _told(before, target.quarter)
            tried.append(BackTested(target.quarter, _method(before), told, target.claims))
    return tried


def typical_miss(tried: Sequence[BackTested]) -> Fraction | None:
    """The mean of the misses, whichever way they went; None when nothing could be tried."""
    if not tried:
        return None
    return sum((abs(each.miss) for each in tried), Fraction(0)) / len(tried)


@dataclass(frozen=True, slots=True)
class ClaimsInYear:
    """Claims of the 12 months up to a quarter's last day, as far as they are known or expected."""

    claims: Fraction
    days: int

    def stretched_to(self, days_of_year: int) -> Fraction:
        """A year's claims, where less than 12 months are known."""
        return self.claims * days_of_year / self.days if self.days else Fraction(0)


def claims_in_year(
    history: ClaimsHistory, ahead: Sequence[Expected], quarter: Quarter
) -> ClaimsInYear:
    """Of the quarter and the three before it."""
    known = {each.quarter: (Fraction(each.claims), each.days) for each in history.finished}
    known |= {each.quarter: (each.claims, each.quarter.days) for each in ahead}
    upto = sorted(each for each in known if each <= quarter)[-QUARTERS_A_YEAR:]
    return ClaimsInYear(
        sum((known[each][0] for each in upto), Fraction(0)), sum(known[each][1] for each in upto)
    )


def crossing_day(expected: Expected, as_of: date, fte: Fraction, limit: Fraction) -> date | None:
    """The first day on which the claims of the quarter exceed limit x its projected FTE.

    What is expected comes evenly over the days left after `as_of`. None: not in this quarter, or no HSC
    time that claims could be held against; the as-of day when it is passed already.
    """
    if not fte:
        return None
    most = limit * fte
    if expected.so_far > most:
        return as_of
    if expected.claims <= most:
        return None
    first_left = max(as_of.toordinal() + 1, expected.quarter.first_on.toordinal())
    days = expected.quarter.last_on.toordinal() - first_left + 1
    needed = (most - expected.so_far) * days / expected.rest
    return date.fromordinal(first_left + int(needed))


def _method(finished: Sequence[QuarterCount]) -> Method:
    return Method.SEASONAL if _trend(finished) is not None else Method.RUN_RATE


def _whole(history: ClaimsHistory, quarter: Quarter) -> Fraction:
    if history.method is Method.SEASONAL:
        return _told(history.finished, quarter)
    return _run_rate([*history.finished[-QUARTERS_A_YEAR:], history.running], quarter)


def _told(finished: Sequence[QuarterCount], quarter: Quarter) -> Fraction:
    """What the method says of a whole quarter from finished ones alone."""
    trend = _trend(finished)
    if trend is None:
        return _run_rate(finished[-QUARTERS_A_YEAR:], quarter)
    year_before = Quarter(quarter.year - 1, quarter.number)
    claims = {each.quarter: each.claims for each in finished}
    return claims[year_before] * trend


def _trend(finished: Sequence[QuarterCount]) -> Fraction | None:
    """The last four quarters against the four before; None: too few, or none came in those."""
    if len(finished) < SEASONAL_FROM:
        return None
    last, before = (
        sum(each.claims for each in finished[-QUARTERS_A_YEAR:]),
        sum(each.claims for each in finished[-SEASONAL_FROM:-QUARTERS_A_YEAR]),
    )
    return Fraction(last, before) if before else None


def _run_rate(known: Sequence[QuarterCount], quarter: Quarter) -> Fraction:
    days = sum(each.days for each in known)
    claims = sum(each.claims for each in known)
    return Fraction(claims * quarter.days, days) if days else Fraction(0)
