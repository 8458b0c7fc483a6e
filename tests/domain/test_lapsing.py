"""What lapses unmet lowers the capacity ahead from the day after, and what was worked stays."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ohms.domain.contract import FteBasis
from ohms.domain.lapsing import is_expiring, until_lapsed
from ohms.domain.staffing import PositionFact
from ohms.domain.values import Role
from ohms.domain.what_if import WhatIf
from tests.domain.test_projection import AS_OF, FULL, Q4, TODAY, WEEK, fte, projected

NEW = PositionFact(3, Role.HSC, 1, WEEK, date(2024, 1, 1))
STAFFED = FteBasis.STAFFED


@pytest.mark.parametrize(
    ("due_by", "staffed"),
    [
        (
            date(2027, 2, 14),
            1 + Fraction(45, 90),
        ),  # January 1 to February 14: the day itself counts
        (date(2027, 3, 31), Fraction(2)),
        (date(2026, 12, 31), Fraction(1)),
        (date(2026, 9, 1), Fraction(1)),  # overdue already
    ],
)
def test_a_coordinator_counts_ahead_to_the_day_the_training_is_due(
    due_by: date, staffed: Fraction
) -> None:
    both = replace(projected(FULL, NEW), lapsing={3: due_by})
    assert fte(both, basis=STAFFED) == staffed
    assert fte(both) == staffed / 2  # each gives claims a half


@pytest.mark.parametrize(
    ("due_by", "expires"),
    [(date(2027, 1, 24), False), (date(2027, 1, 23), True), (date(2026, 9, 1), True)],
)
def test_it_expires_from_sixty_days_before(due_by: date, expires: bool) -> None:
    assert is_expiring(due_by, TODAY) is expires


def test_days_that_are_over_count_whatever_was_due() -> None:
    """Overdue since September: of the running quarter the days to November 23 count, 54 of 92."""
    overdue = replace(projected(FULL, NEW), lapsing={3: date(2026, 9, 1)})
    assert fte(overdue, Q4, STAFFED) == 1 + Fraction(54, 92)


def test_the_same_capacity_as_a_departure_on_that_day() -> None:
    lapsing = replace(projected(FULL, NEW), lapsing={3: date(2027, 2, 14)})
    leaving = projected(FULL, NEW, supposed=WhatIf(departs=3, departs_on=date(2027, 2, 14)))
    for basis in FteBasis:
        assert fte(lapsing, basis=basis) == fte(leaving, basis=basis)


def test_an_earlier_end_stands_and_a_later_beginning_counts_nothing() -> None:
    ending = replace(NEW, to_on=date(2026, 12, 4))
    later = replace(NEW, position_id=4, from_on=date(2027, 3, 1))
    due = date(2027, 2, 14)
    assert until_lapsed([FULL, ending, later], {3: due, 4: due}, AS_OF) == (FULL, ending)
