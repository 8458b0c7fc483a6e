"""Picking tasks on the list, looking at what would become of each, passing them on, undoing it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.models.bulk import BulkAct
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import put_task, said


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def owner_of(house: House, task_id: int) -> int:
    with house.app.app_context():
        return int(one(select(Task.owner_id).where(Task.id == task_id)))


def send(client: CheckedClient, html: str, action: str, **typed: str):  # type: ignore[no-untyped-def]
    form = posting_form(html, action)
    return client.post(form.action, data=form.filled_in(typed))


def test_picked_tasks_are_previewed_passed_on_told_one_by_one_and_given_back(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        low = put_task(house, "AL10002", "Of a low claim")
        standard = put_task(house, "AL10001", "Of a standard claim")
    heir = house.staff["alder.assistant1"]
    as_person(client, "alder.supervisor")
    page = client.get("/tasks").text
    assert f'name="task" value="{low}"' in page
    preview = client.get(f"/tasks/reassign?task={low}&task={standard}&to={heir}")
    told = said(preview.text)
    assert "1 of 2 would go to Kari Olsen of alder; 1 would stay as it is." in told
    assert "Stays: An assistant has low-complexity claims" in told
    assert owner_of(house, low) == house.staff["alder.hsc1"], "nothing is changed by looking"

    answer = send(client, preview.text, "/tasks/reassign")
    assert answer.status_code == 303
    done = client.get(answer.location)
    assert "1 task passed on to Kari Olsen of alder" in said(done.text)
    assert "Stayed: An assistant has low-complexity claims" in said(done.text)
    assert (owner_of(house, low), owner_of(house, standard)) == (heir, house.staff["alder.hsc1"])
    lines = client.get(f"{answer.location}/refused.csv").text.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("AL10001,Of a standard claim,An assistant has")

    undone = send(client, done.text, f"{answer.location}/undo")
    assert undone.status_code == 303
    assert "1 of 1 task set back" in said(client.get(answer.location).text)
    assert owner_of(house, low) == house.staff["alder.hsc1"]
    assert f'action="{answer.location}/undo"' not in client.get(answer.location).text


def test_all_of_the_filter_go_however_many_pages_it_fills(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        due = [put_task(house, "AL10001", f"Task {number}") for number in range(30)]
        later = put_task(house, "AL10001", "Later", due_by=date(2026, 12, 24))
    as_person(client, "alder.hsc1")
    heir = house.staff["alder.hsc2"]
    page = client.get("/tasks?due=today&per_page=25").text
    assert "All 30 of this list" in said(page)
    preview = client.get(f"/tasks/reassign?due=today&all=yes&to={heir}").text
    assert "30 of 30 would go to Tam Nguyen of alder." in said(preview)
    answer = send(client, preview, "/tasks/reassign?due=today")
    assert {owner_of(house, task) for task in due} == {heir}
    assert owner_of(house, later) == house.staff["alder.hsc1"]
    assert client.get(answer.location).status_code == 200


def test_without_a_new_owner_the_preview_asks_for_one_and_nothing_picked_goes_back(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call")
    as_person(client, "alder.hsc1")
    asked = client.get(f"/tasks/reassign?task={task}")
    assert asked.status_code == 200
    assert 'action="/tasks/reassign" method="post"' not in asked.text
    back = client.get("/tasks/reassign?due=today")
    assert (back.status_code, back.location) == (303, "/tasks?due=today")
    assert "Pick the tasks to pass on first." in said(client.get("/tasks").text)
    token = posting_form(
        client.get(f"/tasks/reassign?task={task}&to={house.staff['alder.hsc2']}").text,
        "/tasks/reassign",
    ).filled_in({"to": str(house.staff["birch.hsc1"])})
    refused = client.post("/tasks/reassign", data=token)
    assert refused.status_code == 422
    assert "Choose who takes them over." in said(refused.text)
    with house.app.app_context():
        assert count_of(BulkAct) == 0
