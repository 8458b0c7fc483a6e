"""The additional training of a new HSC: both subjects within six months of hire, by two options.

L&I: a new HSC learns L&I's business processes and how HSCs of another COHE perform their work, by
(1) content that the contract manager approved beforehand, or (2) one of: an L&I orientation, at
least 4 hours shadowing an HSC of another COHE, an L&I HSC conference within six months of hire.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ohms.domain.calendar import Computed, due_after_months
from ohms.domain.contract import ContractSettings
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line


class Subject(StrEnum):
    """What the additional training is about; both are needed."""

    LNI_PROCESSES = "lni_processes"
    ANOTHER_COHE = "another_cohe"


class BasicTopic(StrEnum):
    """What the COHE itself teaches a new HSC or assistant; each with its evidence."""

    ROLES = "roles"
    RESPONSIBILITIES = "responsibilities"
    PROCESSES = "processes"


class TrainingKind(StrEnum):
    """How a training counts: option 1, the three ways of option 2, or the manager's acceptance."""

    APPROVED_CONTENT = "approved_content"
    LNI_ORIENTATION = "lni_orientation"
    SHADOWING = "shadowing"
    HSC_CONFERENCE = "hsc_conference"
    ACCEPTED = "accepted"
    """Earlier evidence or a waiver that the contract manager accepted, on the day of acceptance."""


TRAINING_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "basic": "Basic training",
        TrainingKind.APPROVED_CONTENT: "Approved content",
        TrainingKind.LNI_ORIENTATION: "L&I orientation",
        TrainingKind.SHADOWING: "Shadowing",
        TrainingKind.HSC_CONFERENCE: "L&I HSC conference",
        TrainingKind.ACCEPTED: "Accepted by the contract manager",
    }
)
"""By the kind that is kept."""

BOTH = frozenset(Subject)


@dataclass(frozen=True, slots=True)
class TrainingFact:
    """One training on one day; a conference of several days is one fact for each day attended."""

    kind: TrainingKind
    on: date
    minutes: int = 0
    """Of shadowing."""

    host_cohes: frozenset[int] = frozenset()
    """COHEs in which the person shadowed held an HSC position that day."""

    subjects: frozenset[Subject] = BOTH
    """Of approved content or an acceptance; each way of option 2 stands for both."""

    approved_on: date | None = None
    """When the contract manager approved the content; None: not approved."""

    cohe: int | None = None
    """For which COHE it was recorded: an acceptance holds there alone."""


class TrainingState(StrEnum):
    RUNNING = "running"
    MET = "met"
    OVERDUE = "overdue"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class AdditionalTraining:
    """Where one HSC stands with the additional training."""

    hired_on: date
    due: Computed
    met_on: date | None
    """The first day on which both subjects were covered, late or not."""

    shadowed_minutes: int
    """Minutes of shadowing that count, whatever they came to."""

    shadowing_needed: int

    @property
    def shadowing_left(self) -> int:
        return max(self.shadowing_needed - self.shadowed_minutes, 0)

    @property
    def is_met_in_time(self) -> bool:
        return self.met_on is not None and self.met_on <= self.due.day

    def state(self, today: date) -> TrainingState:
        """Met on or before the due day; after it overdue, or done late with the day it was done."""
        if self.met_on is not None and self.met_on <= today:
            return TrainingState.MET if self.is_met_in_time else TrainingState.DONE_LATE
        return TrainingState.RUNNING if today <= self.due.day else TrainingState.OVERDUE


def training_due(hired_on: date, settings: ContractSettings) -> Computed:
    """Six months after the first HSC position in the COHE, promotion included.

    Clamped to the month's end and not moved off a weekend.
    """
    return due_after_months(hired_on, settings.training_months, "the first HSC position")


def additional_training(
    hired_on: date, cohe: int, trainings: Iterable[TrainingFact], settings: ContractSettings
) -> AdditionalTraining:
    """Judge the additional training of an HSC hired into a COHE on a day.

    Nothing before hire counts unless the contract manager accepted it. Content counts when it was
    approved on or before the training day. A conference counts only with a day attended between
    hire and due day; the other ways may be done late. Shadowing counts with a host who held an HSC
    position of another COHE that day, and is summed.
    """
    due = training_due(hired_on, settings)
    own = sorted(trainings, key=lambda training: training.on)
    counting = [training for training in own if _counts(training, hired_on, due.day, cohe)]
    open_subjects = set(BOTH)
    met_on = None
    for day, subjects in _covered(counting, settings.shadowing_minutes):
        open_subjects -= subjects
        if not open_subjects:
            met_on = day
            break
    shadowed = sum(
        training.minutes for training in counting if training.kind is TrainingKind.SHADOWING
    )
    return AdditionalTraining(hired_on, due, met_on, shadowed, settings.shadowing_minutes)


