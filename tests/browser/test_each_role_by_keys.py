"""Each role's main act without a mouse: signed in, on its page, done, and the focus never out of sight.
The check takes one each day, a run by hand all. Those of a coordinator and of a supervisor: test_by_keys.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from ohms.domain.values import ReferralStep, Role, Service, TaskState
from ohms.models.coverage import ApprovedContent
from ohms.models.looks import LookReview
from ohms.models.referrals import Referral
from ohms.models.reports import Setting
from ohms.models.staff import Position
from ohms.models.tasks import Task
from tests.browser.conftest import Server, served
from tests.browser.keyboard import (
    choose,
    followed,
    go_by_bar,
    sees_focus,
    sign_in_by_keyboard,
    tab_to,
    type_into,
)
from tests.contract_settings import add_proposal
from tests.house import PASSWORD, House, count_of, furnish
from tests.missing import is_ci
from tests.referrals import sent_referral
from tests.tasks import put_task

if TYPE_CHECKING:
    from tests.databases import Databases

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(databases, tmp_path_factory.mktemp("roles") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    return furnish(server.app)


@pytest.fixture(autouse=True)
def _on_tuesday(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T10:00:00-08:00")


def assistant(page: Page, house: House) -> None:
    """Opens the tasks, and finishes the first."""
    with house.app.app_context():
        task = put_task(house, "AL10002", "Fax the form", owner_id=house.staff["alder.assistant1"])
    sign_in_by_keyboard(page, "alder.assistant1", PASSWORD)
    followed(page, "t", "**/tasks")
    page.keyboard.press("j")
    sees_focus(page, "[data-rows] th a")
    followed(page, "Enter", f"**/tasks/{task}")
    type_into(page, "[action$='/done'] [name=word]", "Sent")
    followed(page, "Enter", f"**/tasks/{task}*")
    with house.app.app_context():
        assert count_of(Task, Task.id == task, Task.state == TaskState.DONE) == 1


def privacy_officer(page: Page, house: House) -> None:
    """Finds who opened a claim beyond their list, and writes what came of it."""
    _open_a_claim_beyond_ones_list(page)
    sign_in_by_keyboard(page, "alder.privacy", PASSWORD)
    go_by_bar(page, "look", "Write what came of a look", "**/admin/audit/looks")
    expect(page.locator("tbody")).to_contain_text("Not looked into yet")
    choose(page, "#outcome", "No reason")
    type_into(page, "#reason", "A neighbour; spoken to.")
    followed(page, "Enter", "**/admin/audit/looks*")
    with house.app.app_context():
        assert count_of(LookReview) == 1


def _open_a_claim_beyond_ones_list(page: Page) -> None:
    sign_in_by_keyboard(page, "alder.hsc2", PASSWORD)
    page.goto("/claims/AL10001")
    page.context.clear_cookies()


def contract_manager(page: Page, house: House) -> None:
    """Approves the number of a contract that waits on Today, and contents for training one by one."""
    with house.app.app_context():
        proposed = add_proposal(house, "alder")
        submitted = {"cohe_id": house.cohe["alder"], "submitted_on": date(2026, 11, 20)}
        for title in ("Forms", "Letters"):
            house.add(ApprovedContent, **submitted, title=title)
    sign_in_by_keyboard(page, "lni.contract", PASSWORD)
    tab_to(page, f"a[href='/admin/contract/proposals/{proposed}']")
    followed(page, "Enter", "**/proposals/*")
    tab_to(page, "[action$='/approve'] button")
    followed(page, "Enter", f"**/proposals/{proposed}*")
    with house.app.app_context():
        assert count_of(Setting, Setting.id == proposed, Setting.approved_at.isnot(None)) == 1
    sees_focus(page, "[data-said]")
    page.goto("/staffing/contents")
    for title in ("Letters", "Forms"):
        tab_to(page, "[action$='/approve'] button")
        followed(page, "Enter", "**/staffing/contents")
        row = page.locator("tr:focus")
        expect(row).to_contain_text(title)
        expect(row).to_contain_text("by Chris")


def desk(page: Page, house: House) -> None:
    """Takes up a referral, and accepts it."""
    with house.app.app_context():
        referral = sent_referral(house, Service.STAY_AT_WORK)
    sign_in_by_keyboard(page, "lni.stayatwork", PASSWORD)
    go_by_bar(page, "desk", "Desk", "**/desk")
    page.keyboard.press("j")
    sees_focus(page, "[data-rows] th a")
    followed(page, "Enter", f"**/desk/{referral}")
    tab_to(page, "[action$='/take'] button")
    followed(page, "Enter", f"**/desk/{referral}")
    choose(page, "[name=step]", "Accepted")
    tab_to(page, "[action$='/answer'] button")
    followed(page, "Enter", f"**/desk/{referral}")
    with house.app.app_context():
        accepted = Referral.step == ReferralStep.ACCEPTED
        assert count_of(Referral, Referral.id == referral, accepted) == 1


def administrator(page: Page, house: House) -> None:
    """Adds a coordinator, and has their one-time link by the same act."""
    sign_in_by_keyboard(page, "admin", PASSWORD)
    go_by_bar(page, "account", "Add an account", "**/admin/accounts")
    type_into(page, "#username", "alder.hsc9")
    type_into(page, "#name", "Nora New")
    choose(page, "#role", "Coordinator")
    choose(page, "#cohe", "Alder")
    type_into(page, "#weekly_minutes", "2400")
    type_into(page, "#your_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("code.token")).to_contain_text("/welcome")
    with house.app.app_context():
        since = Position.from_on == date(2026, 11, 24)
        assert count_of(Position, since, Position.role == Role.HSC) == 1


ROLES = (assistant, privacy_officer, contract_manager, desk, administrator)
TODAYS = ROLES[datetime.now(UTC).toordinal() % len(ROLES)]


@pytest.mark.parametrize("does", [TODAYS] if is_ci() else ROLES)
def test_the_main_act_of_a_role_is_done_without_a_mouse(
    does: Callable[[Page, House], None], page: Page, house: House
) -> None:
    does(page, house)
    page.wait_for_load_state()  # its scripts hear no key before
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
