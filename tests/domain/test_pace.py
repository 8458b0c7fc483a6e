"""The unfinished quarter: as-of day, pace, too early, headroom and planned absences."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.calendar import Quarter, WorkingCalendar
from ohms.domain.claims_per_fte import Headroom, decimal_text
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.fte import ThreeBases, three_bases
from ohms.domain.pace import Pace, as_of_day, projected_claim_minutes
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role

CONTRACT = ContractSettings()
THIRD, FOURTH = Quarter(2026, 3), Quarter(2026, 4)
DAY_46 = date(2026, 8, 15)
LIMIT = Fraction(588)


def full_time(position_id: int, from_on: date = date(2020, 1, 1)) -> PositionFact:
    return PositionFact(position_id, Role.HSC, 1, (480,) * 5 + (0, 0), from_on)


def fte_to(
    as_of: date, minutes: int, *, first_on: date, positions: list[PositionFact] | None = None
) -> ThreeBases:
    return three_bases(
        first_on,
        as_of,
        positions=positions or [full_time(1)],
        absences=[],
        calendar=WorkingCalendar(),
        claim_minutes={1: minutes},
        settings=CONTRACT,
    )


@pytest.mark.parametrize(
    ("claims", "pace", "warns"), [(294, Fraction(588), False), (295, Fraction(590), True)]
)
def test_vector_7_halfway_the_pace_is_claims_doubled_over_fte_to_date(
    claims: int, pace: Fraction, warns: bool
) -> None:
    fte = fte_to(DAY_46, 15_600, first_on=THIRD.first_on).logged
    figure = Pace(THIRD, DAY_46, claims, fte, LIMIT)
    assert (figure.days_elapsed, fte) == (46, Fraction(1))
    assert (figure.at_this_pace, figure.warns) == (pace, warns)


@pytest.mark.parametrize(
    ("claims", "fte", "may"),
    [(147, 1, False), (148, 1, True), (294, 1, True), (295, 1, False), (200, 0, False)],
)
def test_halfway_a_pace_of_half_the_limit_may_pass_it_if_nobody_worked_any_more(
    claims: int, fte: int, may: bool
) -> None:
    assert Pace(THIRD, DAY_46, claims, Fraction(fte), LIMIT).may_yet_pass is may


def test_vector_8_claims_and_minutes_are_taken_to_one_day() -> None:
    as_of = as_of_day(
        feed_complete_to=date(2026, 11, 13),
        time_in_to=date(2026, 11, 18),
        yesterday=date(2026, 11, 23),
    )
    minutes = {date(2026, 11, 13): 14_300, date(2026, 11, 18): 15_600}
    fte = fte_to(as_of, minutes[as_of], first_on=FOURTH.first_on).logged
    figure = Pace(FOURTH, as_of, 280, fte, LIMIT)
    assert as_of == date(2026, 11, 13)
    assert figure.at_this_pace == Fraction(280 * 31_200, 14_300)
    assert decimal_text(figure.at_this_pace, 2) == "610.91"
    assert figure.warns


@pytest.mark.parametrize(
    ("feed", "time_in", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 23)),
    ],
)
def test_the_as_of_day_is_the_earliest_and_never_today(
    feed: date, time_in: date, expected: date
) -> None:
    assert (
        as_of_day(feed_complete_to=feed, time_in_to=time_in, yesterday=date(2026, 11, 23))
        == expected
    )


@pytest.mark.parametrize(
    ("as_of", "too_early"), [(date(2026, 10, 13), True), (date(2026, 10, 14), False)]
)
def test_a_pace_is_told_from_the_tenth_business_day_on(as_of: date, too_early: bool) -> None:
    figure = Pace(FOURTH, as_of, 500, Fraction(1), LIMIT)
    assert figure.too_early is too_early
    assert (figure.at_this_pace is None) is too_early
    assert figure.warns is not too_early


def test_before_the_quarter_began_there_is_no_pace() -> None:
    figure = Pace(FOURTH, date(2026, 9, 30), 0, Fraction(0), LIMIT)
    assert (figure.days_elapsed, figure.projected_claims, figure.at_this_pace) == (
        0,
        Fraction(0),
        None,
    )
    assert not figure.warns
    assert figure.headroom(Fraction(1)) == Headroom(0, None)


def test_claims_without_hsc_time_warn_though_no_pace_is_computable() -> None:
    figure = Pace(FOURTH, date(2026, 11, 13), 3, Fraction(0), LIMIT)
    assert figure.at_this_pace is None
    assert figure.warns


def test_a_finished_quarter_has_its_own_ratio_as_pace() -> None:
    figure = Pace(THIRD, date(2026, 11, 23), 560, Fraction(1), LIMIT)
    assert (figure.days_elapsed, figure.at_this_pace) == (92, Fraction(560))
    assert figure.headroom(Fraction(1, 31_200)) == Headroom(28, 1_485)


@given(st.integers(0, 2_000), st.integers(1, 60_000))
@settings(deadline=None, max_examples=50)
def test_headroom_to_date_is_tight(claims: int, minutes: int) -> None:
    bases = fte_to(DAY_46, minutes, first_on=THIRD.first_on)
    room = Pace(THIRD, DAY_46, claims, bases.logged, LIMIT).headroom(
        bases.fte_per_minute(FteBasis.LOGGED)
    )
    assert room.minutes is not None

    def warns(some_claims: int, some_minutes: int) -> bool:
        fte = Fraction(some_minutes, 15_600)
        return Pace(THIRD, DAY_46, some_claims, fte, LIMIT).warns

    assert not warns(claims + room.claims, minutes)
    assert warns(claims + room.claims + 1, minutes)
    fewest = minutes - room.minutes
    assert not warns(claims, fewest)
    assert fewest == 0 or warns(claims, fewest - 1)


def test_planned_absences_take_minutes_from_the_rest_of_the_quarter() -> None:
    # 46 days of the third quarter: 32 weekdays, July 3 is a holiday
    minutes = {1: 32 * 240}
    vacation = AbsenceFact(1, date(2026, 9, 14), date(2026, 9, 18))

    def projected(absences: list[AbsenceFact]) -> dict[int, Fraction]:
        return projected_claim_minutes(
            THIRD,
            DAY_46,
            positions=[full_time(1)],
            absences=absences,
            calendar=WorkingCalendar(),
            minutes_to_date=minutes,
            settings=CONTRACT,
        )

    assert projected([]) == {1: 64 * 240}
    assert projected([vacation]) == {1: 59 * 240}


def test_who_begins_later_is_projected_at_the_common_share() -> None:
    projected = projected_claim_minutes(
        THIRD,
        DAY_46,
        positions=[full_time(1), full_time(2, from_on=date(2026, 9, 28))],
        absences=[],
        calendar=WorkingCalendar(),
        minutes_to_date={1: 32 * 240},
        settings=CONTRACT,
    )
    assert projected[2] == 3 * 240


def test_with_nobody_available_so_far_nothing_is_projected() -> None:
    projected = projected_claim_minutes(
        THIRD,
        DAY_46,
        positions=[full_time(1, from_on=date(2026, 9, 28))],
        absences=[],
        calendar=WorkingCalendar(),
        minutes_to_date={},
        settings=CONTRACT,
    )
    assert projected == {1: 0}
