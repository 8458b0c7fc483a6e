"""The vacancies of a COHE: opened when, due when, closed how."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.replacement import is_filled_in_time
from ohms.models.coverage import Vacancy
from ohms.models.staff import Position, StaffMember
from ohms.queries.rounds import Question


class VacancyShown(NamedTuple):
    """`who` left, `successor` closed it."""

    who: str
    opened_on: date
    due_by: date
    below_already: bool
    closed_on: date | None
    closed_how: str | None
    successor: str | None

    def is_to_come(self, today: date) -> bool:
        """Its last day worked is still to be."""
        return self.opened_on > today

    def is_open(self, today: date) -> bool:
        return not self.is_to_come(today) and (self.closed_on is None or self.closed_on > today)

    @property
    def in_time(self) -> bool:
        return self.closed_on is not None and is_filled_in_time(self.due_by, self.closed_on)


def vacancies_of(cohe_id: int) -> Question[list[VacancyShown]]:
    """Every one of a COHE, the newest first."""
    left, replacing = aliased(Position), aliased(Position)
    leaver, successor = aliased(StaffMember), aliased(StaffMember)
    (rows,) = yield (
        select(
            leaver.name,
            Vacancy.opened_on,
            Vacancy.due_by,
            Vacancy.below_already,
            Vacancy.closed_on,
            Vacancy.closed_how,
            successor.name,
        )
        .join(left, left.id == Vacancy.position_id)
        .join(leaver, leaver.id == left.staff_id)
        .outerjoin(replacing, replacing.id == Vacancy.replacement_id)
        .outerjoin(successor, successor.id == replacing.staff_id)
        .where(Vacancy.cohe_id == cohe_id)
        .order_by(Vacancy.opened_on.desc(), Vacancy.id.desc()),
    )
    return [VacancyShown(*row) for row in rows]
