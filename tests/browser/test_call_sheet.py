"""A call sheet worked through by keyboard alone, on pages in which axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, ViewportSize

from ohms.domain.values import TaskState
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from tests.browser.conftest import Server, served
from tests.browser.keyboard import sign_in_by_keyboard, tab_to, type_into
from tests.house import PASSWORD, House, count_of, furnish
from tests.tasks import put_task

if TYPE_CHECKING:
    from tests.databases import Databases

PHONE: ViewportSize = {"width": 320, "height": 720}


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(databases, tmp_path_factory.mktemp("call-sheet") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    house = furnish(server.app)
    shows = {"due_by": date(2100, 1, 4)}
    with server.app.app_context():
        for number in ("AL10001", "AL10002"):
            put_task(house, number, "Ask the clinic for records", **shows)
            put_task(house, number, "Ask the employer for a job description", **shows)
    return house


def test_a_call_sheet_is_worked_through_without_a_mouse(
    page: Page, house: House, axe: Callable[[Page], None]
) -> None:
    sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
    provider, employer = house.provider["alder.1"], house.employer["Mill"]
    for path in (f"/employers/{employer}", f"/providers/{provider}"):
        page.goto(path)
        axe(page)
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.set_viewport_size({"width": 1440, "height": 900})
    for _claim in range(2):
        tab_to(page, "input[name=ticked]")
        page.keyboard.press("Space")
    type_into(page, "#body", "They send both by fax.")
    type_into(page, "#minutes", "5")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message-good")
    page.wait_for_load_state()
    with house.app.app_context():
        assert count_of(CaseNote) == 2
        assert count_of(Task, Task.state == TaskState.DONE) == 2
