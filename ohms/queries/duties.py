"""What the contract demands of a COHE now, with its day: for its supervisor and contract manager.

Sources: the HSC page of L&I (588, replacement in 3 months, training in 6 months, coverage).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.coverage import DayOfProvider
from ohms.domain.quarterly_report import ReportState, report_due
from ohms.domain.values import Role
from ohms.models.cohes import Cohe
from ohms.models.coverage import Vacancy
from ohms.models.providers import Provider
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.models.staff import Position, StaffMember
from ohms.queries.coverage import plan_of
from ohms.queries.rounds import Question, asked, side_by_side
from ohms.queries.settings import settings_histories
from ohms.queries.trainings import trainings_open

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

    ratio: Fraction | None = None
    """Of a discussion: claims per FTE as the report was frozen; None: not computable."""


def duties(actor: Actor) -> Question[list[Duty]]:
    """Open duties of the actor's COHEs, those with the nearest day first: two rounds, however many
    COHEs they are."""
    cohes = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    parts = yield from side_by_side(
        _discussions(cohes),
        _reports(actor, cohes),
        _vacancies(actor, cohes),
        _trainings(actor, cohes),
        _gaps(actor, actor.cohes_as(Role.SUPERVISOR)),
    )
    found: list[Duty] = [duty for part in parts for duty in part]
    return sorted(found, key=lambda duty: (duty.due_by or duty.since_on, duty.kind))


def knows_obligation(actor: Actor) -> ColumnElement[bool]:
    """Obligations of the COHEs that the actor supervises, or whose contract they manage."""
    return Obligation.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER))


def _discussions(cohes: Sequence[int]) -> Question[list[Duty]]:
    """Frozen reports above the line whose discussion nobody confirmed yet."""
    (rows,) = yield (
        select(
            Obligation.id,
            Obligation.opened_on,
            Obligation.discussed_on,
            Cohe.name,
            QuarterlyReport.year,
            QuarterlyReport.quarter,
            ReportVersion.canonical,
        )
        .join(ReportVersion, ReportVersion.id == Obligation.report_version_id)
        .join(QuarterlyReport, QuarterlyReport.id == ReportVersion.report_id)
        .join(Cohe, Cohe.id == Obligation.cohe_id)
        .where(Obligation.cohe_id.in_(cohes), Obligation.confirmed_at.is_(None)),
    )
    return [
        Duty(
            DutyKind.DISCUSSION,
            row.name,
            row.opened_on,
            quarter=f"{row.year}Q{row.quarter}",
            id=row.id,
            written=row.discussed_on is not None,
            ratio=frozen_ratio(json.loads(row.canonical)),
        )
        for row in rows
    ]


def frozen_ratio(frozen: Mapping[str, Any]) -> Fraction | None:
    """Claims per FTE as a report was frozen; None: not computable."""
    told = frozen["claims_per_fte"]
    return None if told in (None, "None") else Fraction(told)


def _reports(actor: Actor, cohes: Sequence[int]) -> Question[list[Duty]]:
    """The report of the last finished quarter, where it is not frozen yet: none of a COHE in which
    nobody held a position by its end."""
    quarter = Quarter.of(actor.on_day).previous
    begun = exists().where(Position.cohe_id == Cohe.id, Position.from_on <= quarter.last_on)
    frozen = exists().where(
        QuarterlyReport.cohe_id == Cohe.id,
        QuarterlyReport.year == quarter.year,
        QuarterlyReport.quarter == quarter.number,
        QuarterlyReport.state == ReportState.FROZEN,
    )
    (rows,), settings = yield from side_by_side(
        asked(select(Cohe.id, Cohe.slug, Cohe.name).where(Cohe.id.in_(cohes), begun, ~frozen)),
        settings_histories(cohes),
    )
    return [
        Duty(
            DutyKind.REPORT,
            row.name,
            quarter.next.first_on,
            report_due(quarter, settings[row.id].on(quarter.first_on).report_due_days).day,
            quarter=str(quarter),
            slug=row.slug,
        )
        for row in rows
    ]


def _vacancies(actor: Actor, cohes: Sequence[int]) -> Question[list[Duty]]:
    """Open today: one that is filled from a later day on is open until then."""
    (rows,) = yield (
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
        ),
    )
    return [
        Duty(DutyKind.VACANCY, row.name, row.opened_on, row.due_by, who=row.who, id=row.staff_id)
        for row in rows
    ]


def _trainings(actor: Actor, cohes: Sequence[int]) -> Question[list[Duty]]:
    """New HSCs whose additional training is not complete."""
    found = yield from trainings_open(actor.on_day, cohes)
    return [
        Duty(
            DutyKind.TRAINING,
            each.who.cohe,
            each.who.hired_on,
            each.stand.due.day,
            who=each.who.name,
            minutes_left=each.stand.shadowing_left,
            id=each.who.staff_id,
        )
        for each in found
    ]


def _gaps(actor: Actor, cohes: Sequence[int]) -> Question[list[Duty]]:
    """Providers without anybody, today and within the next two weeks: one line a coordinator, apart
    where they are away and where they are only not scheduled. Two rounds."""
    last_on = actor.on_day + LOOKING_AHEAD
    plans = yield from side_by_side(*(plan_of(each, actor.on_day, last_on) for each in cohes))
    of: dict[tuple[int, int, bool], list[DayOfProvider]] = defaultdict(list)
    for cohe_id, plan in zip(cohes, plans, strict=True):
        for each in plan.gaps(actor.on_day, last_on):
            of[cohe_id, each.coordinator_id, each.free_day].append(each)
    if not of:
        return []
    names = yield from side_by_side(
        _names(Cohe.id, Cohe.name, {cohe_id for cohe_id, _who, _free in of}),
        _names(StaffMember.id, StaffMember.name, {who for _cohe, who, _free in of}),
        _names(
            Provider.id,
            Provider.last_name,
            {each.provider_id for days in of.values() for each in days},
        ),
    )
    cohe_names, people, providers = names
    return [
        Duty(
            DutyKind.GAP,
            cohe_names[cohe_id],
            days[0].day,
            days[0].day,
            who=people[staff_id],
            id=cohe_id,
            providers=tuple(sorted({providers[each.provider_id] for each in days})),
            days=tuple(sorted({each.day for each in days})),
            free_day=free_day,
        )
        for (cohe_id, staff_id, free_day), days in of.items()
    ]


def _names(number: Any, name: Any, ids: Collection[int]) -> Question[dict[int, str]]:
    (rows,) = yield (select(number, name).where(number.in_(ids)),)
    return {row[0]: row[1] for row in rows}
