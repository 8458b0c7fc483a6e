"""Referrals as people use them: begun on a claim, filled in, sent, answered, listed, exported."""

from collections.abc import Callable

import pytest

from ohms.commands.referral_steps import answer_referral
from ohms.domain.values import ReferralStep, Service
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.referrals import referral_of, sent_referral
from tests.tasks import row_links, said


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_a_referral_is_begun_on_its_claim_filled_in_and_sent(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    here = "/claims/AL10001/referrals"
    refused = client.fill(here, here, referral="")
    assert (refused.status_code, "Choose the service" in refused.text) == (422, True)
    begun = client.fill(here, here, referral="vocational")
    page = begun.headers["Location"]
    assert "It can be sent when all of it is there" in client.get(page).text
    assert client.fill(page, f"{page}/draft", reason="The job is gone.").status_code == 303
    assert client.fill(page, f"{page}/send").status_code == 303
    sent = said(client.get(page).text)
    assert "Next word by Thu, Dec 10" in sent
    assert "The job is gone." in sent
    declined = client.fill(page, f"{page}/answer", step="declined")
    assert declined.status_code == 422
    assert "Enter why: it stays with the referral." in declined.text
    assert client.fill(page, f"{page}/answer", step="accepted").status_code == 303
    done = {"step": "completed", "outcome": "A plan was agreed"}
    assert client.fill(page, f"{page}/answer", **done).status_code == 303
    assert "A plan was agreed" in client.get(here).text


def test_an_update_marks_what_is_different_and_the_desk_has_the_answer(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        referral_id = sent_referral(house, Service.STAY_AT_WORK)
    page = f"/referrals/{referral_id}"
    as_person(client, "alder.hsc1")
    assert f"{page}/answer" not in client.get(page).text, "its desk answers"
    changed = {"light_duty": "no", "why": "The shift was cut"}
    assert client.fill(page, f"{page}/update", **changed).status_code == 303
    shown = client.get(page).text
    assert "<mark>No</mark>" in shown
    assert "was: Yes" in shown
    assert "Version 1, as it was sent" in said(shown)
    with house.app.app_context():
        desk = house.actor("lni.stayatwork")
        answer_referral(desk, referral_id, ReferralStep.NEEDS_INFORMATION, reason="Which job?")
    assert "Which job?" in client.get(page).text
    given = client.fill(page, f"{page}/information", reason="Packing")
    assert given.status_code == 303
    asked = {"expected_by": "12/18", "reason": "They are short of people"}
    assert client.fill(page, f"{page}/ask", **asked).status_code == 303
    assert client.fill(page, f"{page}/withdraw", reason="Back at work").status_code == 303
    assert client.fill(page, f"{page}/reopen", reason="Off again").status_code == 303
    with house.app.app_context():
        assert referral_of(referral_id).step is ReferralStep.SENT


def test_assistants_draft_and_supervisors_read(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.assistant1")
    here = "/claims/AL10002/referrals"
    page = client.fill(here, here, referral="risk_management").headers["Location"]
    filled: dict[str, str | list[str]] = {"programme": "no", "reasons": ["no_program", "safety"]}
    assert client.fill(page, f"{page}/draft", **filled).status_code == 303
    shown = client.get(page).text
    assert "No return-to-work program, Asks for safety advice" in said(shown)
    assert "A coordinator sends it." in shown
    assert f"{page}/send" not in shown
    read = as_person(client, "alder.supervisor").get(page).text
    assert 'method="post"' not in read[read.index("<main") : read.index("</main>")]


def test_the_list_its_counts_and_its_export_agree(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        late = sent_referral(house, Service.NURSE_CONSULTANT)
        first = sent_referral(house, Service.STAY_AT_WORK, "AL10002")
        other = sent_referral(house, Service.VOCATIONAL, "AL10003")
        answer_referral(house.actor("lni.stayatwork"), first, ReferralStep.DECLINED, reason="Late")
    clock("2026-12-08T12:00:00-08:00")
    as_person(client, "alder.hsc1")
    found = {
        "": [late],
        "?step=any": [late, first],
        "?scope=cohe": [late, other],
        "?step=declined": [first],
        "?age=silent": [late],
        "?age=long": [],
        "?service=vocational&step=any": [],
    }
    for query, ids in found.items():
        assert row_links(client.get(f"/referrals{query}").text) == [f"/referrals/{i}" for i in ids]
        export = client.get(f"/referrals.csv{query}")
        if "cohe" in query:
            assert export.status_code == 403
        else:
            assert len(export.get_data(as_text=True).splitlines()) == 1 + len(ids)
    assert "overdue 3 business days" in said(client.get("/referrals").text)
    as_person(client, "alder.supervisor")
    lines = client.get("/referrals.csv?scope=cohe&step=any").get_data(as_text=True).splitlines()
    assert len(lines) == 4
    assert "nurse_consultant,sent,AL10001" in lines[1]
