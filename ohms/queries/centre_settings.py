"""What a COHE set for its casework through time: each change with its day, who and why."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from ohms.domain.centre_settings import ASSUMED, SETTINGS
from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What was set in one act."""

    from_on: date
    set_at: datetime
    set_by: str | None
    reason: str
    changes: Mapping[str, tuple[int, int]]
    """By the setting's name: its value before, and the one that was set."""


def changes_of(cohe_id: int) -> list[SettingsChange]:
    """Every change of a COHE's casework settings, the one made last first."""
    acts: dict[tuple[datetime, date], list[Any]] = defaultdict(list)
    for row in db.session.execute(_rows(cohe_id)):
        acts[row.proposed_at, row.from_on].append(row)
    found, before = [], dict(ASSUMED)
    for (set_at, from_on), rows in acts.items():
        told = {row.name: int(row.value) for row in rows}
        changes = {name: (before[name], value) for name, value in told.items()}
        found.append(SettingsChange(from_on, set_at, rows[0].set_by, rows[0].source, changes))
        before |= told
    return found[::-1]


def last_row_of(cohe_id: int) -> int:
    """The id of the newest row of a COHE's casework settings, 0 for none: another tells of a change."""
    newest = select(func.max(Setting.id)).where(
        Setting.cohe_id == cohe_id, Setting.name.in_(SETTINGS)
    )
    return db.session.execute(newest).scalar_one() or 0


def _rows(cohe_id: int) -> Any:
    return (
        select(
            Setting.name,
            Setting.value,
            Setting.from_on,
            Setting.source,
            Setting.proposed_at,
            StaffMember.name.label("set_by"),
        )
        .outerjoin(StaffMember, StaffMember.id == Setting.proposed_by_id)
        .where(
            Setting.name.in_(SETTINGS),
            Setting.approved_at.is_not(None),
            or_(Setting.cohe_id.is_(None), Setting.cohe_id == cohe_id),
        )
        .order_by(Setting.id)
    )
