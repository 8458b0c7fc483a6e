"""Days as people type them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.days import EARLIEST, Leaning, check_not_future, read_day
from ohms.domain.errors import RuleBroken

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6/3", date(2026, 6, 3)),
        ("1/5", date(2027, 1, 5)),  # the nearer one
        ("11/24", TODAY),
        ("6/3/26", date(2026, 6, 3)),
        ("06/03/2026", date(2026, 6, 3)),
        ("6/3/91", date(1991, 6, 3)),
        ("6/3/31", date(2031, 6, 3)),
        ("2026-06-03", date(2026, 6, 3)),
        ("  2026-6-3 ", date(2026, 6, 3)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("YESTERDAY", date(2026, 11, 23)),
        ("+5", date(2026, 11, 29)),
        ("+5b", date(2026, 12, 3)),  # over Thanksgiving and the day after
        ("+1B", date(2026, 11, 25)),
        ("+ 2 b", date(2026, 11, 30)),
        ("+0", TODAY),
        ("wed", date(2026, 11, 25)),
        ("mon", date(2026, 11, 30)),
        ("tue", date(2026, 12, 1)),  # today has its own word
        ("Friday", date(2026, 11, 27)),
        ("thurs", date(2026, 11, 26)),
        ("1990-01-01", EARLIEST),
        ("2031-11-24", date(2031, 11, 24)),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, expected: date) -> None:
    assert read_day(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "leaning", "expected"),
    [
        ("6/3", Leaning.AHEAD, date(2027, 6, 3)),
        ("6/3", Leaning.BACK, date(2026, 6, 3)),
        ("1/5", Leaning.BACK, date(2026, 1, 5)),
        ("11/24", Leaning.AHEAD, TODAY),
        ("11/24", Leaning.BACK, TODAY),
        ("11/25", Leaning.BACK, date(2025, 11, 25)),
        ("mon", Leaning.AHEAD, date(2026, 11, 30)),
        ("mon", Leaning.BACK, date(2026, 11, 23)),
        ("tue", Leaning.BACK, date(2026, 11, 17)),
        ("wed", Leaning.BACK, date(2026, 11, 18)),
        ("2026-12-01", Leaning.BACK, date(2026, 12, 1)),  # said with its year it stands
    ],
)
def test_a_field_leans_ahead_or_back(text: str, leaning: Leaning, expected: date) -> None:
    assert read_day(text, TODAY, leaning=leaning) == expected


def test_a_leap_day_is_read_when_one_is_near() -> None:
    assert read_day("2/29", date(2028, 1, 10)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", r"^Enter a date, such as 6/3"),
        ("   ", r"^Enter a date, such as 6/3"),
        ("soon", r"^Enter a date, such as 6/3"),
        ("t", r"^Enter a date, such as 6/3"),
        ("5", r"^Enter a date, such as 6/3"),
        ("5b", r"^Enter a date, such as 6/3"),
        ("6/3/1", r"^Enter a date, such as 6/3"),
        ("6/3/026", r"^Enter a date, such as 6/3"),
        ("٦/٣", r"^Enter a date, such as 6/3"),
        ("2/30", r"^Enter a day that exists; 2/30 does not\.$"),
        ("13/1/26", r"^Enter a day that exists; 13/1/26 does not\.$"),
        ("2/29", r"^Enter a day that exists; 2/29 does not\.$"),
        ("2026-02-29", r"^Enter a day that exists; 2026-02-29 does not\.$"),
        ("0000-01-01", r"^Enter a day that exists; 0000-01-01 does not\.$"),
        ("1989-12-31", r"^Enter a day from Mon Jan 1, 1990 on\.$"),
        ("12/31/1989", r"^Enter a day from Mon Jan 1, 1990 on\.$"),
        ("2031-11-25", r"^Enter a day at most 5 years ahead, up to Mon Nov 24, 2031\.$"),
        ("+1828", r"^Enter a day at most 5 years ahead"),
        ("+999999", r"^Enter a day at most 5 years ahead"),
        ("+999999b", r"^Enter a day at most 5 years ahead"),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_enter(text: str, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason) as refused:
        read_day(text, TODAY, field="due_by")
    assert refused.value.field == "due_by"


@given(st.text(max_size=12))
@settings(deadline=None, max_examples=150)
def test_any_text_is_a_day_within_bounds_or_refused(text: str) -> None:
    try:
        day = read_day(text, TODAY)
    except RuleBroken:
        return
    assert EARLIEST <= day <= date(2031, 11, 24)


@given(st.dates(date(1990, 1, 1), date(2031, 11, 24)))
@settings(deadline=None, max_examples=60)
def test_a_day_with_its_year_is_read_back(day: date) -> None:
    assert read_day(day.isoformat(), TODAY) == day
    assert read_day(f"{day.month}/{day.day}/{day.year}", TODAY) == day


def test_a_field_that_tells_the_past_takes_today_and_refuses_tomorrow() -> None:
    check_not_future(TODAY, TODAY)
    with pytest.raises(RuleBroken, match="Wed Nov 25, 2026 has not come yet") as refused:
        check_not_future(date(2026, 11, 25), TODAY, field="performed_on")
    assert refused.value.field == "performed_on"
