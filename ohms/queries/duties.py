"""What the contract demands of a COHE now, with its day: for its supervisor and contract manager.

Sources: the HSC page of L&I (588, replacement in 3 months, training in 6 months, coverage).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.access import Actor
from ohms.domain.calendar import add_months
from ohms.domain.contract import ContractSettings
from ohms.domain.training import TrainingFact, TrainingKind, TrainingState, additional_training
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence, ApprovedContent, Coverage, Training, Vacancy
from ohms.models.providers import Provider, ProviderAssignment
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.models.staff import Position, StaffMember
from ohms.queries.claim_sight import in_force

DEFAULTS = ContractSettings()


class DutyKind(StrEnum):
    DISCUSSION = "discussion"
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
    id: int | None = None
    """Of the obligation of a discussion."""


def duties(actor: Actor) -> list[Duty]:
    """Open duties of the actor's COHEs, those with the nearest day first: five statements."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    found = [
        *_discussions(cohes),
        *_vacancies(cohes),
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
        yield Duty(DutyKind.DISCUSSION, row.name, row.opened_on, quarter=quarter, id=row.id)


def _vacancies(cohes: Sequence[int]) -> Iterator[Duty]:
    rows = db.session.execute(
        select(Vacancy.opened_on, Vacancy.due_by, Cohe.name, StaffMember.name.label("who"))
        .join(Position, Position.id == Vacancy.position_id)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(Cohe, Cohe.id == Vacancy.cohe_id)
        .where(Vacancy.cohe_id.in_(cohes), Vacancy.closed_on.is_(None))
    )
    for row in rows:
        yield Duty(DutyKind.VACANCY, row.name, row.opened_on, row.due_by, who=row.who)


def _trainings(actor: Actor, cohes: Sequence[int]) -> Iterator[Duty]:
    """New HSCs whose additional training is not complete."""
    newcomers = _newcomers(actor, cohes)
    facts = _training_facts([row.staff_id for row in newcomers]) if newcomers else {}
    for row in newcomers:
        stand = additional_training(
            row.hired_on, row.cohe_id, facts.get(row.staff_id, ()), DEFAULTS
        )
        if stand.state(actor.on_day) in (TrainingState.RUNNING, TrainingState.OVERDUE):
            yield Duty(
                DutyKind.TRAINING,
                row.cohe,
                row.hired_on,
                stand.due.day,
                who=row.name,
                minutes_left=stand.shadowing_left,
            )


def _newcomers(actor: Actor, cohes: Sequence[int]) -> Sequence[Any]:
    """HSCs whose first HSC position in the COHE began within the last year and still lasts."""
    first_on = func.min(Position.from_on)
    return db.session.execute(
        select(
            Position.staff_id,
            Position.cohe_id,
            StaffMember.name,
            Cohe.name.label("cohe"),
            first_on.label("hired_on"),
        )
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(Position.role == Role.HSC, Position.cohe_id.in_(cohes))
        .group_by(Position.staff_id, Position.cohe_id, StaffMember.name, Cohe.name)
        .having(
            first_on > add_months(actor.on_day, -12),
            func.max(func.coalesce(Position.to_on, date.max)) >= actor.on_day,
        )
    ).all()


def _training_facts(staff_ids: Sequence[int]) -> dict[int, list[TrainingFact]]:
    """What counts toward the additional training, with where a host was an HSC that day."""
    host = aliased(Position)
    rows = db.session.execute(
        select(Training, host.cohe_id, ApprovedContent.approved_on)
        .outerjoin(
            host,
            and_(
                host.staff_id == Training.host_id,
                host.role == Role.HSC,
                host.from_on <= Training.done_on,
                or_(host.to_on.is_(None), host.to_on >= Training.done_on),
            ),
        )
        .outerjoin(ApprovedContent, ApprovedContent.id == Training.approved_content_id)
        .where(Training.staff_id.in_(staff_ids), Training.kind.in_(list(TrainingKind)))
    )
    hosts: dict[int, set[int]] = defaultdict(set)
    found: dict[int, tuple[Training, date | None]] = {}
    for training, cohe_id, approved_on in rows:
        found[training.id] = (training, approved_on)
        if cohe_id is not None:
            hosts[training.id].add(cohe_id)
    facts: dict[int, list[TrainingFact]] = defaultdict(list)
    for training, approved_on in found.values():
        facts[training.staff_id].append(
            TrainingFact(
                TrainingKind(training.kind),
                training.done_on,
                training.minutes or 0,
                frozenset(hosts[training.id]),
                approved_on=approved_on,
            )
        )
    return facts


def _gaps(actor: Actor, cohes: Sequence[int]) -> Iterator[Duty]:
    """Providers whose coordinator is away today and whom nobody covers."""
    covered = exists(
        select(Coverage.id)
        .where(
            Coverage.provider_id == ProviderAssignment.provider_id,
            Coverage.absent_id == ProviderAssignment.staff_id,
            Coverage.declined_at.is_(None),
            in_force(Coverage, actor),
        )
        .correlate(ProviderAssignment)
    )
    rows = db.session.execute(
        select(
            StaffMember.name,
            Cohe.name.label("cohe"),
            Absence.from_on,
            Absence.to_on,
            Provider.last_name,
        )
        .join(ProviderAssignment, ProviderAssignment.staff_id == Absence.staff_id)
        .join(StaffMember, StaffMember.id == Absence.staff_id)
        .join(Provider, Provider.id == ProviderAssignment.provider_id)
        .join(Cohe, Cohe.id == ProviderAssignment.cohe_id)
        .where(
            ProviderAssignment.cohe_id.in_(cohes),
            in_force(ProviderAssignment, actor),
            in_force(Absence, actor),
            ~covered,
        )
        .order_by(Provider.last_name)
    )
    away: dict[tuple[str, str, date, date], list[str]] = defaultdict(list)
    for name, cohe, from_on, to_on, provider in rows:
        away[name, cohe, from_on, to_on or from_on].append(provider)
    for (name, cohe, from_on, to_on), providers in away.items():
        yield Duty(DutyKind.GAP, cohe, from_on, to_on, who=name, providers=tuple(providers))
