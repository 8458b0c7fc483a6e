"""The tasks that a referral asks for, so that none is silent without one: what has no answer by the
expected day is asked after, and what a service asks back is given.

Every step begins a task of its own, answered by the step that follows. One that a person ended
without an answer comes again some business days later: the silence goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from ohms.domain.calendar import add_business_days
from ohms.domain.derived_tasks import DerivedTask, Evidence
from ohms.domain.referrals import ASK_AGAIN_AFTER, AWAITED, GIVE_INFORMATION_WITHIN
from ohms.domain.services import SERVICES
from ohms.domain.values import ReferralStep, Service, StandardWork, TaskKind

KEY = "referral:"


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step that a referral took; `expected_by` is the referral's, for its latest step."""

    id: int
    referral_id: int
    service: Service
    step: ReferralStep
    on: date
    expected_by: date | None


def key_of_step(step_id: int) -> str:
    return f"{KEY}{step_id}"


def tasks_of_referrals(steps: Sequence[StepFact]) -> Iterator[DerivedTask]:
    """Of all referrals of one claim; the steps of each in the order in which they were taken."""
    by_referral: dict[int, list[StepFact]] = {}
    for step in steps:
        by_referral.setdefault(step.referral_id, []).append(step)
    for taken in by_referral.values():
        for step, following in zip_longest(taken, taken[1:]):
            met = _answer(following) if following else None
            if step.step in AWAITED:
                yield _asked_after(step, met)
            elif step.step is ReferralStep.NEEDS_INFORMATION:
                yield _given(step, met)


def _asked_after(step: StepFact, met: Evidence | None) -> DerivedTask:
    name = SERVICES[step.service].name
    answer_days = SERVICES[step.service].answer_days
    expected_by = step.expected_by or add_business_days(step.on, answer_days)
    return DerivedTask(
        key=key_of_step(step.id),
        title=f"Ask {name} what became of the referral",
        because=f"no word from {name} since {_said(step.on)}",
        due_by=expected_by,
        appears_on=expected_by,
        kind=TaskKind.FOLLOW_UP,
        standard_work=StandardWork.REFERRALS,
        again_after=ASK_AGAIN_AFTER,
        met=met,
    )


def _given(step: StepFact, met: Evidence | None) -> DerivedTask:
    name = SERVICES[step.service].name
    return DerivedTask(
        key=key_of_step(step.id),
        title=f"Give {name} what it asks for",
        because=f"{name} asked back on {_said(step.on)}",
        due_by=add_business_days(step.on, GIVE_INFORMATION_WITHIN),
        appears_on=step.on,
        kind=TaskKind.FOLLOW_UP,
        standard_work=StandardWork.REFERRALS,
        again_after=GIVE_INFORMATION_WITHIN,
        met=met,
    )


def _answer(step: StepFact) -> Evidence:
    return Evidence(f"Referral {step.step.value.replace('_', ' ')} on {_said(step.on)}")


def _said(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"
