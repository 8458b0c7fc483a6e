"""A call as it is taken down, and which claim it points to."""

from dataclasses import replace
from datetime import date

import pytest

from ohms.domain.calls import (
    TakenCall,
    check_call,
    claim_told,
    end_of_number,
    likeness,
    name_orders,
    told_number,
)
from ohms.domain.days import read_birth_date
from ohms.domain.errors import RuleBroken
from ohms.domain.values import MinutesFrom

TODAY = date(2026, 11, 24)
BORN = date(1985, 4, 3)
CALL = TakenCall(caller="Jo Worker", message="Asks for a call.", performed_on=TODAY)


def test_a_call_needs_a_caller_and_a_message_and_nothing_else() -> None:
    check_call(CALL, TODAY)
    for field, wrong in (
        ("caller", replace(CALL, caller=" ")),
        ("message", replace(CALL, message="")),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_call(wrong, TODAY)
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("minutes", "clock", "refused"),
    [
        (60, MinutesFrom.CALL, False),
        (61, MinutesFrom.CALL, True),
        (61, MinutesFrom.TYPED, False),
        (1440, MinutesFrom.TYPED, False),
        (1441, MinutesFrom.TYPED, True),
        (0, MinutesFrom.TYPED, True),
    ],
)
def test_a_clock_over_an_hour_is_asked_about_and_typed_minutes_are_not(
    minutes: int, clock: MinutesFrom, refused: bool
) -> None:
    call = replace(CALL, minutes=minutes, minutes_from=clock)
    if not refused:
        check_call(call, TODAY)
        return
    with pytest.raises(RuleBroken) as broken:
        check_call(call, TODAY)
    assert broken.value.field == "minutes"


def test_a_call_of_a_day_to_come_is_refused() -> None:
    with pytest.raises(RuleBroken):
        check_call(replace(CALL, performed_on=date(2026, 11, 25)), TODAY)


@pytest.mark.parametrize(
    ("told", "kept"),
    [("al 10-001", "AL10001"), (" 10001 ", "10001"), ("about b12", "ABOUT B12"), ("", None)],
)
def test_a_number_is_kept_as_the_rule_writes_it_or_as_it_was_told(
    told: str, kept: str | None
) -> None:
    assert told_number(told) == kept


@pytest.mark.parametrize(
    ("told", "digits"), [("10001", "10001"), ("A-12", None), ("1234", "1234"), (None, None)]
)
def test_the_end_of_a_number_counts_from_four_digits(told: str | None, digits: str | None) -> None:
    assert end_of_number(told) == digits


def test_a_name_is_looked_for_last_name_first_however_it_was_told() -> None:
    assert "nunez ana maria" in name_orders("Ana María Núñez")
    assert "nunez ana maria" in name_orders("Núñez, Ana María")
    assert name_orders("") == name_orders(None) == ()


def test_the_whole_number_goes_before_the_person() -> None:
    persons = {("worker jo", BORN): {2}}
    assert (
        claim_told("AL10001", "Jo Worker", BORN, by_number={"AL10001": 1}, by_person=persons) == 1
    )
    assert (
        claim_told("AL10009", "Jo Worker", BORN, by_number={"AL10001": 1}, by_person=persons) == 2
    )


def test_a_person_with_two_claims_or_without_birth_date_points_to_none() -> None:
    two = {("worker jo", BORN): {2, 3}}
    assert claim_told(None, "Jo Worker", BORN, by_number={}, by_person=two) is None
    one = {("worker jo", BORN): {2}}
    assert claim_told(None, "Jo Worker", None, by_number={}, by_person=one) is None
    assert claim_told(None, "Jo Worker", date(1985, 3, 4), by_number={}, by_person=one) is None


def test_likeness_counts_the_words_two_names_share() -> None:
    assert likeness("Jo Ann Worker", "worker jo") == 2
    assert likeness(None, "worker jo") == 0


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("4/3/1985", BORN),
        ("4/3/85", BORN),
        ("1985-04-03", BORN),
        ("11/24/26", TODAY),
        ("11/25/26", date(1926, 11, 25)),
        ("2/29/2004", date(2004, 2, 29)),
    ],
)
def test_a_birth_date_may_lie_far_back(typed: str, day: date) -> None:
    assert read_birth_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["4/3", "2/30/1985", "11/25/2026", "1/1/1800", "last week", ""])
def test_what_is_no_birth_date_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        read_birth_date(typed, TODAY)
