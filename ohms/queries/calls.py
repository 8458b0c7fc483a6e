"""Calls as their people find them: those for me, those without a claim, those I took, and one call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, null, or_

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission
from ohms.models.notes import CallIntake
from ohms.models.staff import StaffMember
from ohms.models.workers import Worker
from ohms.queries.among import among_united
from ohms.queries.call_candidates import claims_with_workers
from ohms.queries.claim_sight import answered_for_by_nobody, answered_or_covered_by
from ohms.queries.one_in_sight import only_row
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.row_sight import claim_of_call
from ohms.queries.scope import visible

LISTED = 50


class ListedCall(NamedTuple):
    """A call in a list; the claim's number is there for those alone who see the claim."""

    id: int
    performed_on: date
    caller: str
    call_back: str | None
    told_claim_number: str | None
    told_name: str | None
    promise: str | None
    message: str
    minutes: int | None
    claim_id: int | None
    claim_number: str | None
    matched: bool
    done: bool
    total: int

    @property
    def is_proposed(self) -> bool:
        return self.claim_number is not None and not self.matched


@dataclass(frozen=True, slots=True)
class Calls:
    """The first of some calls, newest first, with how many there are."""

    rows: Sequence[ListedCall] = ()

    @property
    def total(self) -> int:
        return self.rows[0].total if self.rows else 0

    @property
    def claim_ids(self) -> set[int]:
        return {row.claim_id for row in self.rows if row.claim_id is not None}


def calls_for(actor: Actor, limit: int = LISTED) -> Question[Calls]:
    """Open calls of claims that the actor answers for today, by name, by provider or as cover.

    A claim restricted to named people is answered for by all of them.
    """
    (rows,) = yield (_calls_for(actor, limit),)
    return Calls([ListedCall(*row) for row in rows])


@prepared
def _calls_for(actor: Actor, limit: int) -> AnySelect:
    admitted = visible(actor, ClaimAdmission).where(
        ClaimAdmission.claim_id == Claim.id, ClaimAdmission.staff_id == actor.staff_id
    )
    answering = or_(
        answered_or_covered_by(actor),
        and_(Claim.restricted.is_(True), admitted.correlate(Claim).exists()),
    )
    statement = visible(actor, CallIntake).where(_is_open(actor), _its_claim(actor, answering))
    return _in_a_list(actor, statement, limit)


def calls_without_anybody(actor: Actor, limit: int = LISTED) -> Question[Calls]:
    """Open calls of the supervised COHEs without a claim, or with one nobody answers for today."""
    nobody = or_(claim_of_call().is_(None), _its_claim(actor, answered_for_by_nobody(actor)))
    statement = visible(actor, CallIntake).where(
        CallIntake.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)), _is_open(actor), nobody
    )
    return _listed(actor, statement, limit)


def calls_taken(actor: Actor, limit: int = LISTED) -> Question[Calls]:
    """What one took down oneself, newest first: as it was typed, without what became of it."""
    statement = visible(actor, CallIntake).where(CallIntake.taken_by_id == actor.staff_id)
    return _listed(actor, statement, limit, with_claims=False)


class MinutesWaiting(NamedTuple):
    """Minutes of one's own calls that have no claim yet."""

    id: int
    performed_on: date
    caller: str
    minutes: int


