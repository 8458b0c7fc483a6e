"""Claim-specific time as lines of a bill: what may be billed, how it is rounded, what takes it back.

L&I's code, unit and fee for HSC work were not found in public material: the code is a placeholder that
says so until the COHE enters its own, and the unit is a setting of the COHE. None is invented.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import add_months, written
from ohms.domain.errors import RuleBroken
from ohms.domain.feed.refused import neutralised
from ohms.domain.values import StandardWork

PLACEHOLDER = "PLACEHOLDER"
LONGEST_CODE = 40
OLDEST_MONTHS = 12
"""Assumption: time is billed within a year of the work."""

MOST_DAYS = 92
"""Assumption: a batch is of a quarter at most."""

MOST_LINES = 3000
"""Of one batch; what is beyond stands in the next."""

COLUMNS = (
    "line",
    "kind",
    "claim_number",
    "provider_number",
    "performed_on",
    "standard_work",
    "code",
    "worked_minutes",
    "billed_minutes",
    "units",
    "adjusts",
)


class Held(StrEnum):
    """Why claim-specific time is not billed yet."""

    WAITING = "waiting"
    NO_NOTE = "no_note"
    NOT_CO_SIGNED = "not_co_signed"
    NO_PROVIDER_NUMBER = "no_provider_number"
    OUT_OF_SIGHT = "out_of_sight"


@dataclass(frozen=True, slots=True)
class BillingRules:
    """How a COHE's time becomes units."""

    code: str = PLACEHOLDER
    unit_minutes: int = 1
    round_up: bool = False

    @property
    def is_placeholder(self) -> bool:
        return self.code == PLACEHOLDER

    @property
    def in_words(self) -> str:
        if self.unit_minutes == 1:
            return "to the minute"
        how = "each begun unit counts" if self.round_up else "to the nearest, half up, at least one"
        return f"in units of {self.unit_minutes} minutes, {how}"

    def units(self, minutes: int) -> int:
        """Whole units of one entry: at least one."""
        if self.round_up:
            return -(-minutes // self.unit_minutes)
        return max((2 * minutes + self.unit_minutes) // (2 * self.unit_minutes), 1)

    def billed(self, minutes: int) -> int:
        return self.units(minutes) * self.unit_minutes


@dataclass(frozen=True, slots=True)
class TimeFact:
    """Standing, claim-specific time as a bill sees it."""

    confirmed: bool
    signed: bool
    co_signature_missing: bool
    provider_number: str | None
    claim_in_sight: bool


def held_for(fact: TimeFact) -> Held | None:
    """Why an entry is not billed yet; None where it may be. Time is billed with its signed note."""
    if not fact.confirmed:
        return Held.WAITING
    if not fact.signed:
        return Held.NO_NOTE
    if fact.co_signature_missing:
        return Held.NOT_CO_SIGNED
    if not fact.provider_number:
        return Held.NO_PROVIDER_NUMBER
    return None if fact.claim_in_sight else Held.OUT_OF_SIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be: an entry billed, or one that was, taken back.

    What is taken back of a claim out of sight has no number: it names the billed line instead.
    """

    time_entry_id: int
    claim_id: int | None
    claim_number: str
    provider_number: str
    performed_on: date
    standard_work: StandardWork | None
    worked_minutes: int
    billed_minutes: int
    adjusts_id: int | None = None
    adjusts: str = ""
    """What it takes back: "batch 3 line 17"."""


def content_of(lines: Iterable[Line], rules: BillingRules) -> bytes:
    """The batch as CSV, in the order of its lines; nothing that people typed is run by a spreadsheet."""
    written_to = io.StringIO()
    writer = csv.writer(written_to, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, line in enumerate(lines, 1):
        writer.writerow(
            (
                number,
                "bill" if line.adjusts_id is None else "adjustment",
                line.claim_number,
                neutralised(line.provider_number),
                line.performed_on.isoformat(),
                line.standard_work.value if line.standard_work else "",
                neutralised(rules.code),
                line.worked_minutes,
                line.billed_minutes,
                line.billed_minutes // rules.unit_minutes,
                line.adjusts,
            )
        )
    return written_to.getvalue().encode("utf-8-sig")


def check_days(from_on: date, through_on: date, today: date) -> None:
    """Days that are over, in order, within a year, and not too many."""
    if through_on >= today:
        raise RuleBroken("Enter a day before today.", field="through_on")
    if from_on > through_on:
        raise RuleBroken("Enter a first day that is not after the last.", field="from_on")
    oldest = add_months(today, -OLDEST_MONTHS)
    if from_on < oldest:
        raise RuleBroken(f"Enter a day from {written(oldest)} on.", field="from_on")
    if (through_on - from_on).days >= MOST_DAYS:
        raise RuleBroken(
            f"Enter at most {MOST_DAYS} days: a batch is of a quarter at most.", field="through_on"
        )


def checked_code(code: str | None) -> str:
    """A code as the COHE enters it; empty puts the placeholder back."""
    text = (code or "").strip()
    if len(text) > LONGEST_CODE:
        raise RuleBroken(f"Shorten the code to {LONGEST_CODE} characters.", field="code")
    return text or PLACEHOLDER
