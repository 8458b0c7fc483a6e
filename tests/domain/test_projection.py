"""The quarters to come: who will be there, what they will give, and both tests of the contract."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from ohms.domain.calendar import Quarter, WorkingCalendar
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.forecast import ClaimsInYear, Expected
from ohms.domain.projection import GivenSoFar, Projection, avoiding_hire, quarter_ahead
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role
from ohms.domain.what_if import HIRED, NOTHING_SUPPOSED, Hire, WhatIf

Q3, Q4, Q1 = Quarter(2026, 3), Quarter(2026, 4), Quarter(2027, 1)
TODAY, AS_OF = date(2026, 11, 24), date(2026, 11, 23)
WEEK = (480,) * 5 + (0, 0)
HALF = (240,) * 5 + (0, 0)
FULL = PositionFact(1, Role.HSC, 1, WEEK, date(2024, 1, 1))
ASSISTANT = PositionFact(2, Role.HSC_ASSISTANT, 1, WEEK, date(2024, 1, 1))
BASIS = FteBasis.CLAIM_SPECIFIC


def projected(
    *positions: PositionFact,
    since: dict[int, int] | None = None,
    supposed: WhatIf = NOTHING_SUPPOSED,
) -> Projection:
    """Each gave 24,240 of the 48,480 minutes that July 1 to November 23 had: a half."""
    given = since if since is not None else {each.position_id: 24_240 for each in positions}
    return Projection(
        positions,
        (),
        WorkingCalendar(),
        ContractSettings(),
        GivenSoFar(Q3.first_on, AS_OF, given, {}),
        1,
        supposed,
    )


def fte(projection: Projection, quarter: Quarter = Q1, basis: FteBasis = BASIS) -> Fraction:
    return projection.bases(quarter).on(basis)


def test_a_position_goes_on_giving_the_share_it_gave() -> None:
    assert fte(projected(FULL)) == Fraction(1, 2)
    assert fte(projected(FULL), basis=FteBasis.STAFFED) == 1
    # 61 working days of the first quarter of 2027 at 480 minutes, half of them on claims.
    assert fte(projected(FULL), basis=FteBasis.LOGGED) == Fraction(61 * 240, 31_200)


def test_one_that_has_not_worked_yet_gives_the_common_share() -> None:
    new = PositionFact(3, Role.HSC, 1, HALF, Q1.first_on)
    assert fte(projected(FULL, new, since={1: 24_240})) == Fraction(3, 4)


def test_assistants_stand_beside_unless_they_are_counted() -> None:
    assert fte(projected(FULL, ASSISTANT)) == Fraction(1, 2)
    assert fte(projected(FULL, ASSISTANT, supposed=WhatIf(assistants=True))) == 1


def test_the_running_quarter_has_its_minutes_and_the_days_left() -> None:
    """Nothing was logged so far in the quarter: only what is left, at the share of before."""
    running = projected(FULL)
    left = 28 - 3  # November 24 to December 31, less Thanksgiving, the day after and Christmas
    whole = 62
    given = replace(running.given, this_quarter={1: 4800})
    available = running.bases(Q4).available
    assert available == whole * 480
    assert replace(running, given=given).bases(Q4).minutes_on_claims == 4800 + left * 480 / 2


def test_a_departure_ends_a_position_and_what_it_gave_stays() -> None:
    gone = WhatIf(departs=1, departs_on=date(2027, 1, 31))
    assert fte(projected(FULL, supposed=gone), basis=FteBasis.STAFFED) == Fraction(31, 90)
    assert fte(projected(FULL, supposed=gone), Quarter(2027, 2)) == 0
    before = WhatIf(departs=1, departs_on=date(2023, 1, 1))
    assert fte(projected(FULL, supposed=before)) == 0


def test_a_leave_takes_from_what_is_logged_and_not_from_the_share() -> None:
    away = WhatIf(leave=AbsenceFact(1, Q1.first_on, date(2027, 2, 15)))
    assert fte(projected(FULL, supposed=away)) == Fraction(1, 2)
    assert fte(projected(FULL, supposed=away), basis=FteBasis.LOGGED) < fte(
        projected(FULL), basis=FteBasis.LOGGED
    )


def test_a_hire_grows_into_the_others_share_week_by_week() -> None:
    hire = Hire(date(2027, 1, 4), 2400, ramp_weeks=2)
    assert [hire.ramp_on(date(2027, 1, day)) for day in (4, 10, 11, 18)] == [
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(3, 4),
        1,
    ]
    bases = projected(FULL, supposed=WhatIf(hire=hire)).bases(Q1)
    hired = next(each for each in bases.positions if each.position_id == HIRED)
    # Five days at a quarter, five at three quarters, the rest whole; half of all of it on claims.
    days = Fraction(hired.available, 480)
    assert hired.on_claims == 240 * (days - 10 + Fraction(5, 4) + Fraction(15, 4))
    none = projected(FULL, supposed=WhatIf(hire=replace(hire, ramp_weeks=0))).bases(Q1)
    assert none.positions[-1].share == Fraction(1, 2)


def test_weekly_minutes_that_do_not_divide_are_all_scheduled() -> None:
    assert Hire(TODAY, 1201).position(1).weekly_minutes == 1201


def test_both_tests_of_the_contract_are_told_of_a_quarter() -> None:
    """295 claims to half an FTE are 590 each; the year's 1,180 require more than the staffed 0.5."""
    expected = Expected(Q1, 0, Fraction(295), Fraction(1, 10))
    half = replace(FULL, weekday_minutes=HALF)
    ahead = quarter_ahead(
        projected(half, since={1: 24_240}), expected, ClaimsInYear(Fraction(1180), 365), BASIS
    )
    assert (ahead.fte, ahead.ratio) == (Fraction(1, 2), Fraction(590))
    assert (ahead.is_above, ahead.is_short) == (True, True)
    assert ahead.band == (Fraction(531), Fraction(649))
    assert ahead.fte_needed == Fraction(295, 588)
    assert ahead.required == Fraction(1180, 2350)
    assert ahead.crossing_on == date(2027, 3, 31)


def test_the_smallest_hire_that_avoids_it_is_told_in_half_positions() -> None:
    """700 claims need 1.19; one at a full share gives 1. A hire of a whole quarter at half the
    ramp's loss closes it."""
    there = projected(FULL, since={1: 48_480})
    expected = Expected(Q1, 0, Fraction(700), None)
    ahead = quarter_ahead(there, expected, ClaimsInYear(Fraction(2800), 365), BASIS)
    hire = avoiding_hire(there, ahead, BASIS, date(2026, 11, 24))
    assert hire is not None
    assert (hire.from_on, hire.weekly_minutes) == (date(2026, 12, 28), 1200)
    with_it = replace(there, supposed=WhatIf(hire=hire))
    assert not quarter_ahead(with_it, expected, ClaimsInYear(Fraction(2800), 365), BASIS).is_above
    assert avoiding_hire(there, ahead, BASIS, date(2027, 3, 20)) is None


def test_more_than_five_positions_are_not_proposed() -> None:
    there = projected(FULL, since={1: 48_480})
    ahead = quarter_ahead(
        there, Expected(Q1, 0, Fraction(9000), None), ClaimsInYear(Fraction(1), 365), BASIS
    )
    assert avoiding_hire(there, ahead, BASIS, TODAY) is None
