"""What must not be missed while days go by: a vacancy is filled, a training is finished in time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Row, func, select, update

from ohms.domain.calendar import ONE_DAY, add_months
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Training, Vacancy
from ohms.models.providers import ProviderAssignment, StandingDeputy
from ohms.models.staff import Position, StaffMember
from ohms.simulator.absences import Availability
from ohms.simulator.draws import stream
from ohms.simulator.loading.bringing_in import put_onboarding, put_trainings
from ohms.simulator.loading.known import known_ids, position_key
from ohms.simulator.loading.organisation import put_people
from ohms.simulator.loading.rows import put
from ohms.simulator.names import person
from ohms.simulator.onboarding import basic_trainings, onboarding_of
from ohms.simulator.planned import PlannedPosition, PlannedStaff, PlannedTraining, World
from ohms.simulator.staffing import FULL, NEWCOMER
from ohms.simulator.workdays import is_business_day, on_or_before

IN_GOOD_TIME = timedelta(days=5)
SHADOWING_NEEDED = 240
HOST = "cascade.hsc1"
LONGEST_SEARCH = 60


def fill_vacancies(founded: World, from_on: date, to_on: date, password_hash: str) -> list[str]:
    """Hire somebody for every open vacancy that falls due in a range of days; their user names."""
    rows = db.session.execute(
        select(Vacancy.id, Vacancy.cohe_id, Vacancy.due_by, Cohe.slug)
        .join(Cohe, Cohe.id == Vacancy.cohe_id)
        .where(Vacancy.closed_on.is_(None), Vacancy.due_by <= to_on)
    ).all()
    return [_fill(founded, row, from_on, password_hash) for row in rows]


def _fill(
    founded: World, vacancy: Row[int, int, date, str], from_on: date, password_hash: str
) -> str:
    vacancy_id, cohe_id, due_by, slug = vacancy
    begins = max(on_or_before(due_by - IN_GOOD_TIME), from_on)
    username = _free_name(slug)
    last, first, _ = person(stream(founded.seed, "staff", username))
    newcomer = PlannedStaff(username, f"{first} {last}", slug, begins)
    position = PlannedPosition(position_key(username, slug), username, Role.HSC, slug, FULL, begins)
    put_people((newcomer,), (position,), password_hash)
    ids = known_ids()
    grown = replace(founded, staff=(*founded.staff, newcomer), today=date.max)
    put_trainings(tuple(basic_trainings(position)), grown, ids)
    put_onboarding((onboarding_of(position),), grown, ids)
    _give_providers(cohe_id, ids.staff[username], begins)
    db.session.connection().execute(
        update(Vacancy)
        .where(Vacancy.id == vacancy_id)
        .values(closed_on=begins, closed_how="replaced", replacement_id=ids.position[position.key])
    )
    return username


def _free_name(slug: str) -> str:
    taken = set(
        db.session.execute(
            select(StaffMember.username).where(StaffMember.username.startswith(f"{slug}.hsc"))
        ).scalars()
    )
    number = len(taken) + 1
    while f"{slug}.hsc{number}" in taken:
        number += 1
    return f"{slug}.hsc{number}"


def _give_providers(cohe_id: int, staff_id: int, from_on: date) -> None:
    """A fair share of the COHE's providers: every so many-th of those that have a coordinator."""
    held = (ProviderAssignment.to_on.is_(None), ProviderAssignment.from_on < from_on)
    rows = db.session.execute(
        select(ProviderAssignment.id, ProviderAssignment.provider_id, ProviderAssignment.staff_id)
        .where(ProviderAssignment.cohe_id == cohe_id, *held)
        .order_by(ProviderAssignment.provider_id)
    ).all()
    every = len({row.staff_id for row in rows}) + 1
    given = rows[::every]
    _hand_over(given, cohe_id, staff_id, from_on)


def _hand_over(
    given: Sequence[Row[int, int, int]], cohe_id: int, staff_id: int, from_on: date
) -> None:
    """From a day on somebody else answers; whoever had the provider is the standing deputy now."""
    connection = db.session.connection()
    for assignment_id, provider_id, _before in given:
        ends = {"to_on": from_on - ONE_DAY}
        connection.execute(
            update(ProviderAssignment).where(ProviderAssignment.id == assignment_id).values(ends)
        )
        connection.execute(
            update(StandingDeputy)
            .where(StandingDeputy.provider_id == provider_id, StandingDeputy.to_on.is_(None))
            .values(ends)
        )
    same = {"cohe_id": cohe_id, "from_on": from_on}
    put(
        ProviderAssignment,
        [{**same, "provider_id": row.provider_id, "staff_id": staff_id} for row in given],
    )
    put(
        StandingDeputy,
        [{**same, "provider_id": row.provider_id, "staff_id": row.staff_id} for row in given],
    )


def finish_shadowing(world: World, to_on: date) -> int:
    """The newcomer's last hours of shadowing, some days before her six months end; how many rows."""
    row = db.session.execute(
        select(Position.staff_id, Position.from_on)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(StaffMember.username == NEWCOMER, Position.role == Role.HSC)
        .order_by(Position.from_on)
        .limit(1)
    ).first()
    if row is None or add_months(row.from_on, 6) > to_on:
        return 0
    done = db.session.execute(
        select(func.sum(Training.minutes)).where(
            Training.staff_id == row.staff_id, Training.kind == "shadowing"
        )
    ).scalar_one()
    left = SHADOWING_NEEDED - (done or 0)
    if left <= 0:
        return 0
    day = _day_together(world, add_months(row.from_on, 6) - IN_GOOD_TIME)
    last = PlannedTraining(NEWCOMER, "shadowing", "other_cohe", day, left, HOST)
    return put_trainings((last,), world, known_ids())


def _day_together(world: World, near: date) -> date:
    """The last day up to a day on which the newcomer and her host are both at work."""
    available = Availability(world.cohes, world.absences)
    pair = [p for p in world.positions if p.staff in (NEWCOMER, HOST) and p.role == Role.HSC]
    for days_before in range(LONGEST_SEARCH):
        day = near - timedelta(days=days_before)
        if is_business_day(day) and all(available.minutes(p, day) for p in pair):
            return day
    return near
