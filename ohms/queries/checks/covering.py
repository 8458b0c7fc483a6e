"""Cover is by people who are there."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from ohms.extensions import db
from ohms.models.coverage import Absence, Coverage
from ohms.models.staff import Position
from ohms.queries.rounds import ask
from ohms.queries.staffing import working_calendar


def covered_by_who_is_away(today: date) -> Iterator[str]:
    """Cover from today on by somebody on leave that day. What has passed may have been told late: who
    fell ill on a day of cover says so afterwards."""
    rows = db.session.execute(
        select(
            Coverage.id,
            Coverage.cohe_id,
            Coverage.from_on,
            Coverage.to_on,
            Absence.from_on.label("away_from"),
            Absence.to_on.label("away_to"),
        )
        .join(Absence, Absence.staff_id == Coverage.covering_id)
        .outerjoin(Position, Position.id == Absence.position_id)
        .where(
            Coverage.declined_at.is_(None),
            Coverage.to_on >= today,
            Absence.to_on >= today,
            Absence.from_on <= Coverage.to_on,
            Absence.to_on >= Coverage.from_on,
            or_(Absence.position_id.is_(None), Position.cohe_id == Coverage.cohe_id),
        )
        .order_by(Coverage.id)
    ).all()
    calendars = {
        cohe_id: ask(working_calendar(cohe_id)) for cohe_id in {row.cohe_id for row in rows}
    }
    for row in rows:
        first = max(today, row.from_on, row.away_from)
        days = calendars[row.cohe_id].working_days(first, min(row.to_on, row.away_to))
        if days:
            yield f"coverage {row.id}: the covering person is on leave on {days[0]}"
