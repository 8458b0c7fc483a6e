"""The additional training of new coordinators: who owes it, what counts, where they stand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

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
from ohms.models.cohes import Cohe
from ohms.models.coverage import ApprovedContent, Training
from ohms.models.staff import Position, StaffMember
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, side_by_side
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


def newcomers(
    today: date, cohes: Collection[int], *, staff_id: int | None = None, ever: bool = False
) -> Question[list[Newcomer]]:
    """HSCs whose first HSC position in a COHE began within the last year (or ever), and who still hold
    one; or one of them."""
    after = None if ever else add_months(today, -NEW_FOR_MONTHS)
    narrower: dict[str, date | int] = {}
    if after is not None:
        narrower["hired_after"] = after
    if staff_id is not None:
        narrower["newcomer_id"] = staff_id
    wanted = _newcomers(None, of_cohes=tuple(cohes), still_on=today, **narrower)
    (rows,) = yield (wanted,)
    return [
        Newcomer(row.staff_id, row.cohe_id or 0, row.name, row.cohe, row.hired_on) for row in rows
    ]


@prepared
def _newcomers(
    _nobody: None,
    *,
    of_cohes: Sequence[int],
    still_on: date,
    hired_after: date | None = None,
    newcomer_id: int | None = None,
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
        .where(Position.role == Role.HSC, Position.cohe_id.in_(of_cohes))
        .group_by(Position.staff_id, Position.cohe_id, StaffMember.name, Cohe.name)
        .having(func.max(func.coalesce(Position.to_on, date.max)) >= still_on)
    )
    if hired_after is not None:
        wanted = wanted.having(first_on > hired_after)
    if newcomer_id is not None:
        wanted = wanted.where(Position.staff_id == newcomer_id)
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
    (rows,) = yield (_trainings_of(None, trained=tuple(staff_ids)),)
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


@prepared
def _trainings_of(_nobody: None, *, trained: Sequence[int]) -> AnySelect:
    host = aliased(Position)
    return (
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
            Training.staff_id.in_(trained),
            Training.kind.in_(list(TrainingKind)),
            Training.voided_at.is_(None),
            or_(Training.kind != TrainingKind.SHADOWING, Training.host_confirmed_at.is_not(None)),
        )
    )


def _subjects(one: str | None) -> frozenset[Subject]:
    return BOTH if one is None else frozenset({Subject(one)})
