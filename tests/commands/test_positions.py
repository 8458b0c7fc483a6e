"""Positions added, changed and ended, and the vacancies that follow: vectors 20 and 21 through the
database."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.positions import add_position, change_hours, end_position
from ohms.commands.refusals import Conflict
from ohms.commands.vacancies import close_vacancies
from ohms.domain.access import NotAllowed, NotFound
from ohms.domain.errors import RuleBroken
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.coverage import Vacancy
from ohms.models.staff import Position
from ohms.queries.duties import DutyKind, duties
from ohms.queries.positions import new_with_sight
from tests.house import House, one
from tests.workload_world import CentreOfATest

NOON = "2026-11-24T12:00:00-08:00"
FULL = (480, 480, 480, 480, 480, 0, 0)
THIRD = (160, 160, 160, 160, 160, 0, 0)


@pytest.fixture
def elm(house: House, clock: Callable[[str], None]) -> Iterator[CentreOfATest]:
    """Two coordinators of 1.0 each and claims of a year that require 1.5."""
    clock(NOON)
    with house.app.app_context():
        centre = CentreOfATest(house, "elm")
        for name in ("hsc1", "hsc2"):
            centre.position(name, 480)
        centre.claims(3525, date(2026, 6, 1))
        centre.claims(1, date(2024, 6, 1))
        yield centre


def supervisor(elm: CentreOfATest, today: date = date(2026, 11, 24)) -> Any:
    return elm.actor(today)


def position_of(elm: CentreOfATest, name: str) -> Position:
    found: Position = one(
        select(Position)
        .where(Position.staff_id == elm.person(name), Position.cohe_id == elm.cohe)
        .order_by(Position.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found


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


def has_vacancy(elm: CentreOfATest) -> bool:
    return DutyKind.VACANCY in {duty.kind for duty in duties(supervisor(elm))}


def depart(elm: CentreOfATest, name: str, last_on: date) -> None:
    position_id = position_of(elm, name).id
    end_position(supervisor(elm), position_id, last_on=last_on, ended_by=EndedBy.DEPARTURE)


def test_a_departure_below_required_opens_a_vacancy_of_three_months(elm: CentreOfATest) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    found = vacancy(elm)
    assert (found.opened_on, found.due_by) == (date(2026, 12, 1), date(2027, 2, 28))
    assert not found.below_already
    assert has_vacancy(elm)


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
    ("begins", "open_today"), [(date(2026, 12, 1), True), (date(2027, 2, 28), True)]
)
def test_a_successor_fills_it_from_their_first_day(
    elm: CentreOfATest, begins: date, *, open_today: bool
) -> None:
    depart(elm, "hsc2", date(2026, 11, 30))
    elm.person("hsc3")
    add_position(
        supervisor(elm), elm.cohe, username="elm.hsc3", role=Role.HSC, week=FULL, from_on=begins
    )
    found = vacancy(elm)
    assert (found.closed_on, found.closed_how) == (begins, "replaced")
    assert has_vacancy(elm) is open_today
    assert found.closed_on <= found.due_by


def test_each_of_two_successors_fills_a_vacancy_whatever_the_order_of_their_days(
    elm: CentreOfATest,
) -> None:
    depart(elm, "hsc1", date(2026, 11, 29))
    depart(elm, "hsc2", date(2026, 11, 30))
    for name, begins in (("hsc3", date(2027, 2, 1)), ("hsc4", date(2027, 1, 4))):
        elm.person(name)
        add_position(
            supervisor(elm),
            elm.cohe,
            username=f"elm.{name}",
            role=Role.HSC,
            week=FULL,
            from_on=begins,
        )
    filled = (
        select(Vacancy.closed_on).where(Vacancy.cohe_id == elm.cohe).order_by(Vacancy.opened_on)
    )
    closed = db.session.execute(filled).scalars().all()
    db.session.rollback()
    assert closed == [date(2027, 2, 1), date(2027, 1, 4)]


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


def test_hours_change_by_a_second_position_and_without_a_clock(elm: CentreOfATest) -> None:
    former = position_of(elm, "hsc1").id
    half = (240, 240, 240, 240, 240, 0, 0)
    change_hours(supervisor(elm), former, week=half, from_on=date(2026, 12, 7), version=1)
    rows = one(select(Position.to_on).where(Position.id == former)), position_of(elm, "hsc1")
    assert (rows[0], rows[1].from_on) == (date(2026, 12, 6), date(2026, 12, 7))
    assert not has_vacancy(elm)
    with pytest.raises(Conflict):
        change_hours(supervisor(elm), former, week=FULL, from_on=date(2026, 12, 8), version=1)


def test_minutes_keep_a_position_from_having_ended_before_them(elm: CentreOfATest) -> None:
    position_id = position_of(elm, "hsc2").id
    elm.minutes(position_id, "hsc2", 60, date(2026, 11, 20))
    with pytest.raises(RuleBroken) as refused:
        depart(elm, "hsc2", date(2026, 11, 19))
    assert refused.value.field == "last_on"


def test_a_new_position_that_sees_claims_is_told_for_two_weeks(elm: CentreOfATest) -> None:
    elm.person("hsc3")
    added = {"username": "elm.hsc3", "role": Role.HSC, "week": FULL, "from_on": None, "key": "k1"}
    first = add_position(supervisor(elm), elm.cohe, **added)
    assert add_position(supervisor(elm), elm.cohe, **added) == first
    assert [each.username for each in new_with_sight(supervisor(elm))] == ["elm.hsc3"]
    later = supervisor(elm, datetime.fromisoformat(NOON).date() + timedelta(days=16))
    assert new_with_sight(later) == []


def test_positions_of_another_cohe_and_of_l_and_i_are_not_ones_own(
    house: House, elm: CentreOfATest
) -> None:
    alder = house.actor("alder.supervisor")
    with pytest.raises(NotFound):
        end_position(alder, position_of(elm, "hsc1").id, last_on=None, ended_by=EndedBy.DEPARTURE)
    manager = one(
        select(Position.id).where(
            Position.role == Role.CONTRACT_MANAGER, Position.cohe_id == house.cohe["alder"]
        )
    )
    with pytest.raises(NotFound):
        end_position(alder, manager, last_on=None, ended_by=EndedBy.DEPARTURE)
    with pytest.raises(NotAllowed):
        add_position(
            house.actor("alder.hsc1"),
            house.cohe["alder"],
            username="alder.hsc2",
            role=Role.SUPERVISOR,
            week=FULL,
            from_on=None,
        )
