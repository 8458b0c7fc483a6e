"""What the Quarterly Status Report tells beside its figures: staffing changes, vacancies, training and
coverage of a quarter, as rows of text."""

from datetime import date

from sqlalchemy import func, or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.coverage import Absence, Coverage, Training, Vacancy
from ohms.models.staff import Position, StaffMember

Rows = list[list[str]]
ROLES = {Role.HSC: "HSC", Role.HSC_ASSISTANT: "HSC assistant"}


def staffing_changes(cohe_id: int, first_on: date, last_on: date) -> Rows:
    """Positions of casework that began or ended in the period, by day."""
    rows = db.session.execute(
        select(StaffMember.name, Position)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(
            Position.cohe_id == cohe_id,
            Position.role.in_(CASEWORK),
            or_(
                Position.from_on.between(first_on, last_on),
                Position.to_on.between(first_on, last_on),
            ),
        )
        .order_by(Position.id)
    ).all()
    found = []
    for name, held in rows:
        if first_on <= held.from_on <= last_on:
            found.append((held.from_on, name, held.role, "began"))
        if held.to_on is not None and first_on <= held.to_on <= last_on:
            found.append((held.to_on, name, held.role, "last day worked"))
    return [[name, ROLES[role], what, day.isoformat()] for day, name, role, what in sorted(found)]


def vacancies_of(cohe_id: int, first_on: date, last_on: date) -> Rows:
    """Vacancies that were open on a day of the period."""
    rows = db.session.execute(
        select(StaffMember.name, Vacancy.opened_on, Vacancy.due_by, Vacancy.closed_on)
        .join(Position, Position.id == Vacancy.position_id)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(
            Vacancy.cohe_id == cohe_id,
            Vacancy.opened_on <= last_on,
            or_(Vacancy.closed_on.is_(None), Vacancy.closed_on >= first_on),
        )
        .order_by(Vacancy.opened_on, Vacancy.id)
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


def training_of(cohe_id: int, first_on: date, last_on: date) -> Rows:
    """Training that people of the COHE had in the period."""
    rows = db.session.execute(
        select(StaffMember.name, Training.kind, Training.done_on, Training.minutes)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .where(
            Training.cohe_id == cohe_id,
            Training.done_on.between(first_on, last_on),
            Training.voided_at.is_(None),
        )
        .order_by(Training.done_on, Training.id)
    )
    return [
        [name, kind.replace("_", " "), done_on.isoformat(), str(minutes or "")]
        for name, kind, done_on, minutes in rows
    ]


def coverage_of(cohe_id: int, first_on: date, last_on: date) -> Rows:
    """How often people were away, and how often a provider was covered meanwhile."""
    people = select(Position.staff_id).where(
        Position.cohe_id == cohe_id, Position.role.in_(CASEWORK)
    )
    absences = db.session.execute(
        select(func.count(Absence.id)).where(
            Absence.staff_id.in_(people), Absence.from_on <= last_on, Absence.to_on >= first_on
        )
    ).scalar_one()
    arranged = select(func.count(Coverage.id)).where(
        Coverage.cohe_id == cohe_id, Coverage.from_on <= last_on, Coverage.to_on >= first_on
    )
    declined = db.session.execute(arranged.where(Coverage.declined_at.is_not(None))).scalar_one()
    covered = db.session.execute(arranged.where(Coverage.declined_at.is_(None))).scalar_one()
    return [
        ["Absences of coordinators and assistants", str(absences)],
        ["Providers covered meanwhile (one line a provider and absence)", str(covered)],
        ["Cover declined", str(declined)],
    ]
