"""What a supervisor may do with positions, and when: table-driven, and a property over changed hours."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.contract import ContractSettings
from ohms.domain.errors import RuleBroken
from ohms.domain.positions import (
    check_end,
    check_new_hours,
    check_not_held_twice,
    check_role,
    checked_begin,
    checked_week,
)
from ohms.domain.staffing import PositionFact, staffed_on, staffed_within
from ohms.domain.values import Role

TODAY = date(2026, 11, 24)
FULL = (480, 480, 480, 480, 480, 0, 0)
HELD = PositionFact(1, Role.HSC, 1, FULL, date(2026, 1, 5))
SETTINGS = ContractSettings()


def test_an_empty_day_has_no_minutes_and_a_week_of_none_is_allowed() -> None:
    assert checked_week((160, None, 160, None, None, None, None)) == (160, 0, 160, 0, 0, 0, 0)
    assert sum(checked_week((None,) * 7)) == 0


def test_a_third_of_a_week_is_exactly_a_third_of_an_fte() -> None:
    third = replace(HELD, weekday_minutes=checked_week((160, 160, 160, 160, 160, 0, 0)))
    assert staffed_on(TODAY, [third] * 3, SETTINGS) == Fraction(1)


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_a_day_has_no_more_minutes_than_there_are(minutes: int) -> None:
    with pytest.raises(RuleBroken):
        checked_week((minutes, 0, 0, 0, 0, 0, 0))


@pytest.mark.parametrize("role", [Role.CONTRACT_MANAGER, Role.ADMINISTRATOR])
def test_a_role_of_l_and_i_is_not_the_supervisors_to_give(role: Role) -> None:
    with pytest.raises(RuleBroken):
        check_role(role, for_oneself=False)


def test_nobody_makes_themselves_supervisor_but_may_cover() -> None:
    check_role(Role.HSC, for_oneself=True)
    check_role(Role.SUPERVISOR, for_oneself=False)
    with pytest.raises(RuleBroken):
        check_role(Role.SUPERVISOR, for_oneself=True)


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (TODAY, True),
        (TODAY - timedelta(days=1), False),
        (date(2027, 11, 24), True),
        (date(2027, 11, 25), False),
    ],
)
def test_a_position_begins_today_or_within_a_year(day: date, *, allowed: bool) -> None:
    if allowed:
        assert checked_begin(day, TODAY) == day
    else:
        with pytest.raises(RuleBroken):
            checked_begin(day, TODAY)


@pytest.mark.parametrize(
    ("new", "allowed"),
    [
        (replace(HELD, from_on=TODAY), False),
        (replace(HELD, from_on=TODAY, role=Role.HSC_ASSISTANT), True),
        (replace(HELD, from_on=TODAY, cohe=2), True),
    ],
)
def test_one_person_holds_a_role_in_a_cohe_once_and_several_roles_and_cohes(
    new: PositionFact, *, allowed: bool
) -> None:
    if allowed:
        check_not_held_twice(new, [HELD])
    else:
        with pytest.raises(RuleBroken):
            check_not_held_twice(new, [HELD])
    check_not_held_twice(new, [replace(HELD, to_on=TODAY - timedelta(days=1))])


def test_hours_change_from_tomorrow_and_to_other_ones() -> None:
    half = (240, 240, 240, 240, 240, 0, 0)
    check_new_hours(HELD, half, TODAY + timedelta(days=1), TODAY)
    with pytest.raises(RuleBroken, match="Enter a day"):
        check_new_hours(HELD, half, TODAY, TODAY)
    with pytest.raises(RuleBroken, match="other minutes"):
        check_new_hours(HELD, FULL, TODAY + timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("last_on", "worked_to", "allowed"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), True),
        (date(2026, 11, 19), date(2026, 11, 20), False),
        (date(2026, 1, 4), None, False),
        (date(2026, 1, 5), None, True),
        (date(2027, 11, 25), None, False),
    ],
)
def test_a_position_ends_within_its_days_and_not_before_what_was_worked(
    last_on: date, worked_to: date | None, *, allowed: bool
) -> None:
    if allowed:
        check_end(HELD, last_on, worked_to, TODAY)
    else:
        with pytest.raises(RuleBroken) as refused:
            check_end(HELD, last_on, worked_to, TODAY)
        assert refused.value.field == "last_on"


def test_what_has_ended_ends_no_second_time() -> None:
    with pytest.raises(RuleBroken, match="ended on"):
        check_end(replace(HELD, to_on=TODAY - timedelta(days=1)), TODAY, None, TODAY)


weeks = st.tuples(*[st.integers(0, 1440)] * 7)


@given(before=weeks, after=weeks, days=st.integers(1, 91))
def test_changed_hours_give_each_day_to_one_of_the_two(
    before: tuple[int, ...], after: tuple[int, ...], days: int
) -> None:
    """Staffed FTE of a period is the two parts by their days, whatever the minutes and the day."""
    first, last = date(2026, 10, 1), date(2026, 12, 31)
    change = first + timedelta(days=days)
    former = PositionFact(1, Role.HSC, 1, before, first, change - timedelta(days=1))
    later = PositionFact(2, Role.HSC, 1, after, change)
    whole = (last - first).days + 1
    total = sum(staffed_within(first, last, each, SETTINGS) for each in (former, later))
    expected = Fraction(days * sum(before) + (whole - days) * sum(after), whole * 2400)
    assert total == expected
    for day in (first, change - timedelta(days=1), change, last):
        held = [each for each in (former, later) if each.is_held_on(day)]
        assert len(held) == 1
