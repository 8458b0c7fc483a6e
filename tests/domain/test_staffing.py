"""Positions, absences and the minutes they leave."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.calendar import Quarter, WorkingCalendar
from ohms.domain.contract import ContractSettings
from ohms.domain.staffing import (
    AbsenceFact,
    PositionFact,
    available_minutes,
    staffed_on,
    staffed_within,
)
from ohms.domain.values import Role

CONTRACT = ContractSettings()
FULL_TIME = (480, 480, 480, 480, 480, 0, 0)
FOURTH = Quarter(2026, 4)
NEW_YEAR = date(2026, 1, 1)


def position(
    weekday_minutes: tuple[int, ...] = FULL_TIME,
    from_on: date = date(2026, 1, 1),
    to_on: date | None = None,
    role: Role = Role.HSC,
) -> PositionFact:
    return PositionFact(1, role, 1, weekday_minutes, from_on, to_on)


@pytest.mark.parametrize(("year", "expected"), [(2027, Fraction(45, 90)), (2028, Fraction(45, 91))])
def test_vector_12_staffed_fte_weighs_the_days_held_both_ends_counted(
    year: int, expected: Fraction
) -> None:
    held = position(from_on=date(year, 1, 1), to_on=date(year, 2, 14))
    quarter = Quarter(year, 1)
    assert staffed_within(quarter.first_on, quarter.last_on, held, CONTRACT) == expected


def test_a_position_counts_on_its_last_day_worked_and_not_after() -> None:
    leaver = position(to_on=date(2026, 11, 30))
    assert staffed_on(date(2026, 11, 30), [leaver], CONTRACT) == 1
    assert staffed_on(date(2026, 12, 1), [leaver], CONTRACT) == 0


def test_assistants_are_staffed_fte_only_where_the_setting_counts_them() -> None:
    both = [position(), position(role=Role.HSC_ASSISTANT), position(role=Role.SUPERVISOR)]
    assert staffed_on(date(2026, 11, 24), both, CONTRACT) == 1
    assert staffed_on(date(2026, 11, 24), both, ContractSettings(assistants_count=True)) == 2


def test_a_week_of_six_numbers_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="seven"):
        position(weekday_minutes=(480,) * 6)


@pytest.mark.parametrize(
    ("absences", "minutes"),
    [
        ([], 5 * 480 - 960),  # Thanksgiving and the day after
        ([AbsenceFact(1, date(2026, 11, 23), date(2026, 11, 23))], 960),
        ([AbsenceFact(1, date(2026, 11, 23), date(2026, 11, 24), 240)], 960),
        ([AbsenceFact(1, date(2026, 11, 26), date(2026, 11, 29))], 1440),  # closed anyway
        ([AbsenceFact(1, date(2026, 11, 23), date(2026, 11, 23), 600)], 960),
        (
            [
                AbsenceFact(1, date(2026, 11, 23), date(2026, 11, 23), 300),
                AbsenceFact(1, date(2026, 11, 23), date(2026, 11, 23)),
            ],
            960,
        ),
        ([AbsenceFact(2, date(2026, 11, 23), date(2026, 11, 27))], 1440),  # somebody else's
    ],
)
def test_leave_takes_what_was_scheduled_and_never_more(
    absences: list[AbsenceFact], minutes: int
) -> None:
    week = (date(2026, 11, 23), date(2026, 11, 29))
    assert available_minutes(*week, position(), absences, WorkingCalendar()) == minutes


def test_closing_days_take_minutes_and_opening_days_give_them_back() -> None:
    week = (date(2026, 11, 23), date(2026, 11, 29))
    closed = WorkingCalendar(closing_days=frozenset({date(2026, 11, 25)}))
    opened = WorkingCalendar(opening_days=frozenset({date(2026, 11, 27)}))
    assert available_minutes(*week, position(), [], closed) == 2 * 480
    assert available_minutes(*week, position(), [], opened) == 4 * 480


def test_minutes_are_available_only_while_the_position_is_held_on_its_own_weekdays() -> None:
    tuesdays = position(
        (0, 300, 0, 0, 0, 0, 0), from_on=date(2026, 11, 3), to_on=date(2026, 11, 17)
    )
    assert (
        available_minutes(FOURTH.first_on, FOURTH.last_on, tuesdays, [], WorkingCalendar()) == 900
    )
    before = (date(2026, 10, 1), date(2026, 11, 2))
    assert available_minutes(*before, tuesdays, [], WorkingCalendar()) == 0
    assert tuesdays.days_held(*before) == 0


@given(
    week=st.tuples(*[st.integers(0, 600)] * 7),
    held=st.tuples(st.integers(-40, 400), st.none() | st.integers(-40, 400)),
    absences=st.lists(
        st.builds(
            AbsenceFact,
            st.sampled_from([1, 2]),
            st.integers(-5, 200).map(lambda days: NEW_YEAR + timedelta(days)),
            st.integers(-5, 200).map(lambda days: NEW_YEAR + timedelta(days)),
            st.none() | st.integers(0, 600),
        ),
        max_size=4,
    ),
    closed=st.frozensets(st.integers(0, 200), max_size=4),
    opened=st.frozensets(st.integers(0, 20), max_size=4),
    days=st.integers(0, 200),
)
def test_the_minutes_of_a_period_are_those_of_its_days(
    week: tuple[int, ...],
    held: tuple[int, int | None],
    absences: list[AbsenceFact],
    closed: frozenset[int],
    opened: frozenset[int],
    days: int,
) -> None:
    closing = frozenset(NEW_YEAR + timedelta(day) for day in closed - opened)
    calendar = WorkingCalendar(closing, frozenset(NEW_YEAR + timedelta(day) for day in opened))
    from_on = NEW_YEAR + timedelta(held[0])
    held_by = position(week, from_on, None if held[1] is None else from_on + timedelta(held[1]))
    last_on = NEW_YEAR + timedelta(days)

    def minutes(first: date, last: date) -> int:
        return available_minutes(first, last, held_by, absences, calendar)

    each = [NEW_YEAR + timedelta(day) for day in range(days + 1)]
    assert minutes(NEW_YEAR, last_on) == sum(minutes(day, day) for day in each)
    for day in each:
        leave = [a for a in absences if a.position_id == 1 and a.from_on <= day <= a.to_on]
        taken = sum(
            week[day.weekday()] if a.minutes_a_day is None else a.minutes_a_day for a in leave
        )
        there = held_by.is_held_on(day) and not calendar.is_closed(day)
        assert minutes(day, day) == (max(week[day.weekday()] - taken, 0) if there else 0)
