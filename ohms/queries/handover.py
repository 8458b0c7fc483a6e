"""Who is away or left, who may read what they hand over, and which claims that is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, add_business_days, pacific_day
from ohms.domain.handover import TOLD_AFTER, TOLD_BEFORE, until_when
from ohms.domain.values import Coordination, Role
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.coordination import CoordinationPeriod
from ohms.models.coverage import Absence, Coverage
from ohms.models.departures import Departure
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.among import among_few_rows
from ohms.queries.claim_sight import answered_for_by
from ohms.queries.one_in_sight import only_row
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible
from ohms.queries.task_filter import in_an_open_state


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who goes, on leave or for good; `to_on` is empty for good."""

    id: int
    staff_id: int
    name: str
    from_on: date
    to_on: date | None
    is_self: bool
    claims: ColumnElement[bool]
    """Which claims it is about, of those that the actor sees."""

    @property
    def until_on(self) -> date:
        return until_when(self.from_on, self.to_on)

    def open_claims(self, actor: Actor) -> Select[Claim]:
        return visible(actor, Claim).where(self.claims, Claim.coordination != Coordination.CLOSED)

    def claims_worked_on(self, actor: Actor) -> Select[Claim]:
        """Those too that were closed since."""
        closed_since = visible(actor, CoordinationPeriod).where(
            CoordinationPeriod.claim_id == Claim.id, CoordinationPeriod.to_on >= self.from_on
        )
        return visible(actor, Claim).where(
            self.claims,
            or_(
                Claim.coordination != Coordination.CLOSED,
                closed_since.with_only_columns(CoordinationPeriod.id).correlate(Claim).exists(),
            ),
        )


class AwayLine(NamedTuple):
    """Leave that is told on Today: whose, and from when to when."""

    id: int
    staff_id: int
    name: str
    from_on: date
    to_on: date


def knows_absence(actor: Actor) -> ColumnElement[bool]:
    """One's own, of who worked in a supervised COHE meanwhile, and of whom one covers for."""
    led = actor.cohes_as(Role.SUPERVISOR)
    theirs = select(Position.id).where(
        Position.staff_id == Absence.staff_id,
        Position.cohe_id.in_(led),
        Position.role.in_(CASEWORK),
        Position.from_on <= Absence.to_on,
        or_(Position.to_on.is_(None), Position.to_on >= Absence.from_on),
    )
    of_led = theirs.correlate(Absence).exists()
    return or_(Absence.staff_id == actor.staff_id, of_led, _covers(actor))


def knows_handed_on(actor: Actor) -> ColumnElement[bool]:
    """Departures from the COHEs in which the actor supervises, or may take claims over."""
    return Departure.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR, Role.HSC))


def absence_read(actor: Actor, absence_id: int) -> Away:
    """An absence with the claims of who is away; who covers reads those that they cover."""
    row = only_row(
        select(Absence, StaffMember.name)
        .join(StaffMember, StaffMember.id == Absence.staff_id)
        .where(Absence.id == absence_id, knows_absence(actor))
    )
    away, name = row
    is_self = away.staff_id == actor.staff_id
    claims = _theirs(actor, away.staff_id)
    if not is_self and not actor.holds(Role.SUPERVISOR):
        claims = and_(claims, Claim.initiating_provider_id.in_(_covered(actor, away)))
    return Away(
        absence_id, away.staff_id, name, away.from_on, away.to_on or away.from_on, is_self, claims
    )


def departure_read(actor: Actor, departure_id: int) -> Away:
    """A departure with the claims that were left; a coordinator reads those that are theirs now."""
    row = only_row(
        select(Departure, StaffMember.name)
        .join(StaffMember, StaffMember.id == Departure.staff_id)
        .where(Departure.id == departure_id, knows_handed_on(actor))
    )
    gone, name = row
    claims = and_(Claim.cohe_id == gone.cohe_id, _left(actor, gone))
    if gone.cohe_id not in actor.cohes_as(Role.SUPERVISOR):
        assert actor.staff_id is not None
        claims = and_(claims, answered_for_by(actor, actor.staff_id))
    return Away(departure_id, gone.staff_id, name, actor.on_day, None, False, claims)


def absences_told(actor: Actor, *, own_too: bool) -> Question[Sequence[AwayLine]]:
    """For Today, in one statement: the leave of whom one covers, from some days before to its end, and
    `own_too` one's own that begins soon, runs or is just over, for who has claims to hand over; the
    earliest first."""
    (rows,) = yield (_absences_told(actor, own_too),)
    return [
        AwayLine(row.id, row.staff_id, row.name, row.from_on, row.to_on or row.from_on)
        for row in rows
    ]


@prepared
def _absences_told(actor: Actor, own_too: bool) -> AnySelect:
    soon_on = add_business_days(actor.on_day, TOLD_BEFORE)
    own = and_(Absence.staff_id == actor.staff_id, Absence.to_on >= actor.on_day - TOLD_AFTER)
    covered = and_(_covers(actor), Absence.to_on >= actor.on_day)
    return (
        select(Absence.id, Absence.staff_id, StaffMember.name, Absence.from_on, Absence.to_on)
        .join(StaffMember, StaffMember.id == Absence.staff_id)
        .where(Absence.from_on <= soon_on, or_(own, covered) if own_too else covered)
        .order_by(Absence.from_on, Absence.id)
    )


def _covers(actor: Actor) -> ColumnElement[bool]:
    cover = exists(
        select(Coverage.id).where(
            Coverage.covering_id == actor.staff_id,
            Coverage.absent_id == Absence.staff_id,
            Coverage.declined_at.is_(None),
            Coverage.from_on <= Absence.to_on,
            Coverage.to_on >= Absence.from_on,
        )
    )
    return cover.correlate(Absence)


def _covered(actor: Actor, away: Absence) -> Select[int]:
    return select(Coverage.provider_id).where(
        Coverage.covering_id == actor.staff_id,
        Coverage.absent_id == away.staff_id,
        Coverage.declined_at.is_(None),
        Coverage.from_on <= away.to_on,
        Coverage.to_on >= away.from_on,
    )


def _theirs(actor: Actor, staff_id: int) -> ColumnElement[bool]:
    """Claims that somebody answers for, and on which they have an open task."""
    tasks = visible(actor, Task).where(Task.owner_id == staff_id, in_an_open_state())
    with_task = among_few_rows(Claim.id, tasks.with_only_columns(Task.claim_id))
    return or_(answered_for_by(actor, staff_id), with_task)


def _left(actor: Actor, gone: Departure) -> ColumnElement[bool]:
    """Claims of the providers, and by name, that somebody had on the day before their access ended
    or that fell by it: whoever has them now."""
    last_on = pacific_day(gone.access_ended_at) - ONE_DAY

    def theirs(model: Any) -> ColumnElement[bool]:
        own = and_(model.staff_id == gone.staff_id, model.to_on >= last_on)
        return and_(model.cohe_id == gone.cohe_id, or_(own, model.departure_id == gone.id))

    providers = select(ProviderAssignment.provider_id).where(theirs(ProviderAssignment))
    by_name = visible(actor, ClaimAssignment).where(
        ClaimAssignment.claim_id == Claim.id, theirs(ClaimAssignment)
    )
    return or_(
        Claim.initiating_provider_id.in_(providers),
        by_name.with_only_columns(ClaimAssignment.id).correlate(Claim).exists(),
    )
