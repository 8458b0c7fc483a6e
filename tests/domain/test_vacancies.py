"""Vacancies as they follow from the positions: one rule, whatever was entered first."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.calendar import ONE_DAY
from ohms.domain.contract import ContractSettings
from ohms.domain.staffing import PositionFact
from ohms.domain.vacancies import (
    Held,
    StaffingFacts,
    VacancyClosedBy,
    VacancyFact,
    judged_vacancies,
)
from ohms.domain.values import EndedBy, Role

TODAY = date(2026, 11, 24)
LAST = date(2026, 11, 30)
OPENS = date(2026, 12, 1)
LONG_AGO = date(2020, 1, 1)


def held(
    number: int,
    fte: str = "1",
    from_on: date = LONG_AGO,
    to_on: date | None = None,
    *,
    staff: int | None = None,
    role: Role = Role.HSC,
    by: EndedBy | None = None,
) -> Held:
    minutes = int(Fraction(fte) * 2400)
    ended_by = by or (EndedBy.DEPARTURE if to_on else None)
    fact = PositionFact(number, role, 1, (minutes, 0, 0, 0, 0, 0, 0), from_on, to_on)
    return Held(fact, staff or number, ended_by)


def judge(
    *positions: Held,
    standing: tuple[VacancyFact, ...] = (),
    today: date = TODAY,
    ended: int | None = None,
    required: str = "8.5106",
    since: date | None = None,
) -> list[VacancyFact]:
    facts = StaffingFacts(positions, Fraction(required), ContractSettings(), today)
    return judged_vacancies(standing, facts, ended=ended, since=since)


REST = held(100, "8.5")
LEAVER = held(1, to_on=LAST)


def ends(found: list[VacancyFact]) -> list[tuple[date | None, VacancyClosedBy | None, int | None]]:
    return [(each.closed_on, each.closed_by, each.replacement_id) for each in found]


def test_vector_20_a_departure_opens_one_due_in_three_months() -> None:
    assert judge(REST, LEAVER) == [VacancyFact(1, OPENS, date(2027, 2, 28), below_already=False)]


@pytest.mark.parametrize(
    "beside",
    [
        [held(100, "8.6")],
        [REST, held(2, from_on=OPENS)],
        [REST, held(2, from_on=date(2026, 11, 26))],
    ],
    ids=["enough is left", "a successor from the day after", "a successor from before"],
)
def test_vector_20_there_is_none_where_enough_is_there_the_day_after(beside: list[Held]) -> None:
    assert judge(LEAVER, *beside) == []


def test_vector_20_cut_hours_open_none() -> None:
    cut = held(1, "1", to_on=LAST, by=EndedBy.HOURS_CHANGE)
    assert judge(held(100, "8"), cut, held(2, "0.5", OPENS, staff=1)) == []


@pytest.mark.parametrize("begins", [date(2026, 12, 2), date(2027, 2, 28), date(2027, 3, 1)])
def test_vector_21_a_successor_closes_it_from_their_first_day(begins: date) -> None:
    found = judge(REST, LEAVER, held(2, "0.01", begins))
    assert ends(found) == [(begins, VacancyClosedBy.REPLACED, 2)]


def test_hours_that_are_cut_beside_a_departure_open_one_that_was_none() -> None:
    whole, cut = held(100, "8.6"), held(100, "8.6", to_on=LAST, by=EndedBy.HOURS_CHANGE)
    assert judge(whole, LEAVER) == []
    found = judge(cut, held(101, "8.4", OPENS, staff=100), LEAVER)
    assert [each.position_id for each in found] == [1]


def test_other_hours_of_the_leaver_move_it_and_make_no_second() -> None:
    standing = tuple(judge(REST, LEAVER))
    former = held(1, to_on=date(2026, 11, 27), by=EndedBy.HOURS_CHANGE)
    latter = held(2, "0.5", date(2026, 11, 28), LAST, staff=1)
    found = judge(REST, former, latter, standing=standing)
    assert [(each.position_id, each.opened_on) for each in found] == [(2, OPENS)]


def test_other_hours_of_somebody_else_replace_nobody() -> None:
    former = held(100, "8.5", to_on=date(2027, 1, 3), by=EndedBy.HOURS_CHANGE)
    slightly = held(101, "8.505", date(2027, 1, 4), staff=100)
    assert ends(judge(former, slightly, LEAVER)) == [(None, None, None)]
    more = held(101, "8.6", date(2027, 1, 4), staff=100)
    assert ends(judge(former, more, LEAVER)) == [
        (date(2027, 1, 4), VacancyClosedBy.STAFFED_ENOUGH, None)
    ]


def test_who_only_covers_and_an_assistant_replace_nobody_and_leave_no_vacancy() -> None:
    covers = held(2, "0", date(2026, 12, 7))
    assistant = held(3, "1", date(2026, 12, 7), role=Role.HSC_ASSISTANT)
    assert ends(judge(REST, LEAVER, covers, assistant)) == [(None, None, None)]
    assert judge(REST, held(4, "0", to_on=LAST)) == []


def test_who_waits_longest_is_replaced_first_and_each_successor_replaces_one() -> None:
    first, second = held(1, to_on=date(2026, 11, 29)), held(2, to_on=LAST)
    found = judge(
        held(100, "6"),
        first,
        second,
        held(3, from_on=date(2027, 2, 1)),
        held(4, from_on=date(2027, 1, 4)),
    )
    assert ends(found) == [
        (date(2027, 1, 4), VacancyClosedBy.REPLACED, 4),
        (date(2027, 2, 1), VacancyClosedBy.REPLACED, 3),
    ]


def test_one_that_opened_stays_though_enough_are_there_later() -> None:
    """In January staffed is at or above required again: that closes it, and does not undo it."""
    standing = tuple(judge(REST, LEAVER))
    january = date(2027, 1, 11)
    assert ends(judge(REST, LEAVER, standing=standing, today=january)) == [(None, None, None)]
    found = judge(REST, LEAVER, standing=standing, today=january, required="8.4")
    assert ends(found) == [(january, VacancyClosedBy.STAFFED_ENOUGH, None)]
    settled = tuple(found)
    later = judge(REST, LEAVER, standing=settled, today=january + ONE_DAY, required="9")
    assert tuple(later) == settled


def test_a_last_day_that_is_past_is_judged_for_who_just_ended_alone() -> None:
    past = held(1, to_on=date(2026, 11, 20))
    assert judge(REST, past) == []
    assert len(judge(REST, past, ended=1)) == 1


@pytest.mark.parametrize(("then", "opened"), [("8.5", 0), ("8.6", 1)])
def test_a_last_day_that_is_past_is_judged_by_what_was_required_then(
    then: str, opened: int
) -> None:
    past, day = held(1, to_on=date(2026, 11, 20)), date(2026, 11, 21)
    for now in ("8", "9"):
        facts = StaffingFacts(
            (REST, past), Fraction(now), ContractSettings(), TODAY, {day: Fraction(then)}
        )
        assert len(judged_vacancies((), facts, ended=1)) == opened


DAYS = st.dates(date(2026, 11, 24), date(2027, 3, 31))


@settings(max_examples=60)
@given(
    leaving=st.lists(DAYS, max_size=3),
    coming=st.lists(st.tuples(DAYS, st.sampled_from(["0", "0.5", "1"])), max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_what_was_entered_first_makes_no_difference(
    leaving: list[date], coming: list[tuple[date, str]], order: Random
) -> None:
    leavers = [held(number, to_on=day) for number, day in enumerate(leaving, 1)]
    entered = [*leavers, *(held(10 + n, fte, day) for n, (day, fte) in enumerate(coming))]
    whole = judge(held(100, "7"), *entered)
    order.shuffle(entered)
    standing: tuple[VacancyFact, ...] = ()
    staying = [held(each.fact.position_id) for each in leavers]
    for number in range(len(entered) + 1):
        known = entered[:number]
        ids = {each.fact.position_id for each in known}
        rest = [each for each in staying if each.fact.position_id not in ids]
        standing = tuple(judge(held(100, "7"), *rest, *known, standing=standing))
    assert {each.position_id: each for each in standing} == {
        each.position_id: each for each in whole
    }


def test_the_day_after_a_departure_is_judged_in_the_night_and_for_nights_missed() -> None:
    """Enough when it was recorded, and below required by the time: the figures of the first night."""
    two_nights_later = date(2026, 12, 3)
    assert judge(LEAVER, REST, today=OPENS, required="8.5") == []
    assert len(judge(LEAVER, REST, today=OPENS)) == 1
    assert judge(LEAVER, REST, today=two_nights_later) == []
    for since in (LAST, OPENS):
        found = judge(LEAVER, REST, today=two_nights_later, since=since)
        assert [each.opened_on for each in found] == [OPENS]
    assert judge(LEAVER, REST, today=two_nights_later, since=date(2026, 12, 2)) == []
