"""What is done with a signed note, through the claim's page and without any script."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.blueprints.claims import showing
from ohms.domain.values import NoteEventKind
from ohms.models.audit import AuditEntry
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.time import TimeEntry
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient

PAGE = "/claims/AL10002"
TEXT = "Spoke with the worker about light duty."
CALL = {
    "party": "worker",
    "method": "phone",
    "outcome": "reached",
    "standard_work": "return_to_work",
    "body": TEXT,
    "minutes": "12",
}
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _in_the_morning(clock: Clock) -> None:
    clock("2026-11-24T10:00:00-08:00")


def save(client: CheckedClient, house: House, username: str, **values: str) -> int:
    """A note saved by the composer; its id. The person stays signed in."""
    as_person(client, username)
    assert client.fill(PAGE, f"{PAGE}/notes", **{**CALL, **values}).status_code == 303
    with house.app.app_context():
        return int(one(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1)))


def act(note: int, what: str) -> str:
    return f"{PAGE}/notes/{note}/{what}"


def offered(html: str, note: int) -> set[str]:
    """The acts whose forms stand beside the note."""
    return {
        what
        for what in ("take-back", "co-sign", "addendum", "void")
        if f'action="{act(note, what)}"' in html
    }


def test_a_note_just_signed_is_taken_back_into_a_draft(client: CheckedClient, house: House) -> None:
    note = save(client, house, "alder.hsc1")
    assert offered(client.get(PAGE).text, note) == {"take-back", "addendum", "void"}
    answer = client.fill(PAGE, act(note, "take-back"))
    assert answer.status_code == 303
    assert answer.location == f"{PAGE}#note-{note}"
    page = client.get(PAGE).text
    assert "Taken back: its text is a draft that only you see." in page
    assert "Draft, only you see it" in page
    assert offered(page, note) == set()
    page = as_person(client, "alder.hsc2").get(PAGE).text
    assert "Taken back" in page
    assert TEXT not in page
    with house.app.app_context():
        assert count_of(Contact) == count_of(TimeEntry, TimeEntry.voided_at.is_(None)) == 0


def test_an_older_note_leads_to_what_may_be_done_with_it(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = (save(client, house, "alder.hsc1") for _ in range(2))
    monkeypatch.setattr(showing, "WITH_ACTS", 1)
    page = client.get(PAGE).text
    assert offered(page, newer)
    assert offered(page, older) == set()
    assert f'href="{PAGE}?acts=all#note-{older}"' in page
    for address in (f"{PAGE}?acts=all", f"{PAGE}?draft=addendum-{older}.begun-before"):
        assert offered(client.get(address).text, older) == {"take-back", "addendum", "void"}


@pytest.mark.parametrize("asked", ["its page", "another row of a form"])
def test_taking_back_is_offered_no_longer_once_a_colleague_has_looked(
    client: CheckedClient, house: House, asked: str
) -> None:
    note = save(client, house, "alder.hsc1")
    held = posting_form(client.get(PAGE).text, act(note, "take-back")).holds
    other = as_person(client, "alder.hsc2")
    if asked == "its page":
        other.get(PAGE)
    else:
        elsewhere = posting_form(other.get("/account/sessions").text, "/account/sessions/end")
        form = {"csrf_token": elsewhere.holds["csrf_token"], "more": "contact"}
        assert other.post(f"{PAGE}/notes", data=form).status_code == 200
    as_person(client, "alder.hsc1")
    assert offered(client.get(PAGE).text, note) == {"addendum", "void"}
    token = posting_form(client.get(PAGE).text, f"{PAGE}/notes").holds["csrf_token"]
    answer = client.post(act(note, "take-back"), data={**held, "csrf_token": token})
    assert answer.status_code == 422
    assert "Somebody else has opened this claim since the note was signed" in answer.text


def test_a_refused_form_of_a_colleague_shows_the_claim_and_so_ends_taking_back(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc2")
    stale = posting_form(client.get(PAGE).text, f"{PAGE}/notes").holds
    colleague = client.get_cookie("ohms")
    note = save(client, house, "alder.hsc1")
    author = client.get_cookie("ohms")
    assert colleague is not None
    assert author is not None
    client.set_cookie("ohms", colleague.value)
    assert TEXT in client.post(f"{PAGE}/notes", data={**stale, "body": ""}).text
    client.set_cookie("ohms", author.value)
    assert "take-back" not in offered(client.get(PAGE).text, note)


def test_taking_back_is_offered_for_ten_minutes(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    note = save(client, house, "alder.hsc1")
    clock("2026-11-24T10:09:59-08:00")
    assert "take-back" in offered(client.get(PAGE).text, note)
    clock("2026-11-24T10:10:01-08:00")
    assert offered(client.get(PAGE).text, note) == {"addendum", "void"}


def test_an_addendum_stands_under_its_note_with_who_added_it(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    as_person(client, "alder.hsc2")
    assert client.fill(PAGE, act(note, "addendum"), text="He called\nback.").status_code == 303
    page = client.get(PAGE).text
    assert "Added to the note." in page
    assert "Addendum by Tam Nguyen of alder" in page
    assert "He called\nback." in page


def test_an_addendum_that_is_clicked_twice_is_added_once(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    form = posting_form(client.get(PAGE).text, act(note, "addendum"))
    for _ in range(3):
        answer = client.post(act(note, "addendum"), data=form.filled_in({"text": "Once."}))
        assert answer.status_code == 303
    with house.app.app_context():
        assert count_of(NoteEvent, NoteEvent.kind == NoteEventKind.ADDENDUM) == 1


def test_a_refused_void_stands_again_with_what_was_typed_and_is_then_carried_out(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    answer = client.fill(PAGE, act(note, "void"), reason="Belongs to another claim")
    assert answer.status_code == 422
    assert "Choose what happens to its minutes." in answer.text
    assert 'value="Belongs to another claim"' in answer.text
    again = posting_form(answer.text).filled_in({"minutes": "void"})
    assert client.post(act(note, "void"), data=again).status_code == 303
    page = client.get(PAGE).text
    assert "Belongs to another claim" in page
    assert TEXT in page
    with house.app.app_context():
        assert count_of(TimeEntry, TimeEntry.voided_at.is_(None)) == 0


def test_a_void_without_a_reason_is_refused_beside_its_field(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    answer = client.fill(PAGE, act(note, "void"), minutes="keep")
    assert answer.status_code == 422
    assert "Enter why this note is voided: it stays with the note." in answer.text
    with house.app.app_context():
        assert count_of(NoteEvent, NoteEvent.kind == NoteEventKind.VOIDED) == 0


def test_a_voided_text_and_its_addenda_are_for_the_author_and_the_supervisor_alone(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    client.fill(PAGE, act(note, "addendum"), text="He called back.")
    client.fill(PAGE, act(note, "void"), reason="Belongs to another claim", minutes="keep")
    for username, reads in (
        ("alder.hsc1", True),
        ("alder.supervisor", True),
        ("alder.hsc2", False),
        ("alder.assistant1", False),
    ):
        page = as_person(client, username).get(PAGE).text
        assert "Voided" in page
        assert "Belongs to another claim" in page
        assert (TEXT in page, "He called back." in page) == (reads, reads), username
        assert offered(page, note) == set()


def test_an_addendum_that_comes_too_late_keeps_its_text_and_does_not_tell_the_voided_one(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    as_person(client, "alder.hsc2")
    form = posting_form(client.get(PAGE).text, act(note, "addendum"))
    colleague = client.get_cookie("ohms")
    as_person(client, "alder.hsc1")
    client.fill(PAGE, act(note, "void"), reason="Not so", minutes="void")
    assert colleague is not None
    client.set_cookie("ohms", colleague.value)
    answer = client.post(act(note, "addendum"), data=form.filled_in({"text": "Too late."}))
    assert answer.status_code == 422
    assert "This note is voided already." in answer.text
    assert "Too late." in answer.text
    assert TEXT not in answer.text


def test_a_strange_answer_about_minutes_is_told_even_where_none_are_asked_for(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1", minutes="")
    form = posting_form(client.get(PAGE).text, act(note, "void"))
    assert "minutes" not in form.offers
    data = {**form.filled_in({"reason": "Not so"}), "minutes": ["halve"]}
    answer = client.post(act(note, "void"), data=data)
    assert answer.status_code == 422
    assert "Choose what happens to its minutes." in answer.text


def test_the_supervisor_voids_and_is_asked_about_the_minutes(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    page = as_person(client, "alder.supervisor").get(PAGE).text
    assert offered(page, note) == {"addendum", "void"}
    answer = client.fill(PAGE, act(note, "void"), reason="Another worker's", minutes="keep")
    assert answer.status_code == 303
    with house.app.app_context():
        assert count_of(TimeEntry, TimeEntry.voided_at.is_(None)) == 1
        assert count_of(AuditEntry, AuditEntry.action == "void_note") >= 2


def test_a_co_signature_is_given_from_today_by_way_of_the_note(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.assistant1", standard_work="barriers")
    assert "co-sign" not in offered(client.get(PAGE).text, note)
    as_person(client, "alder.hsc1")
    assert f'href="{PAGE}#note-{note}"' in client.get("/").text
    page = client.get(PAGE).text
    assert f'id="note-{note}"' in page
    assert "co-sign" in offered(page, note)
    assert client.fill(PAGE, act(note, "co-sign")).status_code == 303
    page = client.get(PAGE).text
    assert "Waits for a co-signature" not in page
    assert "Co-signed by Rosa Alvarez of alder" in page
    assert "For your co-signature" not in client.get("/").text


def test_who_covers_the_coordinator_finds_the_note_on_their_today(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.assistant1", standard_work="barriers")
    assert f"#note-{note}" not in as_person(client, "alder.hsc2").get("/").text
    assert "co-sign" not in offered(client.get(PAGE).text, note)
    with house.app.app_context():
        today = house.actor("alder.hsc2").on_day
        put_cover(house, "alder.hsc1", today, today)
    assert f"#note-{note}" in client.get("/").text
    assert "co-sign" in offered(client.get(PAGE).text, note)


def test_a_note_named_under_another_claims_number_is_missing(
    client: CheckedClient, house: House
) -> None:
    note = save(client, house, "alder.hsc1")
    token = posting_form(client.get(PAGE).text, f"{PAGE}/notes").holds["csrf_token"]
    for what in ("take-back", "co-sign", "addendum", "void"):
        answer = client.post(f"/claims/AL10001/notes/{note}/{what}", data={"csrf_token": token})
        assert answer.status_code == 404, what
