"""The caps of Stay at Work by the date of injury, and what a claim may still use of them."""

from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.referrals import Side
from ohms.domain.stay_at_work import (
    BEFORE,
    SINCE,
    Use,
    as_money,
    caps_for,
    check_tells_use,
    check_use,
    lines_of_use,
    read_money,
    sum_of,
)
from ohms.domain.values import ReferralStep

THEIRS = frozenset({Side.SERVICE})


def test_the_caps_are_those_of_the_date_of_injury() -> None:
    assert caps_for(date(2024, 12, 31)) is BEFORE
    assert caps_for(date(2025, 1, 1)) is SINCE
    assert (BEFORE.days_worked, BEFORE.wages) == (66, 10_000)
    assert (SINCE.days_worked, SINCE.wages) == (120, 25_000)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("", 0), ("0", 0), ("1234.50", 123_450), ("$1,234.05", 123_405), (" 25 000 ", 2_500_000)],
)
def test_an_amount_is_read_as_it_is_typed(typed: str, cents: int) -> None:
    assert read_money(typed, "wages") == cents
    assert read_money(as_money(cents), "wages") == cents


@pytest.mark.parametrize(
    "typed", ["-1", "1.5", "1,23", "12e3", "١٢", "1.234,50", "9" * 13, "a", "1.005", "NaN"]
)
def test_what_is_no_amount_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_money(typed, "tools")
    assert refused.value.field == "tools"


@pytest.mark.parametrize(
    ("told", "of_others", "field"),
    [
        (Use(days=120, wages=2_500_000), Use(), None),
        (Use(days=121), Use(), "days"),
        (Use(wages=2_500_001), Use(), "wages"),
        (Use(days=100), Use(days=21), "days"),
        (Use(training=200_000, tools=500_000, clothing=100_000), Use(), None),
        (Use(clothing=100_001), Use(), "clothing"),
    ],
)
def test_no_claim_uses_more_than_its_caps_over_all_its_referrals(
    told: Use, of_others: Use, field: str | None
) -> None:
    if field is None:
        check_use(told, of_others, SINCE)
        return
    with pytest.raises(RuleBroken) as refused:
        check_use(told, of_others, SINCE)
    assert refused.value.field == field


def test_what_is_used_and_what_is_left_stand_beside_each_cap() -> None:
    used = sum_of([Use(days=20, wages=150_050), Use(days=6, wages=100_000)])
    days, wages, *_others = lines_of_use(used, BEFORE)
    assert (days.cap, days.used, days.left) == ("66 days", "26 days", "40 days")
    assert (wages.cap, wages.used, wages.left) == ("$10,000", "$2,500.50", "$7,499.50")


@pytest.mark.parametrize("step", ReferralStep)
def test_nothing_is_reimbursed_before_it_is_taken_on(step: ReferralStep) -> None:
    if step in (ReferralStep.ACCEPTED, ReferralStep.IN_PROGRESS, ReferralStep.COMPLETED):
        check_tells_use(step, THEIRS)
        with pytest.raises(RuleBroken, match="the desk's"):
            check_tells_use(step, {Side.COHE})
        return
    with pytest.raises(RuleBroken, match="Accept it first"):
        check_tells_use(step, THEIRS)
