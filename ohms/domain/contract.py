"""The numbers of the COHE's contract with L&I, each with where it comes from.

Where public material is silent the number is an assumption, and its source says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from ohms.domain.benchmark_lines import LINED
from ohms.domain.calendar import Quarter, quarters_from, written
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role

QUARTERS_A_YEAR = 4
MINUTES_AN_HOUR = 60


class FteBasis(StrEnum):
    """What one FTE is measured by; the three are always shown side by side."""

    STAFFED = "staffed"
    CLAIM_SPECIFIC = "claim_specific"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class ContractSettings:
    """The contract's numbers as they stood in one period; the defaults are L&I's published ones."""

    claims_per_fte_limit: Fraction = Fraction(588)
    """Claims per FTE in a quarter; strictly more calls for the discussion."""

    claims_a_year_per_fte: int = 2350
    claims_a_year_per_half_fte: int = 1175
    replacement_months: int = 3
    training_months: int = 6
    shadowing_minutes: int = 240
    full_time_minutes_a_week: int = 2400
    full_time_hours_a_year: int = 2080
    fte_basis: FteBasis = FteBasis.CLAIM_SPECIFIC
    assistants_count: bool = False
    report_due_days: int = 30
    """From the quarter's end to the day its status report is due."""

    @property
    def full_time_minutes_a_quarter(self) -> Fraction:
        """2,080 hours a year are 31,200 minutes a quarter, whichever quarter it is."""
        return Fraction(self.full_time_hours_a_year * MINUTES_AN_HOUR, QUARTERS_A_YEAR)

    @property
    def counted_roles(self) -> frozenset[Role]:
        """The roles whose time is FTE: coordinators, and assistants where the setting says so."""
        return roles_counted(assistants=self.assistants_count)

    def full_time_minutes(self, first_on: date, last_on: date) -> Fraction:
        """Full-time minutes of a period: each quarter's, by the share of its days in the period."""
        shares = (
            Fraction(quarter.days_within(first_on, last_on), quarter.days)
            for quarter in quarters_from(first_on, last_on)
        )
        return self.full_time_minutes_a_quarter * sum(shares, Fraction(0))


def roles_counted(*, assistants: bool) -> frozenset[Role]:
    """Coordinators, with or without their assistants: for the figure and for the one beside it."""
    return frozenset({Role.HSC, Role.HSC_ASSISTANT} if assistants else {Role.HSC})


_PAGE = "L&I, Health Services Coordinators page"

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "claims_per_fte_limit": f"{_PAGE}: more than 588 in any Quarterly Status Report",
        "claims_a_year_per_fte": f"{_PAGE}: one FTE for every 2,350 claims initiated a year",
        "claims_a_year_per_half_fte": f"{_PAGE}: 0.5 FTE for every 1,175 claims a year",
        "replacement_months": f"{_PAGE}: replace the HSC within 3 months",
        "training_months": f"{_PAGE}: additional training within 6 months of hire",
        "shadowing_minutes": f"{_PAGE}: at least 4 hours shadowing an HSC of another COHE",
        "full_time_minutes_a_week": "Assumption: 40 hours a week; not found in public material",
        "full_time_hours_a_year": "Assumption: 2,080 hours a year; not found in public material",
        "fte_basis": f"{_PAGE}: only claim-specific time counts; how it is averaged is assumed",
        "assistants_count": "Assumption: the page speaks of HSC FTE; assistants are not counted",
        "report_due_days": "Assumption: 30 days after the quarter's end; not found in public material",
        **{name: of.measure.source for name, of in LINED.items()},
    }
)


def check_takes_effect(from_on: date, approved_on: date) -> None:
    """A change takes effect on the first day of a later quarter, never backwards."""
    earliest = Quarter.of(approved_on).next.first_on
    if from_on < earliest or from_on != Quarter.of(from_on).first_on:
        raise RuleBroken(
            f"Choose the first day of a later quarter, {written(earliest)} at the earliest.",
            field="from_on",
        )
