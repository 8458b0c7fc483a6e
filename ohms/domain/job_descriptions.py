"""What became of a job description: sent to the provider, approved or rejected, and by whom.

Steps are facts of the claim file, each with its day; a wrong one is taken back and stays readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

LONGEST_LINE = 200


class JobStep(StrEnum):
    SENT = "sent"
    APPROVED = "approved"
    REJECTED = "rejected"


VERDICTS = frozenset({JobStep.APPROVED, JobStep.REJECTED})


@dataclass(frozen=True, slots=True)
class JobStepFact:
    """One step; `by_whom` is to whom it was sent, or who at the provider's said it."""

    step: JobStep
    on: date
    by_whom: str

    def in_words(self) -> str:
        between = "to" if self.step is JobStep.SENT else "by"
        return f"{self.step.value} on {written(self.on)} {between} {self.by_whom}"


@dataclass(frozen=True, slots=True)
class SentJob:
    """A job description that goes out with a fax, and to whom."""

    document_id: int
    to_whom: str


def sent_on(steps: Iterable[JobStepFact]) -> date | None:
    """The day on which it was last sent; None where nobody said so."""
    return max((each.on for each in steps if each.step is JobStep.SENT), default=None)


def verdict_of(steps: Iterable[JobStepFact]) -> JobStepFact | None:
    """The provider's last word, unless it was sent again since."""
    known = list(steps)
    said = [each for each in known if each.step in VERDICTS]
    last = max(said, key=lambda each: each.on, default=None)
    again = sent_on(known)
    if last is None or (again is not None and again > last.on):
        return None
    return last


def check_step(on: date, by_whom: str, *, document_on: date, today: date) -> str:
    """Who it was, in one line. Refused without them, before the description was written, or ahead."""
    if on > today:
        raise RuleBroken("Enter a day that is not after today.", field="on")
    if on < document_on:
        raise RuleBroken(
            f"Enter a day on or after the description's own, {written(document_on)}.", field="on"
        )
    return checked_line(
        by_whom,
        "Enter who it was: it stays with the claim.",
        longest=LONGEST_LINE,
        field="by_whom",
        named="this",
    )
