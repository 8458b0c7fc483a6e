"""The composer as somebody on the phone uses it: keys counted, clocks read, one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ohms.clock import today
from ohms.domain.calendar import add_business_days
from ohms.domain.values import Capture, Outcome, Party, TaskState
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.notes import CaseNote, Contact
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.browser.conftest import Server, served
from tests.browser.keyboard import CountedKeys, sign_in_by_keyboard
from tests.house import PASSWORD, House, count_of, furnish, one

if TYPE_CHECKING:
    from tests.databases import Databases

MOST_KEYS = 8
ASK, SEND = "Ask for the job description", "Send the letter"


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program of this module's own, with two centres in it."""
    with served(databases, tmp_path_factory.mktemp("composer") / "instance") as serving:
        yield serving


@pytest.fixture(scope="module")
def house(server: Server) -> House:
    return furnish(server.app)


@pytest.fixture
def claim_page(page: Page, house: House) -> Page:
    """Signed in as the coordinator of AL10001; the clock of the browser may be moved."""
    page.clock.install()
    sign_in_by_keyboard(page, "alder.hsc1", PASSWORD)
    open_claim(page)
    return page


def open_claim(page: Page) -> None:
    page.goto("/claims/AL10001")
    page.wait_for_load_state()


def add_task(house: House, title: str, due_by: date) -> int:
    with house.app.app_context():
        return house.add(
            Task,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            owner_id=house.staff["alder.hsc1"],
            title=title,
            due_by=due_by,
            appears_on=date(2026, 11, 1),
            written_at=datetime(2026, 11, 1, 18, tzinfo=UTC),
        )


def saved(page: Page) -> None:
    page.wait_for_selector(".message-good")
    page.wait_for_load_state()


def newest_minutes(house: House) -> tuple[int, Capture]:
    with house.app.app_context(), unscoped("a test looks"):
        newest = select(TimeEntry).order_by(TimeEntry.id.desc()).limit(1)
        entry = db.session.execute(newest).scalar_one()
        return entry.minutes, entry.capture


def test_a_reached_call_finishes_a_task_and_sets_the_next_in_eight_keys_and_one_transaction(
    claim_page: Page, house: House
) -> None:
    add_task(house, ASK, date(2026, 11, 20))
    finished = add_task(house, SEND, date(2026, 11, 21))
    open_claim(claim_page)
    keys = CountedKeys(claim_page)
    keys.press("c")
    keys.write("Light duty from Monday; the employer writes the description.")
    keys.press("Alt+2", "Alt+0")
    keys.write("Read the description")
    keys.press("Tab", "+", "5", "b")  # the day is counted too, sign by sign
    keys.press("Control+Enter")
    saved(claim_page)
    assert len(keys.pressed) <= MOST_KEYS, keys.pressed
    with house.app.app_context():
        note = one(select(CaseNote.id).where(CaseNote.body.startswith("Light duty from")))
        of_note = Contact.note_id == note
        assert one(select(Contact.party).where(of_note)) is Party.WORKER
        assert one(select(Contact.outcome).where(of_note)) is Outcome.REACHED
        done = select(Task.evidence_note_id).where(Task.id == finished)
        assert one(done) == note
        assert count_of(Task, Task.title == ASK, Task.finished_at.is_not(None)) == 0
        coming = Task.title == "Read the description"
        assert one(select(Task.state).where(coming)) is TaskState.TO_DO
        assert newest_minutes(house)[1] is Capture.CAPTURED
        entry = (AuditEntry.object_type == "case_note", AuditEntry.object_id == note)
        request = one(select(AuditEntry.request_id).where(*entry))
        assert request
        together = AuditEntry.request_id == request
        for table in ("case_note", "note_event", "contact", "task", "time_entry"):
            entries = (together, AuditEntry.object_type == table)
            assert count_of(AuditEntry, *entries, AuditEntry.action == "write_note") >= 1, table
        assert count_of(AuditEntry, together, AuditEntry.object_type == "task") == 2


def test_a_call_spent_listening_offers_its_minutes_by_the_wall_not_by_the_typing(
    claim_page: Page, house: House
) -> None:
    page = claim_page
    page.keyboard.press("c")
    page.keyboard.type("He talked, I listened.")
    page.clock.fast_forward(22 * 60 * 1000)
    page.wait_for_function("document.querySelector('#minutes').value === '22'")
    assert page.locator("[data-clock=call]").inner_text() == "call 22"
    typing = re.search(r"\d+", page.locator("[data-clock=typing]").inner_text())
    assert typing is not None
    assert int(typing[0]) <= 2  # the idle rule: two minutes of a silence at the most
    page.keyboard.press("Control+Enter")
    saved(page)
    assert newest_minutes(house) == (22, Capture.CAPTURED)


