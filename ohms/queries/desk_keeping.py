"""For how many days the desks keep what is over, and how that was set."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from ohms.domain.desk_keeping import ASSUMED, NAME
from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember
from ohms.queries.setting_acts import last_row_of


class KeepingSet(NamedTuple):
    """One change of the number."""

    days: int
    from_on: date
    reason: str
    set_by: str | None
    set_at: datetime


def desk_keeps_days(day: date) -> int:
    """As in force on a day; of two from the same day the later one counts. Asked once in a session: the
    sight of every row of a desk is made with it."""
    asked: dict[date, int] = db.session.info.setdefault(NAME, {})
    if day not in asked:
        asked[day] = _standing(day)
    return asked[day]


def forget_what_was_asked() -> None:
    """After a change of the number."""
    db.session.info.pop(NAME, None)


def _standing(day: date) -> int:
    value = db.session.execute(
        _rows()
        .where(Setting.from_on <= day)
        .with_only_columns(Setting.value)
        .order_by(Setting.from_on.desc(), Setting.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return ASSUMED if value is None else int(value)


def keeping_history() -> Sequence[KeepingSet]:
    """Every change, the one made last first."""
    rows = db.session.execute(
        _rows()
        .outerjoin(StaffMember, StaffMember.id == Setting.proposed_by_id)
        .with_only_columns(
            Setting.value,
            Setting.from_on,
            Setting.source,
            StaffMember.name,
            Setting.proposed_at,
        )
        .order_by(Setting.id.desc())
    )
    return [KeepingSet(int(row[0]), *row[1:]) for row in rows]


def last_keeping_row() -> int:
    """The id of the newest change, 0 for none: another one tells of a change meanwhile."""
    return last_row_of(None, [NAME])


def _rows() -> Any:
    return select(Setting).where(
        Setting.name == NAME, Setting.cohe_id.is_(None), Setting.approved_at.is_not(None)
    )
