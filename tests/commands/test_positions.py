"""Positions added, changed and ended."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.positions import add_position, change_hours, end_position
from ohms.commands.refusals import Conflict
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.values import EndedBy, Role
from ohms.models.staff import Position
from ohms.queries.positions import new_with_sight
from ohms.queries.rounds import ask
from tests.house import House, one
from tests.positions import FULL, NOON, depart, elm_of, has_vacancy, hire, position_of, supervisor
from tests.workload_world import CentreOfATest


@pytest.fixture
def elm(house: House, clock: Callable[[str], None]) -> Iterator[CentreOfATest]:
    clock(NOON)
    with house.app.app_context():
        yield elm_of(house)


def test_a_last_day_is_not_moved_into_the_position_that_follows(elm: CentreOfATest) -> None:
    first = position_of(elm, "hsc2").id
    depart(elm, "hsc2", date(2026, 11, 30))
    hire(elm, "hsc2", date(2026, 12, 7))
    for last_on in (date(2026, 12, 7), date(2026, 12, 31)):
        with pytest.raises(RuleBroken, match="another position") as refused:
            end_position(supervisor(elm), first, last_on=last_on, ended_by=EndedBy.OTHER)
        assert refused.value.field == "last_on"
    end_position(supervisor(elm), first, last_on=date(2026, 12, 6), ended_by=EndedBy.OTHER)


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
    added: dict[str, Any] = {
        "username": "elm.hsc3",
        "role": Role.HSC,
        "week": FULL,
        "from_on": None,
        "key": "k1",
    }
    first = add_position(supervisor(elm), elm.cohe, **added)
    assert add_position(supervisor(elm), elm.cohe, **added) == first
    assert [each.username for each in ask(new_with_sight(supervisor(elm)))] == ["elm.hsc3"]
    later = supervisor(elm, datetime.fromisoformat(NOON).date() + timedelta(days=16))
    assert ask(new_with_sight(later)) == []


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
