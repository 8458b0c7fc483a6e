"""588: the trigger, how it is written, headroom and the obligation."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.claims_per_fte import (
    NO_HSC_TIME,
    ClaimsPerFte,
    Headroom,
    beside_limit,
    decimal_text,
    headroom,
)

FTE_QUARTER = 31_200
A_MINUTE = Fraction(1, FTE_QUARTER)


def logged(claims: int, minutes: int) -> ClaimsPerFte:
    return ClaimsPerFte(claims, Fraction(minutes, FTE_QUARTER))


@pytest.mark.parametrize(
    ("claims", "minutes", "triggers", "shown"),
    [
        (588, 31_200, False, "588.0"),
        (589, 31_200, True, "589.0"),
        (588, 31_199, True, "588.02"),
    ],
)
def test_vector_1_strictly_more_than_588_triggers(
    claims: int, minutes: int, triggers: bool, shown: str
) -> None:
    figure = logged(claims, minutes)
    assert (figure.needs_discussion, figure.shown) == (triggers, shown)


@pytest.mark.parametrize(("claims", "needs_discussion"), [(0, False), (1, True)])
def test_vector_2_without_hsc_time_nothing_is_computable_and_claims_need_the_discussion(
    claims: int, needs_discussion: bool
) -> None:
    figure = logged(claims, 0)
    assert figure.ratio is None
    assert figure.shown == NO_HSC_TIME
    assert figure.needs_discussion is needs_discussion


def test_vector_9_headroom_is_told_in_claims_and_in_minutes() -> None:
    assert headroom(logged(560, 31_200), A_MINUTE) == Headroom(claims=28, minutes=1_485)


def test_headroom_above_the_limit_is_negative() -> None:
    short = headroom(logged(600, 31_200), A_MINUTE)
    assert short == Headroom(claims=-12, minutes=-637)
    assert not logged(600, 31_200 + 637).needs_discussion
    assert logged(600, 31_200 + 636).needs_discussion


def test_minutes_tell_nothing_on_the_staffed_basis() -> None:
    assert headroom(ClaimsPerFte(560, Fraction(1)), None) == Headroom(28, None)


@given(st.integers(0, 20_000), st.integers(1, 20 * FTE_QUARTER))
@settings(deadline=None)
def test_headroom_is_tight(claims: int, minutes: int) -> None:
    room = headroom(logged(claims, minutes), A_MINUTE)
    assert room.minutes is not None
    most = claims + room.claims
    assert not logged(most, minutes).needs_discussion
    assert logged(most + 1, minutes).needs_discussion
    fewest = minutes - room.minutes
    assert not logged(claims, fewest).needs_discussion
    assert logged(claims, fewest - 1).needs_discussion or fewest == 0


def test_vector_15_a_restatement_falls_below() -> None:
    frozen = logged(585, 31_200 - 60 - 100)
    restated = logged(585, 31_200 - 60)
    assert (frozen.shown, restated.shown) == ("588.02", "586.1")
    assert restated.ratio is not None
    assert decimal_text(restated.ratio, 2) == "586.13"
    assert (frozen.needs_discussion, restated.needs_discussion) == (True, False)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(588), 1, "588.0"),
        (Fraction("0.005"), 2, "0.01"),
        (Fraction("0.0049"), 2, "0.00"),
        (Fraction("-0.005"), 2, "-0.01"),
        (Fraction("-0.001"), 2, "0.00"),
        (Fraction("2.5"), 0, "3"),
        (Fraction(2, 3), 5, "0.66667"),
    ],
)
def test_decimals_are_rounded_half_up(value: Fraction, places: int, text: str) -> None:
    assert decimal_text(value, places) == text


@given(st.fractions(min_value=580, max_value=596, max_denominator=100_000))
@settings(deadline=None)
def test_the_written_figure_never_hides_the_side_of_the_limit(value: Fraction) -> None:
    limit = Fraction(588)
    assert (Fraction(beside_limit(value, limit)) > limit) == (value > limit)


def test_a_limit_between_decimals_is_not_hidden_either() -> None:
    assert beside_limit(Fraction("587.55"), Fraction("587.55")) == "587.55"
