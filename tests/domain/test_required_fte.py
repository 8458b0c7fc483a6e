"""Required FTE: the yearly test, in exact and half-step reading."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.claims_per_fte import ClaimsPerFte, decimal_text
from ohms.domain.contract import ContractSettings
from ohms.domain.required_fte import RequiredFte, required_fte, twelve_months_to

CONTRACT = ContractSettings()
TODAY = date(2026, 11, 24)


def required(claims: int, data_from: date = date(2020, 1, 1)) -> RequiredFte:
    return required_fte(claims, as_of=TODAY, data_from=data_from, settings=CONTRACT)


@pytest.mark.parametrize(
    ("claims", "exact", "half_steps", "to_next"),
    [
        (1_175, "0.50000", Fraction(1, 2), 1_175),
        (1_176, "0.50043", Fraction(1, 2), 1_174),
        (2_350, "1.00000", Fraction(1), 1_175),
        (2_351, "1.00043", Fraction(1), 1_174),
        (3_525, "1.50000", Fraction(3, 2), 1_175),
        (1_174, "0.49957", Fraction(0), 1),
        (0, "0.00000", Fraction(0), 1_175),
    ],
)
def test_vector_10_required_fte_is_exact_and_reads_in_half_steps(
    claims: int, exact: str, half_steps: Fraction, to_next: int
) -> None:
    needed = required(claims)
    assert decimal_text(needed.exact, 5) == exact
    assert (needed.half_steps, needed.claims_to_next_half_step) == (half_steps, to_next)
    assert not needed.is_annualised


@pytest.mark.parametrize(
    ("quarters", "exact", "annual_met", "triggering"),
    [
        ((588, 588, 588, 588), "1.00085", False, []),
        ((500, 500, 500, 850), "1.00000", True, [850]),
    ],
)
def test_vector_11_the_annual_and_the_quarterly_test_can_disagree(
    quarters: tuple[int, ...], exact: str, annual_met: bool, triggering: list[int]
) -> None:
    one = Fraction(1)
    needed = required(sum(quarters))
    assert decimal_text(needed.exact, 5) == exact
    assert needed.is_met_by(one) is annual_met
    assert [claims for claims in quarters if ClaimsPerFte(claims, one).needs_discussion] == (
        triggering
    )


@pytest.mark.parametrize(
    ("day", "first_on"),
    [
        (date(2026, 11, 24), date(2025, 11, 25)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2027, 2, 28), date(2026, 3, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
    ],
)
def test_twelve_months_end_with_the_day(day: date, first_on: date) -> None:
    assert twelve_months_to(day) == (first_on, day)


def test_less_than_twelve_months_of_data_are_annualised_and_said_so() -> None:
    needed = required(235, data_from=date(2026, 9, 13))
    assert (needed.days_of_data, needed.days_of_year) == (73, 365)
    assert needed.is_annualised
    assert needed.exact == Fraction(1, 2)
    assert needed.half_steps == Fraction(1, 2)


def test_a_full_year_of_data_is_not_annualised() -> None:
    assert not required(235, data_from=date(2025, 11, 25)).is_annualised
    assert required(235, data_from=date(2025, 11, 26)).is_annualised


def test_without_a_day_of_data_there_is_nothing_to_go_by() -> None:
    with pytest.raises(ValueError, match="begin after"):
        required(0, data_from=date(2026, 11, 25))


@given(st.integers(0, 60_000))
@settings(deadline=None, max_examples=50)
def test_the_next_half_step_is_reached_by_that_many_claims_and_no_fewer(claims: int) -> None:
    needed = required(claims)
    more = needed.claims_to_next_half_step
    assert needed.half_steps <= needed.exact < needed.half_steps + Fraction(1, 2)
    assert required(claims + more - 1).half_steps == needed.half_steps
    assert required(claims + more).half_steps == needed.half_steps + Fraction(1, 2)
