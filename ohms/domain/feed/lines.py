"""What one line of each L&I feed file says, once it has been read and found well formed.

The order of a line's fields is the order of its file's columns (see `layouts.py`). An empty cell is
None, an empty list is (); whether the column was there at all stands in `FeedReading.columns`,
because an absent column must not wipe out what is known. Named tuples, because a frozen dataclass
of 34 fields takes as long to make as the rest of the line's reading takes to split it.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ohms.domain.errors import RuleBroken
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    DocumentKind,
    Fund,
    TimeLossKind,
    WorkStatus,
)


class FeedKind(StrEnum):
    """The files of the feed, by the word that `ohms import` takes; in the order of importing.

    Providers come first because a claim belongs to the COHE of its initiating provider, claims
    before all that hangs on a claim.
    """

    PROVIDERS = "providers"
    CLAIMS = "claims"
    ROA = "roa"
    APF = "apf"
    TIME_LOSS = "time-loss"
    DOCUMENTS = "documents"

    @property
    def file_name(self) -> str:
        """The file's name in a feed folder or ZIP, for example `time_loss.csv`."""
        return self.value.replace("-", "_") + ".csv"


class FileRefused(RuleBroken):
    """The file as a whole cannot be read: not CSV, not UTF-8 text, or a column that must be there
    is missing. Nothing of it is applied. `seems`: of which other kind it is by its header line."""

    def __init__(self, message: str, *, field: str = "file", seems: FeedKind | None = None) -> None:
        super().__init__(message, field=field)
        self.seems = seems


class Refusal(NamedTuple):
    """Why a line is not applied. `field` is None when the reason is about the whole line.

    A reason is one sentence that tells what to put in the file. It never repeats names, birth
    dates, phone numbers, free text or claim numbers: administrators read it, who see no claims.
    """

    line_number: int
    field: str | None
    reason: str


class ClaimLine(NamedTuple):
    """A claim as L&I knows it: its own facts, never our coordination of it."""

    claim_number: str
    status: ClaimStatus
    fund: Fund
    worker_last_name: str
    worker_first_name: str
    worker_birth_date: date | None
    worker_key: str | None
    worker_language: str | None
    interpreter_needed: bool | None
    worker_phone: str | None
    worker_phone_2: str | None
    worker_email: str | None
    employer_account_id: str
    employer_name: str
    employer_contact: str | None
    employer_phone: str | None
    representative_name: str | None
    representative_phone: str | None
    initiating_provider_id: str
    attending_provider_id: str | None
    injury_on: date
    first_visit_on: date | None
    roa_received_on: date | None
    initiated_on: date
    established_on: date | None
    accident_kind: AccidentKind
    body_part_code: str | None
    nature_code: str | None
    icd10: tuple[str, ...]
    claim_manager: str | None
    claim_manager_phone: str | None
    time_loss_from: date | None
    time_loss_to: date | None
    combined_into: str | None


class RoaLine(NamedTuple):
    """A Report of Accident: signed by the provider, received at L&I, and whether it was whole."""

    claim_number: str
    signed_on: date
    received_on: date
    complete: bool
    missing_fields: tuple[str, ...]


class ApfLine(NamedTuple):
    """An Activity Prescription Form: one exam by one provider, with one work status."""

    claim_number: str
    provider_id: str
    exam_on: date
    work_status: WorkStatus
    from_on: date
    to_on: date | None
    hours_per_day: Decimal | None
    restrictions: str | None
    objective_finding: str | None
    next_exam_on: date | None
    complete: bool


class TimeLossLine(NamedTuple):
    """What was paid for a dated stretch, both ends included."""

    claim_number: str
    paid_from: date
    paid_to: date
    kind: TimeLossKind


class DocumentLine(NamedTuple):
    """A document of a claim; `file` is a name in the same folder or ZIP."""

    claim_number: str
    kind: DocumentKind
    document_on: date
    received_on: date
    title: str
    file: str


class ProviderLine(NamedTuple):
    """A provider's dated enrolment in a COHE (named by its slug), with where they practise."""

    provider_id: str
    last_name: str
    first_name: str
    credential: str
    npi: str | None
    clinic: str
    clinic_phone: str | None
    clinic_fax: str | None
    cohe: str
    enrolled_from: date
    enrolled_to: date | None


ParsedLine = ClaimLine | RoaLine | ApfLine | TimeLossLine | DocumentLine | ProviderLine
