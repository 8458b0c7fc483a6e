"""Who was there, for how long and for whom, as it leaves the house."""

from typing import Any

from sqlalchemy import Select, or_, select

from ohms.models.coverage import Absence, ApprovedContent, Coverage, Training
from ohms.models.providers import Enrolment
from ohms.models.staff import WEEKDAYS, Position
from ohms.models.time import TimeEntry
from ohms.queries.data_out.naming import claim_number, limited_to, provider_id, slug, username


def time_entries(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            TimeEntry.id,
            username(TimeEntry.staff_id).label("staff"),
            TimeEntry.position_id.label("position"),
            Position.role,
            slug(TimeEntry.cohe_id).label("cohe"),
            claim_number(TimeEntry.claim_id).label("claim_number"),
            TimeEntry.category,
            TimeEntry.performed_on,
            TimeEntry.minutes,
            TimeEntry.capture.label("captured_or_typed"),
            TimeEntry.confirmed_at.is_not(None).label("confirmed"),
            TimeEntry.voided_at.is_not(None).label("voided"),
            TimeEntry.supersedes_id.label("supersedes"),
            TimeEntry.standard_work,
            TimeEntry.note_id.label("note"),
        )
        .join(Position, Position.id == TimeEntry.position_id)
        .order_by(TimeEntry.id)
    )
    return limited_to(cohe_id, TimeEntry.cohe_id, statement)


def positions(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    minutes = [getattr(Position, f"minutes_{day}") for day in WEEKDAYS]
    weekly = sum(minutes[1:], minutes[0])
    statement = select(
        Position.id,
        username(Position.staff_id).label("staff"),
        Position.role,
        slug(Position.cohe_id).label("cohe"),
        weekly.label("weekly_minutes"),
        *minutes,
        Position.from_on,
        Position.to_on,
        Position.ended_by,
    ).order_by(Position.id)
    return limited_to(cohe_id, Position.cohe_id, statement)


def absences(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        username(Absence.staff_id).label("staff"),
        Absence.position_id.label("position"),
        Absence.from_on,
        Absence.to_on,
        Absence.minutes_a_day,
        Absence.kind,
        Absence.id,
    ).order_by(Absence.id)
    if cohe_id is None:
        return statement
    there = select(Position.id).where(Position.cohe_id == cohe_id)
    people = select(Position.staff_id).where(Position.cohe_id == cohe_id)
    return statement.where(
        Absence.staff_id.in_(people),
        or_(Absence.position_id.is_(None), Absence.position_id.in_(there)),
    )


def coverage(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        Coverage.id,
        Coverage.absence_id.label("absence"),
        provider_id(Coverage.provider_id).label("provider_id"),
        slug(Coverage.cohe_id).label("cohe"),
        username(Coverage.absent_id).label("absent"),
        username(Coverage.covering_id).label("covering"),
        Coverage.from_on,
        Coverage.to_on,
        Coverage.declined_at,
    ).order_by(Coverage.id)
    return limited_to(cohe_id, Coverage.cohe_id, statement)


def training(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = (
        select(
            Training.id,
            username(Training.staff_id).label("staff"),
            slug(Training.cohe_id).label("cohe"),
            Training.kind,
            Training.topic,
            Training.done_on,
            Training.minutes,
            username(Training.host_id).label("host"),
            Training.host_confirmed_at,
            ApprovedContent.title.label("approved_content"),
            ApprovedContent.approved_on,
            Training.evidence,
        )
        .outerjoin(ApprovedContent, ApprovedContent.id == Training.approved_content_id)
        .order_by(Training.id)
    )
    return limited_to(cohe_id, Training.cohe_id, statement)


def enrolments(cohe_id: int | None) -> Select[*tuple[Any, ...]]:
    statement = select(
        Enrolment.id,
        provider_id(Enrolment.provider_id).label("provider_id"),
        slug(Enrolment.cohe_id).label("cohe"),
        Enrolment.from_on,
        Enrolment.to_on,
    ).order_by(Enrolment.id)
    return limited_to(cohe_id, Enrolment.cohe_id, statement)
