"""Work-status episodes: days off, release and return."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.values import TimeLossKind, WorkStatus
from ohms.domain.work_status import (
    EpisodeFact,
    days_off,
    is_off_on,
    is_time_loss_claim,
    nth_day_off,
    off_stretches,
    released_on,
    returned_on,
)


def may(day: int) -> date:
    return date(2026, 5, day)


def off(first: int, last: int | None = None, *, kept: bool = False) -> EpisodeFact:
    status = WorkStatus.KEPT_ON_SALARY if kept else WorkStatus.OFF_WORK
    return EpisodeFact(status, may(first), None if last is None else may(last))


def episode(status: WorkStatus, first: int, last: int | None = None) -> EpisodeFact:
    return EpisodeFact(status, may(first), None if last is None else may(last))


@pytest.mark.parametrize(
    ("episodes", "through", "days"),
    [
        ([off(4, 4)], 31, 1),
        ([off(4, 10)], 31, 7),
        ([off(4)], 10, 7),
        ([off(4, 10)], 6, 3),
        ([off(4, 10)], 3, 0),
        ([off(4, 10), off(11, 12, kept=True)], 31, 9),
        ([off(4, 10), off(8, 12)], 31, 9),  # two sources, no day twice
        ([off(4, 10), off(5, 6)], 31, 7),
        ([off(4), off(8, 12)], 20, 17),
        ([off(4, 6), episode(WorkStatus.LIMITED_HOURS, 7, 10), off(11, 12)], 31, 5),
        ([episode(WorkStatus.RELEASED_NOT_WORKING, 4, 10)], 31, 0),
        ([], 31, 0),
    ],
)
def test_days_off_count_both_ends_and_no_day_twice(
    episodes: list[EpisodeFact], through: int, days: int
) -> None:
    assert days_off(episodes, may(through)) == days


def test_stretches_that_touch_are_one() -> None:
    merged = off_stretches([off(11, 12, kept=True), off(4, 10), off(20)])
    assert merged == [(may(4), may(12)), (may(20), None)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6), st.integers(0, 90))
@settings(deadline=None)
def test_days_off_equal_the_days_on_which_the_worker_is_off(
    ranges: list[tuple[int, int]], through: int
) -> None:
    start = may(1)
    episodes = [
        EpisodeFact(
            WorkStatus.OFF_WORK,
            start + timedelta(days=first),
            start + timedelta(days=first + length),
        )
        for first, length in ranges
    ]
    days = [start + timedelta(days=number) for number in range(through + 1)]
    off_days = [day for day in days if is_off_on(episodes, day)]
    assert days_off(episodes, days[-1]) == len(off_days)
    if off_days:
        assert nth_day_off(episodes, len(off_days)) == off_days[-1]


@pytest.mark.parametrize(
    ("episodes", "number", "day"),
    [
        ([off(4)], 10, may(13)),
        ([off(4, 13)], 10, may(13)),
        ([off(4, 12)], 10, None),
        ([off(4, 8), off(20)], 10, may(24)),
    ],
)
def test_the_tenth_day_off_is_found_over_the_stretches(
    episodes: list[EpisodeFact], number: int, day: date | None
) -> None:
    assert nth_day_off(episodes, number) == day


@pytest.mark.parametrize(
    ("episodes", "released", "returned"),
    [
        ([off(4)], None, None),
        ([], None, None),
        ([off(4, 10)], None, None),
        ([episode(WorkStatus.MODIFIED_DUTY, 4)], None, None),
        ([off(4, 10), episode(WorkStatus.MODIFIED_DUTY, 11)], may(11), may(11)),
        (
            [
                off(4, 10),
                episode(WorkStatus.RELEASED_NOT_WORKING, 11, 14),
                episode(WorkStatus.FULL_DUTY, 15),
            ],
            may(11),
            may(15),
        ),
        ([off(4, 10), episode(WorkStatus.UNKNOWN, 11)], None, None),
        ([off(4, 10), episode(WorkStatus.FULL_DUTY, 11, 19), off(20)], None, None),
    ],
)
def test_release_and_return_follow_the_last_day_off(
    episodes: list[EpisodeFact], released: date | None, returned: date | None
) -> None:
    assert (released_on(episodes), returned_on(episodes)) == (released, returned)


@pytest.mark.parametrize(
    ("paid", "time_loss"),
    [
        ([], False),
        ([TimeLossKind.KEPT_ON_SALARY], False),
        ([TimeLossKind.KEPT_ON_SALARY, TimeLossKind.TIME_LOSS], True),
        ([TimeLossKind.LOSS_OF_EARNING_POWER], True),
    ],
)
def test_a_time_loss_claim_is_one_on_which_time_loss_or_earning_power_was_paid(
    paid: list[TimeLossKind], time_loss: bool
) -> None:
    assert is_time_loss_claim(paid) is time_loss
