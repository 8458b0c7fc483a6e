"""Quarters, months, business days, State holidays and the day of an instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.calendar import (
    Quarter,
    WorkingCalendar,
    add_business_days,
    add_months,
    business_days_between,
    business_days_in,
    days_of_week,
    due_after_business_days,
    due_after_months,
    holiday_name,
    is_business_day,
    pacific_day,
    state_holidays,
    week_start,
)
from ohms.domain.errors import RuleBroken

some_days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "name", "first_on", "last_on", "days"),
    [
        (date(2027, 2, 14), "2027Q1", date(2027, 1, 1), date(2027, 3, 31), 90),
        (date(2028, 1, 1), "2028Q1", date(2028, 1, 1), date(2028, 3, 31), 91),
        (date(2026, 6, 30), "2026Q2", date(2026, 4, 1), date(2026, 6, 30), 91),
        (date(2026, 9, 30), "2026Q3", date(2026, 7, 1), date(2026, 9, 30), 92),
        (date(2026, 12, 31), "2026Q4", date(2026, 10, 1), date(2026, 12, 31), 92),
    ],
)
def test_a_quarter_knows_its_name_and_edges(
    day: date, name: str, first_on: date, last_on: date, days: int
) -> None:
    quarter = Quarter.of(day)
    assert (str(quarter), quarter.first_on, quarter.last_on, quarter.days) == (
        name,
        first_on,
        last_on,
        days,
    )
    assert Quarter.parse(f" {name.lower()} ") == quarter


@given(some_days)
@settings(deadline=None, max_examples=60)
def test_every_day_lies_in_one_quarter_and_the_quarters_join(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.contains(day)
    assert not quarter.next.contains(day)
    assert not quarter.previous.contains(day)
    assert quarter.last_on + timedelta(days=1) == quarter.next.first_on
    assert quarter.next.previous == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026Q5", "2026Q0", "26Q3", "2026-Q3", "2026Q33"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="2026Q3"):
        Quarter.parse(text)


def test_a_year_has_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2026, 5)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_are_added_and_clamped_to_the_end_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(some_days, st.integers(-120, 120))
@settings(deadline=None)
def test_adding_months_moves_that_many_months_and_never_to_a_later_day(
    day: date, months: int
) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
        (date(2026, 2, 16), "Presidents' Day"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 6, 19), "Juneteenth National Independence Day"),
        (date(2026, 7, 3), "Independence Day (observed)"),  # July 4 is a Saturday
        (date(2026, 9, 7), "Labor Day"),
        (date(2026, 11, 11), "Veterans Day"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 27), "Native American Heritage Day"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 7, 5), "Independence Day (observed)"),  # July 4 is a Sunday
        (date(2027, 12, 31), "New Year's Day (observed)"),  # January 1, 2028 is a Saturday
        (date(2022, 6, 20), "Juneteenth National Independence Day (observed)"),
        (date(2013, 11, 29), "Day after Thanksgiving"),
    ],
)
def test_the_legal_holidays_of_washington_state_are_no_business_days(day: date, name: str) -> None:
    assert holiday_name(day) == name
    assert not is_business_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2021, 6, 18),  # Juneteenth became a State holiday after June 2021
        date(2026, 10, 12),  # Columbus Day is federal only
        date(2026, 12, 24),
        date(2026, 12, 31),
    ],
)
def test_a_day_that_is_no_state_holiday_is_a_business_day(day: date) -> None:
    assert holiday_name(day) is None
    assert is_business_day(day)


def test_the_year_2026_has_eleven_holidays_and_one_of_them_is_observed_a_day_early() -> None:
    assert len(state_holidays(2026)) == 12
    assert {day.year for day in state_holidays(2027)} == {2027}


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2026, 11, 20), 10, date(2026, 12, 8)),
        (date(2026, 11, 25), 2, date(2026, 12, 1)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 11, 30), -1, date(2026, 11, 25)),
    ],
)
def test_business_days_step_over_weekends_and_holidays(
    start: date, number: int, expected: date
) -> None:
    assert add_business_days(start, number) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2026, 11, 25), date(2026, 11, 29), 0),
    ],
)
def test_the_start_never_counts_and_the_end_does(start: date, end: date, expected: int) -> None:
    assert business_days_between(start, end) == expected


@given(some_days, st.integers(1, 300))
@settings(deadline=None, max_examples=40)
def test_counting_business_days_undoes_adding_them(day: date, number: int) -> None:
    later = add_business_days(day, number)
    assert is_business_day(later)
    assert business_days_between(day, later) == number
    assert business_days_between(later, day) == -number


def test_both_ends_count_within_a_quarter() -> None:
    fourth = Quarter(2026, 4)
    assert business_days_in(fourth.first_on, fourth.last_on) == 66 - 4
    assert business_days_in(date(2026, 11, 23), date(2026, 11, 23)) == 1


def test_a_deadline_in_business_days_names_the_holidays_it_stepped_over() -> None:
    due = due_after_business_days(date(2026, 11, 25), 2, "the first visit")
    assert due.day == date(2026, 12, 1)
    assert due.how == (
        "2 business days after the first visit, Wed Nov 25, 2026; not counted: Thanksgiving Day"
        " (Thu Nov 26, 2026), Native American Heritage Day (Fri Nov 27, 2026)"
    )
    plain = due_after_business_days(date(2026, 11, 2), 2, "the first visit")
    assert plain.how == "2 business days after the first visit, Mon Nov 2, 2026"


def test_a_deadline_in_months_says_when_it_was_clamped() -> None:
    clamped = due_after_months(date(2026, 11, 30), 3, "the last day")
    assert clamped.how == (
        "3 months after the last day, Mon Nov 30, 2026, at the end of the shorter month"
    )
    assert due_after_months(date(2026, 11, 5), 3, "the last day").how == (
        "3 months after the last day, Thu Nov 5, 2026"
    )


def test_a_week_begins_on_monday_and_has_seven_days() -> None:
    week = days_of_week(date(2026, 11, 29))
    assert week[0] == week_start(date(2026, 11, 29)) == date(2026, 11, 23)
    assert (len(week), week[-1]) == (7, date(2026, 11, 29))
    assert week_start(date(2026, 11, 23)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 10, 1, 0, 30, tzinfo=UTC), date(2026, 9, 30)),  # 17:30 Pacific
        (datetime(2026, 9, 30, 23, 30, tzinfo=UTC), date(2026, 9, 30)),  # 16:30
        (datetime(2026, 10, 1, 6, 59, tzinfo=UTC), date(2026, 9, 30)),  # 23:59
        (datetime(2026, 10, 1, 7, 0, tzinfo=UTC), date(2026, 10, 1)),  # midnight
        (datetime(2026, 11, 1, 6, 59, tzinfo=UTC), date(2026, 10, 31)),  # clocks go back
        (datetime(2026, 11, 2, 7, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 8, 0, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2026, 3, 8, 7, 59, tzinfo=UTC), date(2026, 3, 7)),  # clocks go forward
        (datetime(2026, 3, 9, 6, 59, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 7, 0, tzinfo=UTC), date(2026, 3, 9)),
    ],
)
def test_vector_24_an_instant_has_its_day_in_washington(instant: datetime, expected: date) -> None:
    assert pacific_day(instant) == expected


def test_vector_24_half_past_five_on_the_last_evening_is_still_the_third_quarter() -> None:
    saved_at = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
    assert str(Quarter.of(pacific_day(saved_at))) == "2026Q3"


def test_an_instant_without_a_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        pacific_day(datetime(2026, 10, 1, 0, 30))  # noqa: DTZ001


def test_a_closing_day_is_not_worked_though_the_contract_counts_it() -> None:
    calendar = WorkingCalendar(closing_days=frozenset({date(2026, 12, 24)}))
    assert calendar.is_closed(date(2026, 12, 24))
    assert not calendar.is_working_day(date(2026, 12, 24))
    assert is_business_day(date(2026, 12, 24))


def test_an_opening_day_opens_a_holiday_and_a_saturday() -> None:
    veterans_day, saturday = date(2026, 11, 11), date(2026, 11, 14)
    usual = WorkingCalendar()
    opened = WorkingCalendar(opening_days=frozenset({veterans_day, saturday}))
    assert (usual.is_closed(veterans_day), opened.is_closed(veterans_day)) == (True, False)
    assert (usual.is_working_day(saturday), opened.is_working_day(saturday)) == (False, True)


def test_the_working_days_of_christmas_week_leave_out_the_holiday_and_the_weekend() -> None:
    days = WorkingCalendar().working_days(date(2026, 12, 21), date(2026, 12, 27))
    assert days == [date(2026, 12, number) for number in (21, 22, 23, 24)]


def test_a_saturday_is_not_closed_for_who_is_scheduled_on_it() -> None:
    assert not WorkingCalendar().is_closed(date(2026, 11, 14))


def test_a_day_cannot_be_closing_and_opening() -> None:
    day = frozenset({date(2026, 12, 24)})
    with pytest.raises(RuleBroken, match="Thu Dec 24, 2026"):
        WorkingCalendar(closing_days=day, opening_days=day)
