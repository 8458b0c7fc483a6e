"""A note whose claim left its author's list is finished on a page of its own."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from ohms.models.claims import Delegation
from ohms.models.notes import CaseNote, Contact
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_drafts import DATA, TEXT, note, typed
from tests.forms import posting_form
from tests.house import FROM, House, one
from tests.pages import CheckedClient


def test_a_note_whose_claim_left_ones_list_is_finished_on_its_own_page(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T10:00:00-08:00")
    about = {"claim_id": house.claim["AL10003"], "cohe_id": house.cohe["alder"]}
    people = {
        "from_staff_id": house.staff["alder.hsc2"],
        "to_staff_id": house.staff["alder.assistant1"],
    }
    with house.app.app_context():
        days = {"from_on": FROM, "to_on": date(2026, 11, 24)}
        house.add(Delegation, **about, **people, **days)
    as_person(client, "alder.assistant1")
    page = "/claims/AL10003"
    entered = {"body": TEXT, "performed_on": "yesterday", "minutes": "12"}
    sent = note(client, page, **entered, party="employer", method="phone", outcome="reached")
    assert client.post("/drafts", data=sent, headers=DATA).status_code == 200
    clock("2026-11-26T10:00:00-08:00")
    as_person(client, "alder.assistant1")
    assert client.get(page).status_code == 404
    listed = client.get("/drafts").text
    assert "on AL10003, which you no longer see" in listed
    assert f'href="{page}' not in listed
    finish = f"/drafts/finish?draft={sent['draft_tab'][0]}"
    told = client.get(finish).text
    assert "WorkerAL10003" not in told
    assert 'value="2026-11-23"' in told
    refused = client.fill(finish, "/drafts/finish", body="", minutes="12")
    assert refused.status_code == 422
    pressed = posting_form(client.get(finish).text, "/drafts/finish").holds
    for _press in range(2):
        assert client.post("/drafts/finish", data=pressed).location == "/drafts"
    late = client.post("/drafts/finish", data={**pressed, "body": "Something else."})
    assert (late.status_code, "This note was signed before" in late.text) == (422, True)
    assert "Something else." in late.text
    assert "No draft is left." in client.get("/drafts").text
    assert client.get(finish).status_code == 404
    with house.app.app_context():
        signed = one(select(CaseNote))
        assert (signed.body, signed.performed_on) == (TEXT, date(2026, 11, 23))
        assert one(select(Contact.contact_on)) == date(2026, 11, 23)


def test_a_note_in_sight_and_somebody_elses_are_not_finished_there(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    tab = typed(client, body=TEXT)
    assert client.get(f"/drafts/finish?draft={tab}").location == "/drafts"
    assert client.get("/drafts/finish").location == "/drafts"
    as_person(client, "alder.hsc2")
    assert client.get(f"/drafts/finish?draft={tab}").status_code == 404
