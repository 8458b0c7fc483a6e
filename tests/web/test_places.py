"""The places of a person: one list behind the bar of each page and behind what the search answers."""

from datetime import date

import pytest

from ohms.domain.access import ROLES_WITH, Permission
from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.values import Role
from ohms.web.places import BEYOND_THE_BAR, DOINGS, PLACES, named
from tests.architecture.routes import routes_of
from tests.house import House

ON = date(2026, 11, 24)


def holding(role: Role) -> Actor:
    return Actor(1, "somebody", "Somebody", (HeldPosition(1, role, 1, "Alder"),), ON)


def test_a_place_is_offered_to_whom_its_page_is_open(house: House) -> None:
    routes = {each.rule.endpoint: each for each in routes_of(house.app)}
    for place in PLACES + BEYOND_THE_BAR + DOINGS:
        route = routes[place.endpoint]
        assert "GET" in route.methods, place.label
        assert not route.arguments, place.label
        assert route.access.permission, place.label
        opens = ROLES_WITH[route.access.permission]
        assert ROLES_WITH[place.permission] <= opens, place.label


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("log a ca", ["Log a call"]),
        ("CALL log", ["Log a call"]),
        ("incom", ["Log a call"]),
        ("all", []),  # no word begins so
        ("log x", []),
        ("new task", ["Write a task"]),
    ],
)
def test_a_place_is_found_by_the_beginnings_of_its_words(text: str, labels: list[str]) -> None:
    assert [each.label for each in named(holding(Role.HSC), DOINGS, text)] == labels


def test_nothing_typed_finds_all_that_one_may_each_address_once() -> None:
    coordinator = named(holding(Role.HSC), PLACES + BEYOND_THE_BAR, "")
    assert len({each.endpoint for each in coordinator}) == len(coordinator) > 10
    assert all(holding(Role.HSC).may(each.permission) for each in coordinator)
    assert "Accounts" not in {each.label for each in coordinator}
    admin = named(holding(Role.ADMINISTRATOR), DOINGS, "")
    assert not any(each.permission is Permission.CALL_TAKE for each in admin)
