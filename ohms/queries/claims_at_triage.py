"""The claims that triage looks at, each in one row with what it prints of them and judges by."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.values import ClaimStatus, Complexity, Coordination, WorkStatus
from ohms.domain.work_status import TIME_LOSS_PAID
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.medical import ReportOfAccident, TimeLossPayment
from ohms.models.notes import CallIntake
from ohms.models.providers import Provider
from ohms.models.workers import Employer, Worker
from ohms.queries.among import among_fixed
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import (
    ToldOfClaims,
    sees_beside_its_claim,
    visible,
    visible_among_few,
    worker_beside_their_claim,
)


class ClaimAtTriage(NamedTuple):
    """The columns of a claim that triage prints or judges by."""

    id: int
    claim_number: str
    cohe_id: int
    last_name: str
    first_name: str
    injury_on: date
    initiated_on: date
    established_on: date | None
    employer: str
    provider: str
    status: ClaimStatus
    work_status: WorkStatus
    coordination: Coordination
    close_reason: str | None
    complexity: Complexity
    watch_until_on: date | None
    last_contact_on: date | None
    language: str | None
    interpreter_needed: bool | None
    time_loss_told_on: date | None
    time_loss_last_on: date | None
    roa_complete: bool | None
    called_on: date | None
    called_at: datetime | None
    """When the last call with which nobody is done was taken."""
    ended_at: datetime | None
    """When our work on it ended last, where it did."""
    reopened_at: datetime | None
    """When the feed told last that L&I reopened it."""


def claims_at_triage(actor: Actor, ids: Collection[int]) -> Question[list[ClaimAtTriage]]:
    """The claims of these ids that the actor sees, in the order of the ids."""
    (rows,) = yield (_claims(actor, claim_ids=list(ids)),)
    return sorted((ClaimAtTriage(*row) for row in rows), key=lambda row: row.id)


@prepared
def _claims(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible_among_few(actor)
        .with_only_columns(*_columns(actor))
        .select_from(Claim)
        .where(Claim.id.in_(claim_ids))
        .join(Worker, Worker.id == Claim.worker_id)
        .where(worker_beside_their_claim())
        .join(Employer, Employer.id == Claim.employer_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .order_by(Claim.id)
    )


def _columns(actor: Actor) -> tuple[Any, ...]:
    return (
        Claim.id,
        Claim.claim_number,
        Claim.cohe_id,
        Worker.last_name,
        Worker.first_name,
        Claim.injury_on,
        Claim.initiated_on,
        Claim.established_on,
        Employer.name.label("employer"),
        Provider.last_name.label("provider"),
        Claim.status,
        Claim.work_status,
        Claim.coordination,
        Claim.close_reason,
        Claim.complexity,
        Claim.watch_until_on,
        Claim.last_contact_on,
        Worker.language,
        Worker.interpreter_needed,
        _time_loss_told_on(actor, func.min(TimeLossPayment.paid_to_on)),
        _time_loss_told_on(actor, func.max(TimeLossPayment.paid_to_on)),
        _roa_complete(actor),
        _of_open_calls(actor, func.max(CallIntake.performed_on)),
        _of_open_calls(actor, func.max(CallIntake.taken_at)),
        _ended_at(actor),
        _reopened_at(actor),
    )


def _of_the_claim(actor: Actor, model: type[ToldOfClaims]) -> Select[Any]:
    """What was told of the claim of the enclosing SELECT, which stands there at the reading door."""
    return select(model).where(sees_beside_its_claim(actor, model), model.claim_id == Claim.id)


def _ended_at(actor: Actor) -> Any:
    return (
        _of_the_claim(actor, CoordinationPeriod)
        .with_only_columns(func.max(CoordinationPeriod.ended_at))
        .correlate(Claim)
        .scalar_subquery()
    )


def _reopened_at(actor: Actor) -> Any:
    return (
        _of_the_claim(actor, FeedChange)
        .join(FeedRun, FeedRun.id == FeedChange.run_id)
        .with_only_columns(func.max(FeedRun.started_at))
        .where(
            FeedChange.field == "status",
            FeedChange.new == ClaimStatus.REOPENED.value,
        )
        .correlate(Claim)
        .scalar_subquery()
    )


def _time_loss_told_on(actor: Actor, day: Any) -> Any:
    return (
        _of_the_claim(actor, TimeLossPayment)
        .with_only_columns(day)
        .where(among_fixed(TimeLossPayment.kind, TIME_LOSS_PAID))
        .correlate(Claim)
        .scalar_subquery()
    )


def _roa_complete(actor: Actor) -> Any:
    """Of the Report of Accident signed last; nothing where none was told."""
    return (
        _of_the_claim(actor, ReportOfAccident)
        .with_only_columns(ReportOfAccident.complete)
        .order_by(ReportOfAccident.signed_on.desc(), ReportOfAccident.id.desc())
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )


def has_open_call(actor: Actor) -> ColumnElement[bool]:
    """A call on the claim of the enclosing SELECT came in, and nobody is done with it."""
    return _open_calls(actor).correlate(Claim).exists()


def _of_open_calls(actor: Actor, column: Any) -> Any:
    return _open_calls(actor).with_only_columns(column).correlate(Claim).scalar_subquery()


def _open_calls(actor: Actor) -> Select[CallIntake]:
    """Those of the claim, and those for which it is proposed."""
    return visible(actor, CallIntake).where(
        or_(CallIntake.claim_id == Claim.id, CallIntake.proposed_claim_id == Claim.id),
        CallIntake.done_at.is_(None),
    )
