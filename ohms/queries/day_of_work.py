"""A person's day as what is entered for it is measured: the positions held, the minutes that stand, and
the COHEs in which the day's quarter is locked.

Asked by commands under an open door: a day has 24 hours over all positions, whoever may see them.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.calendar import Quarter
from ohms.domain.values import Role
from ohms.models.attesting import QuarterLock
from ohms.models.staff import Position
from ohms.models.time import TimeEntry
from ohms.queries.among import among_fixed
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question


class HeldThen(NamedTuple):
    """A coordinator's or assistant's position that was held on the day."""

    id: int
    role: Role
    cohe_id: int


class DayOfWork(NamedTuple):
    """The positions are a coordinator's first; the minutes are those of each entry, by its id."""

    positions: list[HeldThen]
    minutes: dict[int, int]
    locked_in: frozenset[int]

    def others(self, without: int | None = None) -> list[int]:
        """The minutes that stand beside an entry that is to take the place of one of them, or of none."""
        return [minutes for id_, minutes in self.minutes.items() if id_ != without]


def day_of_work(staff_id: int, day: date) -> Question[DayOfWork]:
    quarter = Quarter.of(day)
    positions, entries, locks = yield (
        _positions(None, staff_id=staff_id, day=day),
        _entries(None, staff_id=staff_id, day=day),
        _locks(None, year=quarter.year, quarter=quarter.number),
    )
    held = [HeldThen(*row) for row in positions]
    held.sort(key=lambda position: (position.role is not Role.HSC, position.id))
    minutes = {row.id: row.minutes for row in entries}
    return DayOfWork(held, minutes, frozenset(row.cohe_id for row in locks))


@prepared
def _positions(_actor: None, *, staff_id: Any, day: Any) -> AnySelect:
    return select(Position.id, Position.role, Position.cohe_id).where(
        Position.staff_id == staff_id,
        among_fixed(Position.role, CASEWORK),
        Position.from_on <= day,
        or_(Position.to_on.is_(None), Position.to_on >= day),
    )


@prepared
def _entries(_actor: None, *, staff_id: Any, day: Any) -> AnySelect:
    return select(TimeEntry.id, TimeEntry.minutes).where(
        TimeEntry.staff_id == staff_id,
        TimeEntry.performed_on == day,
        TimeEntry.voided_at.is_(None),
    )


@prepared
def _locks(_actor: None, *, year: Any, quarter: Any) -> AnySelect:
    return select(QuarterLock.cohe_id).where(
        QuarterLock.year == year,
        QuarterLock.quarter == quarter,
        QuarterLock.reopened_at.is_(None),
    )
