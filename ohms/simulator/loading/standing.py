"""The simulated world as the database has it now: what people changed since is taken as it is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence
from ohms.models.providers import Provider, ProviderAssignment, StandingDeputy
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.simulator.loading.known import position_key
from ohms.simulator.planned import (
    PlannedAbsence,
    PlannedAssignment,
    PlannedAssistantship,
    PlannedPosition,
    World,
)

CASEWORK = (Role.HSC, Role.HSC_ASSISTANT)


def standing_world(founded: World, today: date, hired: tuple[str, ...]) -> World:
    """The founded world on a later day. `hired`: who was simulated into it since.

    Inside a bulk unit. Coordinators and assistants whom somebody added by hand rest.
    """
    order = {position.key: n for n, position in enumerate(founded.positions)}
    positions = tuple(sorted(_positions(), key=lambda p: order.get(p.key, len(order))))
    simulated = {person.username for person in founded.staff}.union(hired)
    return replace(
        founded,
        today=today,
        positions=positions,
        assignments=_assignments(),
        assistantships=_assistantships(),
        absences=_absences(),
        resting=frozenset(p.staff for p in positions).difference(simulated),
    )


def _positions() -> list[PlannedPosition]:
    rows = db.session.execute(
        select(Position, StaffMember.username, Cohe.slug)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .outerjoin(Cohe, Cohe.id == Position.cohe_id)
        .order_by(Position.from_on.desc(), Position.id.desc())
    ).all()
    seen: dict[tuple[str, str | None], int] = {}
    found = []
    for position, username, slug in rows:
        later = seen.get((username, slug), 0)
        seen[username, slug] = later + 1
        found.append(_planned(position, username, slug, later))
    return sorted(found, key=lambda p: (p.from_on, p.key))


def _planned(position: Position, username: str, slug: str | None, later: int) -> PlannedPosition:
    mon, tue, wed, thu, fri, sat, sun = position.weekday_minutes
    return PlannedPosition(
        key=position_key(username, slug, later),
        staff=username,
        role=position.role,
        cohe=slug,
        weekday_minutes=(mon, tue, wed, thu, fri, sat, sun),
        from_on=position.from_on,
        to_on=position.to_on,
        ended_by=position.ended_by,
    )


def _assignments() -> tuple[PlannedAssignment, ...]:
    rows = db.session.execute(
        select(
            Provider.lni_provider_id,
            Cohe.slug,
            StaffMember.username,
            ProviderAssignment.from_on,
            ProviderAssignment.to_on,
        )
        .join(Provider, Provider.id == ProviderAssignment.provider_id)
        .join(Cohe, Cohe.id == ProviderAssignment.cohe_id)
        .join(StaffMember, StaffMember.id == ProviderAssignment.staff_id)
        .order_by(ProviderAssignment.cohe_id, Provider.id, ProviderAssignment.from_on)
    ).all()
    deputies = _deputies()
    return tuple(
        PlannedAssignment(
            provider_id,
            slug,
            staff,
            _last_within(deputies.get((provider_id, slug), ()), from_on, to_on),
            from_on,
            to_on,
        )
        for provider_id, slug, staff, from_on, to_on in rows
    )


def _deputies() -> dict[tuple[str, str], list[Row[str, date, date | None]]]:
    rows = db.session.execute(
        select(
            Provider.lni_provider_id,
            Cohe.slug,
            StaffMember.username,
            StandingDeputy.from_on,
            StandingDeputy.to_on,
        )
        .join(Provider, Provider.id == StandingDeputy.provider_id)
        .join(Cohe, Cohe.id == StandingDeputy.cohe_id)
        .join(StaffMember, StaffMember.id == StandingDeputy.staff_id)
        .order_by(StandingDeputy.from_on)
    )
    found: dict[tuple[str, str], list[Row[str, date, date | None]]] = {}
    for provider_id, slug, *deputy in rows:
        found.setdefault((provider_id, slug), []).append(deputy)  # type: ignore[arg-type]
    return found


def _last_within(
    deputies: Iterable[Row[str, date, date | None]], from_on: date, to_on: date | None
) -> str | None:
    """The deputy at the end of an assignment, None where there is none then."""
    end = to_on or date.max
    names = [
        name
        for name, first, last in deputies
        if first <= end and end <= (last or date.max) and from_on <= (last or date.max)
    ]
    return names[-1] if names else None


def _assistantships() -> tuple[PlannedAssistantship, ...]:
    assistant, coordinator = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        select(
            assistant.username,
            coordinator.username,
            AssistantAssignment.from_on,
            AssistantAssignment.to_on,
        )
        .join(assistant, assistant.id == AssistantAssignment.assistant_id)
        .join(coordinator, coordinator.id == AssistantAssignment.coordinator_id)
        .order_by(AssistantAssignment.from_on)
    )
    return tuple(PlannedAssistantship(*row) for row in rows)


def _absences() -> tuple[PlannedAbsence, ...]:
    rows = db.session.execute(
        select(
            StaffMember.username,
            Absence.from_on,
            Absence.to_on,
            Absence.kind,
            Absence.minutes_a_day,
        )
        .join(StaffMember, StaffMember.id == Absence.staff_id)
        .order_by(Absence.id)
    )
    return tuple(
        PlannedAbsence(staff, from_on, to_on, kind, minutes)
        for staff, from_on, to_on, kind, minutes in rows
        if to_on is not None
    )
