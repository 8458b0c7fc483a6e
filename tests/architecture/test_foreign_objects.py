"""A foreign centre's object does not exist: 404 by every route, for every role, like a missing one.

The outsider's 404 counts only beside the insider's answer, so each walk asks for one's own as well.
Each role has a house of its own: what its own requests change disturbs no other.
"""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.routes import (
    ACTORS,
    CHANGING,
    Route,
    Whose,
    furnish_both,
    routes_of,
    signed_in,
    token_of,
)
from tests.house import House
from tests.pages import CheckedClient

# What is typed where a route looks at the form before it looks for the object.
pytestmark = pytest.mark.every_route

SIGNS_OUT = "accounts.end_sessions"
ANSWERED = frozenset(range(200, 400)) | {422}


class Visitor:
    """One person walking every route of a house that has a row of everything in both centres."""

    def __init__(self, house: House, username: str) -> None:
        self.username, self.role = username, ACTORS[username]
        self.routes = routes_of(house.app)
        with house.app.app_context():
            self.rows = furnish_both(house)
        self.client: CheckedClient = signed_in(house.app, username)
        self.token = token_of(self.client)

    def may(self, route: Route) -> bool:
        return route.is_given_to(self.role)

    def ask(self, route: Route, method: str, **whose: Whose) -> tuple[int, str]:
        """Status and text, without what every answer has anew."""
        data = {"csrf_token": self.token} if method in CHANGING else None
        path = route.path(self.rows, **whose)
        answer = self.client.open(path, method=method, data=data)
        return answer.status_code, re.sub(r'\b[0-9a-f]{16}\b|value="[^"]*"', "", answer.text)

    def walk(self) -> Iterator[tuple[Route, str]]:
        """Reading first, so that nothing is changed before it is read; signing out last of all."""
        routes = sorted(self.routes, key=lambda route: route.rule.endpoint == SIGNS_OUT)
        for method in ("GET", *sorted(CHANGING)):
            for route in routes:
                if method in route.methods and not route.is_open_to_all:
                    yield route, method


@pytest.mark.parametrize("username", ACTORS)
def test_what_is_foreign_is_missing_and_what_is_ones_own_is_answered(
    username: str, house: House
) -> None:
    visitor = Visitor(house, username)
    surprises = [
        f"{method} {route.rule.rule} by {username}: {surprise}"
        for route, method in visitor.walk()
        for surprise in [*of_others(visitor, route, method), *of_ones_own(visitor, route, method)]
    ]
    assert surprises == [], "\n".join(surprises)


def of_others(visitor: Visitor, route: Route, method: str) -> Iterator[str]:
    """Foreign and missing are 404, also where the whole function is not the person's. The page that
    says so is the same each time: it is read for faults where one's own is asked for."""
    visitor.client.reads_pages = False
    for foreign, missing in zip(
        route.ways_to(Whose.FOREIGN), route.ways_to(Whose.MISSING), strict=True
    ):
        status, text = visitor.ask(route, method, **foreign)
        if status != 404:
            yield f"foreign {'+'.join(foreign)} answers {status}"
        if (status, text) != visitor.ask(route, method, **missing):
            yield f"foreign and missing {'+'.join(foreign)} are told apart"


def of_ones_own(visitor: Visitor, route: Route, method: str) -> Iterator[str]:
    """One's own is answered where the role has the function, and never otherwise."""
    visitor.client.reads_pages = CheckedClient.reads_pages
    status, _text = visitor.ask(route, method)
    with visitor.client.session_transaction() as session:
        session.pop("_flashes", None)  # what the next page would tell of this one
    if not visitor.may(route):
        if status != (403 if route.is_seen_by(visitor.username) else 404):
            yield f"answers {status} without the permission"
    elif route.is_seen_by(visitor.username):
        if status not in ANSWERED:
            yield f"one's own answers {status}"
    elif status != 404:
        yield f"what one does not see answers {status}"


def test_the_walk_asks_for_what_is_foreign_missing_and_ones_own(house: House) -> None:
    visitor = Visitor(house, "alder.hsc1")
    with_objects = [route for route, _method in visitor.walk() if route.arguments]
    for route in with_objects:
        paths = {
            route.path(visitor.rows, **dict.fromkeys(route.arguments, whose)) for whose in Whose
        }
        assert len(paths) == 3, str(route)
