"""A page at the end of its session: warned quietly, covered, uncovered in place; the text saves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from ohms import clock
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.sessions import SessionLimits
from ohms.extensions import db
from ohms.models.housekeeping import SignInSession
from ohms.models.notes import CaseNote
from tests.browser.keyboard import sign_in_by_keyboard
from tests.house import PASSWORD, furnish, one

if TYPE_CHECKING:
    from tests.browser.conftest import Server
    from tests.databases import Databases

TEXT = "Spoke with the shift lead about light duty."
SHORT = SessionLimits(idle=timedelta(seconds=3))


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own: others must not be covered by its short limit."""
    from tests.browser.conftest import served

    with served(databases, tmp_path_factory.mktemp("covering") / "instance") as serving:
        furnish(serving.app)
        yield serving


def uncover(page: Page, password: str) -> None:
    page.locator("#cover-password").fill(password)
    page.keyboard.press("Enter")


def test_a_page_is_covered_at_the_limit_and_the_password_brings_its_text_back(
    page: Page, server: Server
) -> None:
    sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
    page.goto("/claims/AL10001")
    page.keyboard.press("n")
    body, cover = page.locator("#body"), page.locator("#cover")
    body.press_sequentially(TEXT)

    # Ended on the server first: the next save of the draft is refused.
    with server.app.app_context(), housekeeping("age"):
        long_ago = clock.on_the_wall() - timedelta(hours=1)
        db.session.execute(update(SignInSession).values(last_seen_at=long_ago))
    body.press_sequentially(" More.")
    expect(cover).to_be_visible()
    assert page.title() == "Covered · OHMS"
    assert page.evaluate("getComputedStyle(document.querySelector('#body')).visibility") == "hidden"
    expect(page.get_by_role("heading", name="AL10001")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(cover).to_be_visible()

    server.app.config["LIMITS"] = SHORT  # known to the page from its next answer on
    try:
        uncover(page, "not mine at all")
        expect(page.locator("[data-cover-wrong]")).to_contain_text("Enter your own password")
        uncover(page, PASSWORD)
        expect(cover).to_be_hidden()
        body.focus()
        expect(page.locator("[data-session-warning]")).to_be_visible()
        expect(body).to_be_focused()
        expect(cover).to_be_visible()  # nobody pressed
    finally:
        server.app.config["LIMITS"] = SessionLimits()
    uncover(page, PASSWORD)
    expect(cover).to_be_hidden()
    expect(body).to_have_value(f"{TEXT} More.")
    page.locator("#minutes").fill("12")
    page.locator("#composer .button-primary").click()
    page.wait_for_selector(".message-good")
    with server.app.app_context():
        note = select(CaseNote.body).where(CaseNote.body == f"{TEXT} More.")
        assert one(note) == f"{TEXT} More."


@pytest.mark.slow
def test_scrolling_a_call_and_one_press_keep_a_page_open_and_nothing_else_does(
    page: Page, server: Server
) -> None:
    cover, warning = page.locator("#cover"), page.locator("[data-session-warning]")
    server.app.config["LIMITS"] = SHORT
    try:
        sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
        page.goto("/claims/AL10001")
        page.set_viewport_size({"width": 1440, "height": 300})
        for turn in range(10):
            page.mouse.wheel(0, 40 if turn % 2 else -40)
            page.wait_for_timeout(500)
        expect(cover).to_be_hidden()
        page.goto("/calls/new")
        page.wait_for_timeout(5_000)  # no hand at it: its clock runs
        expect(cover).to_be_hidden()
        page.goto("/tasks")
        expect(warning).to_be_visible()
        warning.get_by_role("button").click()
        expect(warning).to_be_hidden()
        expect(cover).to_be_hidden()
        expect(cover).to_be_visible()
    finally:
        server.app.config["LIMITS"] = SessionLimits()
