"""The facts of a claim that tasks follow from, as `domain/derived_tasks.py` asks for them."""

from dataclasses import dataclass
from datetime import date

from ohms.domain.job_descriptions import JobStepFact
from ohms.domain.values import ClaimStatus, Coordination, WorkStatus
from ohms.domain.work_status import EpisodeFact


@dataclass(frozen=True, slots=True)
class ContactFact:
    contact_on: date
    note_id: int | None


@dataclass(frozen=True, slots=True)
class ApfTold:
    """An APF as these rules read it. `to_on` and `next_exam_on` are empty where it names no day."""

    id: int
    exam_on: date
    status: WorkStatus
    from_on: date
    to_on: date | None
    next_exam_on: date | None


@dataclass(frozen=True, slots=True)
class RoaFact:
    id: int
    received_on: date
    complete: bool
    missing: str | None


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document of the file; of a job description also when it was sent, and the provider's word."""

    id: int
    received_on: date
    sent_on: date | None = None
    verdict: JobStepFact | None = None

    @property
    def waits_since_on(self) -> date:
        return self.sent_on or self.received_on


@dataclass(frozen=True, slots=True)
class FrqFact:
    """An FRQ is known: answered here, or as a document of the claim file."""

    told_on: date
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """All that the rules ask of one claim. `by_hand`: work status that no APF told; `episodes`: all.

    `first_contact`: the earliest one, reached or tried, as the milestone counts it.
    """

    coordination: Coordination
    status: ClaimStatus
    established_on: date | None = None
    first_contact: ContactFact | None = None
    apfs: tuple[ApfTold, ...] = ()
    episodes: tuple[EpisodeFact, ...] = ()
    by_hand: tuple[EpisodeFact, ...] = ()
    first_paid_on: date | None = None
    frq_told: FrqFact | None = None
    job_descriptions: tuple[DocumentFact, ...] = ()
    roas: tuple[RoaFact, ...] = ()
