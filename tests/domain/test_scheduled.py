"""From scheduled to available minutes, each part by its reason."""

from datetime import date

from ohms.domain.calendar import Quarter, WorkingCalendar
from ohms.domain.scheduled import Scheduled, scheduled_within
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role

Q4 = Quarter(2026, 4)
FULL = PositionFact(1, Role.HSC, 1, (480,) * 5 + (0, 0), date(2024, 1, 1))


def test_the_parts_of_vector_4() -> None:
    """66 weekdays, 4 holidays and 5 days of leave leave 27,360 minutes."""
    leave = AbsenceFact(1, date(2026, 10, 5), date(2026, 10, 9))
    found = scheduled_within(Q4.first_on, Q4.last_on, [FULL], [leave], WorkingCalendar())
    assert found == Scheduled(66 * 480, 4 * 480, 0, 5 * 480)
    assert found.available == 27_360


def test_leave_on_a_closed_day_is_the_closed_days_and_an_opened_holiday_is_worked() -> None:
    calendar = WorkingCalendar(
        closing_days=frozenset({date(2026, 10, 6), date(2026, 12, 25)}),
        opening_days=frozenset({date(2026, 11, 11)}),
    )
    leave = AbsenceFact(1, date(2026, 10, 5), date(2026, 10, 6), minutes_a_day=240)
    found = scheduled_within(Q4.first_on, Q4.last_on, [FULL], [leave], calendar)
    # Thanksgiving and the day after are left of the holidays; Christmas is closed by the COHE itself.
    assert found == Scheduled(66 * 480, 2 * 480, 2 * 480, 240)


def test_a_position_counts_for_the_days_it_is_held() -> None:
    ended = PositionFact(2, Role.HSC, 1, FULL.weekday_minutes, date(2020, 1, 1), date(2026, 10, 2))
    found = scheduled_within(Q4.first_on, Q4.last_on, [ended], [], WorkingCalendar())
    assert found == Scheduled(2 * 480, 0, 0, 0)