def minutes_of_calls_waiting(actor: Actor, days: Sequence[date]) -> list[MinutesWaiting]:
    """One's own calls of these days whose minutes count once their claim is known."""
    rows: Iterable[Any] = db.session.execute(
        visible(actor, CallIntake)
        .where(
            CallIntake.taken_by_id == actor.staff_id,
            CallIntake.claim_id.is_(None),
            CallIntake.minutes.is_not(None),
            CallIntake.performed_on.between(days[0], days[-1]),
        )
        .with_only_columns(
            CallIntake.id, CallIntake.performed_on, CallIntake.caller, CallIntake.minutes
        )
        .order_by(CallIntake.performed_on, CallIntake.id)
    )
    return [MinutesWaiting(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class ShownCall:
    """One call: what was told, and of its claim only what the actor sees."""

    call: CallIntake
    taken_by: str
    taken_at: datetime
    claim_id: int | None
    claim_number: str | None
    worker: str | None
    done_at: datetime | None

    @property
    def is_matched(self) -> bool:
        return self.claim_number is not None and self.call.claim_id is not None

    @property
    def is_proposed(self) -> bool:
        return self.claim_number is not None and self.call.claim_id is None


def call_shown(actor: Actor, call_id: int) -> ShownCall:
    """One call with its claim as far as the actor sees that; NotFound for a call out of sight."""
    row = only_row(
        visible(actor, CallIntake)
        .join(StaffMember, StaffMember.id == CallIntake.taken_by_id)
        .where(CallIntake.id == call_id)
        .with_only_columns(CallIntake, StaffMember.name)
    )
    call, taken_by = row
    claim = db.session.execute(
        claims_with_workers(actor)
        .where(Claim.id == (call.claim_id or call.proposed_claim_id))
        .with_only_columns(Claim.id, Claim.claim_number, Worker.last_name, Worker.first_name)
    ).one_or_none()
    return ShownCall(
        call,
        taken_by,
        call.taken_at.astimezone(PACIFIC),
        claim.id if claim else None,
        claim.claim_number if claim else None,
        f"{claim.last_name}, {claim.first_name}" if claim else None,
        call.done_at.astimezone(PACIFIC) if call.done_at else None,
    )


@prepared
def calls_of_claim(actor: Actor, *, claim_id: int) -> AnySelect:
    """Calls that belong to a claim for its timeline: each row has `.CallIntake` and `.name`."""
    return (
        visible(actor, CallIntake)
        .join(StaffMember, StaffMember.id == CallIntake.taken_by_id)
        .where(CallIntake.claim_id == claim_id)
        .with_only_columns(CallIntake, StaffMember.name)
    )


def _is_open(actor: Actor) -> ColumnElement[bool]:
    """Something is left to do, or a proposed claim waits for its press; each found by an index of its
    own, of all calls there ever were."""
    to_do = visible(actor, CallIntake).where(CallIntake.done_at.is_(None))
    proposed = visible(actor, CallIntake).where(CallIntake.proposed_claim_id > 0)
    ids = (each.with_only_columns(CallIntake.id) for each in (to_do, proposed))
    return among_united(CallIntake.id, *ids)


def _its_claim(actor: Actor, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The call's claim, or the one proposed for it, is in sight and fulfils a condition."""
    claim = visible(actor, Claim).where(Claim.id == claim_of_call(), condition)
    return claim.correlate(CallIntake).exists()


def _seen(actor: Actor, column: Any) -> Any:
    """A column of the call's claim, None where the actor does not see it."""
    claim = visible(actor, Claim).where(Claim.id == claim_of_call())
    return claim.with_only_columns(column).correlate(CallIntake).scalar_subquery()


def _listed(
    actor: Actor, statement: Select[CallIntake], limit: int, *, with_claims: bool = True
) -> Question[Calls]:
    (rows,) = yield (_in_a_list(actor, statement, limit, with_claims=with_claims),)
    return Calls([ListedCall(*row) for row in rows])


def _in_a_list(
    actor: Actor, statement: Select[CallIntake], limit: int, *, with_claims: bool = True
) -> AnySelect:
    of_claim = (
        (_seen(actor, Claim.id), _seen(actor, Claim.claim_number))
        if with_claims
        else (null(), null())
    )
    return (
        statement.with_only_columns(
            CallIntake.id,
            CallIntake.performed_on,
            CallIntake.caller,
            CallIntake.call_back,
            CallIntake.told_claim_number,
            CallIntake.told_name,
            CallIntake.promise,
            CallIntake.message,
            CallIntake.minutes,
            *of_claim,
            CallIntake.claim_id.is_not(None),
            CallIntake.done_at.is_not(None),
            func.count().over(),
        )
        .order_by(CallIntake.performed_on.desc(), CallIntake.id.desc())
        .limit(limit)
    )
