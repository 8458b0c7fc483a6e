"""The contract's numbers, their sources and when a change takes effect."""

from dataclasses import fields
from datetime import date
from fractions import Fraction

import pytest

from ohms.domain.benchmark_lines import LINED
from ohms.domain.calendar import Quarter
from ohms.domain.contract import SOURCES, ContractSettings, check_takes_effect, roles_counted
from ohms.domain.contract_terms import TERMS, changed_terms, checked_start, published
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role


def test_every_setting_of_the_contract_has_a_source_and_a_way_to_be_proposed() -> None:
    names = {setting.name for setting in fields(ContractSettings)} | set(LINED)
    assert names == set(SOURCES) == set(TERMS)
    standing = published()
    assert {name: term.checked(standing[name]) for name, term in TERMS.items()} == standing


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("claims_per_fte_limit", "99"),
        ("claims_per_fte_limit", "5001"),
        ("claims_per_fte_limit", "588.5"),
        ("claims_per_fte_limit", "-588"),
        ("claims_per_fte_limit", "٥٨٨"),
        ("fte_basis", "guessed"),
        ("assistants_count", "1"),
        ("line_apf_in_12_weeks", "101"),
        ("line_apf_in_12_weeks", "1"),
        ("line_first_activity", "61"),
    ],
)
def test_a_value_that_is_none_is_refused_beside_its_setting(name: str, value: str) -> None:
    standing = published()
    with pytest.raises(RuleBroken) as refused:
        changed_terms(standing, standing | {name: value})
    assert refused.value.field == name


def test_a_benchmark_s_line_is_read_with_its_side() -> None:
    assert len(LINED) == 10
    told = {name: TERMS[name].in_words(value) for name, value in published().items()}
    assert told["line_roa_in_2_days"] == "at least 80 %"
    assert told["line_first_activity"] == "at most 10 business days"
    assert told["line_low_adopters"] == "below 20 %"


def test_only_what_differs_is_proposed() -> None:
    standing = published()
    coming = standing | {"claims_per_fte_limit": "600"}
    assert changed_terms(coming, coming | {"shadowing_minutes": "0300"}) == {
        "shadowing_minutes": "300"
    }
    with pytest.raises(RuleBroken, match="in force"):
        changed_terms(coming, coming)


def test_an_approved_change_is_taken_back_for_a_later_quarter() -> None:
    standing = published()
    coming = standing | {"claims_per_fte_limit": "600"}
    assert changed_terms(coming, standing) == {"claims_per_fte_limit": "588"}


def test_a_change_may_wait_for_one_of_the_next_four_quarters_and_no_later_one() -> None:
    today = date(2026, 11, 24)
    assert checked_start(date(2027, 10, 1), today) == date(2027, 10, 1)
    for day in (None, date(2028, 1, 1), date(2026, 10, 1), date(2027, 2, 1)):
        with pytest.raises(RuleBroken):
            checked_start(day, today)


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
