"""What the contract demands of a COHE now, with its day: for its supervisor and contract manager.

Sources: the HSC page of L&I (588, replacement in 3 months, training in 6 months, coverage).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select

from ohms.domain.access import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.coverage import DayOfProvider
from ohms.domain.quarterly_report import ReportState, report_due
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Vacancy
from ohms.models.providers import Provider
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.models.staff import Position, StaffMember
from ohms.queries.coverage import plan_of
from ohms.queries.settings import settings_history
from ohms.queries.trainings import newcomers, trainings_open

LOOKING_AHEAD = timedelta(days=13)
"""Gaps are told as far ahead as the calendar of coverage shows."""


class DutyKind(StrEnum):
    DISCUSSION = "discussion"
    REPORT = "report"
    VACANCY = "vacancy"
    TRAINING = "training"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Duty:
    """One open duty; `due_by` is empty where the contract names no day."""

    kind: DutyKind
    cohe: str
    since_on: date
    due_by: date | None = None
    who: str | None = None
    quarter: str | None = None
    minutes_left: int | None = None
    providers: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    """Of a gap: the working days on which any of the providers has nobody, the first of them due."""

    free_day: bool = False
    """A gap without leave: the coordinator is not scheduled on these days."""

    id: int | None = None
    """Of the obligation of a discussion, of the person who is trained or whose leaving opened it, of the
    COHE that has a gap."""

    slug: str | None = None
    """Of the COHE whose report is due."""

    written: bool = False
    """Of a discussion: its record waits for the contract manager's confirmation."""


def duties(actor: Actor) -> list[Duty]:
    """Open duties of the actor's COHEs, those with the nearest day first: a bounded number of statements a COHE."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    found = [
        *_discussions(cohes),
        *_reports(actor, cohes),
        *_vacancies(actor, cohes),
        *_trainings(actor, cohes),
        *_gaps(actor, actor.cohes_as(Role.SUPERVISOR)),
    ]
    return sorted(found, key=lambda duty: (duty.due_by or duty.since_on, duty.kind))


def knows_obligation(actor: Actor) -> ColumnElement[bool]:
    """Obligations of the COHEs that the actor supervises, or whose contract they manage."""
    return Obligation.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER))


def _discussions(cohes: Sequence[int]) -> Iterator[Duty]:
    """Frozen reports above the line whose discussion nobody confirmed yet."""
    rows = db.session.execute(
        select(
            Obligation.id,
            Obligation.opened_on,
            Obligation.discussed_on,
            Cohe.name,
            QuarterlyReport.year,
            QuarterlyReport.quarter,
        )
        .join(ReportVersion, ReportVersion.id == Obligation.report_version_id)
        .join(QuarterlyReport, QuarterlyReport.id == ReportVersion.report_id)
        .join(Cohe, Cohe.id == Obligation.cohe_id)
        .where(Obligation.cohe_id.in_(cohes), Obligation.confirmed_at.is_(None))
    )
    for row in rows:
        quarter = f"{row.year}Q{row.quarter}"
        yield Duty(
            DutyKind.DISCUSSION,
            row.name,
            row.opened_on,
            quarter=quarter,
            id=row.id,
            written=row.discussed_on is not None,
        )


def _reports(actor: Actor, cohes: Sequence[int]) -> Iterator[Duty]:
    """The report of the last finished quarter, where it is not frozen yet."""
    quarter = Quarter.of(actor.on_day).previous
    frozen = exists().where(
        QuarterlyReport.cohe_id == Cohe.id,
        QuarterlyReport.year == quarter.year,
        QuarterlyReport.quarter == quarter.number,
        QuarterlyReport.state == ReportState.FROZEN,
    )
    rows = db.session.execute(
        select(Cohe.id, Cohe.slug, Cohe.name).where(Cohe.id.in_(cohes), ~frozen)
    )
    for row in rows.all():
        days = settings_history(row.id).on(quarter.first_on).report_due_days
        due_by = report_due(quarter, days).day
        since_on = quarter.next.first_on
        yield Duty(DutyKind.REPORT, row.name, since_on, due_by, quarter=str(quarter), slug=row.slug)


def _vacancies(actor: Actor, cohes: Sequence[int]) -> Iterator[Duty]:
    """Open today: one that is filled from a later day on is open until then."""
    rows = db.session.execute(
        select(
            Vacancy.opened_on,
            Vacancy.due_by,
            Cohe.name,
            StaffMember.name.label("who"),
            StaffMember.id.label("staff_id"),
        )
        .join(Position, Position.id == Vacancy.position_id)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(Cohe, Cohe.id == Vacancy.cohe_id)
        .where(
            Vacancy.cohe_id.in_(cohes),
            or_(Vacancy.closed_on.is_(None), Vacancy.closed_on > actor.on_day),
        )
    )
    for row in rows:
        yield Duty(
            DutyKind.VACANCY, row.name, row.opened_on, row.due_by, who=row.who, id=row.staff_id
        )


def _trainings(actor: Actor, cohes: Sequence[int]) -> Iterator[Duty]:
    """New HSCs whose additional training is not complete."""
    for each in trainings_open(newcomers(actor.on_day, cohes), actor.on_day):
        yield Duty(
            DutyKind.TRAINING,
            each.who.cohe,
            each.who.hired_on,
            each.stand.due.day,
            who=each.who.name,
            minutes_left=each.stand.shadowing_left,
            id=each.who.staff_id,
        )


def _gaps(actor: Actor, cohes: Sequence[int]) -> Iterator[Duty]:
    """Providers without anybody, today and within the next two weeks: one line a coordinator, apart
    where they are away and where they are only not scheduled. Eight statements a COHE."""
    last_on = actor.on_day + LOOKING_AHEAD
    for cohe_id in cohes:
        found = plan_of(cohe_id, actor.on_day, last_on).gaps(actor.on_day, last_on)
        if found:
            yield from _told(found, db.session.get_one(Cohe, cohe_id))


def _told(found: Sequence[DayOfProvider], cohe: Cohe) -> Iterator[Duty]:
    of: dict[tuple[int, bool], list[DayOfProvider]] = defaultdict(list)
    for each in found:
        of[each.coordinator_id, each.free_day].append(each)
    people = select(StaffMember.id, StaffMember.name).where(
        StaffMember.id.in_({staff_id for staff_id, _free in of})
    )
    doctors = select(Provider.id, Provider.last_name).where(
        Provider.id.in_({each.provider_id for each in found})
    )
    names = {row.id: row.name for row in db.session.execute(people)}
    providers = {row.id: row.last_name for row in db.session.execute(doctors)}
    for (staff_id, free_day), days in of.items():
        yield Duty(
            DutyKind.GAP,
            cohe.name,
            days[0].day,
            days[0].day,
            who=names[staff_id],
            id=cohe.id,
            providers=tuple(sorted({providers[each.provider_id] for each in days})),
            days=tuple(sorted({each.day for each in days})),
            free_day=free_day,
        )
