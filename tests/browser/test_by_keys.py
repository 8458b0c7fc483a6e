"""A coordinator's and a supervisor's round without a mouse: command bar, lists, note, triage, switch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from ohms.domain.values import Coordination
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from tests.browser.conftest import Server, served
from tests.browser.keyboard import (
    CountedKeys,
    followed,
    go_by_bar,
    sign_in_by_keyboard,
    tab_to,
    write_the_note,
)
from tests.house import PASSWORD, House, add_claim, count_of, furnish
from tests.triage import claim_of

if TYPE_CHECKING:
    from tests.databases import Databases

FOCUSED = "document.activeElement.textContent"


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own, with two centres in it."""
    with served(databases, tmp_path_factory.mktemp("keys") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    return furnish(server.app)


@pytest.fixture(autouse=True)
def _on_tuesday(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def test_a_coordinators_round(page: Page, house: House, axe: Callable[[Page], None]) -> None:
    with house.app.app_context():
        for number in range(9):
            name = f"AL2000{number}"
            house.claim[name] = add_claim(house, "alder", name, provider="alder.1")
    sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
    expect(page.locator("h1")).to_contain_text("Today")
    go_by_bar(page, "tri", "Decide at triage", "**/triage")
    _decide_ten_in_ten_keys(page, house)
    followed(page, "z", "**/triage/AL*")
    with page.expect_navigation(url="**/triage#row=0"):
        page.keyboard.press("u")
    go_by_bar(page, "claims", "Claims", "**/claims")
    _escape_folds_up_what_lies_over_the_page(page)
    _bar_leads_back_to_the_row(page, axe)
    _note_with_minutes_and_next_step(page, house)
    _undo_leads_back_to_the_row(page)
    _text_is_sent_from_within(page)
    _switch_single_keys_off(page)


def _decide_ten_in_ten_keys(page: Page, house: House) -> None:
    waiting = page.locator(".triage tbody th a").all_inner_texts()
    assert len(waiting) == 11
    keys = CountedKeys(page)
    for turn, number in enumerate(waiting[:10]):
        if turn:
            assert page.evaluate(FOCUSED) == number, "the next one has the focus"
        with page.expect_navigation(url="**/triage#row=0"):
            keys.press("w" if turn % 2 else "u")
    assert len(keys.pressed) == 10
    decided = [claim_of(house, number).coordination for number in waiting]
    assert decided == [*[Coordination.WATCHING, Coordination.ACTIVE] * 5, Coordination.NEW]


def _escape_folds_up_what_lies_over_the_page(page: Page) -> None:
    for name in (".nav-more summary", ".drop > summary"):
        tab_to(page, name)
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator("details[open]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("details[open]").count() == 0
        assert page.evaluate(f"document.activeElement.matches('{name}')")


def _bar_leads_back_to_the_row(page: Page, axe: Callable[[Page], None]) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    row = page.evaluate(FOCUSED)
    page.keyboard.press("/")
    page.keyboard.type("workeral")
    expect(page.get_by_role("option").first).to_contain_text("WorkerAL")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#find").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#find-list")).to_be_hidden()
    assert page.evaluate(FOCUSED) == row


def _note_with_minutes_and_next_step(page: Page, house: House) -> None:
    followed(page, "n", "**/claims/AL*#write-note")
    write_the_note(page)
    with house.app.app_context():
        assert count_of(CaseNote) == 1
        assert count_of(TimeEntry, TimeEntry.minutes == 12) == 1
        assert count_of(Task, Task.title == "Ask for the job description") == 1
    tab_to(page, ".claim-pages a[href$='/recovery#pages']")
    followed(page, "Enter", "**/recovery#pages")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Timeline", "from page to page one stays with the pages"
    followed(page, "Enter", "**/claims/AL*")
    followed(page, "t", "**/tasks/new?claim=AL*")


def _undo_leads_back_to_the_row(page: Page) -> None:
    page.goto("/tasks")
    page.keyboard.press("j")
    row = page.evaluate(FOCUSED)
    tab_to(page, "tbody tr:first-child button")
    for key in ("Enter", "z"):
        with page.expect_navigation(url="**/tasks#row=0"):
            page.keyboard.press(key)
    assert page.evaluate(FOCUSED) == row


def _text_is_sent_from_within(page: Page) -> None:
    followed(page, "i", "**/calls/new")
    page.keyboard.type("Jo")
    tab_to(page, "textarea")
    page.keyboard.type("Asks about the check.")
    followed(page, "Control+Enter", "**/calls/noted")


def _switch_single_keys_off(page: Page) -> None:
    page.goto("/settings")
    tab_to(page, "input[name=shortcuts]:checked")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message-good")
    page.wait_for_load_state()
    for key in ("?", "/", "t"):
        page.keyboard.press(key)
    assert page.url.endswith("/settings")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.id") != "find"
    page.goto("/claims/AL10001")
    expect(page.locator("#composer > summary kbd")).to_be_hidden()


@pytest.mark.slow
def test_a_supervisors_round(page: Page, house: House) -> None:
    sign_in_by_keyboard(page, "alder.supervisor", PASSWORD)
    go_by_bar(page, "588", "Claims per HSC and 588", "**/workload/588")
    expect(page.locator("h1")).to_be_visible()
    go_by_bar(page, "claims", "Claims", "**/claims")
    page.keyboard.press("j")
    row = page.evaluate(FOCUSED)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == row
    followed(page, "Enter", f"**/claims/{row}")
    go_by_bar(page, "absen", "Record my absence", "**/absences")
