"""Who has a second step of signing in, and of whom it is demanded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ohms import clock
from ohms.domain.second_factor import SETTING, is_waited_for
from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.models.second_factors import RecoveryCode, SecondFactor
from ohms.models.staff import StaffMember
from ohms.queries.actors import installation_kind
from ohms.queries.setting_acts import last_row_of

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class KnownFactor:
    """A person's second step: on with a salt, or only begun, for ten minutes; and how many recovery
    codes are left."""

    salt: str | None = None
    pending_salt: str | None = None
    confirmed_at: datetime | None = None
    last_step: int = 0
    codes_left: int = 0

    @property
    def is_on(self) -> bool:
        return self.salt is not None


class DemandSet(NamedTuple):
    """One change of whether it is demanded."""

    demanded: bool
    reason: str
    set_by: str | None
    set_at: datetime


def second_factor_of(staff_id: int | None) -> KnownFactor:
    left = (
        select(func.count(RecoveryCode.id))
        .where(RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
        .scalar_subquery()
    )
    row = db.session.execute(
        select(
            SecondFactor.salt,
            SecondFactor.pending_salt,
            SecondFactor.confirmed_at,
            SecondFactor.last_step,
            left.label("codes_left"),
            SecondFactor.pending_at,
        ).where(SecondFactor.staff_id == staff_id)
    ).one_or_none()
    if row is None:
        return KnownFactor()
    known = KnownFactor(*row[:-1])
    waits = is_waited_for(row.pending_at, clock.on_the_wall())
    return known if waits else replace(known, pending_salt=None)


def second_step_demanded() -> bool:
    """Whether those who decide for others must have one; where nobody set it, on a live installation
    and not in a demonstration."""
    value = db.session.execute(
        _rows().with_only_columns(Setting.value).order_by(Setting.id.desc()).limit(1)
    ).scalar_one_or_none()
    return installation_kind() == "live" if value is None else value == YES


def demand_history() -> Sequence[DemandSet]:
    """Every change, the one made last first."""
    rows = db.session.execute(
        _rows()
        .outerjoin(StaffMember, StaffMember.id == Setting.proposed_by_id)
        .with_only_columns(Setting.value, Setting.source, StaffMember.name, Setting.proposed_at)
        .order_by(Setting.id.desc())
    )
    return [DemandSet(row[0] == YES, *row[1:]) for row in rows]


def last_demand_row() -> int:
    """The id of the newest change, 0 for none: another one tells of a change meanwhile."""
    return last_row_of(None, [SETTING])


def _rows() -> Any:
    return select(Setting).where(
        Setting.name == SETTING, Setting.cohe_id.is_(None), Setting.approved_at.is_not(None)
    )
