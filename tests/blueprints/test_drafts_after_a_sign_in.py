"""What was typed outlives the session it was typed in, for its author alone."""

from sqlalchemy import select, update

from ohms import clock as the_clock
from ohms.commands.unit_of_work import housekeeping
from ohms.extensions import db
from ohms.models.housekeeping import Draft, SignInSession
from ohms.models.notes import CaseNote
from ohms.models.recovery import Barrier
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_drafts import DATA, NOTES, TEXT, held, note
from tests.forms import posting_form
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient


def end_sessions(house: House) -> None:
    with house.app.app_context(), housekeeping("expire"):
        db.session.execute(update(SignInSession).values(ended_at=the_clock.now()))


def test_a_form_sent_after_the_session_ended_stands_there_after_the_sign_in(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT, next_task="Never saved by a script", performed_on="yesterday")
    end_sessions(house)
    asked = client.post(NOTES, data=sent)
    assert asked.status_code == 401
    form = posting_form(asked.text)
    assert form.action.startswith("/login?next=")
    wrong = client.post(
        form.action, data=form.filled_in({"username": "alder.hsc1", "password": "no"})
    )
    assert wrong.status_code == 422
    filled = posting_form(wrong.text).filled_in({"username": "alder.hsc1", "password": PASSWORD})
    back = client.post(form.action, data=filled)
    assert back.status_code == 303
    again = held(client, back.location, NOTES)
    assert again["body"] == [TEXT]
    assert again["next_task"] == ["Never saved by a script"]
    again["action"] = ["sign"]
    assert client.post(NOTES, data=again | {"next_task": [""]}).status_code == 303
    with house.app.app_context():
        assert one(select(CaseNote.body)) == TEXT
        assert count_of(Draft) == 0


def test_a_barrier_noted_after_the_session_ended_stands_there_with_its_plan(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    page, barriers = "/claims/AL10001/recovery", "/claims/AL10001/recovery/barriers"
    typed = {"category": "medication", "remark": "No ride to work", "plan": "Ask about a bus pass"}
    sent = posting_form(client.get(page).text, barriers).filled_in(typed)
    end_sessions(house)
    form = posting_form(client.post(barriers, data=sent).text)
    filled = form.filled_in({"username": "alder.hsc1", "password": PASSWORD})
    back = client.post(form.action, data=filled).location
    again = held(client, back, barriers)
    assert {name: again[name] for name in typed} == {k: [v] for k, v in typed.items()}
    assert client.post(barriers, data=again).status_code == 303
    with house.app.app_context():
        assert (one(select(Barrier.plan)), count_of(Draft)) == ("Ask about a bus pass", 0)


def test_somebody_else_who_signs_in_there_gets_nothing_of_it(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body="Of hsc1 alone")
    end_sessions(house)
    form = posting_form(client.post(NOTES, data=sent).text)
    filled = form.filled_in({"username": "alder.hsc2", "password": PASSWORD})
    assert client.post(form.action, data=filled).location == "/"
    with house.app.app_context():
        assert count_of(Draft) == 0
    assert "Of hsc1 alone" not in client.get("/drafts").text


def test_no_password_and_no_token_is_carried_or_kept(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT) | {"new_password": ["secret words"]}
    assert client.post("/drafts", data=sent, headers=DATA).status_code == 200
    with house.app.app_context():
        content = one(select(Draft.content))
    assert "secret words" not in content
    assert sent["csrf_token"][0] not in content


def test_a_form_of_before_the_last_sign_in_is_not_sent_and_not_lost(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT)
    as_person(client, "alder.hsc1")
    back = client.post(NOTES, data=sent)
    assert back.status_code == 303
    assert held(client, back.location, NOTES)["body"] == [TEXT]
    with house.app.app_context():
        assert count_of(CaseNote) == 0
    fresh = client.post("/drafts", data=sent | {"body": ["Typed on"]}, headers=DATA)
    assert fresh.json is not None
    assert held(client, back.location, NOTES)["body"] == ["Typed on"]
    sent |= {"csrf_token": [fresh.json["csrf_token"]], "body": ["Typed on"], "action": ["sign"]}
    assert client.post(NOTES, data=sent).status_code == 303
    with house.app.app_context():
        assert one(select(CaseNote.body)) == "Typed on"


def test_a_form_of_before_the_last_sign_in_of_somebody_else_is_refused(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT)
    as_person(client, "alder.hsc2")
    assert client.post(NOTES, data=sent).status_code == 400
    assert client.post("/drafts", data=sent, headers=DATA).status_code == 400
    with house.app.app_context():
        assert count_of(Draft) == 0


def test_signed_out_the_script_is_told_so(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    sent = note(client, body=TEXT)
    end_sessions(house)
    answer = client.post("/drafts", data=sent, headers=DATA)
    told = {"problem": "You are signed out.", "covered": False}
    assert (answer.status_code, answer.json) == (401, told)
