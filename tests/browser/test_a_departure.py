"""A departure to its end: access ended, the open session gone at its next request, everything handed on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import sign_in_by_keyboard
from tests.house import PASSWORD, House, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import Server
    from tests.databases import Databases


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own: somebody leaves it."""
    from tests.browser.conftest import served

    with served(databases, tmp_path_factory.mktemp("departure") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    return furnish(server.app)


def test_a_departure_to_its_end(page: Page, browser: Browser, server: Server, house: House) -> None:
    with browser.new_context(base_url=server.url) as theirs:
        leaver = theirs.new_page()
        sign_in_by_keyboard(leaver, "alder.hsc1", PASSWORD)
        leaver.goto("/claims")
        expect(leaver).to_have_url(re.compile("/claims"))
        sign_in_by_keyboard(page, "alder.supervisor", PASSWORD)
        page.goto(f"/staffing/people/{house.staff['alder.hsc1']}")
        page.get_by_role("link", name="End access").click()
        page.get_by_label("Why").fill("Moves away")
        page.get_by_role("button", name="End access now").click()
        expect(page.get_by_role("heading", name="Departure of Rosa Alvarez")).to_be_visible()
        leaver.goto("/claims")
        expect(leaver).to_have_url(re.compile("/login"))
    departure = page.url
    page.get_by_label("Works under").select_option(label="Tam Nguyen of alder")
    page.get_by_role("button", name="Hand on").click()
    page.get_by_role("link", name="Move Doctor1").click()
    page.get_by_label("To", exact=True).select_option(label="Tam Nguyen of alder")
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_label("Why").fill("Follows a departure")
    page.get_by_role("button", name="Move to Tam Nguyen").click()
    page.goto(departure)
    expect(page.get_by_text("The departure is complete")).to_be_visible()
