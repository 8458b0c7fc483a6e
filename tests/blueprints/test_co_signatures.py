"""What an assistant enters beside notes waits for their coordinator: FRQ results, plans, closings."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.commands.centre_settings import set_centre_settings
from ohms.domain.centre_settings import ASSUMED
from ohms.domain.co_signing import EntryOutcome
from ohms.domain.values import Coordination
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.queries.checks import recompute
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, row_links, said

CLAIM = "/claims/AL10002"
WORK, RECOVERY = f"{CLAIM}/coordination", f"{CLAIM}/recovery"
FRQ = {"answered_on": "11/23", "q1": "no", "q2": "3", "q3_sites": "1"}
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _on_tuesday(clock: Clock) -> None:
    clock("2026-11-24T10:00:00-08:00")


def coordination(house: House) -> Coordination:
    with house.app.app_context():
        found: Coordination = one(
            select(Claim.coordination).where(Claim.id == house.claim["AL10002"])
        )
    return found


def close_it(client: CheckedClient, **more: str) -> None:
    as_person(client, "alder.assistant1")
    answer = client.fill(WORK, f"{WORK}/close", close_reason="returned_full_duty", **more)
    assert answer.status_code == 303


def test_an_assistants_closing_takes_effect_when_its_coordinator_signs_it(
    client: CheckedClient, house: House
) -> None:
    close_it(client, remark="Back at the mill since Monday.")
    assert coordination(house) is not Coordination.CLOSED
    assert "Its closing waits for a co-signature" in said(client.get(WORK).text)
    as_person(client, "alder.hsc1")
    assert "/cosign/entries/1" in client.get("/").text
    assert row_links(client.get("/cosign").text) == ["/cosign/entries/1"]
    page = client.get("/cosign/entries/1").text
    assert "Returned full duty. Back at the mill since Monday." in page
    assert 'data-key="s"' in page
    assert client.fill("/cosign/entries/1", "/cosign/entries/1/sign").location == "/cosign"
    assert coordination(house) is Coordination.CLOSED
    assert "Our work on it Closed returned full duty" in said(client.get(WORK).text)
    assert client.fill(WORK, f"{WORK}/take-up").status_code == 303
    assert coordination(house) is Coordination.ACTIVE
    with house.app.app_context():
        assert [each for each in recompute(house.actor("alder.hsc1").on_day) if each.findings] == []


def test_returned_it_is_answered_and_waits_again_and_it_may_be_withdrawn(
    client: CheckedClient, house: House
) -> None:
    close_it(client)
    as_person(client, "alder.hsc1")
    one_page = "/cosign/entries/1"
    empty = client.fill(one_page, f"{one_page}/return", question=" ")
    assert empty.status_code == 422
    assert client.fill(one_page, f"{one_page}/return", question="Since when?").status_code == 303
    assert row_links(client.get("/cosign").text) == []
    as_person(client, "alder.assistant1")
    assert "Returned to you with a question 1" in said(client.get("/").text)
    assert client.fill(one_page, f"{one_page}/answer", answer="Since Monday.").status_code == 303
    assert "Returned to you with a question" not in client.get("/").text
    assert "Since Monday." in client.get("/cosign/entries/2").text
    assert client.fill("/cosign/entries/2", "/cosign/entries/2/withdraw").status_code == 303
    as_person(client, "alder.hsc1")
    token = {"csrf_token": csrf(client, "/cosign/entries/2")}
    late = client.post("/cosign/entries/2/sign", data=token)
    assert (late.status_code, "This was withdrawn already." in late.text) == (422, True)
    assert coordination(house) is not Coordination.CLOSED


def test_what_is_typed_into_a_closing_a_question_and_an_answer_comes_back(
    client: CheckedClient, house: House
) -> None:
    def kept(path: str, action: str, name: str) -> str:
        """What stands in the field of the form that is opened again with its draft."""
        text = f"Not yet said: {name}."
        sent = posting_form(client.get(path).text, action).filled_in({name: text})
        assert client.post("/drafts", data=sent).status_code == 303
        again = client.get(f"{path}?draft={sent['draft_tab'][0]}").text
        assert posting_form(again, action).holds[name] == [text]
        return said(client.get("/drafts").text)

    as_person(client, "alder.assistant1")
    assert "Not yet said: remark." in kept(WORK, f"{WORK}/close", "remark")
    close_it(client)
    one_page = "/cosign/entries/1"
    as_person(client, "alder.hsc1")
    assert "Not yet said: question." in kept(one_page, f"{one_page}/return", "question")
    client.fill(one_page, f"{one_page}/return", question="Since when?")
    as_person(client, "alder.assistant1")
    assert "Not yet said: answer." in kept(one_page, f"{one_page}/answer", "answer")


def test_an_frq_and_a_plan_wait_and_count_already_and_what_is_voided_waits_no_longer(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    assert client.fill(RECOVERY, f"{RECOVERY}/frq", **FRQ).status_code == 303
    plan = {"category": "no_light_duty", "remark": "No light duty", "plan": "Ask the office"}
    assert client.fill(RECOVERY, f"{RECOVERY}/barriers", **plan).status_code == 303
    page = said(client.get(RECOVERY).text)
    assert "waits for a co-signature" in page
    assert "The plan waits for a co-signature" in page
    as_person(client, "alder.hsc1")
    assert row_links(client.get("/cosign").text) == ["/cosign/entries/1", "/cosign/entries/2"]
    frq = client.get("/cosign/entries/1").text
    assert "FRQ of" in frq
    assert "Negative: Q1 no; Q2 3 of 10; Q3 1 site." in frq
    first = client.fill("/cosign/entries/1", "/cosign/entries/1/sign")
    assert first.location == "/cosign/entries/2"
    client.fill(RECOVERY, f"{RECOVERY}/frq", **FRQ)
    with house.app.app_context():
        assert count_of(CoSignature) == 2, "a coordinator's own FRQ waits for nobody"
    as_person(client, "alder.assistant1")
    barrier = f"{RECOVERY}/barriers/1"
    changed = client.fill(barrier, barrier, plan="Ask the foreman")
    assert changed.status_code == 303
    with house.app.app_context():
        outcomes = select(CoSignature.outcome).where(CoSignature.id == 2)
        assert one(outcomes) is EntryOutcome.WITHDRAWN
        assert count_of(CoSignature, CoSignature.outcome.is_(None)) == 1


def test_a_question_about_what_no_longer_stands_is_not_answered(
    client: CheckedClient, house: House
) -> None:
    """An FRQ voided, a plan changed by the coordinator and a claim closed since they were returned."""
    as_person(client, "alder.assistant1")
    assert client.fill(RECOVERY, f"{RECOVERY}/frq", **FRQ).status_code == 303
    plan = {"category": "no_light_duty", "remark": "No light duty", "plan": "Ask the office"}
    assert client.fill(RECOVERY, f"{RECOVERY}/barriers", **plan).status_code == 303
    close_it(client)
    pages = [f"/cosign/entries/{number}" for number in (1, 2, 3)]
    as_person(client, "alder.hsc1")
    for page in pages:
        client.fill(page, f"{page}/return", question="Is it so?")
    as_person(client, "alder.assistant1")
    assert "Returned to you with a question 3" in said(client.get("/").text)
    as_person(client, "alder.hsc1")
    client.fill(RECOVERY, f"{RECOVERY}/frq/1/void", reason="Of another claim")
    barrier = f"{RECOVERY}/barriers/1"
    assert client.fill(barrier, barrier, plan="Ask the foreman").status_code == 303
    assert client.fill(WORK, f"{WORK}/close", close_reason="returned_full_duty").status_code == 303
    as_person(client, "alder.assistant1")
    assert "Returned to you with a question" not in client.get("/").text
    for page in pages:
        assert 'name="answer"' not in client.get(page).text
        answer = {"csrf_token": csrf(client, page), "answer": "Yes."}
        late = client.post(f"{page}/answer", data=answer)
        assert (late.status_code, "nothing left to answer" in late.text) == (422, True)


def test_over_three_business_days_it_comes_to_the_supervisor_too(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    close_it(client)
    as_person(client, "alder.supervisor")
    assert row_links(client.get("/cosign").text) == []
    token = {"csrf_token": csrf(client, "/cosign/entries/1")}
    early = client.post("/cosign/entries/1/sign", data=token)
    assert (early.status_code, "after that the supervisor" in early.text) == (422, True)
    clock("2026-12-02T10:00:00-08:00")
    as_person(client, "alder.supervisor")
    assert row_links(client.get("/cosign").text) == ["/cosign/entries/1"]
    assert "Over 3 business days" in client.get("/cosign").text
    assert client.fill("/cosign/entries/1", "/cosign/entries/1/sign").status_code == 303
    assert coordination(house) is Coordination.CLOSED


def test_where_the_cohe_says_so_closings_do_not_wait_but_no_assistant_closes_time_loss(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        supervisor = house.actor("alder.supervisor")
        set_centre_settings(
            supervisor,
            house.cohe["alder"],
            {**ASSUMED, "cosign.closing": 0},
            from_on=supervisor.on_day,
            reason="Trusted",
            stood=0,
        )
    close_it(client)
    assert coordination(house) is Coordination.CLOSED
    with house.app.app_context():
        assert count_of(CoSignature) == 0
