"""A Stay at Work referral there and back, in two browsers: the coordinator's and the desk's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import sign_in_by_keyboard
from tests.house import PASSWORD, furnish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Server
    from tests.databases import Databases

LESS, MORE = "No lifting over 10 pounds", "No lifting over 20 pounds"
ON_THE_CLAIM = "/claims/AL10001/referrals"


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own, with two centres in it."""
    from tests.browser.conftest import served

    folder: Path = tmp_path_factory.mktemp("referral")
    with served(databases, folder / "instance") as serving:
        furnish(serving.app)
        yield serving


@pytest.fixture(autouse=True)
def _on_tuesday(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def test_sent_asked_back_answered_changed_accepted_and_completed(
    page: Page, other_page: Page, axe: Callable[[Page], None]
) -> None:
    coordinator, desk = page, other_page
    sign_in_by_keyboard(coordinator, "alder.hsc1", PASSWORD)
    sign_in_by_keyboard(desk, "lni.stayatwork", PASSWORD)
    desk.goto("/desk?queue=open")
    expect(desk.get_by_text("Nothing is open")).to_be_visible()

    address = drafted(coordinator)
    desk.goto("/desk?queue=open")
    expect(desk.get_by_text("Nothing is open"), "a draft is not the desk's").to_be_visible()
    coordinator.get_by_role("button", name="Send to Stay at Work").click()
    expect(coordinator.get_by_text("A task asks after it")).to_be_visible()

    desk.goto("/desk")
    axe(desk)
    desk.get_by_role("link", name="Mill").click()
    at_the_desk = desk.url
    expect(desk.get_by_text(LESS)).to_be_visible()
    desk.get_by_role("button", name="Take it").click()
    answer(desk, "Needs information", reason="Which shift is it?")
    axe(desk)

    coordinator.goto("/")
    expect(coordinator.get_by_text("Referrals that were answered")).to_be_visible()
    expect(coordinator.get_by_text("Which shift is it?")).to_be_visible()
    coordinator.goto(address)
    coordinator.get_by_label("What it wants to know").fill("The early shift")
    coordinator.get_by_role("button", name="Give it").click()

    coordinator.get_by_text("Something has changed: send a new version").click()
    coordinator.locator("main #restrictions").fill(MORE)
    coordinator.locator("main #why").fill("A newer APF")
    coordinator.get_by_role("button", name="Send version 2").click()
    expect(coordinator.get_by_text("Updated: the service has")).to_be_visible()

    desk.goto(at_the_desk)
    expect(desk.get_by_text("The early shift")).to_be_visible()
    expect(desk.locator("mark")).to_have_text(MORE)
    answer(desk, "Accepted")
    answer(desk, "Completed", outcome="Light duty was paid for 12 days")

    coordinator.goto(address)
    expect(coordinator.get_by_text("Light duty was paid for 12 days").first).to_be_visible()
    for hidden in (address, "/claims/AL10001", "/tasks"):
        answered = desk.goto(hidden)
        assert answered is not None
        assert answered.status in (403, 404), hidden


def drafted(page: Page) -> str:
    """A draft with everything in it that the service wants, saved; its address."""
    page.goto(ON_THE_CLAIM)
    page.get_by_label("Service").select_option("stay_at_work")
    page.get_by_role("button", name="Begin a draft").click()
    page.wait_for_url("**/referrals/*")
    address = page.url
    for field, said in (
        ("employer_contact", "Pat Foreman"),
        ("employer_phone", "206-555-0100"),
        ("restrictions", LESS),
        ("apf_on", "11/20/2026"),
        ("reason", "Light duty can begin"),
    ):
        page.locator(f"main #{field}").fill(said)
    for field in ("light_duty", "job_approved"):
        page.locator(f"main #{field}").select_option("yes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    return address


def answer(page: Page, step: str, *, reason: str = "", outcome: str = "") -> None:
    page.get_by_label("Our answer").select_option(label=step)
    page.get_by_label("Why, or what we ask for").fill(reason)
    if outcome:
        page.get_by_label("What came of it").fill(outcome)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Answered: the COHE sees it at once.")).to_be_visible()
