"""Load: medians of 13 weeks, what is available, and what evens two loads."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.load import (
    WEEKS,
    Expectations,
    Kind,
    Load,
    WeekOfKind,
    apart,
    expectation,
    expectations,
    proposed,
    told_move,
)
from ohms.domain.values import Coordination

ACTIVE = Kind(Coordination.ACTIVE, False, False)
PAID = Kind(Coordination.ACTIVE, True, False)


def test_a_kind_asks_for_the_median_of_its_thirteen_weeks() -> None:
    weeks = [WeekOfKind(10, 10 * minutes) for minutes in range(1, WEEKS + 1)]
    assert expectation(weeks) == 7
    assert expectation(weeks[1:]) is None
    assert expectation([*weeks[1:], WeekOfKind(0, 0)]) is None


def test_before_thirteen_weeks_of_minutes_the_setting_is_expected() -> None:
    whole = {ACTIVE: [WeekOfKind(4, 40)] * WEEKS}
    assert expectations(whole, assumed=8).of(ACTIVE) == 10
    assert expectations(whole, assumed=8).of(PAID) == 8
    young = {ACTIVE: [WeekOfKind(4, 0), *[WeekOfKind(4, 40)] * (WEEKS - 1)]}
    assert expectations(young, assumed=8).of(ACTIVE) == 8
    assert expectations({}, assumed=8).total({ACTIVE: 3}) == 24


def test_load_is_what_is_expected_of_what_is_left_of_the_week() -> None:
    load = Load.of(Fraction(1080), 2400, 240)
    assert load.available == 2160
    assert load.share == Fraction(1, 2)
    # A week of three days has three fifths of the other work too.
    assert Load.of(Fraction(648), 1440, 240).share == Fraction(1, 2)
    assert Load.of(Fraction(5), 0, 240).share is None
    assert Load.of(Fraction(5), 0, 240).in_words == "nothing available"


def test_a_consequence_is_told_in_whole_percent() -> None:
    before = Load(Fraction(92), 100, Fraction(0))
    assert told_move("R. Alvarez", before, before.with_more(Fraction(5))) == (
        "This takes R. Alvarez from 92 % to 97 %"
    )


def test_what_is_proposed_brings_two_loads_as_close_as_the_options_do() -> None:
    giver, taker = Load(Fraction(120), 100, Fraction(0)), Load(Fraction(80), 100, Fraction(0))
    options = [("a", Fraction(12)), ("b", Fraction(8)), ("c", Fraction(5)), ("d", Fraction(30))]
    assert proposed(giver, taker, options, most=9) == ["d"]
    assert proposed(giver, taker, options[:3], most=9) == ["a", "b"]
    assert proposed(giver, taker, options[:3], most=1) == ["a"]
    assert proposed(taker, giver, options, most=9) == []
    assert proposed(Load(Fraction(1), 0, Fraction(0)), taker, options, most=9) == []


@given(st.lists(st.integers(1, 400)), st.integers(0, 4000), st.integers(0, 4000))
def test_a_proposal_never_drives_two_loads_apart(sizes: list[int], here: int, there: int) -> None:
    giver, taker = Load(Fraction(here), 2000, Fraction(0)), Load(Fraction(there), 1000, Fraction(0))
    options = [(place, Fraction(size)) for place, size in enumerate(sizes)]
    moved = sum(
        (Fraction(sizes[place]) for place in proposed(giver, taker, options, most=50)), Fraction(0)
    )
    assert apart(giver, taker, moved) <= apart(giver, taker, Fraction(0))


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_person_is_expected_to_give_the_sum_of_their_claims(count: int) -> None:
    expected = Expectations({ACTIVE: Fraction(9, 2)}, 8)
    assert expected.total({ACTIVE: count, PAID: 1}) == Fraction(9, 2) * count + 8
