"""The page of one task and every act on it, as people use them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from markupsafe import escape

from ohms.models.tasks import Task
from ohms.queries.reassigning import NOT_IN_LANE, OUT_OF_SIGHT
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of
from tests.pages import CheckedClient
from tests.tasks import csrf, put_task, said

NOON = "2026-11-24T12:00:00-08:00"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


def test_a_task_of_another_cohe_is_not_there_while_ones_own_is(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        own, foreign = put_task(house, "AL10001", "Own"), put_task(house, "BI10001", "Foreign")
    as_person(client, "alder.hsc1")
    assert client.get(f"/tasks/{own}").status_code == 200
    assert client.get(f"/tasks/{foreign}").status_code == 404
    assert client.get("/tasks/99999999999999999999").status_code == 404
    sent = {
        "start": {},
        "wait": {"waiting_on": "Dr. Reed"},
        "done": {},
        "reopen": {},
        "due": {"due_by": "+5b"},
        "not-needed": {"reason": "asked twice"},
        "owner": {"owner_id": str(house.staff["alder.hsc2"])},
    }
    token = csrf(client, f"/tasks/{own}")
    for act, fields in sent.items():
        data = {"csrf_token": token, **fields}
        assert client.post(f"/tasks/{foreign}/{act}", data=data).status_code == 404, act
        bare = client.post(f"/tasks/{foreign}/{act}", data={"csrf_token": token})
        assert bare.status_code == 404, act
        assert client.post(f"/tasks/{own}/{act}", data=data).status_code in (303, 422), act
        assert client.post(f"/tasks/{own}/{act}", data=fields).status_code == 400, act
    with house.app.app_context():
        assert count_of(Task, Task.id == foreign, Task.state == "to_do", Task.version == 1) == 1


def test_an_assistant_cannot_finish_a_task_of_a_claim_she_does_not_see(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        hidden = put_task(house, "AL10001", "Of a standard claim")
        hers = put_task(house, "AL10002", "Of a low claim")
    as_person(client, "alder.assistant1")
    data = {"csrf_token": csrf(client, f"/tasks/{hers}")}
    assert client.get(f"/tasks/{hidden}").status_code == 404
    assert client.post(f"/tasks/{hidden}/done", data=data).status_code == 404
    assert client.post(f"/tasks/{hers}/done", data=data).status_code == 303
    with house.app.app_context():
        assert count_of(Task, Task.id == hidden, Task.state == "to_do") == 1
        assert count_of(Task, Task.id == hers, Task.state == "done") == 1


def test_a_task_goes_through_its_states_and_the_page_tells_them(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    assert client.fill(path, form=f"{path}/start").location == path
    client.fill(path, form=f"{path}/wait", waiting_on="Dr. Reed", waiting_since_on="11/23")
    assert "Waiting on Dr. Reed, since Nov 23" in said(client.get(path).text)
    client.fill(path, form=f"{path}/due", due_by="+5b")
    assert "Dec 3" in client.get(path).text, "Thanksgiving and the day after are no business days"
    client.fill(path, form=f"{path}/done", word="She called back")
    over = said(client.get(path).text)
    assert "In a word She called back" in over
    assert "by Rosa Alvarez of alder" in over
    client.fill(path, form=f"{path}/reopen")
    page = said(client.get(path).text)
    assert "She called back" not in page
    for act in ("Start task", "Wait for", "Move due day", "Finish task", "Reopen task"):
        assert act in page
    client.fill(path, form=f"{path}/not-needed", reason="Claim closed")
    assert "Why Claim closed" in said(client.get(path).text)


def test_what_was_typed_stays_when_it_is_refused(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    refused = client.fill(
        path, form=f"{path}/wait", waiting_on="Dr. Reed", waiting_since_on="2026-12-01"
    )
    assert refused.status_code == 422
    assert 'value="Dr. Reed"' in refused.text
    assert "<title>Error: " in refused.text
    past = client.fill(path, form=f"{path}/due", due_by="2026-11-20")
    assert past.status_code == 422
    assert "Enter today or a later day" in past.text


def test_an_act_in_the_list_comes_back_to_the_list_and_can_be_undone(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    as_person(client, "alder.hsc1")
    done = client.fill("/tasks?sort=-due_by", form=f"/tasks/{task}/done")
    assert done.location == "/tasks?sort=-due_by"
    undone = client.fill("/tasks?sort=-due_by", form=f"/tasks/{task}/reopen")
    assert undone.location == "/tasks?sort=-due_by"
    with house.app.app_context():
        assert count_of(Task, Task.id == task, Task.state == "to_do") == 1
    data = {"csrf_token": csrf(client, "/tasks"), "back": "//evil.example/"}
    assert client.post(f"/tasks/{task}/done", data=data).location == "/"


def test_a_supervisor_passes_tasks_on_and_finishes_none(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path, heir = f"/tasks/{task}", house.staff["alder.hsc2"]
    as_person(client, "alder.supervisor")
    assert f'action="{path}/done"' not in client.get(path).text
    assert client.fill(path, form=f"{path}/owner", owner_id=str(heir)).status_code == 303
    with house.app.app_context():
        assert count_of(Task, Task.id == task, Task.owner_id == heir) == 1
    assert client.post(f"{path}/done", data={"csrf_token": csrf(client, path)}).status_code == 403


def test_a_task_goes_to_nobody_who_does_not_see_its_claim(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    for stranger in ("alder.assistant1", "birch.hsc1", "admin"):
        refused = client.fill(path, form=f"{path}/owner", owner_id=str(house.staff[stranger]))
        assert refused.status_code == 422, stranger
        reason = NOT_IN_LANE if stranger == "alder.assistant1" else OUT_OF_SIGHT
        assert str(escape(reason)) in refused.text, stranger


def test_a_task_says_which_missing_fact_it_follows_from_and_what_answered_it(
    client: CheckedClient, house: House
) -> None:
    because = {"origin": "derived", "derived_key": "frq", "because": "no FRQ is known"}
    with house.app.app_context():
        waiting = put_task(house, "AL10001", "Ask the worker the FRQ", kind="call", **because)
        answered = put_task(
            house,
            "AL10003",
            "Ask the worker the FRQ",
            owner_id=house.staff["alder.hsc1"],
            state="done",
            finished_at=datetime(2026, 11, 23, 20, tzinfo=UTC),
            evidence_text="FRQ of Nov 20, 2026",
            **because,
        )
        past = put_task(house, "AL10002", "Too late", shows_until_on=date(2026, 11, 23))
    as_person(client, "alder.hsc1")
    listed = said(client.get("/tasks").text)
    assert "Ask the worker the FRQ because no FRQ is known" in listed
    assert f"/tasks/{past}" not in client.get("/tasks").text, "its days have passed"
    page = said(client.get(f"/tasks/{waiting}").text)
    assert "Because no FRQ is known" in page
    assert "Kind Call" in page
    assert "Answered by FRQ of Nov 20, 2026" in said(client.get(f"/tasks/{answered}").text)
    assert ",call,no FRQ is known" in client.get("/tasks.csv").text
