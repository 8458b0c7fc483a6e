"""Required FTE: the yearly test of the contract, exact and in half steps.

L&I: one FTE for every 2,350 claims initiated a year, 0.5 for every 1,175. It can disagree with the
quarterly 588, so both are shown.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from ohms.domain.calendar import ONE_DAY, add_months
from ohms.domain.contract import ContractSettings

MONTHS_A_YEAR = 12
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class RequiredFte:
    """What the claims of the 12 months up to a day require."""

    claims: int
    """Counted, in the days for which there are data."""

    days_of_data: int
    days_of_year: int
    per_fte: int
    per_half_fte: int

    @property
    def is_annualised(self) -> bool:
        """Less than 12 months of data: the count is stretched to a year, and the page says so."""
        return self.days_of_data < self.days_of_year

    @property
    def claims_a_year(self) -> Fraction:
        return Fraction(self.claims * self.days_of_year, self.days_of_data)

    @property
    def exact(self) -> Fraction:
        return self.claims_a_year / self.per_fte

    @property
    def half_steps(self) -> Fraction:
        """0.5 for each full 1,175 claims a year."""
        return HALF * floor(self.claims_a_year / self.per_half_fte)

    @property
    def claims_to_next_half_step(self) -> int:
        """Claims a year more, at least 1, until the half-step reading goes up by 0.5."""
        next_step = (floor(self.claims_a_year / self.per_half_fte) + 1) * self.per_half_fte
        return ceil(next_step - self.claims_a_year)

    def is_met_by(self, staffed: Fraction) -> bool:
        """Staffed FTE against the exact requirement; equal is enough."""
        return staffed >= self.exact


def twelve_months_to(day: date) -> tuple[date, date]:
    """First and last day of the 12 months up to and including the day."""
    return add_months(day, -MONTHS_A_YEAR) + ONE_DAY, day


def required_fte(
    claims: int, *, as_of: date, data_from: date, settings: ContractSettings
) -> RequiredFte:
    """Required FTE on a day from the claims initiated in the 12 months up to it.

    `claims` are those initiated from the later of `data_from` and the first of the 12 months.
    ValueError when the data begin after the day: there is nothing to go by.
    """
    first_on, last_on = twelve_months_to(as_of)
    if data_from > last_on:
        raise ValueError("the data begin after the day")
    return RequiredFte(
        claims,
        days_of_data=(last_on - max(first_on, data_from)).days + 1,
        days_of_year=(last_on - first_on).days + 1,
        per_fte=settings.claims_a_year_per_fte,
        per_half_fte=settings.claims_a_year_per_half_fte,
    )
