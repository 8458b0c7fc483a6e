"""Everything with a day that a COHE owes or its people owe: what, by when, by whom, how it ends, and
what the forecast loses where it lapses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import select

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.contract import ContractSettings
from ohms.domain.lapsing import is_expiring
from ohms.domain.values import Role
from ohms.models.cohes import Cohe
from ohms.models.staff import Position, StaffMember
from ohms.queries.claim_sight import in_force
from ohms.queries.duties import Duty, DutyKind, duties
from ohms.queries.onboarding import BroughtIn, brought_in, confidentiality_due_of
from ohms.queries.positions import week_of
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import Question, Rows, asked, side_by_side
from ohms.queries.shadowing import to_confirm
from ohms.queries.trainings import trainings_open

FULL_WEEK = ContractSettings().full_time_minutes_a_week


class Kind(StrEnum):
    DISCUSSION = "discussion"
    REPORT = "report"
    VACANCY = "vacancy"
    TRAINING = "training"
    GAP = "gap"
    CONFIDENTIALITY = "confidentiality"
    PAPERS = "papers"
    SHADOWING = "shadowing"
    POSITION_ENDS = "position_ends"


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation; `due_by` is empty where no day is named."""

    kind: Kind
    cohe: str
    due_by: date | None
    since_on: date | None = None
    who: str | None = None
    staff_id: int | None = None
    id: int | None = None
    quarter: str | None = None
    slug: str | None = None
    minutes_left: int | None = None
    missing: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    free_day: bool = False
    lapses: "Lapse | None" = None

    def lowers_forecast(self, today: date) -> bool:
        """Training that expires unmet."""
        expires = self.due_by is not None and is_expiring(self.due_by, today)
        return self.kind is Kind.TRAINING and self.lapses is not None and expires


@dataclass(frozen=True, slots=True)
class Lapse:
    """What the forecast loses the day after when it lapses: the FTE of a coordinator's positions;
    long before, a supposition shows it of the first of them."""

    position_id: int
    fte: Fraction
    cohe_slug: str


TOLD = CASEWORK | {Role.SUPERVISOR, Role.CONTRACT_MANAGER}
"""Who is told of obligations; a privacy officer reads positions and vacancies alone."""


def obligations(actor: Actor) -> Question[list[Owed]]:
    """What concerns the actor: their COHE's as supervisor or contract manager, else their own; the
    nearest day first, those without a day last."""
    led = actor.cohes_as(Role.SUPERVISOR, Role.CONTRACT_MANAGER)
    parts = [_of_contract(actor, led), _of_people(actor, led), _shadowing(actor)]
    if own := [cohe for cohe in actor.cohes_as(*CASEWORK) if cohe not in led]:
        parts += [_own_training(actor, own), _of_people(actor, own, staff_id=actor.staff_id)]
    found = yield from _all_of(parts)
    return sorted(found, key=lambda owed: (owed.due_by or date.max, owed.kind, owed.who or ""))


def owed_by_oneself(actor: Actor) -> Question[list[Owed]]:
    """What the actor owes as somebody who works on claims, of what falls due soon: for Today."""
    own = actor.cohes_as(*CASEWORK)
    if not own:
        return []
    parts = [_own_training(actor, own), _own_confidentiality(actor, own)]
    if actor.holds(Role.HSC):
        parts.append(_shadowing(actor))
    found = yield from _all_of(parts)
    return [
        each
        for each in found
        if each.kind is Kind.SHADOWING or (each.due_by and is_expiring(each.due_by, actor.on_day))
    ]


def _all_of(parts: Sequence[Question[list[Owed]]]) -> Question[list[Owed]]:
    found = yield from side_by_side(*parts)
    return [owed for part in found for owed in part]


def _own_confidentiality(actor: Actor, cohes: Sequence[int]) -> Question[list[Owed]]:
    assert actor.staff_id is not None
    found = yield from confidentiality_due_of(actor.staff_id, cohes, actor.on_day)
    return [
        Owed(Kind.CONFIDENTIALITY, cohe, due_by, who=actor.name, staff_id=actor.staff_id)
        for cohe, due_by in found
    ]


