"""What is counted of referrals: sent, answered in time, how long it took, and what became of them.

A referral belongs to the quarter in which it was sent first. Days are those of Washington State. The
first answer is the service's first word beyond having received it: taken on, declined, or a question.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median
from types import MappingProxyType
from typing import TypeVar

from ohms.domain.calendar import add_business_days
from ohms.domain.measure import Measure
from ohms.domain.values import ReferralStep, Service

S = ReferralStep
Kind = TypeVar("Kind", bound=StrEnum)
FIRST_ANSWERS = (S.ACCEPTED, S.DECLINED, S.NEEDS_INFORMATION, S.IN_PROGRESS, S.COMPLETED)


class Answered(StrEnum):
    """How it stands with the first answer. Missing: none, and its day is past. Awaited: none, and its
    day is not past. Withdrawn: taken back before one."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"
    AWAITED = "awaited"
    WITHDRAWN = "withdrawn"


class Ending(StrEnum):
    """What became of it so far."""

    OPEN = "open"
    COMPLETED = "completed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


ENDINGS: Mapping[ReferralStep, Ending] = MappingProxyType(
    {S.COMPLETED: Ending.COMPLETED, S.DECLINED: Ending.DECLINED, S.WITHDRAWN: Ending.TAKEN_BACK}
)
DUE = (Answered.IN_TIME, Answered.LATE, Answered.MISSING)
"""Of these it can be said whether an answer came in time."""


@dataclass(frozen=True, slots=True)
class CountedReferral:
    """A referral that was sent, as figures read it. `answer_days`: business days within which its
    first answer was expected when it was sent."""

    id: int
    service: Service
    employer_id: int
    step: ReferralStep
    sent_on: date
    answered_on: date | None
    answer_days: int

    def answered(self, today: date) -> Answered:
        due_on = add_business_days(self.sent_on, self.answer_days)
        if self.answered_on is not None:
            return Answered.IN_TIME if self.answered_on <= due_on else Answered.LATE
        if self.step is S.WITHDRAWN:
            return Answered.WITHDRAWN
        return Answered.AWAITED if today <= due_on else Answered.MISSING

    @property
    def ending(self) -> Ending:
        return ENDINGS.get(self.step, Ending.OPEN)

    @property
    def days(self) -> int | None:
        """Calendar days from the sending to the first answer."""
        return None if self.answered_on is None else (self.answered_on - self.sent_on).days


@dataclass(frozen=True, slots=True)
class ReferralFigures:
    """The figures of some referrals."""

    sent: int
    answered: Mapping[Answered, int]
    endings: Mapping[Ending, int]
    median_days: Fraction | None

    @property
    def due(self) -> tuple[int, ...]:
        """In time, late, and without an answer by their day."""
        return tuple(self.answered[each] for each in DUE)

    @property
    def in_time(self) -> str:
        """The share in whole percent, of those whose answer came or was due; cut off, so that 79.9 %
        does not read as 80. A dash where there is none of these."""
        whole = sum(self.due)
        return f"{self.answered[Answered.IN_TIME] * 100 // whole} %" if whole else "–"


def figures_of(referrals: Collection[CountedReferral], today: date) -> ReferralFigures:
    days = [each.days for each in referrals if each.days is not None]
    return ReferralFigures(
        len(referrals),
        _counted(Answered, (each.answered(today) for each in referrals)),
        _counted(Ending, (each.ending for each in referrals)),
        Fraction(median(map(Fraction, days))) if days else None,
    )


def _counted(kinds: type[Kind], found: Iterable[Kind]) -> Mapping[Kind, int]:
    listed = list(found)
    return MappingProxyType({kind: listed.count(kind) for kind in kinds})


_OURS = "OHMS: which word is the first answer and which days count is assumed"
REFERRAL_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure(
                "referrals_sent",
                "Sent",
                "Referrals sent for the first time in the quarter, to any service, whatever became of"
                " them.",
                "referrals",
                "referrals sent",
            ),
            Measure(
                "referrals_in_time",
                "Answered in time",
                "First answers (taken on, declined or a question; to have received it is none) within"
                " the service's business days, of the referrals whose answer came or was due. Those"
                " withdrawn before an answer, and those whose day has not come, stand beside.",
                "percent",
                "first answers in time",
                "referrals answered, or unanswered past their day",
                source=_OURS,
            ),
            Measure(
                "referrals_median_days",
                "Median days",
                "Calendar days from the sending to the first answer: half took as long or longer.",
                "days",
                "days from sending to first answer",
                source=_OURS,
            ),
            Measure(
                "referrals_outcome",
                "What became of them",
                "The step at which each stands today: completed, declined, withdrawn, or open.",
                "referrals",
                "referrals by their step today",
            ),
        )
    }
)
