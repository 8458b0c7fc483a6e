"""The three-month clock of replacement: opened by a departure, closed by a successor or by enough
staff; as part of the command that changes the positions, and once a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ohms.commands.audit import Entry
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit, command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, HeldPosition, check_supervises
from ohms.domain.calendar import ONE_DAY
from ohms.domain.errors import RuleBroken
from ohms.domain.vacancies import (
    Held,
    StaffingFacts,
    VacancyClosedBy,
    VacancyFact,
    judged_vacancies,
)
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Vacancy
from ohms.models.staff import Position
from ohms.queries.positions import fact_of
from ohms.queries.rounds import ask
from ohms.queries.staffing_levels import staffing_level


def lock_staffing(cohe_id: int) -> None:
    """One change of a COHE's positions at a time: each is judged from all of them. What only names
    the COHE goes on beside it."""
    db.session.execute(
        select(Cohe.id).where(Cohe.id == cohe_id).with_for_update(key_share=True, of=Cohe)
    )


def judge_vacancies(
    actor: Actor, cohe_id: int, *, ended: int | None = None, since: date | None = None
) -> int:
    """Make the vacancies of a COHE what its positions say, after the calling command changed some; how
    many closed today. `ended`: the position that it ended, whose last day may be past; `since`: the
    first day that was not judged yet."""
    db.session.flush()
    held = [
        Held(fact_of(each), each.staff_id, each.ended_by)
        for each in db.session.execute(
            select(Position).where(Position.cohe_id == cohe_id).order_by(Position.id)
        ).scalars()
    ]
    rows = {row.position_id: row for row in _rows(cohe_id)}
    if not rows and not any(each.ended_by is EndedBy.DEPARTURE for each in held):
        return 0
    # Required FTE is a figure of the COHE, whoever changes its positions.
    reader = replace(actor, positions=(HeldPosition(None, Role.CONTRACT_MANAGER, cohe_id),))
    level = ask(staffing_level(reader, cohe_id))
    then = {
        day: ask(staffing_level(reader, cohe_id, day)).required_exact
        for day in _past_openings(held, actor.on_day, ended, since)
    }
    facts = StaffingFacts(held, level.required_exact, level.settings, actor.on_day, then)
    standing = [_fact(row) for row in rows.values()]
    found = {
        each.position_id: each
        for each in judged_vacancies(standing, facts, ended=ended, since=since)
    }
    for position_id, row in rows.items():
        if position_id not in found:
            db.session.delete(row)
    for position_id, vacancy in found.items():
        _put(rows.get(position_id) or _added(cohe_id, position_id), vacancy)
    db.session.flush()
    closed = {each.position_id for each in found.values() if each.closed_on == actor.on_day}
    return len(closed - {each.position_id for each in standing if each.closed_on == actor.on_day})


def _past_openings(
    held: Sequence[Held], today: date, ended: int | None, since: date | None
) -> set[date]:
    """The days before today on which a departure is to be judged: each by what was required on it."""
    return {
        day
        for each in held
        if each.fact.to_on is not None and each.ended_by is EndedBy.DEPARTURE
        if (day := each.fact.to_on + ONE_DAY) < today
        if each.fact.position_id == ended or (since is not None and day >= since)
    }


@done_again
def bring_vacancies_to_facts(actor: Actor, since: date) -> int:
    """A unit of its own, once a day: the day after each departure from a day on is judged by what is
    required on it; how many vacancies stand otherwise than before. Done again it changes nothing."""
    changed = 0
    with bulk_unit("bring_vacancies_to_facts", None) as unit:
        for cohe_id in db.session.execute(select(Cohe.id).order_by(Cohe.id)).scalars().all():
            lock_staffing(cohe_id)
            before = {_fact(row) for row in _rows(cohe_id)}
            judge_vacancies(actor, cohe_id, since=since)
            changed += len({each.position_id for each in before ^ set(map(_fact, _rows(cohe_id)))})
        if changed:
            unit.entries.append(Entry("bring_vacancies_to_facts", detail={"vacancies": changed}))
    return changed


@command(Permission.STAFFING_MANAGE)
def close_vacancies(actor: Actor, cohe_id: int) -> int:
    """Record that the COHE is staffed enough again, where fewer claims made it so; how many vacancies
    that closed. Raises RuleBroken while it is below required."""
    check_supervises(actor, cohe_id)
    lock_staffing(cohe_id)
    closed = judge_vacancies(actor, cohe_id)
    if not closed:
        raise RuleBroken("Staffed FTE is below required, or no vacancy is open.")
    return closed


def _rows(cohe_id: int) -> Sequence[Vacancy]:
    statement = select(Vacancy).where(Vacancy.cohe_id == cohe_id).order_by(Vacancy.id)
    return db.session.execute(statement.with_for_update()).scalars().all()


def _fact(row: Vacancy) -> VacancyFact:
    return VacancyFact(
        row.position_id,
        row.opened_on,
        row.due_by,
        row.below_already,
        row.closed_on,
        VacancyClosedBy(row.closed_how) if row.closed_how else None,
        row.replacement_id,
    )


def _added(cohe_id: int, position_id: int) -> Vacancy:
    row = Vacancy(cohe_id=cohe_id, position_id=position_id)
    db.session.add(row)
    return row


def _put(row: Vacancy, vacancy: VacancyFact) -> None:
    row.opened_on, row.due_by = vacancy.opened_on, vacancy.due_by
    row.below_already = vacancy.below_already
    row.closed_on, row.replacement_id = vacancy.closed_on, vacancy.replacement_id
    row.closed_how = vacancy.closed_by.value if vacancy.closed_by else None
