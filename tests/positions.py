"""People who leave a centre of a test's own and people who are hired there; call it inside an app context."""

from datetime import date
from typing import Any

from sqlalchemy import select

from ohms.commands.positions import add_position, end_position
from ohms.domain.values import EndedBy, Role
from ohms.models.staff import Position
from ohms.queries.duties import DutyKind, duties
from ohms.queries.rounds import ask
from tests.house import House, one
from tests.workload_world import CentreOfATest

NOON = "2026-11-24T12:00:00-08:00"
FULL = (480, 480, 480, 480, 480, 0, 0)
THIRD = (160, 160, 160, 160, 160, 0, 0)


def elm_of(house: House) -> CentreOfATest:
    """Two coordinators of 1.0 each and claims of a year that require 1.5."""
    centre = CentreOfATest(house, "elm")
    for name in ("hsc1", "hsc2"):
        centre.position(name, 480)
    centre.setting("claims_a_year_per_fte", "2")
    centre.claims(3, date(2026, 6, 1))
    centre.claims(1, date(2024, 6, 1))
    return centre


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


def has_vacancy(elm: CentreOfATest) -> bool:
    return DutyKind.VACANCY in {duty.kind for duty in ask(duties(supervisor(elm)))}


def depart(elm: CentreOfATest, name: str, last_on: date) -> None:
    position_id = position_of(elm, name).id
    end_position(supervisor(elm), position_id, last_on=last_on, ended_by=EndedBy.DEPARTURE)


def hire(elm: CentreOfATest, name: str, begins: date) -> None:
    elm.person(name)
    add_position(
        supervisor(elm),
        elm.cohe,
        username=f"{elm.slug}.{name}",
        role=Role.HSC,
        week=FULL,
        from_on=begins,
    )
