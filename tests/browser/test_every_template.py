"""Every page template of the product on a page of real rows, looked at by axe in light and in dark, and
at the width of a phone. By hand every route by the first who may open it, with `--all` by everybody who may;
in the check some templates, others each day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from ohms.models.notes import CaseNote
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import CLAIM
from tests.architecture.routes import ACTORS
from tests.architecture.shown_templates import page_templates
from tests.browser.conftest import Server, profile, served
from tests.browser.shown_otherwise import add_second_step, asked_with_a_question
from tests.browser.walking import (
    NOBODY,
    Sight,
    Walker,
    faults_of_sight,
)
from tests.house import PASSWORD, furnish
from tests.missing import is_ci

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.databases import Databases

pytestmark = pytest.mark.slow

EVERY = 32 if is_ci() else 1
"""The check looks at every thirty-second address, beginning elsewhere each day."""


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(databases, tmp_path_factory.mktemp("templates") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module", autouse=True)
def _at_noon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OHMS_CLOCK", "2026-11-24T12:00:00-08:00")
        yield


@pytest.fixture(scope="module")
def walker(server: Server, _at_noon: None) -> Walker:
    house = furnish(server.app)
    with house.app.app_context():
        rows = furnish_both(house)
        walker = Walker(house.app, rows)
        walker.questions = asked_with_a_question(house, rows["alder"])
        add_second_step(house, "birch.hsc2")
    return walker


@pytest.fixture(scope="module")
def sights(walker: Walker, request: pytest.FixtureRequest) -> list[Sight]:
    """What addresses show, then what a few questions and forms are answered with."""
    addresses = [
        *walker.addresses(by_each=request.config.getoption("--all")),
        *((username, "/") for username in ACTORS),
        *walker.questions,
    ]
    today = datetime.now(UTC).toordinal()
    found = [
        sight
        for username, path in addresses[today % EVERY :: EVERY]
        for sight in walker.asked(username, path)
    ]
    note = f"/claims/{CLAIM['alder']}/notes/{walker.rows['alder'][CaseNote]}"
    found += walker.asked("alder.hsc1", "/nowhere", status=404)
    found += walker.sent("alder.hsc1", "/lists/views", {"list": "claims"})
    found += walker.sent("alder.hsc1", f"{note}/void", {})
    found += walker.sent(NOBODY, "/login", {"username": "birch.hsc2", "password": PASSWORD})
    return found


@pytest.mark.skipif(
    is_ci(), reason="tests/architecture/test_every_route_is_audited.py asks them all"
)
def test_every_page_template_is_looked_at(sights: list[Sight]) -> None:
    assert sorted(page_templates() - {sight.template for sight in sights}) == []


def test_nothing_is_found_in_any_theme_or_on_a_phone(
    sights: list[Sight], server: Server, browser: Browser, findings: Callable[[Page], list[str]]
) -> None:
    look_at(sights, server, browser, findings)


@pytest.mark.skipif(is_ci(), reason="the check has no time for it")
def test_nothing_is_found_where_a_form_says_nothing(
    walker: Walker, server: Server, browser: Browser, findings: Callable[[Page], list[str]]
) -> None:
    """Last: some of what is sent changes what the other tests look at."""
    answers = list(walker.answers())
    assert len(answers) > 50
    look_at(answers, server, browser, findings)


def look_at(
    sights: list[Sight], server: Server, browser: Browser, findings: Callable[[Page], list[str]]
) -> None:
    faults: list[str] = []
    by_person = attrgetter("username")
    for username, seen in groupby(sorted(sights, key=by_person), key=by_person):
        with profile(browser, server) as page:
            page.set_default_timeout(60_000)  # what is slow is another test's
            if username != NOBODY:
                _sign_in(page, username)
            for sight in seen:
                faults += faults_of_sight(page, sight, findings)
    assert faults == [], "\n".join(faults)


def _sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.press("#password", "Enter")
