"""Every cell of the access table tried on every route: what it lets a role do is answered on one's own,
everything else is refused, and what is another centre's does not exist, 404 like what is missing.

The outsider's 404 counts only beside the insider's answer, so each walk asks for one's own as well.
Each role has a house of its own: what its own requests change disturbs no other.
"""

import re
from collections.abc import Iterator, Mapping

import pytest
from werkzeug.test import TestResponse

from ohms.domain.values import Role
from tests.architecture.access_table import (
    CELLS,
    COLUMN_OF,
    COLUMNS,
    ELSEWHERE,
    allows,
    cell_elsewhere,
    cell_of,
    refusal,
)
from tests.architecture.addresses import Whose
from tests.architecture.both_centres import furnish_both
from tests.architecture.routes import ACTORS, CHANGING, Route, routes_of, signed_in, token_of
from tests.house import House
from tests.pages import CheckedClient

pytestmark = pytest.mark.every_route

SIGNS_OUT = ("accounts.end_sessions", "accounts.cover")
# A form that says nothing is answered too: what it lacks beside its field, or that it is out of date.
ANSWERED = frozenset(range(200, 400)) | {409, 422}

# Ids, tokens, and how much of the session is left.
ANEW = re.compile(r'\b[0-9a-f]{16}\b|value="[^"]*"|data-(idle|absolute)="[^"]*"')

# What no answer to somebody may hold, headers included: numbers and workers of the other centre, and
# of their own those that they do not see.
OF_BIRCH = r"BI\d{5}|WorkerBI"
NEVER_TOLD: Mapping[str, str] = {
    "alder.hsc1": OF_BIRCH,
    "alder.assistant1": rf"{OF_BIRCH}|AL1000[13]",
    "alder.supervisor": OF_BIRCH,
    "alder.privacy": rf"{OF_BIRCH}|WorkerAL",
    "lni.contract": r"(BI|AL)\d{5}",
    "lni.riskmanagement": r"(BI|AL)\d{5}",
    "lni.stayatwork": r"(BI|AL)(?!10002)\d{5}",
    "admin": r"(BI|AL)\d{5}",
}


class Visitor:
    """One person walking every route of a house that has a row of everything in both centres."""

    def __init__(self, house: House, username: str) -> None:
        self.username, self.role = username, ACTORS[username]
        self.routes = routes_of(house.app)
        with house.app.app_context():
            self.rows = furnish_both(house)
        self.client: CheckedClient = signed_in(house.app, username)
        self.token = token_of(self.client)

    def ask(self, route: Route, method: str, **whose: Whose) -> TestResponse:
        data = {"csrf_token": self.token} if method in CHANGING else None
        return self.client.open(route.path(self.rows, **whose), method=method, data=data)

    def walk(self) -> Iterator[tuple[Route, str]]:
        """Reading first, so that nothing is changed before it is read; signing out last of all."""
        routes = sorted(self.routes, key=lambda route: route.rule.endpoint in SIGNS_OUT)
        for method in ("GET", *sorted(CHANGING)):
            for route in routes:
                if method in route.methods and not route.is_open_to_all:
                    yield route, method


@pytest.mark.parametrize("username", ACTORS)
def test_every_cell_of_the_access_table_holds_on_every_route(username: str, house: House) -> None:
    visitor = Visitor(house, username)
    surprises = [
        f"{cell} {method} {route.rule.rule} by {username}: {surprise}"
        for route, method in visitor.walk()
        for cell, surprise in [
            *((cell_elsewhere(route.rule.endpoint), s) for s in of_others(visitor, route, method)),
            *(
                (cell_of(visitor.role, route.rule.endpoint), s)
                for s in of_ones_own(visitor, route, method)
            ),
        ]
    ]
    assert surprises == [], "\n".join(surprises)


def of_others(visitor: Visitor, route: Route, method: str) -> Iterator[str]:
    """Foreign and missing are 404, also where the whole function is not the person's."""
    if not route.arguments:
        return
    visitor.client.reads_pages = False  # what refuses is the same page each time
    missing = visitor.ask(route, method, **dict.fromkeys(route.arguments, Whose.MISSING))
    for argument in route.arguments:
        foreign = visitor.ask(route, method, **{argument: Whose.FOREIGN})
        if foreign.status_code != 404:
            yield f"foreign {argument} answers {foreign.status_code}"
        if told(foreign) != told(missing):
            yield f"foreign and missing {argument} are told apart"


def of_ones_own(visitor: Visitor, route: Route, method: str) -> Iterator[str]:
    """One's own is answered where the table says so, and never otherwise."""
    sees, may = route.is_seen_by(visitor.username), allows(visitor.role, route.rule.endpoint)
    visitor.client.reads_pages = CheckedClient.reads_pages and sees and may
    answer = visitor.ask(route, method)
    with visitor.client.session_transaction() as session:
        session.pop("_flashes", None)  # what the next page would tell of this one
    status = answer.status_code
    if not sees:
        if status != 404:
            yield f"what one does not see answers {status}"
    elif not may:
        if status != refusal(visitor.role, route.rule.endpoint):
            yield f"answers {status} where the cell allows nothing"
    elif status not in ANSWERED:
        yield f"one's own answers {status}"
    if status in ANSWERED and (leaked := leaks(visitor.username, answer)):
        yield f"tells {', '.join(leaked)}"


def told(answer: TestResponse) -> tuple[int, str]:
    """Status and text, without what every answer has anew."""
    return answer.status_code, ANEW.sub("", answer.text)


def leaks(username: str, answer: TestResponse) -> list[str]:
    """What stands in an answer that is not for this person."""
    body = answer.data.decode("utf-8", "replace")
    found = re.finditer(NEVER_TOLD[username], f"{answer.headers}\n{body}")
    return sorted({match.group() for match in found})


def test_the_table_has_a_cell_for_every_role_and_nothing_of_another_cohe_in_any_row() -> None:
    assert set(COLUMN_OF) == set(Role)
    assert len(CELLS) == len({row for row, _ in CELLS}) * len(COLUMNS)
    elsewhere = [cell for (_row, column), cell in CELLS.items() if column == ELSEWHERE]
    assert {(cell.said, cell.deeds) for cell in elsewhere} == {("-", frozenset())}
    assert all(not cell.deeds for cell in CELLS.values() if cell.said == "-")


def test_the_walk_asks_for_what_is_foreign_missing_and_ones_own(house: House) -> None:
    visitor = Visitor(house, "alder.hsc1")
    with_objects = [route for route, _method in visitor.walk() if route.arguments]
    assert with_objects
    for route in with_objects:
        paths = {
            route.path(visitor.rows, **dict.fromkeys(route.arguments, whose)) for whose in Whose
        }
        assert len(paths) == 3, str(route)