def _shadowing(actor: Actor) -> Question[list[Owed]]:
    found = yield from to_confirm(actor)
    return [
        Owed(
            Kind.SHADOWING,
            each.cohe,
            None,
            each.done_on,
            who=each.name,
            id=each.id,
            minutes_left=each.minutes,
        )
        for each in found
    ]


def _of_contract(actor: Actor, led: Sequence[int]) -> Question[list[Owed]]:
    found, (held,) = yield from side_by_side(duties(actor), asked(_held(actor, led)))
    lapses = _lapses(held)
    return [*(_of_duty(duty, lapses) for duty in found), *_positions_that_end(held)]


def _of_duty(duty: Duty, lapses: Mapping[tuple[str, int], Lapse]) -> Owed:
    is_person = duty.kind in (DutyKind.VACANCY, DutyKind.TRAINING)
    return Owed(
        Kind(duty.kind.value),
        duty.cohe,
        duty.due_by,
        duty.since_on,
        who=duty.who,
        staff_id=duty.id if is_person else None,
        id=None if is_person else duty.id,
        quarter=duty.quarter,
        slug=duty.slug,
        minutes_left=duty.minutes_left,
        providers=duty.providers,
        days=duty.days,
        free_day=duty.free_day,
        lapses=lapses.get((duty.cohe, duty.id or 0)) if is_person else None,
    )


def _of_people(
    actor: Actor, cohes: Sequence[int], *, staff_id: int | None = None
) -> Question[list[Owed]]:
    """Papers that are missing, and the yearly word on confidentiality."""
    found = yield from brought_in(actor.on_day, cohes, staff_id=staff_id)
    return [owed for each in found for owed in _of_person(each)]


def _of_person(each: BroughtIn) -> Iterator[Owed]:
    stand = each.onboarding
    yield Owed(
        Kind.CONFIDENTIALITY,
        each.cohe,
        stand.confidentiality_due,
        who=each.name,
        staff_id=each.staff_id,
    )
    if missing := (*stand.missing, *stand.missing_topics):
        yield Owed(
            Kind.PAPERS,
            each.cohe,
            None,
            stand.begins_on,
            who=each.name,
            staff_id=each.staff_id,
            missing=tuple(str(one) for one in missing),
        )


def _own_training(actor: Actor, cohes: Sequence[int]) -> Question[list[Owed]]:
    hsc = [cohe for cohe in cohes if cohe in actor.cohes_as(Role.HSC)]
    if not hsc:
        return []
    found = yield from trainings_open(actor.on_day, hsc, staff_id=actor.staff_id)
    return [
        Owed(
            Kind.TRAINING,
            each.who.cohe,
            each.stand.due.day,
            each.who.hired_on,
            who=each.who.name,
            staff_id=each.who.staff_id,
            minutes_left=each.stand.shadowing_left,
        )
        for each in found
    ]


def _positions_that_end(held: Rows) -> list[Owed]:
    """Coordinators' positions held today of which the last day is known: the forecast counts them up
    to that day already."""
    return [
        Owed(
            Kind.POSITION_ENDS,
            row.cohe,
            row.Position.to_on,
            row.Position.from_on,
            who=row.name,
            staff_id=row.Position.staff_id,
        )
        for row in held
        if row.Position.to_on is not None
    ]


def _lapses(held: Rows) -> dict[tuple[str, int], Lapse]:
    """By COHE and person: what the coordinator's positions are that an obligation holds up."""
    found: dict[tuple[str, int], Lapse] = {}
    for row in held:
        key = (row.cohe, row.Position.staff_id)
        before = found.get(key, Lapse(row.Position.id, Fraction(0), row.slug))
        fte = Fraction(sum(week_of(row.Position)), FULL_WEEK)
        found[key] = replace(before, fte=before.fte + fte)
    return found


def _held(actor: Actor, cohes: Sequence[int]) -> AnySelect:
    return (
        select(Position, StaffMember.name, Cohe.name.label("cohe"), Cohe.slug)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(Position.cohe_id.in_(cohes), Position.role == Role.HSC, in_force(Position, actor))
        .order_by(StaffMember.name)
    )
