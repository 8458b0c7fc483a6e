"""What is typed in a form stands there again: without a script, in the right tab, for its author alone."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.models.housekeeping import Draft
from ohms.models.notes import CaseNote
from ohms.web.form_tabs import new_tab
from tests.blueprints.giving_files import give
from tests.blueprints.signing_in import as_person
from tests.forms import Fields, posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import put_task

NOTES = "/claims/AL10001/notes"
PAGE = "/claims/AL10001"
TEXT = 'Spoke with "Jo" about <light> duty & hours.'
DATA = {"Accept": "application/json"}


def note(client: CheckedClient, page: str = PAGE, **values: str | list[str]) -> Fields:
    """The composer as it stands on its page, with these values typed in."""
    form = posting_form(client.get(page).text, page.partition("?")[0] + "/notes")
    return form.filled_in(values)


def typed(client: CheckedClient, page: str = PAGE, **values: str | list[str]) -> str:
    """Type into the composer without saving it: the tab of the draft."""
    sent = note(client, page, **values)
    answer = client.post("/drafts", data=sent, headers=DATA)
    assert answer.status_code == 200
    return sent["draft_tab"][0]


def held(client: CheckedClient, path: str, action: str) -> Fields:
    return posting_form(client.get(path).text, action).holds


def test_the_form_opened_with_its_draft_shows_what_was_typed(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    tab = typed(
        client, body=TEXT, party="employer", method="phone", minutes="12", interpreter="yes"
    )
    again = held(client, f"{PAGE}?draft={tab}", NOTES)
    assert again["body"] == [TEXT]
    assert (again["party"], again["method"], again["minutes"]) == (["employer"], ["phone"], ["12"])
    assert again["draft_tab"] == [tab]
    assert held(client, PAGE, NOTES)["body"] == [""]


def test_the_panel_with_a_restored_text_is_open_and_says_when_it_was_saved(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T10:42:00-08:00")
    as_person(client, "alder.hsc1")
    tab = typed(client, body=TEXT)
    page = client.get(f"{PAGE}?draft={tab}").text
    assert re.search(r'<details class="composer"[^>]*\sopen', page)
    assert "Saved 10:42 am" in page


def test_further_contacts_and_claims_of_a_draft_stand_there_row_by_row(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    rows = {
        "party": ["employer", "worker"],
        "method": ["phone", "email"],
        "outcome": ["reached", "left_message"],
        "also": ["AL10002", "AL10003"],
        "also_body": ["Second claim", "Third claim"],
    }
    tab = typed(client, PAGE, body=TEXT, **rows)
    again = held(client, f"{PAGE}?draft={tab}", NOTES)
    assert {name: again[name] for name in rows} == rows


def test_a_draft_ends_with_the_note_and_does_not_come_back(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    tab = typed(client, body="First words")
    again = held(client, f"{PAGE}?draft={tab}", NOTES) | {"action": ["sign"]}
    late = client.post("/drafts", data=again, headers=DATA)
    assert late.status_code == 200
    assert client.post(NOTES, data=again).status_code == 303
    assert client.post("/drafts", data=again, headers=DATA).status_code == 409
    with house.app.app_context():
        assert count_of(Draft) == 0
        assert one(select(CaseNote.body)) == "First words"
    assert "No draft is left." in client.get("/drafts").text


def test_a_refused_save_keeps_every_value_and_the_tab(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    tab = typed(client, body=TEXT)
    sent = note(client, f"{PAGE}?draft={tab}", minutes="a dozen", next_task="Ask the clinic")
    refused = client.post(NOTES, data=sent)
    assert refused.status_code == 422
    again = posting_form(refused.text, NOTES).holds
    assert again["draft_tab"] == [tab]
    assert again["draft_page"] == [PAGE]
    assert (again["body"], again["minutes"]) == ([TEXT], ["a dozen"])
    with house.app.app_context():
        assert count_of(Draft) == 1


def test_without_a_script_the_button_saves_and_comes_back_to_the_form(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    form = posting_form(client.get("/tasks/new").text, "/tasks/new")
    sent = form.filled_in({"claim_number": "AL10001", "title": "Ask the <clinic>"})
    back = client.post("/drafts", data=sent)
    assert back.status_code == 303
    again = held(client, back.location, "/tasks/new")
    assert (again["claim_number"], again["title"]) == (["AL10001"], ["Ask the <clinic>"])
    assert 'formaction="/drafts"' in client.get("/tasks/new").text


def test_two_tabs_on_the_same_claim_are_two_drafts_each_with_its_text(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    first, second = typed(client, body="First"), typed(client, body="Second")
    assert held(client, f"{PAGE}?draft={first}", NOTES)["body"] == ["First"]
    assert held(client, f"{PAGE}?draft={second}", NOTES)["body"] == ["Second"]


def test_a_draft_is_never_shown_on_another_claim(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    tab = typed(client, body=TEXT)
    other = held(client, f"/claims/AL10002?draft={tab}", "/claims/AL10002/notes")
    assert other["body"] == [""]
    assert other["draft_tab"] != [tab]


def test_a_colleague_with_the_address_sees_an_empty_form(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    tab = typed(client, body="Mine alone")
    as_person(client, "alder.hsc2")
    assert "Mine alone" not in client.get(f"{PAGE}?draft={tab}").text
    assert "Mine alone" not in client.get("/drafts").text
    assert client.get(f"/drafts/throw-away?draft={tab}").status_code == 404


def test_a_tab_issued_to_one_person_keeps_nothing_for_another(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    tab = note(client)["draft_tab"]
    as_person(client, "alder.hsc2")
    sent = note(client, body="Whose is this") | {"draft_tab": tab}
    assert client.post("/drafts", data=sent, headers=DATA).status_code == 404
    own = note(client, body="Whose is this")
    assert client.post("/drafts", data=own, headers=DATA).status_code == 200


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/claims/AL10002", ["/claims/AL10002"]),
        ("/no/such/page", []),
        ("//elsewhere.example/claims", []),
        ("/claims/BI10001", []),
    ],
)
def test_a_draft_is_kept_for_pages_in_sight_alone(
    page: str, kept: list[str], client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    with house.app.app_context():
        tab = new_tab(house.staff["alder.hsc1"], "note", page)
    sent = note(client, body=TEXT) | {"draft_tab": [tab], "draft_page": [page]}
    answer = client.post("/drafts", data=sent, headers=DATA)
    with house.app.app_context():
        paths = [] if not count_of(Draft) else [one(select(Draft.path))]
    assert (answer.status_code, paths) == (200 if kept else 404, kept)


@pytest.mark.parametrize(
    ("person", "page"), [("alder.hsc2", PAGE), ("alder.hsc1", "/claims/AL10002")]
)
def test_a_forms_tab_stands_in_for_its_own_token_for_its_person_and_its_page_alone(
    person: str, page: str, client: CheckedClient, house: House
) -> None:
    """After a new sign-in the page's own token is stale, and the tab's is all that speaks for it."""
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT)
    as_person(client, person)
    moved = sent | {"draft_page": [page]}
    for address in (NOTES, "/claims/AL10002/notes", "/drafts"):
        assert client.post(address, data=moved, headers=DATA).status_code == 400
        assert client.post(address, data=moved).status_code == 400
    with house.app.app_context():
        assert (count_of(Draft), count_of(CaseNote)) == (0, 0)
    if person == "alder.hsc1":
        assert client.post(NOTES, data=sent).status_code == 303
        with house.app.app_context():
            assert (one(select(Draft.path)), count_of(CaseNote)) == (PAGE, 0)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_tab_of_which_one_character_was_changed_is_nobodys(
    part: int, client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT)
    parts = sent["draft_tab"][0].split(".")
    parts[part] = parts[part][:-1] + ("0" if parts[part][-1] != "0" else "1")
    forged = sent | {"draft_tab": [".".join(parts)]}
    assert client.post("/drafts", data=forged, headers=DATA).status_code == 404
    as_person(client, "alder.hsc1")
    assert client.post(NOTES, data=forged).status_code == 400
    with house.app.app_context():
        assert count_of(Draft) == 0


def test_a_page_that_came_back_for_another_form_keeps_its_own_draft_where_it_stood(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page = give(client, b"Seen today.", "letter.txt").location
    flag = posting_form(client.get(page).text, f"{page}/flag").filled_in({"reason": ""})
    for sender in ("localhost", "elsewhere.example"):
        headers = {"Referer": f"http://{sender}{page}"}
        refused = client.post(f"{page}/flag", data=flag, headers=headers)
        assert refused.status_code == 422
        assert posting_form(refused.text, NOTES).holds["draft_page"] == [page]


def test_what_a_row_of_a_list_was_refused_for_is_drafted_where_its_form_can_be_loaded(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Ask the employer")
    as_person(client, "alder.hsc1")
    for listed, sent_to, page in (
        ("/triage", "/triage/AL10001", "/triage/AL10001"),
        ("/tasks", f"/tasks/{task}/wait", f"/tasks/{task}"),
    ):
        refused_by = {"decision": ["no_action"], "reason": [""]}
        sent = held(client, listed, sent_to) | refused_by
        headers = {"Referer": f"http://localhost{listed}?"}
        refused = client.post(sent_to, data=sent, headers=headers)
        assert refused.status_code == 422
        form = posting_form(refused.text, sent_to).holds
        assert form["draft_page"] == [page]
        assert client.post("/drafts", data=form, headers=DATA).status_code == 200
        kept = held(client, f"{page}?draft={form['draft_tab'][0]}", sent_to)
        assert kept["draft_tab"] == form["draft_tab"]


def test_today_counts_the_drafts_and_the_list_opens_and_throws_away(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert "Drafts I left" not in client.get("/").text
    tab = typed(client, body=TEXT)
    assert re.search(r'href="/drafts">Drafts I left <span class="count">1<', client.get("/").text)
    listed = client.get("/drafts").text
    assert "AL10001" in listed
    assert "Spoke with" in listed
    assert f'href="{PAGE}?draft={tab}"' in listed
    gone = client.fill(f"/drafts/throw-away?draft={tab}", "/drafts/throw-away")
    assert gone.location == "/drafts"
    assert "No draft is left." in client.get("/drafts").text


def test_an_addendum_and_a_note_of_one_page_do_not_mix(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    client.fill(PAGE, NOTES, body="Signed", action="sign")
    with house.app.app_context():
        id_ = one(select(CaseNote.id))
    address = f"{NOTES}/{id_}/addendum"
    sent = posting_form(client.get(PAGE).text, address).filled_in({"text": "One thing more"})
    assert client.post("/drafts", data=sent, headers=DATA).status_code == 200
    page = f"{PAGE}?draft={sent['draft_tab'][0]}"
    assert held(client, page, address)["text"] == ["One thing more"]
    assert held(client, page, NOTES)["body"] == [""]
    assert "Addendum" in client.get("/drafts").text
    assert client.post(address, data=sent).status_code == 303
    with house.app.app_context():
        assert count_of(Draft) == 0
