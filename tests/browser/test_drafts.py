"""No keystroke is lost: the server killed, the session over, two tabs, a refused save."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import delete, select, update

from ohms import clock as the_clock
from ohms.commands.unit_of_work import housekeeping
from ohms.extensions import db
from ohms.models.housekeeping import Draft, SignInSession
from ohms.models.notes import CaseNote
from tests.browser.keyboard import sign_in_by_keyboard
from tests.cli.processes import Served
from tests.house import PASSWORD, House, count_of, furnish, one

if TYPE_CHECKING:
    from flask import Flask

    from tests.browser.conftest import Server
    from tests.databases import Databases

TEXT = "Spoke with the shift lead about light duty."
SAVED = re.compile(r"Saved \d")


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own, with two centres in it."""
    from tests.browser.conftest import served

    with served(databases, tmp_path_factory.mktemp("drafts") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    return furnish(server.app)


@pytest.fixture
def signed_in(page: Page, house: House) -> Page:
    sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
    return page


@pytest.fixture(autouse=True)
def nothing_in_the_browsers_storage(page: Page) -> Iterator[None]:
    yield
    if page.url.startswith("http"):
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def open_note(page: Page, number: str) -> None:
    page.goto(f"/claims/{number}")
    page.wait_for_load_state()
    page.keyboard.press("n")
    page.wait_for_selector("#composer[open]")


def type_note(page: Page, number: str, text: str = TEXT) -> None:
    open_note(page, number)
    page.locator("#body").press_sequentially(text)
    expect(state(page)).to_have_text(SAVED)


def state(page: Page) -> Locator:
    return page.locator("#composer [data-draft-state]")


def end_sessions(app: Flask) -> None:
    with app.app_context(), housekeeping("expire"):
        db.session.execute(update(SignInSession).values(ended_at=the_clock.now()))


@contextmanager
def profile(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def test_the_text_is_there_after_the_server_was_killed_and_started_again(
    browser: Browser, app: Flask, database_url: str, tmp_path: Path
) -> None:
    furnish(app)
    settings = {"OHMS_DATABASE_URL": database_url, "OHMS_INSTANCE": str(tmp_path / "instance")}
    first = Served(settings, tmp_path / "first")
    second = None
    try:
        first.wait_until_ready()
        with profile(browser, f"http://127.0.0.1:{first.port}") as page:
            sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
            type_note(page, "AL10001")
            os.killpg(first.process.pid, signal.SIGKILL)
            first.process.wait(30)
            page.locator("#body").press_sequentially(" Then more.")
            expect(state(page)).to_contain_text("Not saved: no connection")
        second = Served(settings, tmp_path / "second")
        second.wait_until_ready()
        with profile(browser, f"http://127.0.0.1:{second.port}") as page:
            sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
            page.goto("/")
            page.get_by_role("link", name="Drafts I left").click()
            page.get_by_role("link", name="Go on").click()
            expect(page.locator("#body")).to_have_value(TEXT)
            expect(page.locator("#composer")).to_have_attribute("open", "")
    finally:
        first.end()
        if second is not None:
            second.end()


def test_after_the_session_ended_the_same_form_stands_there_with_all_of_the_text(
    signed_in: Page, server: Server
) -> None:
    page = signed_in
    type_note(page, "AL10001")
    end_sessions(server.app)
    page.locator("#body").press_sequentially(" And one thing more.")
    expect(state(page)).to_contain_text("Not saved: you are signed out")
    page.locator("#composer .button-primary").click()
    page.locator("#username").fill("alder.hsc1")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#body")).to_have_value(f"{TEXT} And one thing more.")
    page.locator("#minutes").fill("12")
    page.locator("#composer .button-primary").click()
    page.wait_for_selector(".message-good")
    with server.app.app_context():
        note = f"{TEXT} And one thing more."
        assert one(select(CaseNote.body).where(CaseNote.body == note)) == note
        assert count_of(Draft) == 0


def test_signing_in_again_in_another_tab_lets_the_first_go_on_saving(
    signed_in: Page, server: Server
) -> None:
    page = signed_in
    type_note(page, "AL10002")
    end_sessions(server.app)
    page.locator("#body").press_sequentially(" Typed while signed out.")
    expect(state(page)).to_contain_text("Not saved: you are signed out")
    other = page.context.new_page()
    sign_in_by_keyboard(other, "alder.hsc1", PASSWORD)
    other.close()
    expect(state(page)).to_have_text(SAVED)
    page.locator("#minutes").fill("5")
    page.locator("#composer .button-primary").click()
    page.wait_for_selector(".message-good")


def test_tabs_of_two_claims_and_of_one_keep_a_draft_each(signed_in: Page, server: Server) -> None:
    texts = {"AL10001": "Of the first claim", "AL10002": "Of the second claim"}
    tabs = []
    for number, text in [*texts.items(), ("AL10001", "Another tab of the first")]:
        tab = signed_in.context.new_page()
        type_note(tab, number, text)
        tabs.append((tab, text))
    for tab, text in tabs:
        tab.reload()
        expect(tab.locator("#body")).to_have_value(text)
        assert tab.url.endswith(tab.locator("#composer input[name=draft_tab]").input_value())
    open_note(signed_in, "AL10001")
    expect(signed_in.locator("#body")).to_have_value("")
    signed_in.goto("/drafts")
    assert signed_in.locator(".drafts > li").count() == 3
    with server.app.app_context(), housekeeping("tidy"):
        db.session.execute(delete(Draft))


def test_a_refused_save_keeps_everything_and_goes_on_in_the_same_draft(
    signed_in: Page, server: Server
) -> None:
    page = signed_in
    type_note(page, "AL10001")
    page.locator("#next_task").fill("Ask for the job description")
    page.locator("#minutes").fill("12")
    page.locator("#composer .button-primary").click()
    page.wait_for_selector("[data-problem]")
    expect(page.locator("#body")).to_have_value(TEXT)
    expect(page.locator("#minutes")).to_have_value("12")
    expect(state(page)).to_have_text(SAVED)  # what came back is kept as it stands
    with page.expect_response(lambda answer: "=%2B5b" in (answer.request.post_data or "")):
        page.locator("#next_task_due").fill("+5b")
    page.reload()  # the refused address has no page of its own: it comes back as the claim's
    expect(page.locator("#next_task_due")).to_have_value("+5b")
    page.locator("#composer .button-primary").click()
    page.wait_for_selector(".message-good")
    with server.app.app_context():
        assert count_of(Draft) == 0


def test_a_press_that_is_refused_leaves_no_draft_where_nothing_was_typed(
    signed_in: Page, server: Server
) -> None:
    page = signed_in
    page.goto("/tasks/new?claim=AL10001")
    save = page.locator("main form .button-primary")
    for _ in range(2):
        with page.expect_navigation():
            save.click()
        page.wait_for_selector("[data-problem]")
    page.wait_for_timeout(1500)  # a second after the last key, what was typed is kept
    with server.app.app_context():
        assert count_of(Draft) == 0
    page.locator("#title").fill("Ask")
    page.locator("#due_by").fill("never")
    with page.expect_navigation():
        save.click()
    expect(page.locator("[data-draft-state]")).to_have_text(SAVED)
    with server.app.app_context():
        assert count_of(Draft) == 1
        with housekeeping("tidy"):
            db.session.execute(delete(Draft))


def test_the_list_of_drafts_has_nothing_that_axe_finds(
    signed_in: Page, axe: Callable[[Page], None], server: Server
) -> None:
    type_note(signed_in, "AL10002", "To be looked at")
    axe(signed_in)
    signed_in.goto("/drafts")
    axe(signed_in)
    signed_in.get_by_role("link", name="Throw away").click()
    axe(signed_in)
    signed_in.get_by_role("button", name="Throw away").click()
    expect(signed_in.get_by_text("No draft is left.")).to_be_visible()
