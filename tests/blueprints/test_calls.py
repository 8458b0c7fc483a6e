"""Calls of people whose claim is not before one, as people take them and bring them home."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from ohms.domain.calls import LEAST_DIGITS
from ohms.models.notes import CallIntake
from ohms.models.time import TimeEntry
from tests.blueprints.signing_in import as_person
from tests.commands.feed.files import Feed
from tests.house import House, count_of, known, one
from tests.pages import CheckedClient
from tests.tasks import said

MONDAY = "2026-11-23T14:00:00-08:00"
TUESDAY = "2026-11-24T09:00:00-08:00"
NOTED = "Noted. It goes to whoever answers for that claim today, or to the supervisor."
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _on_monday(clock: Clock) -> None:
    clock(MONDAY)


def call_in(client: CheckedClient, **told: str) -> str:
    """Take a call down through the form; the page that answers."""
    answer = client.fill("/calls/new", caller="Jo", message="Asks for a call.", **told)
    assert answer.status_code == 303
    return client.get(answer.location).text


def without_tokens(page: str) -> str:
    """Nor the seconds that the session has left."""
    told = r'(name="csrf_token" value=|nonce=|data-idle=|data-absolute=|data-seen=)"[^"]*"'
    return re.sub(told, "", page)


def test_a_call_without_a_number_the_day_before_its_claim_arrives(
    client: CheckedClient, house: House, clock: Clock, tmp_path: Path
) -> None:
    """The minutes are claim-specific on the day of the call once matched, and the screen of who took
    it never told whether the claim exists."""
    as_person(client, "alder.assistant1")
    page = call_in(
        client,
        name="Ada Okafor",
        birth_date="2/29/1984",
        call_back="360-555-0199",
        promise="Will call back by noon",
        minutes="11",
    )
    assert NOTED in page
    assert "Waiting for its claim 1" in said(client.get("/time").text)
    as_person(client, "alder.supervisor")
    assert "Calls that wait for their claim 1" in said(client.get("/").text)

    clock(TUESDAY)
    feed = Feed(house, tmp_path)
    arrived = feed.claims(
        {"initiated_on": "2026-11-24", "established_on": ""}, as_of=date(2026, 11, 24)
    )
    assert arrived.added == 1

    page = said(as_person(client, "alder.hsc1").get("/").text)
    assert "Calls for you 1" in page
    assert "Jo about A123456, to be confirmed" in page
    assert "Promised: Will call back by noon" in page
    call = client.get("/calls").text
    address = re.search(r'href="(/calls/\d+)"', call)
    assert address is not None
    assert "Is this its claim?" in client.get(address[1]).text
    with house.app.app_context():
        assert count_of(TimeEntry) == 0
    assert client.fill(address[1], f"{address[1]}/confirm").status_code == 303

    with house.app.app_context():
        entry = one(select(TimeEntry))
        assert (entry.performed_on, entry.minutes) == (date(2026, 11, 23), 11)
        assert entry.staff_id == house.staff["alder.assistant1"]
    timeline = said(client.get("/claims/A123456").text)
    assert "Call taken by Kari Olsen of alder" in timeline
    assert "A call came in on Nov 23." in timeline
    week = said(as_person(client, "alder.assistant1").get("/time").text)
    assert "Waiting for its claim" not in week
    assert "Claim out of sight" in week
    assert "A123456" not in week
    assert "A123456" not in client.get("/calls").text
    assert "A123456" not in client.get(address[1]).text


def test_the_answer_is_the_same_whatever_claim_was_told(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    pages = {
        number: without_tokens(call_in(client, claim_number=number))
        for number in ("AL10001", "AL10003", "BI10001", "AL99999", "01234", "")
    }
    assert len(set(pages.values())) == 1
    with house.app.app_context():
        assert count_of(CallIntake) == len(pages)


def test_what_an_assistant_sees_of_own_calls_is_the_same_whatever_claim_was_told(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    for number in ("AL10003", "BI10001", "AL99998"):
        call_in(client, claim_number=number, minutes="5")
    with house.app.app_context():
        numbers = {
            call: known(select(CallIntake.told_claim_number).where(CallIntake.id == call))
            for call in range(1, 4)
        }
    pages = {
        without_tokens(client.get(f"/calls/{call}").text)
        .replace(number, "NUMBER")
        .replace(f"/calls/{call}", "/calls/ID")
        for call, number in numbers.items()
    }
    pages = {re.sub(r'name="idempotency_key" value="[^"]*"', "", page) for page in pages}
    assert len(pages) == 1
    assert said(client.get("/time").text).count("5 min") == 3


def test_another_centres_people_see_nothing_of_a_call(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.assistant1")
    call_in(client, claim_number="BI10001", minutes="4")
    for username in ("birch.supervisor", "birch.hsc1", "birch.assistant1"):
        as_person(client, username)
        assert client.get("/calls/1").status_code == 404
        assert "Jo" not in said(client.get("/calls").text)
    assert as_person(client, "alder.supervisor").get("/calls/1").status_code == 200
    assert as_person(client, "alder.hsc2").get("/calls/1").status_code == 404


def test_the_supervisor_finds_the_claim_by_its_last_digits_and_puts_the_call_there(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    call_in(client, claim_number="10003", minutes="4")
    page = as_person(client, "alder.supervisor").get("/calls/1").text
    assert "AL10003" in page
    assert "BI10003" not in page
    refused = client.fill("/calls/1", "by-hand", claim_number="BI10003")
    assert refused.status_code == 422
    assert "Enter the number of a claim that you see." in refused.text
    assert 'value="BI10003"' in refused.text
    assert client.fill("/calls/1", "by-hand", claim_number="AL10003").status_code == 303
    with house.app.app_context():
        assert one(select(TimeEntry.claim_id)) == house.claim["AL10003"]
    assert client.fill("/calls/1", "/calls/1/unmatch").status_code == 303
    with house.app.app_context():
        assert count_of(TimeEntry, TimeEntry.voided_at.is_(None)) == 0


def test_done_takes_a_call_off_the_list_and_it_can_be_opened_again(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    call_in(client, claim_number="AL10001")
    client.fill("/calls/1", "/calls/1/confirm")
    assert "Calls for you 1" in said(client.get("/").text)
    assert client.fill("/calls/1", "/calls/1/done").location == "/calls"
    assert "Calls for you" not in said(client.get("/").text)
    assert client.fill("/calls/1", "/calls/1/reopen").status_code == 303
    assert "Calls for you 1" in said(client.get("/").text)


def test_the_form_says_for_what_the_last_digits_are_good(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    form = said(client.get("/calls/new").text)
    assert (
        f"the supervisor, who looks for it by the last {LEAST_DIGITS} digits of a number too"
        in form
    )
    call_in(client, claim_number="10001")
    assert "Calls for you" not in said(client.get("/").text)
    as_person(client, "alder.supervisor")
    assert "AL10001" in client.get("/calls/1").text


def test_a_refused_form_keeps_what_was_typed(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    refused = client.fill(
        "/calls/new", caller="", message="Long story", birth_date="4/3", minutes="x", promise="Soon"
    )
    assert refused.status_code == 422
    assert refused.text.count('class="error" id=') == 3
    for typed in ("Long story", 'value="4/3"', 'value="x"', 'value="Soon"'):
        assert typed in refused.text


def test_a_clock_over_an_hour_is_asked_about_once(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    told = {"caller": "Jo", "message": "Long.", "minutes": "75"}
    asked = client.fill("/calls/new", **told, minutes_from="call")
    assert asked.status_code == 422
    assert "The clock says 75 minutes" in asked.text
    assert 'name="minutes_from" type="hidden" value="typed"' in asked.text
    assert client.fill("/calls/new", **told).status_code == 303


def test_the_key_i_leads_to_the_form_from_every_page_of_those_who_take_calls(
    client: CheckedClient, house: House
) -> None:
    for username, takes in (("alder.hsc1", True), ("alder.assistant1", True), ("admin", False)):
        as_person(client, username)
        assert ('href="/calls/new"' in client.get("/").text) is takes
        assert client.get("/calls/new").status_code == (200 if takes else 403)
