"""The comparator of a COHE and quarter, and each one that was entered for it."""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import select

from ohms.domain.calendar import Quarter
from ohms.domain.comparators import COMPARATOR, Comparator
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember
from ohms.queries.rounds import Question, ask


class Entered(NamedTuple):
    """One comparator as it was entered."""

    id: int
    percent: str
    source: str
    entered_at: datetime
    entered_by: str | None


def comparators_entered(cohe_id: int, quarter: Quarter) -> list[Entered]:
    """The newest first, which counts; one quarter's holds for no other."""
    return ask(_entered(cohe_id, quarter))


def comparator_of(cohe_id: int, quarter: Quarter) -> Question[Comparator | None]:
    """None: nobody entered one."""
    entered = yield from _entered(cohe_id, quarter)
    return Comparator(Fraction(entered[0].percent), entered[0].source) if entered else None


def _entered(cohe_id: int, quarter: Quarter) -> Question[list[Entered]]:
    (rows,) = yield (
        select(Setting.id, Setting.value, Setting.source, Setting.proposed_at, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == Setting.proposed_by_id)
        .where(
            Setting.name == COMPARATOR,
            Setting.cohe_id == cohe_id,
            Setting.from_on == quarter.first_on,
            Setting.approved_at.is_not(None),
        )
        .order_by(Setting.id.desc()),
    )
    return [Entered(*row) for row in rows]
