"""New claims decided one after another, as a coordinator meets them."""

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.domain.values import (
    Coordination,
)
from ohms.models.audit import AuditEntry
from ohms.models.claims import TriageDecision
from ohms.models.coverage import Coverage
from ohms.models.medical import (
    ReportOfAccident,
)
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_claim, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, said
from tests.today import figures
from tests.triage import (
    claim_of,
    decide,
    listed,
    off_work,
    pay_time_loss,
)

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_ten_claims_are_decided_by_ten_posts_each_with_the_next_one_first(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for name in (f"AL2000{each}" for each in range(8)):
            house.claim[name] = add_claim(house, "alder", name, provider="alder.1")
    waiting = listed(hsc)
    assert len(waiting) == 10
    for turn, number in enumerate(waiting):
        assert listed(hsc) == waiting[turn:]
        sent = {"csrf_token": csrf(hsc, "/triage"), "watch_until": "+10b", "reason": "At work"}
        choice = ("work", "watch", "no_action")[turn % 3]
        answer = hsc.post(f"/triage/{number}", data={**sent, "decision": choice})
        assert (answer.status_code, answer.location) == (303, "/triage")
    assert "Nothing waits for triage" in hsc.get("/triage").text
    first, second, third = (claim_of(house, number) for number in waiting[:3])
    assert first.coordination is Coordination.ACTIVE
    assert second.coordination is Coordination.WATCHING
    assert second.watch_until_on == date(2026, 12, 10)
    assert (third.coordination, third.close_reason) == (Coordination.CLOSED, "not_needed")
    with house.app.app_context():
        assert count_of(TriageDecision) == 10
        told = AuditEntry.action == "decide_triage", AuditEntry.object_type == "triage_decision"
        assert count_of(AuditEntry, *told) == 10


def test_today_counts_what_is_new_and_what_came_back_as_the_rows_that_each_opens(
    hsc: CheckedClient, house: House, clock: Clock
) -> None:
    def opened() -> dict[str, list[str]]:
        found = figures(hsc.get("/").text)
        rows = {}
        for label in ("New claims", "Came back to triage"):
            count, href = found[label]
            rows[label] = listed(hsc, str(href))
            assert count == len(rows[label])
        return rows

    sent = {"csrf_token": csrf(hsc, "/triage"), "decision": "watch", "watch_until": "+2b"}
    assert hsc.post("/triage/AL10001", data=sent).status_code == 303
    assert "AL10001: watch until Mon, Nov 30." in said(hsc.get("/triage").text)
    assert opened() == {"New claims": ["AL10002"], "Came back to triage": []}
    assert "and claims that came back" not in said(hsc.get("/triage?waiting=new").text)
    clock("2026-11-30T12:00:00-08:00")
    assert opened() == {"New claims": ["AL10002"], "Came back to triage": ["AL10001"]}
    assert sorted(listed(hsc)) == ["AL10001", "AL10002"]


def test_the_form_of_the_page_decides_as_it_stands_and_twice_sent_decides_once(
    hsc: CheckedClient, house: House
) -> None:
    form = posting_form(hsc.get("/triage").text, "/triage/AL10001")
    sent = {**form.filled_in({"decision": "no_action"})}
    assert [hsc.post(form.action, data=sent).status_code for _ in range(2)] == [303, 303]
    with house.app.app_context():
        kept = one(select(TriageDecision.reason))
    assert kept == "No time loss and no day off work known"


def test_every_reason_stands_with_its_points_and_the_score_is_their_sum(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        off_work(house, "AL10001", date(2026, 11, 9))
        pay_time_loss(house, "AL10001", date(2026, 11, 12), date(2026, 11, 20))
        house.add(
            ReportOfAccident,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            signed_on=date(2026, 10, 31),
            received_on=date(2026, 11, 2),
            complete=False,
        )
    assert listed(hsc) == ["AL10001", "AL10002"]
    text = said(hsc.get("/triage").text)
    assert "40 Time loss was paid." in text
    assert "20 16 days off work: within the FRQ window of days 10 to 58." in text
    assert "20 16 days off work: two to four weeks." in text
    assert "15 16 days off work, and off today." in text
    assert "15 Off work, and no APF says so today." in text
    assert "10 No contact yet; the 10 business days ended on Wed Nov 18, 2026." in text
    assert "5 The Report of Accident is incomplete." in text
    page = said(hsc.get("/claims/AL10001").text)
    assert "Why this score 125" in page
    assert 40 + 20 + 20 + 15 + 15 + 10 + 5 == 125
    assert decide(hsc, "AL10001", "work") == 303
    with house.app.app_context():
        assert one(select(TriageDecision.score)) == 125


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"decision": ""}, "Choose what is to be done."),
        ({"decision": "burn"}, "Choose what is to be done."),
        ({"decision": "watch", "watch_until": ""}, "Enter the day until which you watch it."),
        ({"decision": "watch", "watch_until": "today"}, "Enter a day after today"),
        ({"decision": "no_action", "reason": " "}, "Enter why no action is needed"),
    ],
)
def test_a_decision_that_lacks_something_says_what_and_changes_nothing(
    hsc: CheckedClient, house: House, sent: dict[str, str], sentence: str
) -> None:
    answer = hsc.post("/triage/AL10001", data={"csrf_token": csrf(hsc, "/triage"), **sent})
    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert claim_of(house, "AL10001").coordination is Coordination.NEW