def missing_basic_topics(done: Iterable[BasicTopic]) -> list[BasicTopic]:
    """The topics of the COHE's own basic training without evidence yet, in their order."""
    covered = set(done)
    return [topic for topic in BasicTopic if topic not in covered]


def _covered(
    counting: Iterable[TrainingFact], shadowing_needed: int
) -> Iterator[tuple[date, frozenset[Subject]]]:
    """Which subjects each counting training covers, and on which day."""
    shadowed = 0
    for training in counting:
        if training.kind is TrainingKind.SHADOWING:
            shadowed += training.minutes
            if shadowed >= shadowing_needed:
                yield training.on, BOTH
        elif training.kind in (TrainingKind.APPROVED_CONTENT, TrainingKind.ACCEPTED):
            yield training.on, training.subjects
        else:
            yield training.on, BOTH


def _counts(training: TrainingFact, hired_on: date, due_on: date, cohe: int) -> bool:
    if training.kind is TrainingKind.ACCEPTED:
        return training.cohe == cohe
    return training.on >= hired_on and _COUNTS[training.kind](training, due_on, cohe)


_COUNTS: dict[TrainingKind, Callable[[TrainingFact, date, int], bool]] = {
    TrainingKind.APPROVED_CONTENT: lambda training, due_on, cohe: (
        training.approved_on is not None and training.approved_on <= training.on
    ),
    TrainingKind.LNI_ORIENTATION: lambda training, due_on, cohe: True,
    TrainingKind.SHADOWING: lambda training, due_on, cohe: bool(training.host_cohes - {cohe}),
    TrainingKind.HSC_CONFERENCE: lambda training, due_on, cohe: training.on <= due_on,
}

RECORDED = (
    TrainingKind.APPROVED_CONTENT,
    TrainingKind.LNI_ORIENTATION,
    TrainingKind.SHADOWING,
    TrainingKind.HSC_CONFERENCE,
)
"""What the supervisor records; an acceptance is the contract manager's."""


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """A training as it is entered: of the COHE's basic topics, or of the additional training."""

    kind: TrainingKind | None
    """None: basic."""

    done_on: date
    topic: BasicTopic | None = None
    minutes: int | None = None
    host_id: int | None = None
    content_id: int | None = None
    evidence: str | None = None


def check_entry(entry: TrainingEntry, today: date) -> None:
    """Each kind has what proves it: a host and minutes for shadowing, the content that was approved,
    and for the others a few words on where the evidence lies."""
    if entry.done_on > today:
        raise RuleBroken("Enter a day that is not after today.", field="done_on")
    if entry.kind is None and entry.topic is None:
        raise RuleBroken("Choose the topic.", field="topic")
    if entry.kind is TrainingKind.ACCEPTED:
        raise RuleBroken("The contract manager accepts it.", field="kind")
    if entry.kind is TrainingKind.SHADOWING:
        if entry.host_id is None:
            raise RuleBroken("Choose whom they shadowed.", field="host")
        if not entry.minutes:
            raise RuleBroken("Enter how many minutes.", field="minutes")
        return
    if entry.kind is TrainingKind.APPROVED_CONTENT and entry.content_id is None:
        raise RuleBroken("Choose the content.", field="content")
    if not entry.evidence:
        raise RuleBroken("Enter where the evidence lies.", field="evidence")


LONGEST_WORDS = 200


def checked_words(text: str | None, demand: str, *, field: str) -> str:
    """Why a training is voided, or how it was: a line that stays with it."""
    return checked_line(text, demand, longest=LONGEST_WORDS, field=field, named="this")


def ways_left(stand: AdditionalTraining, today: date) -> list[str]:
    """What would still satisfy it, in words; nothing once it is met."""
    if stand.met_on is not None:
        return []
    ways = ["an L&I orientation"]
    if stand.shadowing_left:
        ways.insert(0, f"{stand.shadowing_left} more minutes of shadowing at another COHE")
    if today <= stand.due.day:
        ways.append("a day of an L&I HSC conference by then")
    return [*ways, "content that the contract manager approved before"]
