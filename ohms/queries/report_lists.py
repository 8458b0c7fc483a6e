"""What the Quarterly Status Report tells beside its figures: staffing changes, vacancies, training and
coverage of a quarter, as rows of text."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.values import Role
from ohms.models.coverage import Absence, Coverage, Training, Vacancy
from ohms.models.staff import Position, StaffMember
from ohms.queries.rounds import Question

Lines = list[list[str]]
ROLES = {Role.HSC: "HSC", Role.HSC_ASSISTANT: "HSC assistant"}


def staffing_changes(cohe_id: int, first_on: date, last_on: date) -> Question[Lines]:
    """Positions of casework that began or ended in the period, by day."""
    (rows,) = yield (
        select(StaffMember.name, Position.from_on, Position.to_on, Position.role)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id == cohe_id,
            Position.role.in_(CASEWORK),
            or_(
                Position.from_on.between(first_on, last_on),
                Position.to_on.between(first_on, last_on),
            ),
        )
        .order_by(Position.id),
    )
    found = []
    for name, from_on, to_on, role in rows:
        if first_on <= from_on <= last_on:
            found.append((from_on, name, role, "began"))
        if to_on is not None and first_on <= to_on <= last_on:
            found.append((to_on, name, role, "last day worked"))
    return [[name, ROLES[role], what, day.isoformat()] for day, name, role, what in sorted(found)]


def vacancies_of(cohe_id: int, first_on: date, last_on: date) -> Question[Lines]:
    """Vacancies that were open on a day of the period."""
    (rows,) = yield (
        select(StaffMember.name, Vacancy.opened_on, Vacancy.due_by, Vacancy.closed_on)
        .join(Position, Position.id == Vacancy.position_id)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(
            Vacancy.cohe_id == cohe_id,
            Vacancy.opened_on <= last_on,
            or_(Vacancy.closed_on.is_(None), Vacancy.closed_on >= first_on),
        )
        .order_by(Vacancy.opened_on, Vacancy.id),
    )
    return [
        [
            name,
            opened_on.isoformat(),
            due_by.isoformat(),
            closed_on.isoformat() if closed_on and closed_on <= last_on else "open",
        ]
        for name, opened_on, due_by, closed_on in rows
    ]


def training_of(cohe_id: int, first_on: date, last_on: date) -> Question[Lines]:
    """Training that people of the COHE had in the period."""
    (rows,) = yield (
        select(StaffMember.name, Training.kind, Training.done_on, Training.minutes)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .where(
            Training.cohe_id == cohe_id,
            Training.done_on.between(first_on, last_on),
            Training.voided_at.is_(None),
        )
        .order_by(Training.done_on, Training.id),
    )
    return [
        [name, kind.replace("_", " "), done_on.isoformat(), str(minutes or "")]
        for name, kind, done_on, minutes in rows
    ]


def coverage_of(cohe_id: int, first_on: date, last_on: date) -> Question[Lines]:
    """How often people were away, and how often a provider was covered meanwhile."""
    ((absences,),), ((arranged, declined),) = yield (
        select(func.count(Absence.id)).where(*away_within(cohe_id, first_on, last_on)),
        select(func.count(Coverage.id), func.count(Coverage.declined_at)).where(
            *covered_within(cohe_id, first_on, last_on)
        ),
    )
    return [
        ["Absences of coordinators and assistants", str(absences)],
        ["Providers covered meanwhile (one line a provider and absence)", str(arranged - declined)],
        ["Cover declined", str(declined)],
    ]


def away_within(cohe_id: int, first_on: date, last_on: date) -> tuple[ColumnElement[bool], ...]:
    """Absences with a day of the period on which a position of casework in the COHE was held: nothing
    of somebody's leave before they came, after they left, or of their position elsewhere."""
    held = exists().where(
        Position.staff_id == Absence.staff_id,
        Position.cohe_id == cohe_id,
        Position.role.in_(CASEWORK),
        or_(Absence.position_id.is_(None), Absence.position_id == Position.id),
        Position.from_on <= last_on,
        Position.from_on <= Absence.to_on,
        or_(
            Position.to_on.is_(None),
            and_(Position.to_on >= first_on, Position.to_on >= Absence.from_on),
        ),
    )
    return Absence.from_on <= last_on, Absence.to_on >= first_on, held


def covered_within(cohe_id: int, first_on: date, last_on: date) -> tuple[ColumnElement[bool], ...]:
    """Cover with a day of the period, declined or not."""
    return Coverage.cohe_id == cohe_id, Coverage.from_on <= last_on, Coverage.to_on >= first_on
