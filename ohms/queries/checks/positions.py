"""Work stands under a position that its person held: minutes are FTE by their position alone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Date, func, or_, select

from ohms import clock
from ohms.extensions import db
from ohms.models.notes import CaseNote
from ohms.models.staff import Position
from ohms.models.time import TimeEntry


def time_under_anothers_position(_today: date) -> Iterator[str]:
    statement = _entries().where(Position.staff_id != TimeEntry.staff_id)
    for (entry,) in db.session.execute(statement):
        yield f"time entry {entry}: its position is somebody else's"


def time_outside_its_position(_today: date) -> Iterator[str]:
    day = TimeEntry.performed_on
    statement = _entries().where(or_(Position.from_on > day, Position.to_on < day))
    for (entry,) in db.session.execute(statement):
        yield f"time entry {entry}: its position was not held on its day"


def time_of_another_cohe(_today: date) -> Iterator[str]:
    statement = _entries().where(TimeEntry.cohe_id.is_distinct_from(Position.cohe_id))
    for (entry,) in db.session.execute(statement):
        yield f"time entry {entry}: its COHE is not its position's"


def notes_under_anothers_position(_today: date) -> Iterator[str]:
    statement = _notes().where(
        or_(
            Position.staff_id != CaseNote.author_id,
            Position.cohe_id.is_distinct_from(CaseNote.cohe_id),
        )
    )
    for note, _written_at, _from_on, _to_on in db.session.execute(statement):
        yield f"case note {note}: its position is not its author's in the claim's COHE"


def notes_outside_their_position(_today: date) -> Iterator[str]:
    """Asked of the database by UTC day and a day around it, decided here by Washington's day."""
    roughly = func.date(CaseNote.written_at, type_=Date)
    statement = _notes().where(or_(roughly <= Position.from_on, roughly >= Position.to_on))
    for note, written_at, from_on, to_on in db.session.execute(statement):
        written_on = clock.day_of(written_at)
        if written_on < from_on or (to_on is not None and written_on > to_on):
            yield f"case note {note}: its position was not held on the day it was written"


def _entries() -> Any:
    """Minutes that count or may count; what was voided counts for nothing."""
    return (
        select(TimeEntry.id)
        .join(Position, Position.id == TimeEntry.position_id)
        .where(TimeEntry.voided_at.is_(None))
        .order_by(TimeEntry.id)
    )


def _notes() -> Any:
    return (
        select(CaseNote.id, CaseNote.written_at, Position.from_on, Position.to_on)
        .join(Position, Position.id == CaseNote.position_id)
        .order_by(CaseNote.id)
    )
