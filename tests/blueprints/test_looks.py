"""The privacy officer's weekly list: who opened a claim without having to do with it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ohms.domain.values import TaskState
from ohms.models.claims import Delegation
from ohms.models.looks import LookReview
from ohms.models.notes import CallIntake
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of
from tests.html_tree import read_html
from tests.pages import CheckedClient

HERE, AT, DAY = "/admin/audit/looks", datetime(2026, 11, 24, 18, tzinfo=UTC), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def look(client: CheckedClient, username: str, number: str) -> None:
    assert as_person(client, username).get(f"/claims/{number}").status_code == 200


def listed(client: CheckedClient, address: str = HERE) -> list[str]:
    root, _ = read_html(as_person(client, "alder.privacy").get(address).text)
    rows = [" ".join(row.text.split()) for body in root.all("tbody") for row in body.all("tr")]
    return [row for row in rows if "AL1000" in row]


def test_a_look_beyond_ones_list_is_asked_after_and_what_came_of_it_is_kept(
    client: CheckedClient, house: House
) -> None:
    look(client, "alder.hsc1", "AL10001")
    look(client, "alder.assistant1", "AL10002")
    look(client, "alder.supervisor", "AL10003")
    assert listed(client) == []
    assert "Nothing of this week" in client.get("/").text
    look(client, "alder.hsc2", "AL10001")
    look(client, "alder.hsc2", "AL10001/file")  # past the claim's own page
    look(client, "birch.hsc1", "BI10003")
    (line,) = listed(client)
    assert all(said in line for said in ("Tam Nguyen of alder", "AL10001", "2 Not looked into"))
    assert "1 look at claims" in client.get("/").text

    said = {"outcome": "followed_up", "reason": ""}
    assert client.fill(HERE, f"{HERE}?week=2026-11-23", **said).status_code == 422
    said["reason"] = "Asked: a neighbour. Spoken to on 24 November."
    assert client.fill(HERE, f"{HERE}?week=2026-11-23", **said).status_code == 303
    (line,) = listed(client)
    assert f"No reason: followed up: {said['reason']} (Dana Park of alder)" in line
    assert "1 look at" not in client.get("/").text
    assert "AL10001,2,followed_up" in client.get(f"{HERE}.csv").text
    assert listed(client, f"{HERE}?week=2026-11-16") == []
    for username in ("alder.supervisor", "alder.hsc1", "admin"):
        assert as_person(client, username).get(HERE).status_code == 403
    with house.app.app_context():
        assert count_of(LookReview) == 1


def reasons(house: House) -> Iterator[tuple[type[Any], dict[str, Any]]]:
    other, own = house.staff["alder.hsc2"], house.staff["alder.hsc1"]
    task = {"title": "Call", "due_by": DAY, "appears_on": DAY, "written_at": AT}
    yield Task, {**task, "owner_id": other}
    done = {"state": TaskState.DONE, "finished_at": AT, "finished_by_id": other}
    yield Task, {**task, **done, "owner_id": own}
    call = {"caller": "Jo", "message": "Please call.", "performed_on": DAY, "taken_at": AT}
    position = house.position["alder.hsc2"]
    matched = {"matched_by_id": other, "matched_at": AT}
    yield CallIntake, {**call, **matched, "taken_by_id": other, "position_id": position}
    yield Delegation, {"from_staff_id": own, "to_staff_id": other, "from_on": DAY}


@pytest.mark.parametrize("which", range(4))
def test_who_has_to_do_with_a_claim_is_not_on_the_list(
    client: CheckedClient, house: House, which: int
) -> None:
    look(client, "alder.hsc2", "AL10001")
    assert len(listed(client)) == 1
    with house.app.app_context():
        model, values = list(reasons(house))[which]
        about = {"claim_id": house.claim["AL10001"], "cohe_id": house.cohe["alder"]}
        house.add(model, **about, **values)
    assert listed(client) == []


def test_a_claim_that_only_the_answer_to_a_form_showed_was_looked_at(
    client: CheckedClient, house: House
) -> None:
    page = as_person(client, "alder.hsc2").get("/account/sessions").text
    token = {"csrf_token": str(posting_form(page, "/account/sessions/end").holds["csrf_token"][0])}
    for more, status in (({"more": "contact"}, 200), ({}, 422)):
        answer = client.post("/claims/AL10001/notes", data={**token, **more})
        assert answer.status_code == status
        assert "WorkerAL10001" in answer.text
    (line,) = listed(client)
    assert all(said in line for said in ("Tam Nguyen of alder", "2 Not looked into"))
    told = client.get("/admin/audit/claims/AL10001").text
    assert told.count("Shown with the answer to a form") == 2
