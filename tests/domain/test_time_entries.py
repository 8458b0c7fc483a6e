"""Which minutes count, and how they are split, rounded and bounded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.errors import RuleBroken
from ohms.domain.time_entries import (
    CountedMinutes,
    check_day_total,
    check_minutes,
    split_minutes,
    told_split,
    waits_for_confirmation,
)
from ohms.domain.values import Capture


def test_waiting_minutes_are_told_by_position() -> None:
    found = CountedMinutes({1: 10}, {2: 70})
    assert (found.total, found.total_waiting) == (10, 70)
    assert found.with_waiting == {1: 10, 2: 70}


@pytest.mark.parametrize(
    ("minutes", "capture", "waits"),
    [
        (60, Capture.CAPTURED, False),
        (61, Capture.CAPTURED, True),
        (61, Capture.TYPED, False),
    ],
)
def test_only_captured_runs_over_sixty_minutes_wait(
    minutes: int, capture: Capture, waits: bool
) -> None:
    assert waits_for_confirmation(minutes, capture) is waits


@pytest.mark.parametrize(
    ("minutes", "claims", "parts"),
    [
        (10, 3, (4, 3, 3)),
        (11, 3, (4, 4, 3)),
        (12, 3, (4, 4, 4)),
        (12, 1, (12,)),
        (2, 3, (1, 1, 0)),
    ],
)
def test_the_minutes_of_one_call_are_split_over_its_claims(
    minutes: int, claims: int, parts: tuple[int, ...]
) -> None:
    assert split_minutes(minutes, claims) == parts


@given(st.integers(0, 1_440), st.integers(1, 40))
@settings(deadline=None)
def test_the_parts_make_the_exact_total_and_differ_by_one_at_most(
    minutes: int, claims: int
) -> None:
    parts = split_minutes(minutes, claims)
    assert (sum(parts), len(parts)) == (minutes, claims)
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


@pytest.mark.parametrize(("minutes", "claims"), [(10, 0), (-1, 2)])
def test_a_call_without_claims_or_below_zero_cannot_be_split(minutes: int, claims: int) -> None:
    with pytest.raises(ValueError, match=r"claim|negative"):
        split_minutes(minutes, claims)


@pytest.mark.parametrize("minutes", [1, 1_440])
def test_an_entry_of_a_minute_and_of_a_whole_day_is_taken(minutes: int) -> None:
    check_minutes(minutes)


@pytest.mark.parametrize("minutes", [-5, 0, 1_441])
def test_an_entry_below_a_minute_or_over_a_day_is_refused(minutes: int) -> None:
    with pytest.raises(RuleBroken, match="from 1 to 1,440") as refused:
        check_minutes(minutes)
    assert refused.value.field == "minutes"


def test_a_persons_day_has_twenty_four_hours() -> None:
    check_day_total([700, 700], 40)
    with pytest.raises(RuleBroken, match="this day has room for 40 more"):
        check_day_total([700, 700], 41)
    with pytest.raises(RuleBroken, match="this day is full"):
        check_day_total([1_440], 1)


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ((6, 6), "12 minutes: 6 and 6"),
        ((5, 4, 4), "13 minutes: 5, 4 and 4"),
        ((1, 0), "1 minute: 1 and 0"),
    ],
)
def test_a_split_is_told_with_its_total(shares: tuple[int, ...], told: str) -> None:
    assert told_split(shares) == told
