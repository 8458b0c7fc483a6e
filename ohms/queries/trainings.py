"""The training of new coordinators: who owes it, what was done, where they stand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.access import Actor, NotFound
from ohms.domain.calendar import add_months, written
from ohms.domain.training import (
    BOTH,
    AdditionalTraining,
    Subject,
    TrainingFact,
    TrainingKind,
    TrainingState,
    additional_training,
)
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import ApprovedContent, Training
from ohms.models.staff import Position, StaffMember
from ohms.queries.prepared import AnySelect, Prepared, prepared
from ohms.queries.rounds import Question, ask, side_by_side
from ohms.queries.settings import settings_histories

NEW_FOR_MONTHS = 12
"""How long after their first day an HSC's additional training is watched; later it is history."""


class Newcomer(NamedTuple):
    """An HSC by their first HSC position in a COHE."""

    staff_id: int
    cohe_id: int
    name: str
    cohe: str
    hired_on: date


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a newcomer stands with the additional training."""

    who: Newcomer
    stand: AdditionalTraining


class Recorded(NamedTuple):
    """A training as its record shows it."""

    id: int
    kind: str
    topic: str | None
    subject: str | None
    done_on: date
    minutes: int | None
    host: str | None
    host_confirmed_at: datetime | None
    content: str | None
    evidence: str | None
    host_declined_at: datetime | None
    host_said: str | None
    voided_at: datetime | None
    void_reason: str | None

    @property
    def is_acceptance(self) -> bool:
        """The contract manager's to take back; the others are the supervisor's."""
        return self.kind == TrainingKind.ACCEPTED


class Managed(NamedTuple):
    """A training with whose it is, as whoever may void it reads it."""

    staff_id: int
    name: str
    cohe_id: int
    one: Recorded


class ToConfirm(NamedTuple):
    """Minutes that somebody of another COHE says to have shadowed the actor: nothing more of them."""

    id: int
    name: str
    cohe: str
    done_on: date
    minutes: int | None


class Content(NamedTuple):
    """Training content that a COHE submitted."""

    id: int
    title: str
    subject: str | None
    submitted_on: date
    approved_on: date | None
    approved_by: str | None


def newcomers(
    today: date, cohes: Collection[int], *, staff_id: int | None = None, ever: bool = False
) -> Question[list[Newcomer]]:
    """HSCs whose first HSC position in a COHE began within the last year (or ever), and who still hold
    one; or one of them."""
    after = None if ever else add_months(today, -NEW_FOR_MONTHS)
    wanted: AnySelect | Prepared
    if staff_id is None or after is None:
        wanted = _newcomers(cohes, today, after, staff_id)
    else:
        wanted = _newcomer(
            None, newcomer_id=staff_id, of_cohes=tuple(cohes), still_on=today, hired_after=after
        )
    (rows,) = yield (wanted,)
    return [
        Newcomer(row.staff_id, row.cohe_id or 0, row.name, row.cohe, row.hired_on) for row in rows
    ]


@prepared
def _newcomer(
    _nobody: None,
    *,
    newcomer_id: int,
    of_cohes: Sequence[int],
    still_on: date,
    hired_after: date,
) -> AnySelect:
    return _newcomers(of_cohes, still_on, hired_after, newcomer_id)


def _newcomers(
    cohes: Collection[int], today: date, hired_after: date | None, staff_id: int | None
) -> AnySelect:
    first_on = func.min(Position.from_on)
    wanted = (
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
        .having(func.max(func.coalesce(Position.to_on, date.max)) >= today)
    )
    if hired_after is not None:
        wanted = wanted.having(first_on > hired_after)
    if staff_id is not None:
        wanted = wanted.where(Position.staff_id == staff_id)
    return wanted


def stands(found: Sequence[Newcomer]) -> Question[list[Stand]]:
    """Each judged by the settings of their COHE on the day they were hired."""
    if not found:
        return []
    facts, settings = yield from side_by_side(
        training_facts([each.staff_id for each in found]),
        settings_histories({each.cohe_id for each in found}),
    )
    return [
        Stand(
            each,
            additional_training(
                each.hired_on,
                each.cohe_id,
                facts.get(each.staff_id, ()),
                settings[each.cohe_id].on(each.hired_on),
            ),
        )
        for each in found
    ]


def trainings_open(
    today: date, cohes: Collection[int], *, staff_id: int | None = None
) -> Question[list[Stand]]:
    """Those of `newcomers` that are not met yet: two rounds."""
    found = yield from newcomers(today, cohes, staff_id=staff_id)
    judged = yield from stands(found)
    unmet = (TrainingState.RUNNING, TrainingState.OVERDUE)
    return [each for each in judged if each.stand.state(today) in unmet]


def training_facts(staff_ids: Sequence[int]) -> Question[dict[int, list[TrainingFact]]]:
    """What counts toward the additional training, with where a host was an HSC that day. Minutes of
    shadowing that the host has not confirmed count nothing."""
    host = aliased(Position)
    (rows,) = yield (
        select(
            Training.id,
            Training.staff_id,
            Training.cohe_id,
            Training.kind,
            Training.done_on,
            Training.minutes,
            Training.subject,
            Training.approved_content_id,
            ApprovedContent.subject.label("of_content"),
            ApprovedContent.approved_on,
            host.cohe_id.label("host_cohe_id"),
        )
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
        .where(
            Training.staff_id.in_(staff_ids),
            Training.kind.in_(list(TrainingKind)),
            Training.voided_at.is_(None),
            or_(Training.kind != TrainingKind.SHADOWING, Training.host_confirmed_at.is_not(None)),
        ),
    )
    hosts: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.host_cohe_id is not None:
            hosts[row.id].add(row.host_cohe_id)
    facts: dict[int, list[TrainingFact]] = defaultdict(list)
    for row in {row.id: row for row in rows}.values():
        facts[row.staff_id].append(
            TrainingFact(
                TrainingKind(row.kind),
                row.done_on,
                row.minutes or 0,
                frozenset(hosts[row.id]),
                _subjects(row.of_content if row.approved_content_id else row.subject),
                approved_on=row.approved_on,
                cohe=row.cohe_id,
            )
        )
    return facts


def _subjects(one: str | None) -> frozenset[Subject]:
    return BOTH if one is None else frozenset({Subject(one)})


def recorded_of(staff_id: int, cohe_id: int) -> Question[list[Recorded]]:
    """Every training of a person in a COHE, the newest first."""
    host = aliased(StaffMember)
    (rows,) = yield (
        select(
            Training.id,
            Training.kind,
            Training.topic,
            Training.subject,
            Training.done_on,
            Training.minutes,
            host.name,
            Training.host_confirmed_at,
            ApprovedContent.title,
            Training.evidence,
            Training.host_declined_at,
            Training.host_said,
            Training.voided_at,
            Training.void_reason,
        )
        .outerjoin(host, host.id == Training.host_id)
        .outerjoin(ApprovedContent, ApprovedContent.id == Training.approved_content_id)
        .where(Training.staff_id == staff_id, Training.cohe_id == cohe_id)
        .order_by(Training.done_on.desc(), Training.id.desc()),
    )
    return [Recorded._make(row) for row in rows]


def to_confirm(actor: Actor) -> Question[list[ToConfirm]]:
    """Shadowing of which the actor was the host and has not said whether it was so."""
    (rows,) = yield (_to_confirm(actor),)
    return [ToConfirm(*row) for row in rows]


@prepared
def _to_confirm(actor: Actor) -> AnySelect:
    return _of_hosts(waits_for_host(actor))


def shadowing_hosted(actor: Actor, training_id: int) -> ToConfirm:
    """Shadowing of which the actor was the host, whatever they said; NotFound for every other."""
    found = ask(_hosted(and_(was_host(actor), Training.id == training_id)))
    if not found:
        raise NotFound
    return found[0]


def _hosted(which: ColumnElement[bool]) -> Question[list[ToConfirm]]:
    (rows,) = yield (_of_hosts(which),)
    return [ToConfirm(*row) for row in rows]


def _of_hosts(which: ColumnElement[bool]) -> AnySelect:
    return (
        select(Training.id, StaffMember.name, Cohe.name, Training.done_on, Training.minutes)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .join(Cohe, Cohe.id == Training.cohe_id)
        .where(which)
        .order_by(Training.done_on, Training.id)
    )


def training_managed(actor: Actor, training_id: int) -> Managed:
    """A training of a COHE that the actor supervises, or what they accepted as its contract manager;
    NotFound for every other."""
    row = db.session.execute(
        select(Training, StaffMember.name)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .where(Training.id == training_id, looks_after_training(actor))
    ).one_or_none()
    if row is None:
        raise NotFound
    one = next(
        each
        for each in ask(recorded_of(row.Training.staff_id, row.Training.cohe_id))
        if each.id == training_id
    )
    return Managed(row.Training.staff_id, row.name, row.Training.cohe_id, one)


def looks_after_training(actor: Actor) -> ColumnElement[bool]:
    """The supervisor what is recorded for the COHE, its contract manager what they accepted."""
    return or_(
        and_(
            Training.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
            Training.kind != TrainingKind.ACCEPTED,
        ),
        and_(
            Training.cohe_id.in_(actor.cohes_as(Role.CONTRACT_MANAGER)),
            Training.kind == TrainingKind.ACCEPTED,
        ),
    )


def was_host(actor: Actor) -> ColumnElement[bool]:
    """Of a shadowing that stands."""
    return and_(
        Training.kind == TrainingKind.SHADOWING,
        Training.host_id == actor.staff_id,
        Training.voided_at.is_(None),
    )


def waits_for_host(actor: Actor) -> ColumnElement[bool]:
    return and_(
        was_host(actor),
        Training.host_confirmed_at.is_(None),
        Training.host_declined_at.is_(None),
    )


def contents_of(cohe_id: int) -> list[Content]:
    """What a COHE submitted, the newest first."""
    rows = db.session.execute(
        select(
            ApprovedContent.id,
            ApprovedContent.title,
            ApprovedContent.subject,
            ApprovedContent.submitted_on,
            ApprovedContent.approved_on,
            StaffMember.name,
        )
        .outerjoin(StaffMember, StaffMember.id == ApprovedContent.approved_by_id)
        .where(ApprovedContent.cohe_id == cohe_id)
        .order_by(ApprovedContent.submitted_on.desc(), ApprovedContent.id.desc())
    )
    return [Content(*row) for row in rows]


def hosts_of_others(cohe_id: int, day: date) -> list[tuple[int, str]]:
    """Who held an HSC position of another COHE on a day: whom a newcomer of this one may have
    shadowed then."""
    return hosts_within(cohe_id, day, day)


def hosts_within(cohe_id: int, first_on: date, last_on: date) -> list[tuple[int, str]]:
    """The same of some day of a period, to choose from before the day is told; who was a host until
    before its end with their last day."""
    until = func.max(func.coalesce(Position.to_on, date.max))
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name, Cohe.name.label("cohe"), until.label("until"))
        .join(Position, Position.staff_id == StaffMember.id)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(
            Position.role == Role.HSC,
            Position.cohe_id != cohe_id,
            Position.from_on <= last_on,
            or_(Position.to_on.is_(None), Position.to_on >= first_on),
        )
        .group_by(StaffMember.id, StaffMember.name, Cohe.name)
        .order_by(Cohe.name, StaffMember.name)
    )
    return [(row.id, f"{row.name}, {row.cohe}{_until(row.until, last_on)}") for row in rows]


def _until(last_day: date, last_on: date) -> str:
    return f", to {written(last_day)}" if last_day < last_on else ""
