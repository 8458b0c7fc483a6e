"""No page of a claim and no first page asks the database more than twelve times, with a row of everything.

Every other page: tests/architecture/test_every_route_is_audited.py, whose walk counts as it goes.
"""

from collections.abc import Callable

import pytest

from tests.architecture.both_centres import furnish_both
from tests.architecture.filling import browser_of
from tests.architecture.many_rows import (
    a_document,
    a_note,
    a_task,
    furnish_rows,
    some_minutes,
)
from tests.architecture.routes import ACTORS, routes_of
from tests.architecture.statement_limits import MOST, over
from tests.house import House
from tests.statements import counted

pytestmark = pytest.mark.every_route

# What is no list: figures and what needs somebody now, by those who see most of it.
GATHERED = (
    ("alder.supervisor", "/workload"),
    ("lni.contract", "/workload"),
    ("alder.supervisor", "/workload/minutes"),
    ("alder.supervisor", "/workload/load"),
    ("alder.supervisor", "/workload/588"),
    ("lni.contract", "/workload/588"),
    ("alder.supervisor", "/measures"),
    ("lni.contract", "/measures"),
    ("alder.supervisor", "/staffing"),
    ("lni.contract", "/staffing"),
    ("alder.supervisor", "/time/attested"),
    ("alder.supervisor", "/staffing/coverage"),
)


@pytest.mark.parametrize("username", ["alder.hsc1", "alder.assistant1"])
def test_no_page_of_a_claim_asks_more_than_twelve_times(
    username: str, house: House, clock: Callable[[str], None]
) -> None:
    """With a row of everything on the claim, and many of what there may be many of."""
    clock("2026-11-24T09:00:00-08:00")
    with house.app.app_context():
        rows = furnish_both(house)
    for add in (a_note, a_task, a_document, some_minutes):
        furnish_rows(house, add, range(30))
    client = browser_of(house.app, username)
    asked_most = {}
    for route in routes_of(house.app):
        if "GET" in route.methods and route.rule.rule.startswith("/claims/<number>"):
            path = route.path(rows)
            with counted(house.app) as statements:
                answer = client.get(path)
            if answer.status_code == 200:
                asked_most[path] = len(statements)
    assert len(asked_most) > 10
    assert {path: number for path, number in asked_most.items() if number > MOST} == {}


def test_no_first_page_and_no_page_that_gathers_asks_more_than_twelve_times(
    house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    with house.app.app_context():
        furnish_both(house)
    asked_times = {}
    for username in ACTORS:
        client = browser_of(house.app, username)
        client.get("/about")  # what is asked once a process is no matter here
        for path in ("/", *(path for who, path in GATHERED if who == username)):
            with counted(house.app) as statements:
                assert client.get(path).status_code == 200, path
            asked_times[f"{path} by {username}"] = len(statements)
    assert over(asked_times) == [], asked_times