def test_a_refused_decision_leads_back_to_the_list_that_it_was_begun_from(
    hsc: CheckedClient, house: House
) -> None:
    back = "/triage?waiting=new#row=1"
    sent = {"csrf_token": csrf(hsc, "/triage"), "decision": "no_action", "reason": " "}
    refused = hsc.post("/triage/AL10001", data={**sent, "back": back})
    assert refused.status_code == 422
    form = posting_form(refused.text, "/triage/AL10001")
    decided = hsc.post("/triage/AL10001", data={**form.holds, "decision": "work"})
    assert (decided.status_code, decided.location) == (303, back)


def test_a_decision_looked_at_again_leads_back_to_the_list_that_it_was_begun_from(
    hsc: CheckedClient, house: House
) -> None:
    back = "/triage?waiting=new"
    sent = {"csrf_token": csrf(hsc, back), "decision": "work", "back": f"{back}#row=0"}
    assert hsc.post("/triage/AL10001", data=sent).location == f"{back}#row=0"
    again = re.search(r'<a href="([^"]*)"[^>]*>Decide otherwise', hsc.get(back).text)
    assert again is not None
    form = posting_form(hsc.get(html.unescape(again[1])).text, "/triage/AL10001")
    decided = hsc.post("/triage/AL10001", data={**form.holds, "decision": "watch"})
    assert (decided.status_code, decided.location) == (303, back)


def test_a_claim_whose_work_ended_otherwise_is_not_triaged(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_claim(
            house,
            "alder",
            "AL20001",
            provider="alder.1",
            coordination=Coordination.CLOSED,
            close_reason="returned_full_duty",
        )
    assert decide(hsc, "AL20001", "work") == 422
    assert claim_of(house, "AL20001").close_reason == "returned_full_duty"


def test_foreign_claims_are_missing_and_assistants_have_no_triage(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert client.get("/triage/AL10001").status_code == 200
    assert client.get("/triage/BI10001").status_code == 404
    assert decide(client, "BI10001", "work") == 404
    assert claim_of(house, "BI10001").coordination is Coordination.NEW
    assert 'href="/triage"' in client.get("/").text
    as_person(client, "alder.assistant1")
    assert client.get("/triage").status_code == 403
    assert 'href="/triage"' not in client.get("/").text


def test_the_list_holds_ones_own_claims_and_those_covered_today_and_today_counts_them_so(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert listed(client) == ["AL10001", "AL10002"]
    with house.app.app_context():
        house.add(
            Coverage,
            provider_id=house.provider["alder.2"],
            cohe_id=house.cohe["alder"],
            absent_id=house.staff["alder.hsc2"],
            covering_id=house.staff["alder.hsc1"],
            from_on=date(2026, 11, 23),
            to_on=date(2026, 11, 27),
        )
    assert listed(client) == ["AL10001", "AL10002", "AL10003"]
    today = client.get("/").text
    number, opens = figures(today)["New claims"]
    assert (number, listed(client, str(opens))) == (3, ["AL10001", "AL10002", "AL10003"])
    assert "1 of them covered" in said(today)


def test_the_claim_page_says_how_each_milestone_was_computed(
    hsc: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        house.add(
            ReportOfAccident,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            signed_on=date(2026, 10, 31),
            received_on=date(2026, 11, 3),
            complete=True,
        )
    text = said(hsc.get("/claims/AL10001").text)
    assert "ROA in 2 business days Nov 3 Met 2 business days after the first visit" in text
    assert "First contact Nov 18 Missed 10 business days after the claim was established" in text
    assert "not counted: Veterans Day" in text
    assert "APF by 12 weeks Jan 23, 2027 Running" in text
    assert "First year ends Oct 30, 2027 Running" in text
