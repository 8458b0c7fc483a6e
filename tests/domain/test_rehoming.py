"""Who is asked about a changed initiation, and what cannot be confirmed."""

from dataclasses import replace
from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.rehoming import (
    RehomingDecision,
    RehomingFacts,
    check_asked,
    check_may_be_confirmed,
)
from ohms.domain.transfers import checked_reason

HERE, THERE = 1, 2
WITHIN = RehomingFacts(HERE, HERE, date(2026, 9, 1), date(2026, 9, 8))
BETWEEN = replace(WITHIN, to_cohe_id=THERE)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (WITHIN, HERE),
        (BETWEEN, HERE),
        (replace(BETWEEN, given=True), THERE),
        (replace(BETWEEN, transferred=True), HERE),
        (replace(WITHIN, to_cohe_id=None), HERE),
        (replace(WITHIN, decision=RehomingDecision.REFUSED), None),
    ],
)
def test_the_giving_supervisor_is_asked_first_and_the_taking_one_after(
    facts: RehomingFacts, asked: int | None
) -> None:
    assert facts.waits_for_cohe_id == asked
    for cohe in (HERE, THERE):
        if cohe == asked:
            check_asked(facts, [cohe])
        else:
            with pytest.raises(RuleBroken):
                check_asked(facts, [cohe])


def test_a_provider_of_no_cohe_and_a_day_before_the_injury_cannot_be_confirmed() -> None:
    check_may_be_confirmed(WITHIN)
    check_may_be_confirmed(replace(WITHIN, initiated_on=WITHIN.injury_on))
    for wrong in ({"to_cohe_id": None}, {"initiated_on": date(2026, 8, 31)}):
        with pytest.raises(RuleBroken):
            check_may_be_confirmed(replace(WITHIN, **wrong))


@pytest.mark.parametrize("text", [None, "", "  ", "a" * 201])
def test_a_refusal_says_why(text: str | None) -> None:
    with pytest.raises(RuleBroken) as raised:
        checked_reason(text)
    assert raised.value.field == "reason"
