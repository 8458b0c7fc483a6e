"""Which minutes count, and how they are split, rounded and bounded."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.calendar import Quarter
from ohms.domain.claims_per_fte import ClaimsPerFte
from ohms.domain.errors import RuleBroken
from ohms.domain.time_entries import (
    TimeEntryFact,
    check_day_total,
    check_minutes,
    count_claim_minutes,
    split_minutes,
    told_split,
    waits_for_confirmation,
)
from ohms.domain.values import Capture

THIRD = Quarter(2026, 3)
A_DAY = date(2026, 8, 3)


def entry(
    minutes: int,
    *,
    position: int = 1,
    on: date = A_DAY,
    claim: int | None = 7,
    confirmed: bool = True,
    voided: bool = False,
) -> TimeEntryFact:
    return TimeEntryFact(position, on, minutes, claim, confirmed, voided)


@pytest.mark.parametrize(
    ("one", "counted", "waiting"),
    [
        (entry(30), 30, 0),
        (entry(30, claim=None), 0, 0),
        (entry(30, voided=True), 0, 0),
        (entry(90, confirmed=False), 0, 90),
        (entry(90, confirmed=False, voided=True), 0, 0),
        (entry(90, confirmed=False, claim=None), 0, 0),
        (entry(30, on=date(2026, 7, 1)), 30, 0),
        (entry(30, on=date(2026, 9, 30)), 30, 0),
        (entry(30, on=date(2026, 6, 30)), 0, 0),
        (entry(30, on=date(2026, 10, 1)), 0, 0),
    ],
)
def test_minutes_count_when_confirmed_not_voided_with_a_claim_and_performed_in_the_period(
    one: TimeEntryFact, counted: int, waiting: int
) -> None:
    found = count_claim_minutes([one], THIRD.first_on, THIRD.last_on)
    assert (found.total, found.total_waiting) == (counted, waiting)


def test_vector_14_minutes_count_for_the_position_they_were_worked_under() -> None:
    entries = [
        *(entry(1_000, position=1) for _ in range(15)),
        *(entry(1_000, position=1, claim=None) for _ in range(2)),  # a meeting
        *(entry(1_000, position=2) for _ in range(6)),
    ]
    found = count_claim_minutes(entries, THIRD.first_on, THIRD.last_on)
    assert found.counted == {1: 15_000, 2: 6_000}


def test_vector_15_voided_and_waiting_minutes_are_left_out_and_waiting_ones_told() -> None:
    entries = [
        *(entry(1_000) for _ in range(31)),
        entry(40),
        entry(60, voided=True),
        entry(100, confirmed=False),
    ]
    assert sum(one.minutes for one in entries) == 31_200
    found = count_claim_minutes(entries, THIRD.first_on, THIRD.last_on)
    assert (found.total, found.total_waiting) == (31_040, 100)
    reported = ClaimsPerFte(585, Fraction(found.total, 31_200))
    with_them = ClaimsPerFte(585, Fraction(sum(found.with_waiting.values()), 31_200))
    assert (reported.shown, reported.needs_discussion) == ("588.02", True)
    assert (with_them.shown, with_them.needs_discussion) == ("586.1", False)


def test_waiting_minutes_are_told_by_position() -> None:
    entries = [entry(10), entry(70, position=2, confirmed=False)]
    found = count_claim_minutes(entries, THIRD.first_on, THIRD.last_on)
    assert found.waiting == {2: 70}
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
