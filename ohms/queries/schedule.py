"""What a person is scheduled for: positions by day, less holidays, closing days and absences."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import WorkingCalendar
from ohms.domain.staffing import AbsenceFact, PositionFact, available_minutes
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import CalendarDay, Cohe
from ohms.models.coverage import Absence
from ohms.models.staff import Position


class OwnPosition(NamedTuple):
    """A casework position as a person chooses it: to work for no claim under."""

    fact: PositionFact
    cohe_name: str


def own_positions(actor: Actor, first_on: date, last_on: date) -> tuple[OwnPosition, ...]:
    """One's casework positions held within some days, the coordinator's first."""
    rows = db.session.execute(
        select(Position, Cohe.name)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(
            Position.staff_id == actor.staff_id,
            Position.role.in_(CASEWORK),
            Position.from_on <= last_on,
            or_(Position.to_on.is_(None), Position.to_on >= first_on),
        )
        .order_by(Position.role == Role.HSC_ASSISTANT, Position.id)
    )
    return tuple(
        OwnPosition(
            PositionFact(
                position.id,
                position.role,
                position.cohe_id or 0,
                position.weekday_minutes,
                position.from_on,
                position.to_on,
            ),
            name,
        )
        for position, name in rows
    )


def scheduled_minutes(
    actor: Actor, positions: tuple[OwnPosition, ...], days: tuple[date, ...]
) -> dict[date, int]:
    """Available minutes of each day over all positions, each by the calendar of its COHE."""
    calendars = _calendars({position.fact.cohe for position in positions}, days)
    absences = _absences(actor, positions, days)
    return {
        day: sum(
            available_minutes(day, day, position.fact, absences, calendars[position.fact.cohe])
            for position in positions
        )
        for day in days
    }


def _calendars(cohes: set[int], days: tuple[date, ...]) -> dict[int, WorkingCalendar]:
    rows = db.session.execute(
        select(CalendarDay.cohe_id, CalendarDay.day, CalendarDay.is_open).where(
            CalendarDay.cohe_id.in_(cohes), CalendarDay.day.between(days[0], days[-1])
        )
    ).all()
    own: dict[tuple[int, bool], set[date]] = defaultdict(set)
    for row in rows:
        own[row.cohe_id, row.is_open].add(row.day)
    return {
        cohe: WorkingCalendar(frozenset(own[cohe, False]), frozenset(own[cohe, True]))
        for cohe in cohes
    }


def _absences(
    actor: Actor, positions: tuple[OwnPosition, ...], days: tuple[date, ...]
) -> list[AbsenceFact]:
    rows = db.session.execute(
        select(Absence.position_id, Absence.from_on, Absence.to_on, Absence.minutes_a_day).where(
            Absence.staff_id == actor.staff_id,
            Absence.from_on <= days[-1],
            Absence.to_on >= days[0],
        )
    ).all()
    return [
        AbsenceFact(position.fact.position_id, row.from_on, row.to_on, row.minutes_a_day)
        for row in rows
        for position in positions
        if row.position_id in (None, position.fact.position_id)
    ]
