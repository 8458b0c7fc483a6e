"""My week, as a coordinator uses it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from ohms.domain.values import Capture, NoteEventKind, StandardWork
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.time import TimeEntry
from ohms.web.forms import CARRIED_OUT_OTHERWISE
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.statements import counted

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
ENTERED = datetime(2026, 11, 24, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def add_entry(house: House, username: str = "alder.hsc1", **values: object) -> int:
    facts: dict[str, object] = {
        "staff_id": house.staff[username],
        "position_id": house.position[username],
        "cohe_id": house.cohe[username.partition(".")[0]],
        "claim_id": house.claim["AL10001" if username.startswith("alder") else "BI10001"],
        "standard_work": StandardWork.BARRIERS,
        "performed_on": MONDAY,
        "minutes": 75,
        "capture": Capture.TYPED,
        "entered_by_id": house.staff[username],
        "entered_at": ENTERED,
        "confirmed_at": ENTERED,
    }
    with house.app.app_context():
        return house.add(TimeEntry, **{**facts, **values})


def add_note(house: House) -> int:
    with house.app.app_context():
        return house.add(
            CaseNote,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            author_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            standard_work=StandardWork.MEDICATION,
            body="Asked the clinic about the prescription.",
            performed_on=MONDAY,
            written_at=ENTERED,
            signed_at=ENTERED,
        )


def count_of_entries(house: House) -> int:
    with house.app.app_context():
        return count_of(TimeEntry)


def test_quick_entry_for_a_claim_stands_in_its_cell(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    answer = client.fill(
        "/time",
        "log",
        performed_on="11/23",
        minutes="95",
        claim_number="al 10001",
        standard_work="return_to_work",
    )
    assert answer.location == "/time?week=2026-11-23"
    page = client.get("/time").text
    assert "95 minutes logged." in page
    assert "/time?week=2026-11-23&amp;day=2026-11-23&amp;kind=return_to_work#entries" in page
    assert 'href="/claims/AL10001"' in page


def test_a_refused_entry_keeps_what_was_typed_and_says_why_beside_the_field(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    wrong = client.fill("/time", "log", minutes="12", claim_number="BI10001", remark="kept")
    assert wrong.status_code == 422
    assert "Enter the number of a claim in your sight." in wrong.text
    assert 'value="kept"' in wrong.text
    assert "<title>Error: " in wrong.text
    missing = client.fill("/time", "log", minutes="12", claim_number="AL99999")
    assert "Enter the number of a claim in your sight." in missing.text
    future = client.fill("/time", "log", minutes="5", category="meeting", performed_on="11/25/26")
    assert "Enter a day that is not after today." in future.text
    assert count_of_entries(house) == 0


def test_a_form_sent_twice_logs_its_minutes_once(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.get("/time").text, "log")
    data = form.filled_in({"minutes": "5", "category": "meeting"})
    assert client.post("/time", data=data).status_code == 303
    assert client.post("/time", data=data).status_code == 303
    assert count_of_entries(house) == 1


def test_a_change_sent_twice_is_made_once_and_another_one_is_shown_beside_what_stands(
    client: CheckedClient, house: House
) -> None:
    entry = add_entry(house, minutes=20)
    as_person(client, "alder.hsc1")
    page = f"/time/entries/{entry}"
    form = posting_form(client.get(page).text, "change")
    sent = form.filled_in({"minutes": "25"})
    assert [client.post(page, data=sent).status_code for _ in "ab"] == [303, 303]
    assert count_of_entries(house) == 2
    other = client.post(page, data={**sent, "minutes": "26", "remark": "Counted anew"})
    assert (other.status_code, CARRIED_OUT_OTHERWISE in other.text) == (422, True)
    assert 'value="Counted anew"' in other.text
    again = posting_form(other.text, "change")
    assert client.post(again.action, data=again.holds).status_code == 303
    assert count_of_entries(house) == 3
    assert client.post(page, data={**sent, "idempotency_key": "of another tab"}).status_code == 422


def test_a_cell_opens_exactly_its_entries(client: CheckedClient, house: House) -> None:
    add_entry(house, minutes=20, remark="first")
    add_entry(house, minutes=30, remark="second")
    add_entry(house, minutes=40, performed_on=TUESDAY, remark="another day")
    add_entry(house, minutes=50, standard_work=StandardWork.SURGERY, remark="another item")
    as_person(client, "alder.hsc1")
    page = client.get("/time?week=2026-11-23&day=2026-11-23&kind=barriers").text
    assert "Assess barriers, Monday, Nov 23, 50 minutes" in page
    assert "first" in page
    assert "second" in page
    assert "another" not in page


def test_the_week_is_set_against_what_was_scheduled_and_still_available(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page = client.get("/time").text
    # Thanksgiving and the day after are State holidays: three days of eight hours remain.
    assert "of 24 h scheduled" in page
    assert "1,440" in page
    assert "of 40 h scheduled" in client.get("/time?week=2026-11-16").text


def test_a_captured_75_minute_run_waits_visibly_until_it_is_confirmed(
    client: CheckedClient, house: House
) -> None:
    entry = add_entry(house, capture=Capture.CAPTURED, confirmed_at=None)
    as_person(client, "alder.hsc1")
    assert "of which 75 minutes wait" in client.get("/time").text
    answer = client.fill("/time", f"/time/entries/{entry}/confirm")
    assert answer.status_code == 303
    page = client.get("/time").text
    assert "75 minutes confirmed." in page
    assert "minutes wait" not in page


def test_a_change_shows_the_new_minutes_and_keeps_the_old_row(
    client: CheckedClient, house: House
) -> None:
    entry = add_entry(house)
    as_person(client, "alder.hsc1")
    answer = client.fill(f"/time/entries/{entry}", "change", minutes="50")
    assert answer.location == "/time?week=2026-11-23"
    page = client.get("/time").text
    assert "changed" in page
    assert "50 min" in page
    assert count_of_entries(house) == 2
    assert client.get(f"/time/entries/{entry}").status_code == 404


def test_taking_out_asks_for_a_reason(client: CheckedClient, house: House) -> None:
    entry = add_entry(house)
    as_person(client, "alder.hsc1")
    refused = client.fill(f"/time/entries/{entry}", "void")
    assert refused.status_code == 422
    assert "Enter why this is taken out" in refused.text
    gone = client.fill(f"/time/entries/{entry}", "void", void_reason="a double")
    assert gone.status_code == 303
    assert "No minutes here" in client.get("/time").text


def test_an_entry_is_opened_by_its_person_and_its_supervisor_and_by_nobody_else(
    client: CheckedClient, house: House
) -> None:
    entry = add_entry(house)
    expected = {
        "alder.hsc1": 200,
        "alder.supervisor": 200,
        "alder.hsc2": 404,
        "alder.assistant1": 404,
        "birch.hsc1": 404,
        "birch.supervisor": 404,
        "alder.privacy": 404,
        "lni.contract": 404,
        "admin": 404,
    }
    for username, status in expected.items():
        as_person(client, username)
        assert client.get(f"/time/entries/{entry}").status_code == status, username


def test_a_supervisor_corrects_with_a_reason(client: CheckedClient, house: House) -> None:
    entry = add_entry(house)
    as_person(client, "alder.supervisor")
    refused = client.fill(f"/time/entries/{entry}", "change", minutes="50")
    assert "Enter why this is changed" in refused.text
    done = client.fill(f"/time/entries/{entry}", "change", minutes="50", reason="told by phone")
    assert done.status_code == 303


def test_a_note_without_time_is_listed_until_it_gets_its_minutes(
    client: CheckedClient, house: House
) -> None:
    note = add_note(house)
    voided = add_note(house)
    with house.app.app_context():
        house.add(
            NoteEvent,
            note_id=voided,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            kind=NoteEventKind.VOIDED,
            staff_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            at=ENTERED,
            reason="belongs elsewhere",
        )
    as_person(client, "alder.hsc1")
    page = client.get("/time").text
    assert f"/time/notes/{note}" in page
    assert f"/time/notes/{voided}" not in page
    action = f"/time/notes/{note}?week=2026-11-23"
    refused = client.fill("/time", action, minutes="0")
    assert refused.status_code == 422
    assert "Enter minutes as a whole number from 1 to 1,440." in refused.text
    assert client.fill("/time", action, minutes="9").status_code == 303
    page = client.get("/time").text
    assert f"/time/notes/{note}" not in page
    assert "9 minutes put to the note." in page


@pytest.mark.parametrize(
    ("instant", "day", "week"),
    [
        ("2026-09-30T16:30:00-07:00", "2026-09-30", "Sep 28 to Oct 4, 2026"),
        ("2026-09-30T17:30:00-07:00", "2026-09-30", "Sep 28 to Oct 4, 2026"),
        ("2026-09-30T23:59:00-07:00", "2026-09-30", "Sep 28 to Oct 4, 2026"),
        ("2026-10-01T00:01:00-07:00", "2026-10-01", "Sep 28 to Oct 4, 2026"),
        ("2026-03-08T01:59:00-08:00", "2026-03-08", "Mar 2 to Mar 8, 2026"),
        ("2026-03-08T23:59:00-07:00", "2026-03-08", "Mar 2 to Mar 8, 2026"),
        ("2026-11-01T01:30:00-07:00", "2026-11-01", "Oct 26 to Nov 1, 2026"),
        ("2026-11-01T23:59:00-08:00", "2026-11-01", "Oct 26 to Nov 1, 2026"),
    ],
)
def test_the_default_day_is_the_pacific_one_at_every_hour(
    client: CheckedClient,
    house: House,
    clock: Callable[[str], None],
    instant: str,
    day: str,
    week: str,
) -> None:
    clock(instant)
    as_person(client, "alder.hsc1")
    page = client.get("/time").text
    assert f'value="{day}"' in page
    assert week in page
    assert client.fill("/time", "log", minutes="7", category="meeting").status_code == 303
    with house.app.app_context():
        assert one(select(TimeEntry.performed_on)).isoformat() == day


def test_my_week_asks_the_database_the_same_number_of_times_however_full_it_is(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    client.get("/time")
    with counted(house.app) as few:
        client.get("/time")
    for _ in range(12):
        add_entry(house, minutes=10)
    add_note(house)
    with counted(house.app) as many:
        client.get("/time")
    assert len(few) == len(many) <= 13, str(many)
