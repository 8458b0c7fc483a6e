"""The three-month clock of replacement: opened by a departure, closed by a successor or by enough
staff; always as part of the command that changes the positions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from ohms.commands.unit_of_work import command
from ohms.domain.access import Actor, NotFound, Permission
from ohms.domain.calendar import ONE_DAY
from ohms.domain.errors import RuleBroken
from ohms.domain.replacement import VacancyClosedBy, vacancy_closed_by
from ohms.domain.staffing import PositionFact
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.coverage import Vacancy
from ohms.models.staff import Position
from ohms.queries.staffing_levels import staffing_level

REPLACED, STAFFED_ENOUGH = "replaced", "staffed_enough"


def open_where_short(actor: Actor, position: Position) -> None:
    """A vacancy for a loaded position that a coordinator leaves, where required FTE is not met the
    day after. One that stands already for it is told anew: the last day was corrected."""
    assert position.cohe_id is not None
    assert position.to_on is not None
    level = staffing_level(actor, position.cohe_id)
    after = level.after_end(position.id, position.to_on, position.ended_by or EndedBy.OTHER)
    standing = db.session.execute(
        select(Vacancy).where(Vacancy.position_id == position.id)
    ).scalar_one_or_none()
    if after.vacancy_due is None:
        if standing is not None and standing.closed_on is None:
            db.session.delete(standing)
        return
    if standing is None:
        standing = Vacancy(cohe_id=position.cohe_id, position_id=position.id)
        db.session.add(standing)
    standing.opened_on = position.to_on + ONE_DAY
    standing.due_by = after.vacancy_due.day
    standing.below_already = after.was_below_already
    db.session.flush()


def close_by_replacement(actor: Actor, replacing: PositionFact) -> None:
    """A coordinator's new position fills the vacancy of its COHE that waits longest and that nobody
    fills yet, from the day on which it begins."""
    if replacing.role is not Role.HSC or not replacing.weekly_minutes:
        return
    waiting = [v for v in _open(replacing.cohe, replacing.from_on) if v.replacement_id is None]
    for vacancy in waiting[:1]:
        level = staffing_level(actor, replacing.cohe)
        how = vacancy_closed_by(
            replacing.from_on,
            replacing=replacing,
            staffed=level.staffed(replacing.from_on),
            required=level.required_exact,
        )
        assert how is VacancyClosedBy.REPLACEMENT
        vacancy.closed_on, vacancy.closed_how = replacing.from_on, REPLACED
        vacancy.replacement_id = replacing.position_id
    db.session.flush()


def close_where_staffed(actor: Actor, cohe_id: int, day: date) -> int:
    """Close the vacancies of a COHE whose staffed FTE is at or above required on a day; how many."""
    vacancies = _open(cohe_id, day)
    if not vacancies:
        return 0
    level = staffing_level(actor, cohe_id)
    how = vacancy_closed_by(
        day, replacing=None, staffed=level.staffed(day), required=level.required_exact
    )
    if how is None:
        return 0
    for vacancy in vacancies:
        vacancy.closed_on, vacancy.closed_how = day, STAFFED_ENOUGH
    db.session.flush()
    return len(vacancies)


@command(Permission.STAFFING_MANAGE)
def close_vacancies(actor: Actor, cohe_id: int) -> int:
    """Record that the COHE is staffed enough again, where fewer claims made it so; how many vacancies
    that closed. Raises RuleBroken while it is below required."""
    if cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        raise NotFound
    closed = close_where_staffed(actor, cohe_id, actor.on_day)
    if not closed:
        raise RuleBroken("Staffed FTE is below required, or no vacancy is open.")
    return closed


def _open(cohe_id: int, day: date) -> Sequence[Vacancy]:
    """Those that have opened by a day and are not closed by it, the longest first."""
    statement = (
        select(Vacancy)
        .where(
            Vacancy.cohe_id == cohe_id,
            Vacancy.opened_on <= day,
            or_(Vacancy.closed_on.is_(None), Vacancy.closed_on > day),
        )
        .order_by(Vacancy.opened_on, Vacancy.id)
        .with_for_update()
    )
    return db.session.execute(statement).scalars().all()
