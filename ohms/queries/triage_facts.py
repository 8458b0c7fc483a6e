"""What triage knows of many claims at once: four SELECTs, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.frq import Frq, is_positive
from ohms.domain.triage import TriageFacts
from ohms.domain.values import ClaimStatus, Complexity, Coordination, WorkStatus
from ohms.domain.work_status import TIME_LOSS_PAID, EpisodeFact
from ohms.models.claims import Claim
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun
from ohms.models.medical import (
    ActivityPrescription,
    ReportOfAccident,
    TimeLossPayment,
    WorkStatusEpisode,
)
from ohms.models.notes import CallIntake
from ohms.models.providers import Provider
from ohms.models.recovery import FrqAnswer
from ohms.models.workers import Employer, Worker
from ohms.queries.among import among_fixed
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, Rows, side_by_side
from ohms.queries.scope import (
    ToldOfClaims,
    sees,
    sees_beside_its_claim,
    visible,
    visible_among_few,
    worker_beside_their_claim,
)

# In the order of the fields of `Frq`, as far as they are scored.
FRQ_COLUMNS = (FrqAnswer.q1, FrqAnswer.q2, FrqAnswer.q3_sites, FrqAnswer.q3_low_back_with_leg)


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


def claims_with_facts(
    actor: Actor, ids: Collection[int]
) -> Question[tuple[list[ClaimAtTriage], dict[int, TriageFacts]]]:
    """The claims of these ids that the actor sees, and the facts of each by its id."""
    rows, told = yield from side_by_side(claims_at_triage(actor, ids), _told_of(actor, ids))
    return rows, {row.id: _facts(actor, row, told) for row in rows}


class _Told(NamedTuple):
    """By claim, in order of days."""

    episodes: Mapping[int, list[tuple[Any, ...]]]
    apfs: Mapping[int, list[tuple[Any, ...]]]
    frqs: Mapping[int, list[tuple[Any, ...]]]


def _told_of(actor: Actor, ids: Collection[int]) -> Question[_Told]:
    wanted = list(ids)
    episodes, apfs, frqs = yield (
        _episodes(actor, claim_ids=wanted),
        _apfs(actor, claim_ids=wanted),
        _frqs(actor, claim_ids=wanted),
    )
    return _Told(_by_claim(episodes), _by_claim(apfs), _by_claim(frqs))


@prepared
def _episodes(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible(actor, WorkStatusEpisode)
        .where(WorkStatusEpisode.claim_id.in_(claim_ids))
        .with_only_columns(
            WorkStatusEpisode.claim_id,
            WorkStatusEpisode.work_status,
            WorkStatusEpisode.from_on,
            WorkStatusEpisode.to_on,
        )
        .order_by(WorkStatusEpisode.from_on, WorkStatusEpisode.id)
    )


@prepared
def _apfs(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible(actor, ActivityPrescription)
        .where(ActivityPrescription.claim_id.in_(claim_ids))
        .with_only_columns(
            ActivityPrescription.claim_id, ActivityPrescription.from_on, ActivityPrescription.to_on
        )
        .order_by(ActivityPrescription.id)
    )


@prepared
def _frqs(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible(actor, FrqAnswer)
        .where(FrqAnswer.claim_id.in_(claim_ids), FrqAnswer.voided_at.is_(None))
        .with_only_columns(FrqAnswer.claim_id, FrqAnswer.answered_on, *FRQ_COLUMNS)
        .order_by(FrqAnswer.id)
    )


def _facts(actor: Actor, row: ClaimAtTriage, told: _Told) -> TriageFacts:
    return TriageFacts(
        today=actor.on_day,
        status=row.status,
        established_on=row.established_on,
        contacted=row.last_contact_on is not None,
        time_loss_told_on=row.time_loss_told_on,
        time_loss_last_on=row.time_loss_last_on,
        reopened_on=day_of(row.reopened_at) if row.reopened_at else None,
        episodes=tuple(EpisodeFact(*episode) for episode in told.episodes[row.id]),
        apfs=tuple((from_on, to_on) for from_on, to_on in told.apfs[row.id]),
        frqs=tuple((day, is_positive(Frq(*answers))) for day, *answers in told.frqs[row.id]),
        roa_complete=row.roa_complete,
        called_on=row.called_on,
        interpreter_needed=bool(row.interpreter_needed),
        language=row.language,
    )


def holds_today(actor: Actor, statuses: Iterable[WorkStatus]) -> ColumnElement[bool]:
    """The claim of the enclosing SELECT has one of these work statuses on the actor's day."""
    return (
        exists()
        .where(
            sees(actor, WorkStatusEpisode),
            WorkStatusEpisode.claim_id == Claim.id,
            WorkStatusEpisode.work_status.in_(list(statuses)),
            WorkStatusEpisode.from_on <= actor.on_day,
            or_(WorkStatusEpisode.to_on.is_(None), WorkStatusEpisode.to_on >= actor.on_day),
        )
        .correlate(Claim)
    )


def frq_answered(actor: Actor) -> ColumnElement[bool]:
    """The claim of the enclosing SELECT has an FRQ that stands."""
    return (
        exists()
        .where(
            sees(actor, FrqAnswer), FrqAnswer.claim_id == Claim.id, FrqAnswer.voided_at.is_(None)
        )
        .correlate(Claim)
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


def _by_claim(rows: Rows) -> dict[int, list[tuple[Any, ...]]]:
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for claim_id, *rest in rows:
        grouped[claim_id].append(tuple(rest))
    return grouped
