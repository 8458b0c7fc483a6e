"""The course of a claim over time, told once, and what of it is known on a given day."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ohms.domain.values import ClaimStatus, Fund, TimeLossKind, WorkStatus
from ohms.simulator.injuries import Injury
from ohms.simulator.planned import PlannedEmployer, PlannedProvider


class Severity(StrEnum):
    """How long the worker is off work: the mix of the domain notes, section 8."""

    MEDICAL_ONLY = "medical_only"
    DAYS_4_TO_13 = "days_4_to_13"
    DAYS_14_TO_60 = "days_14_to_60"
    DAYS_61_TO_180 = "days_61_to_180"
    DAYS_OVER_180 = "days_over_180"


class Worker(NamedTuple):
    key: str
    last_name: str
    first_name: str
    birth_date: date
    language: str
    interpreter: bool
    phone: str
    phone_2: str | None
    email: str | None


class Roa(NamedTuple):
    """The Report of Accident; received on the day the claim is initiated."""

    signed_on: date
    received_on: date
    missing_fields: tuple[str, ...]


class Exam(NamedTuple):
    """An APF; L&I has it from `known_on`."""

    exam_on: date
    provider_id: str
    work_status: WorkStatus
    from_on: date
    to_on: date | None
    hours_per_day: Decimal | None
    restrictions: str | None
    objective_finding: str | None
    next_exam_on: date | None
    complete: bool
    known_on: date


class Payment(NamedTuple):
    """A stretch paid, both ends included; told by the feed from `known_on`."""

    paid_from: date
    paid_to: date
    kind: TimeLossKind
    known_on: date


class Dated(NamedTuple):
    """A value that holds from a day on."""

    on: date
    value: str


class ClaimCourse(NamedTuple):
    """All that will ever happen to a claim, its future included; `..._as_of` cut it at a day.

    `days_off`: calendar days off work, both ends counted, 0 to 3 for medical only. A day that is
    None never comes.
    """

    claim_number: str
    cohe: str
    place: int
    worker: Worker
    employer: PlannedEmployer
    provider: PlannedProvider
    injury: Injury
    severity: Severity
    injury_on: date
    first_visit_on: date
    roa: Roa
    initiated_on: date
    established_on: date
    claim_manager: str
    claim_manager_phone: str
    statuses: tuple[Dated, ...]
    attending: tuple[Dated, ...]
    exams: tuple[Exam, ...]
    payments: tuple[Payment, ...]
    days_off: int
    off_from: date | None
    off_to: date | None
    recovered_on: date
    surgery_on: date | None
    frq_on: date | None
    frq_positive: bool | None
    protest_on: date | None
    representative: str | None
    representative_phone: str | None
    represented_on: date | None
    combined_into: str | None
    combined_on: date | None
    left_fund_on: date | None
    changed_on: tuple[date, ...]
    """The days, in order, on which the claim's line in the feed changes."""

    def status_as_of(self, day: date) -> ClaimStatus:
        """L&I's status of the claim on a day."""
        return ClaimStatus(_latest(self.statuses, day))

    def attending_as_of(self, day: date) -> str:
        """The L&I id of the attending provider on a day."""
        return _latest(self.attending, day)

    def fund_as_of(self, day: date) -> Fund:
        """State Fund, but for the few claims that turn out to be another's."""
        left = self.left_fund_on is not None and self.left_fund_on <= day
        return Fund.SELF_INSURED if left else Fund.STATE_FUND

    def payments_as_of(self, day: date) -> list[Payment]:
        """What L&I had told to have paid by a day."""
        return [payment for payment in self.payments if payment.known_on <= day]

    def changed_within(self, from_on: date, to_on: date) -> bool:
        """Whether the claim's line in the feed changed in a range of days, ends included."""
        if self.initiated_on > to_on:
            return False
        return any(from_on <= day <= to_on for day in self.changed_on)


def _latest(dated: tuple[Dated, ...], day: date) -> str:
    value = dated[0].value
    for on, later in dated[1:]:
        if on > day:
            break
        value = later
    return value
