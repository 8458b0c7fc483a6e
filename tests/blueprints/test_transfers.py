"""Handing claims over, page by page: offered, seen under Today, accepted, given by the dozen."""

from collections.abc import Callable

import pytest

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import csrf, said

PAGE = "/claims/AL10001/coordination"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_a_claim_is_offered_seen_under_today_and_accepted(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    to = str(house.staff["alder.hsc2"])
    refused = client.fill(PAGE, PAGE, to=to, reason="  ", from_on="")
    assert refused.status_code == 422
    assert "Enter why" in refused.text
    assert client.fill(PAGE, PAGE, to=to, reason="Leave").location == PAGE
    page = said(client.get(PAGE).text)
    assert "offered it to Tam Nguyen of alder on Nov 24" in page
    assert "Rosa Alvarez of alder by its provider" in page
    as_person(client, "alder.hsc2")
    assert "Offered to you 1" in said(client.get("/").text)
    assert "AL10001" in client.get("/transfers").text
    declined = client.fill("/transfers/1", "/transfers/1/decline", reason="")
    assert declined.status_code == 422
    assert client.fill("/transfers/1", "/transfers/1/accept").status_code == 303
    page = said(client.get(PAGE).text)
    assert "Tam Nguyen of alder given by name" in page
    assert "Accepted by Tam Nguyen of alder" in page
    assert "Offered to you" not in client.get("/").text


def test_a_list_is_handed_over_with_what_becomes_of_each_claim(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    to = house.staff["alder.hsc2"]
    assert "Hand over" in client.get("/claims?scope=cohe").text
    preview = client.get(f"/claims/hand-over?scope=cohe&to={to}").text
    assert "It is theirs already" in said(preview)
    token = csrf(client, "/claims/hand-over?scope=cohe")
    sent = {"csrf_token": token, "to": str(to), "reason": "Leaves", "how": "assign"}
    none = client.post("/claims/hand-over?scope=cohe", data=sent)
    assert none.status_code == 422
    assert "Tick the claims" in none.text
    ticked = {**sent, "claim": ["AL10001", "AL10003", "BI10001"], "idempotency_key": "once"}
    done = client.post("/claims/hand-over", data=ticked).location
    page = said(client.get(done).text)
    assert "1 claim given to Tam Nguyen of alder" in page
    assert "1 stayed as it was" in page
    assert "Tam Nguyen of alder given by name" in said(client.get(PAGE).text)


def test_a_supervisor_proposes_a_claim_and_the_other_takes_it_and_names_who(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    birch, act = str(house.cohe["birch"]), f"{PAGE}/propose"
    refused = client.fill(PAGE, act, to_cohe="", reason="Moved to Spokane")
    assert refused.status_code == 422
    assert "Choose another COHE" in refused.text
    assert client.fill(PAGE, act, to_cohe=birch, reason="Moved to Spokane").location == PAGE
    as_person(client, "birch.supervisor")
    assert "AL10001 by Mika Ito of alder, Alder COHE: Moved" in said(client.get("/").text)
    page = client.get("/transfers/1").text
    assert "WorkerAL10001" not in page
    assert "/claims/AL10001" not in page
    assert client.get("/claims/AL10001").status_code == 404
    assert client.fill("/transfers/1", "/transfers/1/take", to="").status_code == 422
    to = str(house.staff["birch.hsc2"])
    assert client.fill("/transfers/1", "/transfers/1/take", to=to).status_code == 303
    assert "Tam Nguyen of birch given by name" in said(client.get(PAGE).text)
    as_person(client, "alder.supervisor")
    assert client.get("/claims/AL10001").status_code == 404
    assert "Accepted" in client.get("/transfers/1").text
    rows = said(client.get("/workload/claims").text)
    assert "1 of them is restricted to named people, or coordinated by another COHE now" in rows


def test_an_assistant_reads_who_answers_and_hands_nothing_over(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    page = client.get("/claims/AL10002/coordination").text
    assert "Who answered for it" in page
    assert "Give without asking" not in page
    assert client.post("/claims/AL10002/coordination").status_code in {400, 403}
    assert "Hand over" not in client.get("/transfers").text
