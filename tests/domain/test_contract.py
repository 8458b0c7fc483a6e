"""The contract's numbers, their sources and when a change takes effect."""

from dataclasses import fields
from datetime import date
from fractions import Fraction

import pytest

from ohms.domain.calendar import Quarter
from ohms.domain.contract import SOURCES, ContractSettings, check_takes_effect, roles_counted
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role


def test_every_setting_of_the_contract_has_a_source() -> None:
    assert {setting.name for setting in fields(ContractSettings)} == set(SOURCES)


@pytest.mark.parametrize(
    ("first_on", "last_on", "minutes"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), Fraction(31_200)),
        (date(2027, 1, 1), date(2027, 3, 31), Fraction(31_200)),
        (date(2026, 1, 1), date(2026, 12, 31), Fraction(124_800)),
        (date(2026, 7, 1), date(2026, 8, 15), Fraction(15_600)),  # 46 of 92 days
        (date(2026, 9, 30), date(2026, 10, 1), Fraction(31_200, 92) * 2),
    ],
)
def test_full_time_is_31200_minutes_a_quarter_and_its_share_of_days(
    first_on: date, last_on: date, minutes: Fraction
) -> None:
    assert ContractSettings().full_time_minutes(first_on, last_on) == minutes


def test_assistants_are_counted_only_when_asked_for() -> None:
    assert roles_counted(assistants=False) == {Role.HSC}
    assert roles_counted(assistants=True) == {Role.HSC, Role.HSC_ASSISTANT}
    assert ContractSettings().counted_roles == {Role.HSC}


@pytest.mark.parametrize("from_on", [date(2027, 1, 1), date(2027, 4, 1)])
def test_a_setting_takes_effect_on_the_first_day_of_a_later_quarter(from_on: date) -> None:
    check_takes_effect(from_on, approved_on=date(2026, 11, 24))


@pytest.mark.parametrize(
    "from_on",
    [date(2026, 10, 1), date(2026, 11, 25), date(2026, 7, 1), date(2027, 1, 2), date(2027, 3, 31)],
)
def test_a_setting_never_takes_effect_within_a_quarter_or_backwards(from_on: date) -> None:
    with pytest.raises(RuleBroken, match="Fri Jan 1, 2027 at the earliest"):
        check_takes_effect(from_on, approved_on=date(2026, 11, 24))


def test_approved_on_the_first_day_of_a_quarter_it_waits_for_the_next() -> None:
    first = Quarter(2026, 4).first_on
    with pytest.raises(RuleBroken, match="later quarter"):
        check_takes_effect(first, approved_on=first)
