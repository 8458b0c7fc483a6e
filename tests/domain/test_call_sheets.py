"""One call about several claims: when its tasks are over, and what each claim's note says."""

from datetime import date

import pytest

from ohms.domain.call_sheets import MOST_TICKED, SheetCall, check_call, check_ticked, note_of
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Method, Outcome, Party, StandardWork

TODAY = date(2026, 11, 24)


def call(**values: object) -> SheetCall:
    facts = {
        "party": Party.PROVIDER,
        "method": Method.PHONE,
        "outcome": Outcome.REACHED,
        "body": "They send it.",
        "performed_on": TODAY,
    }
    return SheetCall(**{**facts, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "finishes"),
    [
        ({}, True),
        ({"waits": True}, False),
        ({"outcome": Outcome.LEFT_MESSAGE}, False),
        ({"outcome": Outcome.DECLINED}, False),
    ],
)
def test_only_who_was_reached_and_owes_no_answer_finishes_what_is_ticked(
    values: dict[str, object], finishes: bool
) -> None:
    made = call(**values)
    assert made.finishes is finishes
    assert note_of(made, "", (4, 7), None, 3).finishes == ((4, 7) if finishes else ())


def test_what_stays_open_needs_a_day_that_is_not_over() -> None:
    check_call(call(), TODAY)
    check_call(call(waits=True, again_on=TODAY), TODAY)
    for values, said in (
        ({"waits": True}, "Enter by when they are to answer"),
        ({"outcome": Outcome.NO_ANSWER}, "Enter by when to try again"),
        ({"waits": True, "again_on": date(2026, 11, 23)}, "Enter today or a later day"),
    ):
        with pytest.raises(RuleBroken, match=said) as refused:
            check_call(call(**values), TODAY)
        assert refused.value.field == "again_on"


@pytest.mark.parametrize("number", [0, MOST_TICKED + 1])
def test_a_call_is_about_something_and_about_no_more_than_a_sheet_shows(number: int) -> None:
    with pytest.raises(RuleBroken):
        check_ticked(number)
    check_ticked(1)
    check_ticked(MOST_TICKED)


@pytest.mark.parametrize(
    ("values", "own", "said"),
    [
        ({}, "", "They send it."),
        ({}, "Its own.", "Its own."),
        ({"who": "Kim"}, "", "With Kim: They send it."),
        ({"who": "Kim", "outcome": Outcome.NO_ANSWER}, "", "Asked for Kim: They send it."),
        ({"who": "Kim", "method": Method.FAX}, "", "To Kim: They send it."),
        ({"who": "Kim", "body": " "}, "", " "),
    ],
)
def test_the_note_names_who_was_spoken_to_and_nobody_where_nothing_was_said(
    values: dict[str, object], own: str, said: str
) -> None:
    assert note_of(call(**values), own, (), None, 0).body == said


def test_the_call_names_the_work_else_its_first_task_does() -> None:
    surgery = StandardWork.SURGERY
    assert note_of(call(), "", (), surgery, 0).standard_work is surgery
    named = call(standard_work=StandardWork.REFERRALS)
    assert note_of(named, "", (), surgery, 0).standard_work is StandardWork.REFERRALS
    assert note_of(call(), "", (), None, 0).standard_work is StandardWork.RETURN_TO_WORK


def test_a_share_of_no_minute_is_no_time() -> None:
    assert note_of(call(), "", (), None, 0).minutes is None
    assert note_of(call(), "", (), None, 1).minutes == 1
