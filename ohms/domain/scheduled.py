"""From the minutes that positions are scheduled to those they gave to claims, part by part: what lies
between the staffed and the claim-specific basis."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ohms.domain.calendar import WorkingCalendar, days_from, holiday_name
from ohms.domain.staffing import AbsenceFact, PositionFact, available_minutes


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Minutes of a period: scheduled, and what of them was not available, by its reason."""

    scheduled: int
    holidays: int
    closing_days: int
    leave: int

    @property
    def available(self) -> int:
        return self.scheduled - self.holidays - self.closing_days - self.leave


def scheduled_within(
    first_on: date,
    last_on: date,
    positions: Collection[PositionFact],
    absences: Collection[AbsenceFact],
    calendar: WorkingCalendar,
) -> Scheduled:
    """The parts of all these positions; a holiday or closing day is never leave as well."""
    scheduled = holidays = closing = available = 0
    for position in positions:
        held = position.held_within(first_on, last_on)
        if held is None:
            continue
        available += available_minutes(first_on, last_on, position, absences, calendar)
        for day in days_from(*held):
            minutes = position.weekday_minutes[day.weekday()]
            scheduled += minutes
            if minutes and calendar.is_closed(day):
                is_holiday = day not in calendar.closing_days and holiday_name(day) is not None
                holidays += minutes if is_holiday else 0
                closing += 0 if is_holiday else minutes
    return Scheduled(scheduled, holidays, closing, scheduled - holidays - closing - available)
