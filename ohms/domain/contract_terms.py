"""The settings of the COHE's contract as they are proposed and approved: what each may be, and in words.

Its supervisor proposes one, L&I's contract manager approves it or refuses it with a reason, and it holds
from the first day of a later quarter. Sources: `contract.SOURCES`; design.md section 5, "Contract settings".
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from ohms.domain.benchmark_lines import LINED
from ohms.domain.benchmark_measures import Benchmark
from ohms.domain.calendar import Quarter, written
from ohms.domain.contract import ContractSettings, FteBasis, check_takes_effect
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

QUARTERS_AHEAD = 4
LONGEST_MEDIAN = 60
"""Business days; in those of its 12 weeks every counted activity came."""

YES_NO: Mapping[str, str] = MappingProxyType({"yes": "yes", "no": "no"})
BASES: Mapping[str, str] = MappingProxyType(
    {
        FteBasis.STAFFED.value: "staffed",
        FteBasis.CLAIM_SPECIFIC.value: "claim-specific",
        FteBasis.LOGGED.value: "logged",
    }
)


@dataclass(frozen=True, slots=True)
class ContractTerm:
    """One number of the contract, a whole one within bounds, or one of its choices."""

    name: str
    label: str
    unit: str = ""
    least: int = 1
    most: int = 0
    choices: Mapping[str, str] | None = None
    side: str = ""
    """Of a benchmark's line: on which side of it a figure is good."""

    def checked(self, value: str) -> str:
        """The value as it is kept. RuleBroken beside the setting."""
        if self.choices is not None:
            if value not in self.choices:
                raise RuleBroken("Choose one of these.", field=self.name)
            return value
        if not (value.isascii() and value.isdigit() and len(value) < 8):
            raise RuleBroken("Enter a whole number.", field=self.name)
        if not self.least <= int(value) <= self.most:
            raise RuleBroken(f"Enter {self.least:,} to {self.most:,}.", field=self.name)
        return str(int(value))

    def in_words(self, value: str) -> str:
        """A kept value as a person reads it: "claim-specific", "3 months", "at least 80 %"."""
        if self.choices is not None:
            return self.choices.get(value, value)
        number = f"{int(value):,}" if value.isdigit() else value
        return f"{self.side} {number} {self.unit}".strip()


def _line(name: str, of: Benchmark) -> ContractTerm:
    """Two at least: nothing is held against none, and words speak of several."""
    most = LONGEST_MEDIAN if of.is_median else 100
    label = f"Benchmark {of.number}, {of.measure.label}"
    return ContractTerm(name, label, of.unit, 2, most, side=of.side.value)


TERMS: Mapping[str, ContractTerm] = MappingProxyType(
    {
        each.name: each
        for each in (
            ContractTerm(
                "claims_per_fte_limit",
                "Claims per FTE above which is discussed",
                "a quarter",
                100,
                5_000,
            ),
            ContractTerm("claims_a_year_per_fte", "Claims a year per FTE", "claims", 500, 20_000),
            ContractTerm(
                "claims_a_year_per_half_fte", "Claims a year per half FTE", "claims", 250, 10_000
            ),
            ContractTerm("replacement_months", "Months to replace an HSC", "months", 1, 24),
            ContractTerm("training_months", "Months for the additional training", "months", 1, 24),
            ContractTerm("shadowing_minutes", "Minutes of shadowing", "minutes", 30, 4_800),
            ContractTerm(
                "full_time_minutes_a_week", "Full-time minutes a week", "minutes", 600, 4_800
            ),
            ContractTerm("full_time_hours_a_year", "Full-time hours a year", "hours", 500, 3_000),
            ContractTerm("fte_basis", "FTE basis", choices=BASES),
            ContractTerm("assistants_count", "Assistants counted", choices=YES_NO),
            ContractTerm(
                "report_due_days", "Days from the quarter's end to its report", "days", 1, 180
            ),
            *(_line(name, of) for name, of in LINED.items()),
        )
    }
)


def in_text(settings: ContractSettings) -> dict[str, str]:
    """The settings in the spelling in which they are kept."""
    return {name: _spelled(value) for name, value in asdict(settings).items()}


def published() -> dict[str, str]:
    """Every number of the contract where nobody agreed on another, in the same spelling."""
    return in_text(ContractSettings()) | {name: str(of.line) for name, of in LINED.items()}


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, FteBasis) else str(value)


def changed_terms(then: Mapping[str, str], draft: Mapping[str, str]) -> dict[str, str]:
    """What differs from what is in force on the day it is to hold from, each checked: so a change that is
    approved already can be taken back for a later quarter. RuleBroken when nothing."""
    checked = {name: term.checked(draft[name]) for name, term in TERMS.items()}
    changes = {name: value for name, value in checked.items() if value != then[name]}
    if not changes:
        raise RuleBroken("All of this is in force on that day already.", field="from_on")
    return changes


def starts_ahead(today: date) -> tuple[date, ...]:
    """The days from which a change may hold: the first of each of the next four quarters."""
    found = [Quarter.of(today).next]
    while len(found) < QUARTERS_AHEAD:
        found.append(found[-1].next)
    return tuple(each.first_on for each in found)


def checked_start(from_on: date | None, today: date) -> date:
    if from_on is None or from_on > starts_ahead(today)[-1]:
        raise RuleBroken("Choose the first day of one of these quarters.", field="from_on")
    check_takes_effect(from_on, today)
    return from_on


def check_open(*, decided: bool) -> None:
    if decided:
        raise RuleBroken("This was decided already.")


def check_approvable(from_on: date, today: date, *, own: bool) -> None:
    """Nobody approves what they proposed, and nothing takes effect backwards."""
    if own:
        raise RuleBroken("You proposed this yourself: another contract manager decides.")
    if from_on <= today:
        raise RuleBroken(
            f"It was to hold from {written(from_on)}, and that quarter has begun. Refuse it, so that it"
            " can be proposed for a later one."
        )


def checked_why(reason: str | None, what: str) -> str:
    """Why it is proposed, or refused: it stays in the history."""
    return checked_line(reason, f"Enter why {what}: it stays in the history.")