def test_one_key_in_the_minutes_takes_the_other_clock(claim_page: Page) -> None:
    page = claim_page
    page.keyboard.press("c")
    page.clock.fast_forward(10 * 60 * 1000)
    page.wait_for_function("document.querySelector('#minutes').value === '10'")
    page.focus("#minutes")
    page.keyboard.press("t")
    page.wait_for_function("Number(document.querySelector('#minutes').value) <= 2")
    page.keyboard.press("c")
    page.wait_for_function("document.querySelector('#minutes').value === '10'")


def test_over_sixty_minutes_the_panel_asks_before_it_saves(claim_page: Page, house: House) -> None:
    page = claim_page
    page.keyboard.press("c")
    page.keyboard.type("A long one.")
    page.clock.fast_forward(61 * 60 * 1000)
    page.wait_for_function("document.querySelector('#minutes').value === '61'")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-ask-minutes]:not([hidden])")
    with house.app.app_context():
        assert count_of(CaseNote, CaseNote.body == "A long one.") == 0
    page.keyboard.press("Enter")
    saved(page)
    assert newest_minutes(house) == (61, Capture.TYPED)


def test_emptied_minutes_keep_the_note_without_time(claim_page: Page, house: House) -> None:
    page = claim_page
    page.keyboard.press("n")
    page.fill("#body", "No time for this one.")
    page.fill("#minutes", "")
    page.keyboard.press("Control+Enter")
    saved(page)
    with house.app.app_context():
        note = one(select(CaseNote.id).where(CaseNote.body == "No time for this one."))
        assert count_of(TimeEntry, TimeEntry.note_id == note) == 0


def test_a_further_claim_and_contact_are_added_in_the_page_and_the_split_is_told(
    claim_page: Page, house: House, axe: Callable[[Page], None]
) -> None:
    page = claim_page
    page.keyboard.press("c")
    page.keyboard.type("About both.")
    page.click("text=The same call was about another claim")
    page.keyboard.type("AL10002")
    page.click("button[name=more][value=claim]")
    page.fill("#minutes", "13")
    assert page.locator("[data-split]").inner_text() == "13 minutes: 7 and 6"
    page.click("button[name=more][value=contact]")
    page.keyboard.type("Employer")
    second = page.locator("[data-more-row=contact]").nth(1)
    second.locator("[name=method]").select_option("phone")
    second.locator("[name=outcome]").select_option("left_message")
    axe(page)
    page.keyboard.press("Control+Enter")
    saved(page)
    with house.app.app_context():
        assert count_of(CaseNote, CaseNote.body == "About both.") == 2
        assert count_of(Contact, Contact.outcome == Outcome.LEFT_MESSAGE) == 2


def test_x_logs_a_try_and_z_takes_it_out_again(claim_page: Page, house: House) -> None:
    page = claim_page
    with house.app.app_context():
        before = count_of(Contact)
    page.keyboard.press("x")
    saved(page)
    with house.app.app_context():
        assert count_of(Contact, Contact.outcome == Outcome.NO_ANSWER) == 1
    page.keyboard.press("z")
    page.wait_for_selector("text=Undone")
    with house.app.app_context():
        assert count_of(Contact) == before


def test_a_typed_day_is_told_with_its_weekday_while_it_is_typed(
    claim_page: Page, axe: Callable[[Page], None]
) -> None:
    page = claim_page
    page.keyboard.press("n")
    due, told = page.locator("#next_task_due"), page.locator("#next_task_due >> xpath=../span")
    later = add_business_days(today(), 5)
    for typed, day in (("+5b", f"{later:%a, %b} {later.day}(, {later.year})?"), ("6/", "")):
        due.fill(typed)
        expect(told).to_have_text(re.compile(f"^{day}$"))
    axe(page)


def test_the_sheet_of_keys_tells_the_chords(claim_page: Page) -> None:
    claim_page.keyboard.press("?")
    sheet = claim_page.locator("dialog#keys").inner_text()
    for key in ("Alt+1", "Alt+0", "Ctrl+Enter"):
        assert key in sheet
