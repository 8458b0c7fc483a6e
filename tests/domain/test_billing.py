"""Units, what is held back, and the bytes of a batch."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.billing import (
    PLACEHOLDER,
    BillingRules,
    Held,
    Line,
    TimeFact,
    check_days,
    checked_code,
    content_of,
    held_for,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import StandardWork

TODAY = date(2026, 11, 24)
READY = {
    "confirmed": True,
    "signed": True,
    "co_signature_missing": False,
    "provider_number": "0123456",
    "claim_in_sight": True,
}


@pytest.mark.parametrize(
    ("unit", "up", "minutes", "billed"),
    [
        (1, False, 7, 7),
        (6, False, 8, 6),
        (6, False, 9, 12),
        (6, False, 1, 6),
        (6, True, 1, 6),
        (6, True, 6, 6),
        (6, True, 7, 12),
        (15, False, 22, 15),
        (15, False, 23, 30),
    ],
)
def test_minutes_become_whole_units(unit: int, up: bool, minutes: int, billed: int) -> None:
    assert BillingRules(PLACEHOLDER, unit, up).billed(minutes) == billed


@given(st.integers(1, 1440), st.integers(1, 60), st.booleans())
def test_rounding_never_moves_a_line_by_a_unit_or_more(minutes: int, unit: int, up: bool) -> None:
    billed = BillingRules(PLACEHOLDER, unit, up).billed(minutes)
    assert billed % unit == 0
    assert billed > 0
    assert abs(billed - minutes) < unit


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"confirmed": False}, Held.WAITING),
        ({"signed": False}, Held.NO_NOTE),
        ({"co_signature_missing": True}, Held.NOT_CO_SIGNED),
        ({"provider_number": None}, Held.NO_PROVIDER_NUMBER),
        ({"claim_in_sight": False}, Held.OUT_OF_SIGHT),
    ],
)
def test_time_is_held_back_for_one_reason_at_a_time(
    changed: dict[str, object], why: Held | None
) -> None:
    assert held_for(TimeFact(**{**READY, **changed})) is why  # type: ignore[arg-type]


def test_a_line_taken_back_names_the_one_it_takes_back_and_no_cell_is_a_formula() -> None:
    bill = Line(7, 1, "AL10001", "=1+1", date(2026, 10, 5), StandardWork.BARRIERS, 9, 12)
    back = Line(6, 1, "AL10001", "0123456", TODAY, None, -9, -12, 3, "batch 1 line 2")
    text = content_of([bill, back], BillingRules("=X", 6, False)).decode("utf-8-sig")
    first, second = text.splitlines()[1:]
    assert first == "1,bill,AL10001,'=1+1,2026-10-05,barriers,'=X,9,12,2,"
    assert second == "2,adjustment,AL10001,0123456,2026-11-24,,'=X,-9,-12,-2,batch 1 line 2"


def test_days_of_a_batch_are_over_in_order_and_within_a_year() -> None:
    check_days(date(2025, 11, 24), date(2026, 2, 23), TODAY)  # 92 days
    for first, last, field in (
        (date(2026, 11, 1), TODAY, "through_on"),
        (date(2026, 11, 2), date(2026, 11, 1), "from_on"),
        (date(2025, 11, 23), date(2026, 1, 1), "from_on"),
        (date(2025, 11, 24), date(2026, 2, 24), "through_on"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_days(first, last, TODAY)
        assert refused.value.field == field


def test_an_empty_code_is_the_placeholder() -> None:
    assert checked_code(" ") == PLACEHOLDER
    assert checked_code(" 12345 ") == "12345"
    with pytest.raises(RuleBroken):
        checked_code("x" * 41)
