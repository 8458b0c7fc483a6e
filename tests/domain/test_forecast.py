"""The forecast of claims: two named methods, tried on the past, and the day the limit is crossed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ohms.domain.calendar import Quarter
from ohms.domain.forecast import (
    BackTested,
    ClaimsHistory,
    Method,
    QuarterCount,
    back_tested,
    claims_in_year,
    crossing_day,
    expected_claims,
    typical_miss,
)

LIMIT = Fraction(588)
Q4 = Quarter(2026, 4)


def quarters(*claims: int) -> tuple[QuarterCount, ...]:
    """Finished quarters up to the third of 2026, oldest first."""
    found, quarter = [], Q4.previous
    for count in reversed(claims):
        found.append(QuarterCount(quarter, count, quarter.days))
        quarter = quarter.previous
    return tuple(reversed(found))


def history(*claims: int, so_far: int = 0, days: int = 0) -> ClaimsHistory:
    return ClaimsHistory(quarters(*claims), QuarterCount(Q4, so_far, days))


def test_from_eight_quarters_on_it_is_the_same_quarter_last_year_times_the_trend() -> None:
    told = history(100, 200, 300, 400, 110, 220, 330, 440)
    assert told.method is Method.SEASONAL
    expected = expected_claims(told, 4)
    assert [each.quarter for each in expected] == [Q4, *(Quarter(2027, n) for n in (1, 2, 3))]
    assert [each.claims for each in expected] == [121, 242, 363, 484]


def test_with_fewer_it_is_the_run_rate_of_a_year_and_of_this_quarter_so_far() -> None:
    """365 days of 3,650 claims and 46 of 460: ten a day."""
    told = history(9999, 920, 900, 910, 920, so_far=460, days=46)
    assert told.method is Method.RUN_RATE
    running, following = expected_claims(told, 2)
    assert (running.so_far, running.rest) == (460, Fraction(460))
    assert following.claims == 900


def test_what_has_come_is_not_multiplied_by_a_supposed_volume() -> None:
    told = history(920, 900, 910, 920, so_far=460, days=46)
    running, following = expected_claims(told, 2, volume=Fraction(11, 10))
    assert running.claims == 460 + 506
    assert following.claims == 990


def test_the_back_test_uses_only_what_was_known_before_each_quarter() -> None:
    tried = back_tested(quarters(910, 910, 1000))
    assert [each.quarter for each in tried] == [Quarter(2026, 2), Quarter(2026, 3)]
    # 910 claims in the 90 days of Q1 are 920.11 in the 91 of Q2; both in 181 days, 925.08 in Q3's 92.
    assert tried[0].expected == Fraction(910 * 91, 90)
    assert tried[1].expected == Fraction(1820 * 92, 181)
    assert {each.method for each in tried} == {Method.RUN_RATE}
    assert typical_miss(tried) == (tried[0].miss - tried[1].miss) / 2


def test_nothing_could_be_tried_with_one_quarter_and_no_band_is_told() -> None:
    assert back_tested(quarters(910)) == []
    assert typical_miss([]) is None
    assert expected_claims(history(910), 1)[0].band is None


def test_the_band_is_the_typical_miss_of_what_has_not_come_yet() -> None:
    told = ClaimsHistory(quarters(900, 1000), QuarterCount(Q4, 500, 46))
    (running,) = expected_claims(told, 1)
    missed = typical_miss(back_tested(told.finished))
    assert missed is not None
    assert running.band == (
        running.claims - running.rest * missed,
        running.claims + running.rest * missed,
    )


def test_a_quarter_without_claims_cannot_be_missed_by_a_share() -> None:
    assert [each.quarter for each in back_tested(quarters(0, 0, 100))] == [Quarter(2026, 3)]
    assert back_tested(quarters(0, 100))[0] == BackTested(
        Quarter(2026, 3), Method.RUN_RATE, Fraction(0), 100
    )


def test_the_year_up_to_a_quarter_is_made_of_what_came_and_what_is_expected() -> None:
    told = history(920, 900, 910, 920, so_far=460, days=46)
    ahead = expected_claims(told, 2)
    whole = claims_in_year(told, ahead, Q4)
    assert (whole.claims, whole.days) == (Fraction(900 + 910 + 920 + 920), 365)
    short = claims_in_year(history(920), expected_claims(history(920), 1), Q4)
    assert (short.claims, short.days, short.stretched_to(365)) == (
        Fraction(1840),
        184,
        Fraction(3650),
    )


@pytest.mark.parametrize(
    ("so_far", "expected_in_all", "crossed"),
    [
        (0, 588, None),
        (588, 588, None),
        (589, 600, date(2026, 11, 15)),  # passed already
        (500, 592, date(2026, 12, 30)),  # 2 a day from Nov 16 on: 588 on Dec 29, more the day after
        (0, 589, date(2026, 12, 31)),
    ],
)
def test_it_is_crossed_on_the_first_day_with_strictly_more(
    so_far: int, expected_in_all: int, crossed: date | None
) -> None:
    """One FTE; 46 days are in on November 15 and 46 are left."""
    (running,) = expected_claims(ClaimsHistory((), QuarterCount(Q4, so_far, 46)), 1)
    running = replace(running, rest=Fraction(expected_in_all - so_far))
    assert crossing_day(running, date(2026, 11, 15), Fraction(1), LIMIT) == crossed
    assert crossing_day(running, date(2026, 11, 15), Fraction(), LIMIT) is None, "of no HSC time"
