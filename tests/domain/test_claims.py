"""Formats of numbers, and which claims count as initiated."""

from datetime import date

import pytest

from ohms.domain.calendar import Quarter
from ohms.domain.claims import (
    ClaimFact,
    EnrolmentFact,
    claims_initiated,
    is_claim_number,
    normal_claim_number,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Fund

THIRD = Quarter(2026, 3)
A, B = 1, 2
OF_A, MOVED, OF_B = 11, 12, 13
ENROLMENTS = [
    EnrolmentFact(OF_A, A, date(2020, 1, 1)),
    EnrolmentFact(MOVED, A, date(2020, 1, 1), date(2026, 8, 15)),
    EnrolmentFact(MOVED, B, date(2026, 8, 16)),
]


def claim(
    claim_id: int,
    initiated_on: date,
    provider: int = OF_A,
    fund: Fund = Fund.STATE_FUND,
    combined_into: int | None = None,
) -> ClaimFact:
    return ClaimFact(claim_id, fund, initiated_on, provider, combined_into)


VECTOR_16 = [
    ("rejected", [claim(1, date(2026, 7, 10))], 1, 0),
    ("closed minor claim", [claim(2, date(2026, 8, 3))], 1, 0),
    ("established only in the next quarter", [claim(3, date(2026, 9, 30))], 1, 0),
    ("initiated in the quarter before", [claim(4, date(2026, 6, 30))], 0, 0),
    ("self-insured", [claim(5, date(2026, 7, 20), fund=Fund.SELF_INSURED)], 0, 0),
    ("reopened from 2024", [claim(6, date(2024, 5, 2))], 0, 0),
    (
        "two numbers combined by L&I",
        [claim(7, date(2026, 7, 21)), claim(8, date(2026, 7, 22), combined_into=7)],
        1,
        0,
    ),
    ("the provider's last day in A", [claim(9, date(2026, 8, 15), provider=MOVED)], 1, 0),
    ("the day after, now of B", [claim(10, date(2026, 8, 16), provider=MOVED)], 0, 1),
    ("only the attending provider is in A", [claim(11, date(2026, 8, 20), provider=OF_B)], 0, 0),
]


def counted(cohe: int, claims: list[ClaimFact]) -> int:
    return len(
        claims_initiated(cohe, THIRD.first_on, THIRD.last_on, claims=claims, enrolments=ENROLMENTS)
    )


@pytest.mark.parametrize(
    ("claims", "of_a", "of_b"), [row[1:] for row in VECTOR_16], ids=[row[0] for row in VECTOR_16]
)
def test_vector_16_a_claim_counts_by_fund_day_and_initiating_provider(
    claims: list[ClaimFact], of_a: int, of_b: int
) -> None:
    assert (counted(A, claims), counted(B, claims)) == (of_a, of_b)


def test_vector_16_cohe_a_counts_five_and_cohe_b_one() -> None:
    everything = [one for _, claims, _, _ in VECTOR_16 for one in claims]
    assert counted(A, everything) == 5
    assert counted(B, everything) == 1


def test_a_change_of_fund_takes_the_claim_out_of_its_quarter() -> None:
    before, after = claim(1, date(2026, 7, 10)), claim(1, date(2026, 7, 10), fund=Fund.FEDERAL)
    assert (counted(A, [before]), counted(A, [after])) == (1, 0)


def test_a_combined_claim_is_counted_by_the_facts_of_the_remaining_one() -> None:
    remaining = claim(7, date(2026, 8, 20), provider=MOVED)
    folded = claim(8, date(2026, 7, 22), combined_into=7)
    assert (counted(A, [remaining, folded]), counted(B, [remaining, folded])) == (0, 1)


def test_a_provider_who_came_back_counts_in_each_enrolment() -> None:
    again = [*ENROLMENTS, EnrolmentFact(MOVED, A, date(2026, 9, 1))]
    september = claim(1, date(2026, 9, 1), provider=MOVED)
    found = claims_initiated(A, THIRD.first_on, THIRD.last_on, claims=[september], enrolments=again)
    assert found == [september]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("A123456", "A123456"),
        ("ab12345", "AB12345"),
        (" AB 12345 ", "AB12345"),
        ("ab-12345", "AB12345"),
    ],
)
def test_a_claim_number_is_normalised(typed: str, number: str) -> None:
    assert normal_claim_number(typed) == number
    assert is_claim_number(typed)


@pytest.mark.parametrize(
    "typed", ["", "A12345", "A1234567", "AB123456", "ABC1234", "1234567", "A12345O", "Ä123456"]
)
def test_what_is_no_claim_number_is_refused(typed: str) -> None:
    assert not is_claim_number(typed)
    with pytest.raises(RuleBroken, match="one letter and six digits") as refused:
        normal_claim_number(typed)
    assert refused.value.field == "claim_number"
