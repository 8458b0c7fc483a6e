"""Which roll-ups a period is the sum of: every day of it once, whole months as months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.calendar import add_months
from ohms.domain.roll_ups import Part, parts_of
from ohms.domain.values import Span


@pytest.mark.parametrize(
    ("first_on", "last_on", "parts"),
    [
        ("2026-07-01", "2026-09-30", [("month", "2026-07-01", "2026-09-30")]),
        (
            "2026-10-01",
            "2026-11-24",
            [("day", "2026-11-01", "2026-11-24"), ("month", "2026-10-01", "2026-10-31")],
        ),
        ("2026-10-01", "2026-10-05", [("day", "2026-10-01", "2026-10-05")]),
        ("2026-10-01", "2026-10-31", [("month", "2026-10-01", "2026-10-31")]),
        ("2026-10-02", "2026-10-31", [("day", "2026-10-02", "2026-10-31")]),
        ("2026-10-01", "2026-09-30", []),
    ],
)
def test_a_period_is_its_whole_months_and_the_days_beside_them(
    first_on: str, last_on: str, parts: list[tuple[str, str, str]]
) -> None:
    day = date.fromisoformat
    expected = [Part(Span(span), day(first), day(last)) for span, first, last in parts]
    assert list(parts_of([(day(first_on), day(last_on))])) == expected


@given(
    st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), min_size=2, max_size=8, unique=True)
)
def test_disjoint_periods_are_summed_day_by_day_once_and_no_other_day(days: list[date]) -> None:
    ordered = sorted(days)
    periods = list(zip(ordered[::2], ordered[1::2], strict=False))
    summed: list[date] = []
    for span, first_on, last_on in parts_of(periods):
        if span is Span.MONTH:
            assert first_on.day == 1
            assert add_months(last_on.replace(day=1), 1) == last_on + timedelta(days=1)
        summed += _days(first_on, last_on)
    assert sorted(summed) == [day for period in periods for day in _days(*period)]


def _days(first_on: date, last_on: date) -> list[date]:
    return [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]
