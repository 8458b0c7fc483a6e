"""One's own tasks by clinic or employer, what is lent to an assistant among them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ohms.models.claims import Delegation
from ohms.models.workers import Employer
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.tasks import put_task, said

PAGE = "/tasks/grouped"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def lend_task(house: House, number: str, task_id: int) -> None:
    house.add(
        Delegation,
        claim_id=house.claim[number],
        cohe_id=house.cohe["alder"],
        from_staff_id=house.staff["alder.hsc1"],
        to_staff_id=house.staff["alder.assistant1"],
        from_on=date(2026, 11, 24),
        to_on=date(2026, 11, 27),
        scope="task",
        task_id=task_id,
    )


def test_one_call_to_a_clinic_serves_what_is_lent_of_several_claims(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        docks = house.add(Employer, account_id="222,222-22", name="Docks", search_name="docks")
        values: dict[str, Any] = {"provider": "alder.1", "employer_id": docks}
        house.claim["AL20001"] = add_claim(house, "alder", "AL20001", **values)
        for number in ("AL10001", "AL20001"):
            lend_task(house, number, put_task(house, number, f"Ask about {number}"))
        hers = house.staff["alder.assistant1"]
        put_task(house, "AL10002", "Her own", owner_id=hers, due_by=date(2026, 11, 23))
        put_task(house, "AL10001", "Not lent")
    page = said(as_person(client, "alder.assistant1").get(PAGE).text)
    assert "3 tasks of 3, 1 clinic" in page
    assert "360-555-0100" in page
    assert "Not lent" not in page
    assert "Not lent" not in client.get("/tasks?owner=anyone").text
    by_employer = said(client.get(f"{PAGE}?by=employer").text)
    assert "3 tasks of 3, 2 employers" in by_employer
    assert by_employer.index("Mill & Sons") < by_employer.index("Docks"), "due first"
    done = client.fill(PAGE, "/tasks/1/done", back=PAGE)
    assert done.status_code == 303
    assert done.location == PAGE
    assert "2 tasks of 2" in said(client.get(PAGE).text)


def test_nothing_to_do_says_so(client: CheckedClient, house: House) -> None:
    assert "Nothing is to be done" in as_person(client, "alder.assistant1").get(PAGE).text
