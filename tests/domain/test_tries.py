"""Tries to reach a worker: which days count, and when the letter is the next step."""

from datetime import date

import pytest

from ohms.domain.tries import ContactRules, WorkerContact, a_try, days_tried, proposes_letter
from ohms.domain.values import Method, Outcome

PHONE, LETTER = Method.PHONE, Method.LETTER
NO_ANSWER, LEFT, REACHED = Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.REACHED


def contact(day: int, outcome: Outcome = NO_ANSWER, method: Method = PHONE) -> WorkerContact:
    return WorkerContact(date(2026, 11, day), method, outcome)


@pytest.mark.parametrize(
    ("contacts", "days"),
    [
        ([], []),
        ([contact(2), contact(2), contact(3)], [2, 3]),
        ([contact(4), contact(2, LEFT), contact(3, Outcome.WRONG_NUMBER)], [2, 3, 4]),
        ([contact(2), contact(3, REACHED), contact(4)], [4]),
        ([contact(3, REACHED), contact(3)], []),
        ([contact(2), contact(3), contact(4), contact(5, LEFT, LETTER)], []),
        ([contact(2), contact(3, Outcome.DECLINED), contact(4), contact(5)], [4, 5]),
    ],
)
def test_the_different_days_count_since_the_worker_was_reached_or_written_to(
    contacts: list[WorkerContact], days: list[int]
) -> None:
    assert [day.day for day in days_tried(contacts)] == days


def test_the_third_try_on_a_different_day_proposes_the_letter_and_not_the_second() -> None:
    tried = [contact(2), contact(3), contact(3), contact(4)]
    assert proposes_letter(tried[:3], ContactRules()) == ()
    assert len(proposes_letter(tried, ContactRules())) == 3
    assert len(proposes_letter(tried[:3], ContactRules(tries_before_letter=2))) == 2


def test_the_next_try_is_a_business_day_later_over_a_weekend_and_a_holiday() -> None:
    before_thanksgiving = a_try(date(2026, 11, 25), ContactRules(), ())
    assert before_thanksgiving.next_step is not None
    assert before_thanksgiving.next_step.due_by == date(2026, 11, 30)
