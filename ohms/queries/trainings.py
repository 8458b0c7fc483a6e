"""The training of new coordinators: who owes it, what was done, where they stand."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.access import Actor
from ohms.domain.calendar import add_months
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
from ohms.queries.settings import settings_history

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
) -> list[Newcomer]:
    """HSCs whose first HSC position in a COHE began within the last year (or ever), and who still hold
    one; or one of them."""
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
    if not ever:
        wanted = wanted.having(first_on > add_months(today, -NEW_FOR_MONTHS))
    if staff_id is not None:
        wanted = wanted.where(Position.staff_id == staff_id)
    return [
        Newcomer(row.staff_id, row.cohe_id or 0, row.name, row.cohe, row.hired_on)
        for row in db.session.execute(wanted)
    ]


def stands(found: Sequence[Newcomer]) -> Iterator[Stand]:
    """Each judged by the settings of their COHE on the day they were hired."""
    facts = training_facts([each.staff_id for each in found]) if found else {}
    settings = {cohe: settings_history(cohe) for cohe in {each.cohe_id for each in found}}
    for each in found:
        yield Stand(
            each,
            additional_training(
                each.hired_on,
                each.cohe_id,
                facts.get(each.staff_id, ()),
                settings[each.cohe_id].on(each.hired_on),
            ),
        )


def trainings_open(found: Sequence[Newcomer], today: date) -> list[Stand]:
    """Those that are not met yet."""
    unmet = (TrainingState.RUNNING, TrainingState.OVERDUE)
    return [each for each in stands(found) if each.stand.state(today) in unmet]


def training_facts(staff_ids: Sequence[int]) -> dict[int, list[TrainingFact]]:
    """What counts toward the additional training, with where a host was an HSC that day. Minutes of
    shadowing that the host has not confirmed count nothing."""
    host = aliased(Position)
    rows = db.session.execute(
        select(Training, host.cohe_id, ApprovedContent)
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
            or_(Training.kind != TrainingKind.SHADOWING, Training.host_confirmed_at.is_not(None)),
        )
    )
    hosts: dict[int, set[int]] = defaultdict(set)
    found: dict[int, tuple[Training, ApprovedContent | None]] = {}
    for training, cohe_id, approved in rows:
        found[training.id] = (training, approved)
        if cohe_id is not None:
            hosts[training.id].add(cohe_id)
    facts: dict[int, list[TrainingFact]] = defaultdict(list)
    for training, content in found.values():
        facts[training.staff_id].append(
            TrainingFact(
                TrainingKind(training.kind),
                training.done_on,
                training.minutes or 0,
                frozenset(hosts[training.id]),
                _subjects(content.subject if content else training.subject),
                approved_on=content.approved_on if content else None,
                cohe=training.cohe_id,
            )
        )
    return facts


def _subjects(one: str | None) -> frozenset[Subject]:
    return BOTH if one is None else frozenset({Subject(one)})


def recorded_of(staff_id: int, cohe_id: int) -> list[Recorded]:
    """Every training of a person in a COHE, the newest first."""
    host = aliased(StaffMember)
    rows = db.session.execute(
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
        )
        .outerjoin(host, host.id == Training.host_id)
        .outerjoin(ApprovedContent, ApprovedContent.id == Training.approved_content_id)
        .where(Training.staff_id == staff_id, Training.cohe_id == cohe_id)
        .order_by(Training.done_on.desc(), Training.id.desc())
    )
    return [Recorded._make(row) for row in rows]


def to_confirm(actor: Actor) -> list[ToConfirm]:
    """Shadowing of which the actor was the host and has not said whether it was so."""
    rows = db.session.execute(
        select(Training.id, StaffMember.name, Cohe.name, Training.done_on, Training.minutes)
        .join(StaffMember, StaffMember.id == Training.staff_id)
        .join(Cohe, Cohe.id == Training.cohe_id)
        .where(waits_for_host(actor))
        .order_by(Training.done_on, Training.id)
    )
    return [ToConfirm(*row) for row in rows]


def waits_for_host(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Training.kind == TrainingKind.SHADOWING,
        Training.host_id == actor.staff_id,
        Training.host_confirmed_at.is_(None),
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


def hosts_of_others(cohe_id: int, today: date) -> list[tuple[int, str]]:
    """Who holds an HSC position of another COHE today: whom a newcomer of this one may shadow."""
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name, Cohe.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(
            Position.role == Role.HSC,
            Position.cohe_id != cohe_id,
            Position.from_on <= today,
            or_(Position.to_on.is_(None), Position.to_on >= today),
        )
        .distinct()
        .order_by(Cohe.name, StaffMember.name)
    )
    return [(row[0], f"{row[1]}, {row[2]}") for row in rows]
