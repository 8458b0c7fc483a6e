"""Who is there for a COHE's providers: the facts of its plan, and its days as they are told.

Absences, deputies and cover are nobody's secret within their COHE, and seen by its supervisor alone
as a whole; every function here is told the COHE by a caller who has checked it.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, pacific_day
from ohms.domain.coverage import CoveragePlan, CoverFact, Presence
from ohms.domain.responsibility import Held
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import AbsenceKind, Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Absence, Coverage
from ohms.models.providers import Enrolment, ProviderAssignment, StandingDeputy
from ohms.models.staff import WEEKDAYS, Position, StaffMember
from ohms.queries.lane import holds, holds_with_account
from ohms.queries.provider_moves import providers_of_cohe
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.scope import given_by_name
from ohms.queries.staffing import working_calendar

COVERING_ROLES = (Role.HSC, Role.SUPERVISOR)
"""Whoever sees the claims of the COHE anyway: coordinators, and the supervisor who steps in."""


class AbsenceShown(NamedTuple):
    """An absence as a list tells it."""

    id: int
    staff_id: int
    name: str
    from_on: date
    to_on: date
    minutes_a_day: int | None
    kind: AbsenceKind
    position_id: int | None
    version: int


class DeputyLine(NamedTuple):
    """One line of the coverage plan: a provider, its coordinator and its standing deputy today."""

    provider_id: int
    provider: str
    coordinator_id: int | None
    coordinator: str | None
    deputy_id: int | None
    deputy: str | None

    @property
    def choice(self) -> tuple[int, str]:
        """As a list to choose a provider from."""
        return self.provider_id, self.provider


def plan_of(cohe_id: int, first_on: date, last_on: date) -> Question[CoveragePlan]:
    """What decides who is there for the providers of a COHE within some days: one round."""
    coordinators, deputies, calendar, presence, covers, named = yield from side_by_side(
        _held(ProviderAssignment, cohe_id, first_on, last_on),
        _held(StandingDeputy, cohe_id, first_on, last_on),
        working_calendar(cohe_id),
        presence_of(cohe_id, first_on, last_on),
        covers_of(cohe_id, first_on, last_on),
        _named(cohe_id),
    )
    return CoveragePlan(
        calendar=calendar,
        presence=presence,
        coordinators=coordinators,
        deputies=deputies,
        covers=covers,
        named=named,
    )


def _named(cohe_id: int) -> Question[dict[int, set[int]]]:
    found: dict[int, set[int]] = defaultdict(set)
    of_claims = given_by_name(cohe_id).with_only_columns(
        Claim.initiating_provider_id, Claim.assigned_to_id
    )
    (rows,) = yield (of_claims.distinct(),)
    for provider_id, staff_id in rows:
        if staff_id is not None:
            found[provider_id].add(staff_id)
    return found


def presence_of(cohe_id: int, first_on: date, last_on: date) -> Question[Presence]:
    """Positions of those who may cover, by person, and the leave that was recorded of them. Whose
    access ended is there no more from that day on, whatever the last day worked; whose account is
    closed, from today on."""
    positions: dict[int, tuple[PositionFact, ...]] = {}
    minutes = (getattr(Position, f"minutes_{day}") for day in WEEKDAYS)
    held = (
        Position.cohe_id == cohe_id,
        Position.role.in_(COVERING_ROLES),
        Position.from_on <= last_on,
        or_(Position.to_on.is_(None), Position.to_on >= first_on),
    )
    people, rows = yield (
        select(
            Position.id,
            Position.staff_id,
            Position.role,
            Position.from_on,
            Position.to_on,
            Position.access_ended_at,
            StaffMember.active,
            *minutes,
        )
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(*held),
        select(
            Absence.staff_id,
            Absence.position_id,
            Absence.from_on,
            Absence.to_on,
            Absence.minutes_a_day,
        ).where(
            Absence.staff_id.in_(select(Position.staff_id).where(*held)),
            Absence.from_on <= last_on,
            Absence.to_on >= first_on,
        ),
    )
    yesterday = clock.today() - ONE_DAY
    for id_, staff_id, role, from_on, to_on, ended_at, active, *week in people:
        last = to_on if ended_at is None else pacific_day(ended_at) - ONE_DAY
        if not active:
            last = min(last or yesterday, yesterday)
        fact = PositionFact(id_, role, cohe_id, tuple(week), from_on, last)
        positions[staff_id] = (*positions.get(staff_id, ()), fact)
    absences = [
        AbsenceFact(fact.position_id, row.from_on, row.to_on or row.from_on, row.minutes_a_day)
        for row in rows
        for fact in positions[row.staff_id]
        if row.position_id in (None, fact.position_id)
    ]
    return Presence(positions, absences)


def covers_of(cohe_id: int, first_on: date, last_on: date) -> Question[list[CoverFact]]:
    (rows,) = yield (
        select(
            Coverage.provider_id,
            Coverage.absent_id,
            Coverage.covering_id,
            Coverage.from_on,
            Coverage.to_on,
            Coverage.declined_at,
        )
        .where(Coverage.cohe_id == cohe_id, Coverage.from_on <= last_on, Coverage.to_on >= first_on)
        .order_by(Coverage.id),
    )
    return [
        CoverFact(
            r.provider_id, r.absent_id, r.covering_id, r.from_on, r.to_on, bool(r.declined_at)
        )
        for r in rows
    ]


def _held(
    model: Any, cohe_id: int, first_on: date, last_on: date
) -> Question[dict[int, tuple[Held, ...]]]:
    found: dict[int, list[Held]] = defaultdict(list)
    (rows,) = yield (
        select(model.provider_id, model.from_on, model.to_on, model.staff_id)
        .where(
            model.cohe_id == cohe_id,
            model.from_on <= last_on,
            or_(model.to_on.is_(None), model.to_on >= first_on),
        )
        .order_by(model.id),
    )
    for provider_id, *held in rows:
        found[provider_id].append(Held(*held))
    return {provider_id: tuple(held) for provider_id, held in found.items()}


def absences_shown(staff_ids: Collection[int], first_on: date, last_on: date) -> list[AbsenceShown]:
    """Absences of some people that touch some days, the earliest first."""
    rows = db.session.execute(
        select(Absence, StaffMember.name)
        .join(StaffMember, StaffMember.id == Absence.staff_id)
        .where(
            Absence.staff_id.in_(staff_ids), Absence.from_on <= last_on, Absence.to_on >= first_on
        )
        .order_by(Absence.from_on, StaffMember.name, Absence.id)
    )
    return [
        AbsenceShown(
            away.id,
            away.staff_id,
            name,
            away.from_on,
            away.to_on or away.from_on,
            away.minutes_a_day,
            away.kind,
            away.position_id,
            away.version,
        )
        for away, name in rows
    ]


def deputies_of(actor: Actor, cohe_id: int) -> list[DeputyLine]:
    """The contract's coverage plan today: every provider that is enrolled or has a coordinator here."""
    lines = {
        each.id: f"{each.last_name}, {each.first_name}"
        for each in providers_of_cohe(actor, cohe_id)
    }
    rows: dict[Any, dict[int, Any]] = {}
    for model, held in ((ProviderAssignment, holds), (StandingDeputy, holds_with_account)):
        found = db.session.execute(
            select(model.provider_id, StaffMember.id, StaffMember.name)
            .join(StaffMember, StaffMember.id == model.staff_id)
            .where(model.cohe_id == cohe_id, held(model, actor.on_day))
        )
        rows[model] = {row.provider_id: (row.id, row.name) for row in found}
    nobody = (None, None)
    return [
        DeputyLine(
            id_,
            name,
            *rows[ProviderAssignment].get(id_, nobody),
            *rows[StandingDeputy].get(id_, nobody),
        )
        for id_, name in lines.items()
    ]


def without_coordinator(cohe_id: int, day: date) -> int:
    """How many providers that are enrolled on a day nobody coordinates: no day of theirs is a gap."""
    has_one = exists().where(
        ProviderAssignment.provider_id == Enrolment.provider_id,
        ProviderAssignment.cohe_id == cohe_id,
        holds(ProviderAssignment, day),
    )
    enrolled = select(func.count(Enrolment.id)).where(
        Enrolment.cohe_id == cohe_id, holds(Enrolment, day), ~has_one.correlate(Enrolment)
    )
    return db.session.execute(enrolled).scalar_one()


def year_around(day: date) -> tuple[date, date]:
    """As far back as a list of leave reaches, and as far ahead."""
    return day - timedelta(days=90), day + timedelta(days=366)


def people_of(cohe_id: int, day: date) -> dict[int, str]:
    """Who works in the COHE on a day on its claims, by name."""
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id == cohe_id,
            Position.role.in_((*COVERING_ROLES, Role.HSC_ASSISTANT)),
            holds_with_account(Position, day),
        )
        .order_by(StaffMember.name)
    )
    return {row.id: row.name for row in rows}
