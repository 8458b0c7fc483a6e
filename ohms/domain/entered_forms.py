"""An APF's or a ROA's fields as a person reads them off the document."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ohms.domain.calendar import written
from ohms.domain.episode_changes import check_days
from ohms.domain.errors import RuleBroken
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact

LONGEST_TEXT = 2_000
MOST_HOURS = 24


@dataclass(frozen=True, slots=True)
class EnteredApf:
    """What an Activity Prescription Form says; without `to_on` the status lasts until the next."""

    provider_id: int
    exam_on: date
    work_status: WorkStatus
    from_on: date
    to_on: date | None
    hours_per_day: Decimal | None
    restrictions: str | None
    objective_finding: str | None
    next_exam_on: date | None
    complete: bool


@dataclass(frozen=True, slots=True)
class EnteredRoa:
    """When the provider signed the Report of Accident, when L&I had it, and what it lacked."""

    signed_on: date
    received_on: date
    missing_fields: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.missing_fields


def check_apf(apf: EnteredApf, injury_on: date, today: date) -> None:
    """Refuse an exam before the injury or after today, days out of order, and hours beyond a day."""
    if not injury_on <= apf.exam_on <= today:
        raise RuleBroken(
            f"Enter the day of the exam, from {written(injury_on)} to today.", field="exam_on"
        )
    check_days(EpisodeFact(apf.work_status, apf.from_on, apf.to_on), injury_on, today)
    if apf.next_exam_on is not None and apf.next_exam_on < apf.exam_on:
        raise RuleBroken("Enter a next exam after this one.", field="next_exam_on")
    if apf.hours_per_day is not None and not 0 <= apf.hours_per_day <= MOST_HOURS:
        raise RuleBroken(f"Enter hours from 0 to {MOST_HOURS}.", field="hours_per_day")
    for field in ("restrictions", "objective_finding"):
        if len(getattr(apf, field) or "") > LONGEST_TEXT:
            raise RuleBroken(f"Shorten this to {LONGEST_TEXT:,} characters.", field=field)


def check_roa(roa: EnteredRoa, injury_on: date, today: date) -> None:
    """Refuse a signature before the injury, a receipt before the signature, and days to come."""
    if not injury_on <= roa.signed_on <= today:
        raise RuleBroken(
            f"Enter the day of the signature, from {written(injury_on)} to today.",
            field="signed_on",
        )
    if not roa.signed_on <= roa.received_on <= today:
        raise RuleBroken(
            f"Enter the day of receipt, from {written(roa.signed_on)} to today.",
            field="received_on",
        )
