"""The desk of an L&I service: its queue, who has what, its answers; and what it never sees."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update as change_rows

from ohms.commands.audit import Entry
from ohms.commands.desk import release_referral, take_referral
from ohms.commands.referral_steps import (
    answer_referral,
    ask_again,
    give_information,
    withdraw_referral,
)
from ohms.commands.referrals import change_draft, draft_referral
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import RuleBroken
from ohms.domain.values import ReferralStep, Role, Service
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.staff import StaffMember
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_person, count_of
from tests.pages import CheckedClient
from tests.referrals import filled_in, referral_of, send, sent_referral, update
from tests.tasks import said


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def sent(house: House) -> int:
    with house.app.app_context():
        return sent_referral(house, Service.STAY_AT_WORK)


def test_the_desk_takes_answers_asks_back_and_completes_what_was_sent_to_it(
    client: CheckedClient, house: House, sent: int
) -> None:
    as_person(client, "lni.stayatwork")
    here = f"/desk/{sent}"
    assert f'href="{here}"' in client.get("/desk").text
    assert 'name="outcome"' not in client.get(here).text, "what is only sent is not completed"
    assert "1 Nobody has it Nobody has it 0 Answers late" in said(client.get("/").text)
    assert client.fill(here, f"{here}/take").status_code == 303
    assert f'href="{here}"' not in client.get("/desk").text, "somebody has it"
    assert f'href="{here}"' in client.get("/desk?queue=mine").text
    assert "0 Nobody has it Nobody has it 0 Answers late Answers late 1 Mine" in said(
        client.get("/").text
    )
    refused = client.fill(here, f"{here}/answer", step="needs_information")
    assert (refused.status_code, "Enter why" in refused.text) == (422, True)
    asked = {"step": "needs_information", "reason": "Which shift?"}
    assert client.fill(here, f"{here}/answer", **asked).status_code == 303
    assert "it is the COHE’s turn" in client.get(here).text
    asks = as_person(client, "alder.hsc1").get(f"/referrals/{sent}").text
    assert "Which shift?" in asks.partition("Give what it asks for")[2], "beside its answer"
    as_person(client, "lni.stayatwork")
    assert f'href="{here}"' in client.get("/desk?queue=waiting").text
    with house.app.app_context():
        changed = filled_in(Service.STAY_AT_WORK) | {"light_duty": "no"}
        update(house.actor("alder.hsc1"), sent, changed, reason="Cut")
    page = client.get(here).text
    assert 'href="/desk?queue=mine"' in page, "the way back leads to the queue that has it"
    assert "<mark>No</mark>" in page
    assert f"/referrals/{sent}/packet/1" in page
    as_person(client, "alder.hsc1").fill(
        f"/referrals/{sent}", f"/referrals/{sent}/information", reason="The early one"
    )
    as_person(client, "lni.stayatwork")
    assert "The early one" in client.get(here).text
    assert client.fill(here, f"{here}/answer", step="accepted").status_code == 303
    done = {"step": "completed", "outcome": "Light duty was paid for"}
    assert client.fill(here, f"{here}/answer", **done).status_code == 303
    over = client.get("/desk?queue=over").text
    assert f'href="{here}"' in over
    assert "Light duty was paid for" in over, "what is over is known by its outcome"
    assert client.fill(here, f"{here}/reopen", reason="Another week").status_code == 303
    with house.app.app_context():
        assert referral_of(sent).step is ReferralStep.IN_PROGRESS
    told = said(as_person(client, "alder.hsc1").get(f"/referrals/{sent}").text)
    assert "Another week" in told


def test_of_two_officers_one_has_it_until_it_is_released(
    client: CheckedClient, house: House, sent: int
) -> None:
    with house.app.app_context():
        add_person(house, "lni.second", "Sam Second", Role.DESK_STAY_AT_WORK, None)
        other = house.staff["lni.second"]
    here = f"/desk/{sent}"
    as_person(client, "lni.stayatwork").fill(here, f"{here}/take")
    page = as_person(client, "lni.second").get(here).text
    assert "has it." in page
    assert f"{here}/take" not in page
    with house.app.app_context(), pytest.raises(RuleBroken, match="has taken it"):
        take_referral(house.actor("lni.second"), sent)
    with house.app.app_context(), pytest.raises(RuleBroken, match="Only who has taken it"):
        release_referral(house.actor("lni.second"), sent)
    as_person(client, "lni.stayatwork").fill(here, f"{here}/release")
    assert as_person(client, "lni.second").fill(here, f"{here}/take").status_code == 303
    with house.app.app_context():
        assert referral_of(sent).officer_id == other


def test_a_desk_sees_what_was_sent_to_it_and_nothing_else(
    client: CheckedClient, house: House, sent: int
) -> None:
    with house.app.app_context():
        draft = draft_referral(
            house.actor("alder.hsc1"), house.claim["AL10002"], Service.STAY_AT_WORK
        )
    as_person(client, "lni.stayatwork")
    assert client.get(f"/desk/{draft}").status_code == 404
    for hidden in ("/claims", "/claims/AL10001", "/tasks", "/referrals", f"/referrals/{sent}"):
        assert client.get(hidden).status_code in (403, 404), hidden
    as_person(client, "lni.riskmanagement")
    assert client.get(f"/desk/{sent}").status_code == 404
    assert f"/desk/{sent}" not in client.get("/desk?queue=open").text
    assert client.get(f"/referrals/{sent}/packet/1").status_code == 404
    assert as_person(client, "alder.hsc1").get("/desk").status_code == 403


def test_the_queue_says_how_long_an_answer_is_over_its_day(
    client: CheckedClient, house: House, sent: int, clock: Callable[[str], None]
) -> None:
    clock("2026-12-15T12:00:00-08:00")
    here = f"/desk/{sent}"
    today = as_person(client, "lni.stayatwork").get("/").text.partition('id="urgent"')[2]
    assert f'<a href="{here}">' in today
    assert "nobody has it" in said(today)
    assert "overdue 3 business days" in said(today)
    with house.app.app_context():
        told = AuditEntry.action == "read_today", AuditEntry.cohe_id == house.cohe["alder"]
        assert count_of(AuditEntry, *told) == 1, "in the record of the COHE whose claim it is"
    queue = said(client.get("/desk").text)
    assert "overdue 3 business days" in queue
    assert "Nobody has it; the most urgent first" in queue, "printed, it says which list it is"
    page = client.get(here).text
    assert "overdue 3 business days" in said(page)
    stale = posting_form(page, f"{here}/answer").filled_in({"step": "received"})
    client.fill(here, f"{here}/take")
    refused = client.post(
        f"{here}/answer", data=stale, headers={"Referer": f"http://localhost{here}"}
    )
    assert refused.status_code == 409
    assert f'href="{here}">Load the page again' in refused.text
    without_draft = {name: each for name, each in stale.items() if name != "draft_page"}
    for came_from, again in (
        (f"{here}/answer", f'href="{here}">Load the page again'),  # where a 422 page stood
        (f"{here}?from=queue", f'href="{here}?from=queue">Load the page again'),
        ("/none/such", "Go to Today"),
    ):
        refused = client.post(
            f"{here}/answer",
            data=without_draft,
            headers={"Referer": f"http://localhost{came_from}"},
        )
        assert refused.status_code == 409
        assert again in refused.text
    assert "Load the page again" not in refused.text


def test_risk_managements_queue_names_the_employer_and_nothing_of_the_claim(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        about = sent_referral(house, Service.RISK_MANAGEMENT)
    as_person(client, "lni.riskmanagement")
    listed, shown = client.get("/desk").text, client.get(f"/desk/{about}").text
    for page in (listed, shown):
        assert "AL10001" not in page
        assert "Mill" in page
        assert "Several claims in a year" in page, "told no claim, it goes by why it was sent"
    assert "Mill" in shown.partition("<h1>")[2].partition("</h1>")[0], "and not by its service"
    packet = client.get(f"/referrals/{about}/packet/1").text
    assert f'href="/desk/{about}"' in packet, "there is a way back from what is printed"


def test_what_is_over_leaves_the_desk_after_its_days(
    client: CheckedClient, house: House, sent: int, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        withdraw_referral(house.actor("alder.hsc1"), sent, reason="Back at work")
    as_person(client, "lni.stayatwork")
    assert client.get(f"/desk/{sent}").status_code == 200
    clock("2027-02-22T12:00:00-08:00")
    as_person(client, "lni.stayatwork")
    assert client.get(f"/desk/{sent}").status_code == 200, "the ninetieth day"
    clock("2027-02-23T12:00:00-08:00")
    as_person(client, "lni.stayatwork")
    assert client.get(f"/desk/{sent}").status_code == 404
    assert client.get(f"/referrals/{sent}/packet/1").status_code == 404
    assert f"/desk/{sent}" not in client.get("/desk?queue=over").text


def test_what_an_officer_had_who_left_is_taken_by_another(
    client: CheckedClient, house: House, sent: int
) -> None:
    with house.app.app_context():
        add_person(house, "lni.second", "Sam Second", Role.DESK_STAY_AT_WORK, None)
        take_referral(house.actor("lni.second"), sent)
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            gone = StaffMember.id == house.staff["lni.second"]
            db.session.execute(change_rows(StaffMember).where(gone).values(active=False))
    here = f"/desk/{sent}"
    as_person(client, "lni.stayatwork")
    assert f'href="{here}"' in client.get("/desk?queue=new").text
    assert "Sam Second had it and no longer signs in." in client.get(here).text
    assert client.fill(here, f"{here}/take").status_code == 303
    assert "You have it." in client.get(here).text


def test_the_desk_is_told_who_sent_the_first_version_as_its_packet_tells(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        assistant = house.actor("alder.assistant1")
        drafted = draft_referral(assistant, house.claim["AL10002"], Service.STAY_AT_WORK)
        change_draft(assistant, drafted, filled_in(Service.STAY_AT_WORK))
        send(house.actor("alder.hsc1"), drafted)
    page = as_person(client, "lni.stayatwork").get(f"/desk/{drafted}").text
    head = page[page.index("What was sent") : page.index("Packet to print")]
    assert "Rosa Alvarez" in head
    assert "Kari Olsen" not in page


def test_asking_after_a_referral_is_the_cohes_own_and_what_it_gives_is_the_desks(
    client: CheckedClient, house: House, sent: int
) -> None:
    with house.app.app_context():
        coordinator, desk = house.actor("alder.hsc1"), house.actor("lni.stayatwork")
        ask_again(coordinator, sent, expected_by=date(2026, 12, 18), reason="Nobody picks up")
        answer_referral(desk, sent, ReferralStep.NEEDS_INFORMATION, reason="Which job?")
        give_information(coordinator, sent, reason="Asked again: it is packing")
    page = as_person(client, "lni.stayatwork").get(f"/desk/{sent}").text
    assert "it is packing" in page
    assert "Nobody picks up" not in page
