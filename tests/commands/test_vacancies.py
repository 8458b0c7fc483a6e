"""Vacancies that follow a departure, and what fills them: vectors 20 and 21 through the database."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.accounts import create_staff
from ohms.commands.departures import end_access
from ohms.commands.positions import add_position, change_hours, end_position
from ohms.commands.vacancies import close_vacancies
from ohms.domain.errors import RuleBroken
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.coverage import Vacancy
from ohms.queries.positions import new_with_sight
from ohms.queries.rounds import ask
from ohms.queries.staffing_levels import staffing_level
from ohms.queries.vacancies import vacancies_of
from tests.house import House, one
from tests.positions import NOON, THIRD, depart, elm_of, has_vacancy, hire, position_of, supervisor
from tests.workload_world import CentreOfATest


@pytest.fixture
def elm(house: House, clock: Callable[[str], None]) -> Iterator[CentreOfATest]:
    clock(NOON)
    with house.app.app_context():
        yield elm_of(house)


@pytest.fixture
def oak(house: House, clock: Callable[[str], None]) -> Iterator[CentreOfATest]:
    """Claims of a year that require 8.5106 FTE: 20,000 by 2,350, as 400 by 47."""
    clock(NOON)
    with house.app.app_context():
        centre = CentreOfATest(house, "oak")
        centre.setting("claims_a_year_per_fte", "47")
        centre.claims(400, date(2026, 6, 1))
        centre.claims(1, date(2024, 6, 1))
        yield centre


def vacancy(elm: CentreOfATest) -> Any:
    row = one(
        select(Vacancy).where(Vacancy.cohe_id == elm.cohe).execution_options(populate_existing=True)
    )
    return SimpleNamespace(
        **{
            name: getattr(row, name)
            for name in ("opened_on", "due_by", "below_already", "closed_on", "closed_how")
        }
    )


def test_a_departure_below_required_opens_a_vacancy_of_three_months(elm: CentreOfATest) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    found = vacancy(elm)
    assert (found.opened_on, found.due_by) == (date(2026, 12, 1), date(2027, 2, 28))
    assert not found.below_already
    assert has_vacancy(elm)


@pytest.mark.parametrize(
    ("others", "successor", "due_by"),
    [
        (("3", "3", "2.5"), None, date(2027, 2, 28)),
        (("3", "3", "2.6"), None, None),
        (("3", "3", "2.5"), date(2026, 12, 1), None),
    ],
    ids=["9.5 to 8.5", "9.6 to 8.6", "9.5 with a successor"],
)
def test_vector_20_a_vacancy_opens_below_required_and_nowhere_else(
    oak: CentreOfATest, others: tuple[str, ...], successor: date | None, due_by: date | None
) -> None:
    for number, fte in enumerate(("1", *others), 1):
        oak.position(f"hsc{number}", int(480 * Fraction(fte)))
    depart(oak, "hsc1", date(2026, 11, 30))
    if successor:
        hire(oak, "hsc9", successor)
    assert [each.due_by for each in ask(vacancies_of(oak.cohe))] == ([due_by] if due_by else [])


def test_vector_20_cut_hours_are_below_required_without_a_clock(oak: CentreOfATest) -> None:
    for name, minutes in (("hsc1", 480), ("hsc2", 1440), ("hsc3", 1440), ("hsc4", 960)):
        oak.position(name, minutes)
    half = (240, 240, 240, 240, 240, 0, 0)
    hsc1 = position_of(oak, "hsc1").id
    change_hours(supervisor(oak), hsc1, week=half, from_on=date(2026, 12, 1))
    level = ask(staffing_level(supervisor(oak), oak.cohe))
    assert level.staffed(date(2026, 11, 30)) == 9
    assert level.staffed(date(2026, 12, 1)) == Fraction("8.5") < level.required_exact
    assert not ask(vacancies_of(oak.cohe))


def test_a_last_day_that_is_past_is_judged_by_what_was_required_the_day_after(
    elm: CentreOfATest,
) -> None:
    """Three claims require 1.5 on Nov 3; three more of Nov 10 require 3 from then on."""
    elm.claims(3, date(2026, 11, 10))
    level = ask(staffing_level(supervisor(elm), elm.cohe))
    assert (level.required_exact, level.staffed()) == (Fraction(3), Fraction(2))
    assert ask(staffing_level(supervisor(elm), elm.cohe, date(2026, 11, 3))).required_exact < 2
    elm.position("hsc3", 480)
    depart(elm, "hsc2", date(2026, 11, 2))
    assert not ask(vacancies_of(elm.cohe))
    depart(elm, "hsc3", date(2026, 11, 20))
    assert [each.due_by for each in ask(vacancies_of(elm.cohe))] == [date(2027, 2, 20)]


def test_a_successor_known_before_keeps_the_clock_from_starting(elm: CentreOfATest) -> None:
    elm.position("hsc3", 480, from_on=date(2026, 12, 1))
    depart(elm, "hsc2", date(2026, 11, 30))
    assert not has_vacancy(elm)


@pytest.mark.parametrize("ended_by", [EndedBy.ROLE_CHANGE, EndedBy.OTHER])
def test_what_is_no_departure_opens_none(elm: CentreOfATest, ended_by: EndedBy) -> None:
    position_id = position_of(elm, "hsc2").id
    end_position(supervisor(elm), position_id, last_on=date(2026, 11, 30), ended_by=ended_by)
    assert not has_vacancy(elm)


@pytest.mark.parametrize(
    ("begins", "in_time"), [(date(2027, 2, 28), True), (date(2027, 3, 1), False)]
)
def test_vector_21_a_successor_fills_it_from_their_first_day(
    elm: CentreOfATest, begins: date, *, in_time: bool
) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    hire(elm, "hsc3", begins)
    found = vacancy(elm)
    assert (found.closed_on, found.closed_how) == (begins, "replaced")
    assert has_vacancy(elm)
    assert [each.in_time for each in ask(vacancies_of(elm.cohe))] == [in_time]


@pytest.mark.parametrize("begins", [date(2026, 11, 26), date(2026, 12, 1)])
def test_a_successor_who_is_there_the_day_after_leaves_no_vacancy_whoever_was_entered_first(
    elm: CentreOfATest, begins: date
) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    hire(elm, "hsc3", begins)
    assert not has_vacancy(elm)


def test_other_hours_of_who_leaves_move_the_vacancy_and_make_no_second(elm: CentreOfATest) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    change_hours(
        supervisor(elm), position_of(elm, "hsc2").id, week=THIRD, from_on=date(2026, 11, 26)
    )
    depart(elm, "hsc2", date(2026, 12, 4))
    assert vacancy(elm).opened_on == date(2026, 12, 5)


def test_hours_that_are_cut_beside_a_departure_open_its_vacancy(elm: CentreOfATest) -> None:
    hire(elm, "hsc3", date(2026, 11, 25))
    depart(elm, "hsc2", date(2026, 11, 30))
    assert not has_vacancy(elm)
    change_hours(
        supervisor(elm), position_of(elm, "hsc1").id, week=THIRD, from_on=date(2026, 12, 1)
    )
    assert vacancy(elm).opened_on == date(2026, 12, 1)


def test_a_departure_before_other_hours_begin_opens_one_vacancy(elm: CentreOfATest) -> None:
    change_hours(
        supervisor(elm), position_of(elm, "hsc2").id, week=THIRD, from_on=date(2026, 12, 7)
    )
    end_access(
        supervisor(elm), elm.cohe, elm.person("hsc2"), last_on=date(2026, 11, 23), reason="Left"
    )
    assert vacancy(elm).opened_on == date(2026, 11, 24)
    never = position_of(elm, "hsc2")
    assert (never.to_on, sum(never.weekday_minutes)) == (date(2026, 12, 7), 0)


def test_who_is_added_by_the_administrator_fills_a_vacancy_and_is_told_too(
    elm: CentreOfATest, house: House
) -> None:
    depart(elm, "hsc2", date(2026, 11, 22))
    create_staff(
        house.actor("admin"),
        username="elm.hsc3",
        name="Noa New",
        role=Role.HSC,
        cohe_slug="elm",
        weekly_minutes=2400,
        password_hash=None,
    )
    assert (vacancy(elm).closed_on, vacancy(elm).closed_how) == (date(2026, 11, 24), "replaced")
    assert [each.username for each in ask(new_with_sight(supervisor(elm)))] == ["elm.hsc3"]


def test_of_two_successors_who_begins_first_fills_the_vacancy_that_waits_longest(
    elm: CentreOfATest,
) -> None:
    depart(elm, "hsc1", date(2026, 11, 29))
    depart(elm, "hsc2", date(2026, 11, 30))
    hire(elm, "hsc3", date(2027, 2, 1))
    hire(elm, "hsc4", date(2027, 1, 4))
    filled = (
        select(Vacancy.closed_on).where(Vacancy.cohe_id == elm.cohe).order_by(Vacancy.opened_on)
    )
    closed = db.session.execute(filled).scalars().all()
    db.session.rollback()
    assert closed == [date(2027, 1, 4), date(2027, 2, 1)]


def test_who_only_covers_fills_no_vacancy_and_a_third_is_exact(elm: CentreOfATest) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    add_position(
        supervisor(elm),
        elm.cohe,
        username="elm.supervisor",
        role=Role.HSC,
        week=(None,) * 7,
        from_on=date(2026, 12, 1),
    )
    assert vacancy(elm).closed_on is None
    change_hours(
        supervisor(elm), position_of(elm, "hsc1").id, week=THIRD, from_on=date(2026, 12, 7)
    )
    assert sum(position_of(elm, "hsc1").weekday_minutes) * 3 == 2400


def test_more_hours_of_somebody_else_close_it_as_staffed_enough(elm: CentreOfATest) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    longer = (720, 720, 720, 720, 720, 0, 0)
    day = date(2026, 12, 7)
    change_hours(supervisor(elm), position_of(elm, "hsc1").id, week=longer, from_on=day)
    assert (vacancy(elm).closed_on, vacancy(elm).closed_how) == (day, "staffed_enough")


def test_it_is_not_recorded_as_closed_while_staff_lacks(elm: CentreOfATest) -> None:
    depart(elm, "hsc2", date(2026, 11, 23))
    with pytest.raises(RuleBroken, match="below required"):
        close_vacancies(supervisor(elm), elm.cohe)
