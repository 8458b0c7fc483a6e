"""Keys only: a coordinator's co-sign queue, and an assistant's tasks from clinic to clinic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from ohms.domain.values import Complexity, NoteEventKind
from ohms.models.cohes import Clinic
from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from tests.browser.keyboard import sign_in_by_keyboard
from tests.house import FROM, PASSWORD, House, add_claim, furnish
from tests.notes import kinds_of, put_note_to_co_sign
from tests.tasks import put_task

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Server
    from tests.databases import Databases


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own, with two centres in it."""
    from tests.browser.conftest import served

    folder: Path = tmp_path_factory.mktemp("lane")
    with served(databases, folder / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    return furnish(server.app)


@pytest.fixture(autouse=True)
def _on_tuesday(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def became(house: House, note_id: int) -> list[NoteEventKind]:
    with house.app.app_context():
        return kinds_of(note_id)


def arrived_at(page: Page, text: str) -> None:
    """The next note stands there, and its keys work."""
    expect(page.get_by_text(text)).to_be_visible()
    page.wait_for_load_state("load")


def test_the_queue_is_gone_through_by_keys_next_return_sign(page: Page, house: House) -> None:
    with house.app.app_context():
        first, second, third = (
            put_note_to_co_sign(house, f"Plan {number}") for number in (1, 2, 3)
        )
    sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
    page.goto(page.url.rstrip("/") + f"/cosign/{first}")
    page.keyboard.press("j")
    arrived_at(page, "Plan 2")
    page.keyboard.press("r")
    page.keyboard.type("Who said so?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrived_at(page, "Plan 3")
    assert became(house, second) == [NoteEventKind.RETURNED]
    page.keyboard.press("s")
    arrived_at(page, "Plan 1")
    assert became(house, third) == [NoteEventKind.CO_SIGNED]
    assert became(house, first) == []


def test_n_goes_from_clinic_to_clinic_and_j_from_task_to_task(page: Page, house: House) -> None:
    with house.app.app_context():
        harbor = house.add(Clinic, name="Harbor Clinic", phone="360-555-0177")
        house.provider["alder.3"] = provider = house.add(
            Provider,
            lni_provider_id="109003",
            last_name="Doctor3",
            first_name="Alder",
            credential="MD",
            clinic_id=harbor,
        )
        of = {"provider_id": provider, "cohe_id": house.cohe["alder"], "from_on": FROM}
        house.add(Enrolment, **of)
        house.add(ProviderAssignment, staff_id=house.staff["alder.hsc1"], **of)
        low = {"provider": "alder.3", "complexity": Complexity.LOW}
        house.claim["AL30001"] = add_claim(house, "alder", "AL30001", **low)
        hers = {"owner_id": house.staff["alder.assistant1"]}
        put_task(house, "AL10002", "First", due_by=date(2026, 11, 23), **hers)
        put_task(house, "AL10002", "Second", **hers)
        put_task(house, "AL30001", "At the harbor", **hers)
    sign_in_by_keyboard(page, "alder.assistant1", PASSWORD)
    page.goto(page.url.rstrip("/") + "/tasks/grouped")
    focused = page.locator("a:focus")
    for key, title in (("n", "First"), ("j", "Second"), ("n", "At the harbor"), ("n", "First")):
        page.keyboard.press(key)
        expect(focused).to_have_text(title)
