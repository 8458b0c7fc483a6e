"""The last day that a file can tell of."""

from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.feed import as_of_day, business_days_late

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("names", "option", "expected"),
    [
        (("claims.csv",), None, date(2026, 11, 23)),
        (("claims-2026-11-20.csv",), None, date(2026, 11, 20)),
        (("claims.csv", "feed-2026-11-19"), None, date(2026, 11, 19)),
        (("claims-2026-11-20.csv", "feed-2026-11-19.zip"), None, date(2026, 11, 20)),
        (("claims-2026-11-20.csv",), date(2026, 11, 1), date(2026, 11, 1)),
        (("claims-2026-13-40.csv",), None, date(2026, 11, 23)),
        (("claims-12026-11-201.csv",), None, date(2026, 11, 23)),
        (("claims-2026-11-24.csv",), None, TODAY),
        (("2026-11-20-to-2026-11-20.csv",), None, date(2026, 11, 20)),
        ((), None, date(2026, 11, 23)),
    ],
)
def test_the_as_of_day_is_the_option_else_in_a_name_else_yesterday(
    names: tuple[str, ...], option: date | None, expected: date
) -> None:
    assert as_of_day(*names, today=TODAY, option=option) == expected


@pytest.mark.parametrize(
    ("name", "option", "message"),
    [
        (
            "claims.csv",
            date(2026, 11, 25),
            "Enter an as-of day no later than today, 2026-11-24; this is 2026-11-25.",
        ),
        (
            "claims-2027-01-01.csv",
            None,
            "Enter an as-of day no later than today, 2026-11-24; this is 2027-01-01.",
        ),
        (
            "claims-1989-12-31.csv",
            None,
            "Enter an as-of day from 1990-01-01 on; this is 1989-12-31.",
        ),
        (
            "2026-10-01-to-2026-11-20.csv",
            None,
            "Choose the as-of day; the name has several: 2026-10-01, 2026-11-20.",
        ),
    ],
)
def test_an_impossible_or_doubtful_as_of_day_is_refused(
    name: str, option: date | None, message: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        as_of_day(name, today=TODAY, option=option)

    assert (refused.value.message, refused.value.field) == (message, "as_of")


@pytest.mark.parametrize(
    ("as_of", "today", "late"),
    [
        (date(2026, 11, 13), date(2026, 11, 16), 0),  # Friday's file on Monday
        (date(2026, 11, 13), date(2026, 11, 17), 1),
        (date(2026, 11, 12), date(2026, 11, 14), 1),  # Thursday's on Saturday: Friday's is not here
        (
            date(2026, 11, 25),
            date(2026, 11, 28),
            0,
        ),  # Thanksgiving and the day after are no business days
        (date(2026, 11, 24), date(2026, 11, 24), 0),
    ],
)
def test_a_file_is_late_by_the_business_days_that_it_should_tell_of_by_now(
    as_of: date, today: date, late: int
) -> None:
    assert business_days_late(as_of, today) == late
