"""The three bases of FTE, side by side."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.calendar import Quarter, WorkingCalendar
from ohms.domain.claims_per_fte import ClaimsPerFte, decimal_text
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.fte import ThreeBases, three_bases
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role

CONTRACT = ContractSettings()
WITH_ASSISTANTS = ContractSettings(assistants_count=True)
LONG_AGO = date(2020, 1, 1)


def weekdays(minutes: int) -> tuple[int, ...]:
    return (minutes,) * 5 + (0, 0)


def position(
    position_id: int,
    minutes_a_weekday: int,
    role: Role = Role.HSC,
    from_on: date = LONG_AGO,
    to_on: date | None = None,
) -> PositionFact:
    return PositionFact(position_id, role, 1, weekdays(minutes_a_weekday), from_on, to_on)


def bases(
    quarter: Quarter,
    positions: list[PositionFact],
    claim_minutes: dict[int, int],
    absences: list[AbsenceFact] | None = None,
    contract: ContractSettings = CONTRACT,
) -> ThreeBases:
    return three_bases(
        quarter.first_on,
        quarter.last_on,
        positions=positions,
        absences=absences or [],
        calendar=WorkingCalendar(),
        claim_minutes=claim_minutes,
        settings=contract,
    )


def leave_of_five_days(position_id: int) -> AbsenceFact:
    return AbsenceFact(position_id, date(2026, 10, 5), date(2026, 10, 9))


def test_vector_3_three_thirds_are_exactly_one_fte() -> None:
    thirds = [position(number, 160) for number in (1, 2, 3)]
    fte = bases(Quarter(2026, 3), thirds, dict.fromkeys((1, 2, 3), 10_400))
    assert fte.staffed == 1
    assert fte.logged == 1
    assert not ClaimsPerFte(588, fte.logged).needs_discussion
    assert ClaimsPerFte(589, fte.logged).needs_discussion


VECTOR_4 = {
    FteBasis.CLAIM_SPECIFIC: "782.67",
    FteBasis.STAFFED: "587.00",
    FteBasis.LOGGED: "892.51",
}


def test_vector_4_claim_specific_fte_is_staffed_by_the_share_of_available_minutes() -> None:
    fte = bases(Quarter(2026, 4), [position(1, 480)], {1: 20_520}, [leave_of_five_days(1)])
    assert fte.available == 27_360
    assert fte.claim_specific == Fraction(3, 4)
    assert decimal_text(fte.logged, 5) == "0.65769"
    figures = {basis: ClaimsPerFte(587, fte.on(basis)) for basis in FteBasis}
    assert {
        basis: decimal_text(figure.ratio, 2) for basis, figure in figures.items() if figure.ratio
    } == VECTOR_4
    assert {basis for basis, figure in figures.items() if figure.needs_discussion} == {
        FteBasis.CLAIM_SPECIFIC,
        FteBasis.LOGGED,
    }


@pytest.mark.parametrize(("claims", "ratio", "triggers"), [(705, "587.50", 0), (706, "588.33", 1)])
def test_vector_5_each_position_is_weighed_by_its_own_available_minutes(
    claims: int, ratio: str, triggers: int
) -> None:
    fte = bases(
        Quarter(2026, 4),
        [position(1, 480), position(2, 240)],
        {1: 20_520, 2: 12_312},
        [leave_of_five_days(1), leave_of_five_days(2)],
    )
    assert [one.claim_specific for one in fte.positions] == [Fraction("0.75"), Fraction("0.45")]
    figure = ClaimsPerFte(claims, fte.claim_specific)
    assert figure.ratio is not None
    assert (decimal_text(figure.ratio, 2), figure.needs_discussion) == (ratio, bool(triggers))


def test_vector_6_a_position_wholly_on_leave_contributes_nothing_and_says_so() -> None:
    quarter = Quarter(2026, 4)
    away = AbsenceFact(2, quarter.first_on, quarter.last_on)
    fte = bases(quarter, [position(1, 480), position(2, 480)], {1: 14_880}, [away])
    there, absent = fte.positions
    assert (absent.claim_specific, absent.share, absent.nothing_available) == (
        Fraction(0),
        None,
        True,
    )
    assert fte.with_nothing_available == (absent,)
    assert fte.claim_specific == there.claim_specific == Fraction(1, 2)
    assert fte.staffed == 2


def test_vector_13_an_assistants_minutes_count_where_the_setting_says_so() -> None:
    quarter = Quarter(2027, 1)
    positions = [
        position(1, 480, Role.HSC_ASSISTANT, to_on=date(2027, 2, 14)),
        position(2, 480, from_on=date(2027, 2, 15)),
    ]
    minutes = {1: 6_000, 2: 9_000}
    assert decimal_text(bases(quarter, positions, minutes).logged, 5) == "0.28846"
    beside = bases(quarter, positions, minutes, contract=WITH_ASSISTANTS)
    assert decimal_text(beside.logged, 5) == "0.48077"


def test_vector_14_one_person_in_two_cohes_counts_in_each_by_the_position_worked_under() -> None:
    quarter = Quarter(2026, 3)
    of_a = bases(quarter, [position(1, 288)], {1: 15_000, 2: 6_000})
    of_b = bases(quarter, [position(2, 192)], {1: 15_000, 2: 6_000})
    assert (of_a.staffed, of_b.staffed) == (Fraction("0.6"), Fraction("0.4"))
    assert decimal_text(of_a.logged, 5) == "0.48077"
    assert decimal_text(of_b.logged, 5) == "0.19231"
    below, above = ClaimsPerFte(282, of_a.logged), ClaimsPerFte(283, of_a.logged)
    assert below.ratio is not None
    assert above.ratio is not None
    assert (decimal_text(below.ratio, 2), below.needs_discussion) == ("586.56", False)
    assert (decimal_text(above.ratio, 2), above.needs_discussion) == ("588.64", True)


def test_minutes_of_a_position_no_longer_held_are_still_logged() -> None:
    left = position(1, 480, to_on=date(2026, 9, 30))
    fte = bases(Quarter(2026, 4), [left], {1: 3_120})
    assert (fte.staffed, fte.claim_specific, fte.logged) == (
        Fraction(0),
        Fraction(0),
        Fraction(1, 10),
    )
    assert fte.with_nothing_available == fte.positions


def test_a_position_neither_held_nor_worked_in_the_period_is_not_listed() -> None:
    left = position(1, 480, to_on=date(2026, 9, 30))
    assert bases(Quarter(2026, 4), [left], {}).positions == ()


def test_overtime_on_claims_is_more_than_the_staffed_fte() -> None:
    fte = bases(Quarter(2026, 3), [position(1, 480)], {1: 64 * 480 * 2})
    assert fte.available == 64 * 480  # July 3 and Labor Day are holidays
    assert fte.claim_specific == 2


def test_a_minute_carries_no_staffed_fte_and_the_heaviest_claim_specific_one_is_taken() -> None:
    fte = bases(Quarter(2026, 4), [position(1, 480), position(2, 240)], {}, [leave_of_five_days(1)])
    assert fte.fte_per_minute(FteBasis.STAFFED) is None
    assert fte.fte_per_minute(FteBasis.LOGGED) == Fraction(1, 31_200)
    assert fte.fte_per_minute(FteBasis.CLAIM_SPECIFIC) == Fraction(1, 27_360)
    assert bases(Quarter(2026, 4), [], {}).fte_per_minute(FteBasis.CLAIM_SPECIFIC) is None


@given(st.lists(st.integers(1, 480), min_size=1, max_size=4), st.integers(0, 40_000))
@settings(deadline=None, max_examples=25)
def test_all_minutes_on_claims_make_claim_specific_equal_staffed(
    minutes: list[int], spare: int
) -> None:
    positions = [position(number, each) for number, each in enumerate(minutes)]
    empty = bases(Quarter(2026, 4), positions, {})
    given_all = {one.position_id: one.available for one in empty.positions}
    assert bases(Quarter(2026, 4), positions, given_all).claim_specific == empty.staffed
    given_all[0] -= min(spare, given_all[0])
    assert bases(Quarter(2026, 4), positions, given_all).claim_specific <= empty.staffed
