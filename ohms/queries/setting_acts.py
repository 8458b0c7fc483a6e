"""What a COHE set through time: each act with its day, who and why. What holds on a day: `settings.py`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember


@dataclass(frozen=True, slots=True)
class SettingsAct:
    """What was set in one act; `told` holds its values by the setting's name."""

    from_on: date
    set_at: datetime
    set_by: str | None
    reason: str
    told: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """An act beside what was set before it: `changes` are both values by the setting's name."""

    act: SettingsAct
    changes: Mapping[str, tuple[int, int]]


def acts_of(cohe_id: int, names: Collection[str]) -> list[SettingsAct]:
    """Every act that set any of these in a COHE, or in all of them, in the order they were made."""
    rows = db.session.execute(
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
            Setting.name.in_(names),
            Setting.approved_at.is_not(None),
            or_(Setting.cohe_id.is_(None), Setting.cohe_id == cohe_id),
        )
        .order_by(Setting.id)
    )
    acts: dict[tuple[datetime, date], list[Any]] = defaultdict(list)
    for row in rows:
        acts[row.proposed_at, row.from_on].append(row)
    return [
        SettingsAct(
            from_on,
            set_at,
            of_act[0].set_by,
            of_act[0].source,
            {row.name: int(row.value) for row in of_act},
        )
        for (set_at, from_on), of_act in acts.items()
    ]


def last_row_of(cohe_id: int | None, names: Collection[str]) -> int:
    """The id of the newest row of these in a COHE, without one of those that hold for all, 0 for none:
    another one tells of a change meanwhile."""
    newest = select(func.max(Setting.id)).where(Setting.cohe_id == cohe_id, Setting.name.in_(names))
    return db.session.execute(newest).scalar_one() or 0
