"""How far the people of a COHE are brought in."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, select

from ohms.domain.access import CASEWORK
from ohms.domain.onboarding import Onboarding, Step, confidentiality_due
from ohms.domain.training import BasicTopic
from ohms.domain.values import Role
from ohms.models.cohes import Cohe
from ohms.models.coverage import OnboardingStep, Training
from ohms.models.staff import Position, StaffMember
from ohms.queries.lane import holds
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, side_by_side


class BroughtIn(NamedTuple):
    """Somebody who works on claims in a COHE today, with their onboarding there."""

    staff_id: int
    name: str
    cohe_id: int
    cohe: str
    onboarding: Onboarding


class StepTaken(NamedTuple):
    step: str
    route: str | None
    done_on: date
    evidence: str | None


def brought_in(
    today: date, cohes: Collection[int], *, staff_id: int | None = None
) -> Question[list[BroughtIn]]:
    """Coordinators and assistants of COHEs today, by name; or one of them."""
    begins = func.min(Position.from_on)
    people = (
        select(
            Position.staff_id,
            StaffMember.name,
            Position.cohe_id,
            Cohe.name.label("cohe"),
            begins.label("begins_on"),
            func.max(Position.role).label("last_role"),
            func.min(Position.role).label("first_role"),
        )
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .join(Cohe, Cohe.id == Position.cohe_id)
        .where(
            Position.cohe_id.in_(cohes),
            Position.role.in_(CASEWORK),
            holds(Position, today),
            StaffMember.active.is_(True),
        )
        .group_by(Position.staff_id, StaffMember.name, Position.cohe_id, Cohe.name)
        .order_by(StaffMember.name)
    )
    if staff_id is not None:
        people = people.where(Position.staff_id == staff_id)
    (rows,) = yield (people,)
    staff_ids = {row.staff_id for row in rows}
    steps, topics = yield from side_by_side(_steps(staff_ids), _topics(staff_ids))
    found = []
    for row in rows:
        at = (row.staff_id, row.cohe_id)
        role = Role.HSC if Role.HSC in (row.first_role, row.last_role) else Role.HSC_ASSISTANT
        stand = Onboarding(role, row.begins_on, steps.get(at, {}), frozenset(topics.get(at, ())))
        found.append(BroughtIn(row.staff_id, row.name, row.cohe_id, row.cohe, stand))
    return found


def confidentiality_due_of(
    staff_id: int, cohes: Collection[int], today: date
) -> Question[list[tuple[str, date]]]:
    """By COHE, when somebody who works on claims there today is to acknowledge it: one statement."""
    (rows,) = yield (_said_of(None, said_by=staff_id, said_in=tuple(cohes), said_on=today),)
    return [(cohe, confidentiality_due(begins_on, last)) for cohe, begins_on, last in rows]


@prepared
def _said_of(_nobody: None, *, said_by: int, said_in: Sequence[int], said_on: date) -> AnySelect:
    said = and_(
        OnboardingStep.staff_id == Position.staff_id,
        OnboardingStep.cohe_id == Position.cohe_id,
        OnboardingStep.step == Step.CONFIDENTIALITY.value,
    )
    return (
        select(Cohe.name, func.min(Position.from_on), func.max(OnboardingStep.done_on))
        .join(Cohe, Cohe.id == Position.cohe_id)
        .outerjoin(OnboardingStep, said)
        .where(
            Position.staff_id == said_by,
            Position.cohe_id.in_(said_in),
            Position.role.in_(CASEWORK),
            holds(Position, said_on),
        )
        .group_by(Cohe.name)
    )


def steps_of(staff_id: int, cohe_id: int) -> Question[list[StepTaken]]:
    """What was recorded of a person's papers in a COHE, in the order of the steps."""
    (rows,) = yield (
        select(
            OnboardingStep.step,
            OnboardingStep.route,
            OnboardingStep.done_on,
            OnboardingStep.evidence,
        ).where(OnboardingStep.staff_id == staff_id, OnboardingStep.cohe_id == cohe_id),
    )
    order = {step.value: number for number, step in enumerate(Step)}
    return sorted((StepTaken(*row) for row in rows), key=lambda each: order[each.step])


def _steps(staff_ids: Collection[int]) -> Question[dict[tuple[int, int], dict[Step, date]]]:
    found: dict[tuple[int, int], dict[Step, date]] = {}
    (rows,) = yield (
        select(
            OnboardingStep.staff_id,
            OnboardingStep.cohe_id,
            OnboardingStep.step,
            OnboardingStep.done_on,
        ).where(OnboardingStep.staff_id.in_(staff_ids)),
    )
    for row in rows:
        found.setdefault((row.staff_id, row.cohe_id), {})[Step(row.step)] = row.done_on
    return found


def _topics(staff_ids: Collection[int]) -> Question[dict[tuple[int, int], list[BasicTopic]]]:
    found: dict[tuple[int, int], list[BasicTopic]] = {}
    (rows,) = yield (
        select(Training.staff_id, Training.cohe_id, Training.topic).where(
            Training.staff_id.in_(staff_ids),
            Training.kind == "basic",
            Training.voided_at.is_(None),
        ),
    )
    known = {topic.value: topic for topic in BasicTopic}
    for row in rows:
        if row.topic in known:
            found.setdefault((row.staff_id, row.cohe_id), []).append(known[row.topic])
    return found
