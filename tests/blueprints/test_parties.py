"""The lists and pages of providers and employers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import (
    Coordination,
    DocumentKind,
    Party,
    ReferralStep,
    Service,
)
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.light_duty import LightDutyPolicy
from ohms.models.medical import ReportOfAccident
from ohms.models.referrals import Referral
from ohms.models.workers import ContactPoint, Employer
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_claim, count_of
from tests.pages import CheckedClient
from tests.tasks import put_task, row_links, said

NOON = "2026-11-24T12:00:00-08:00"
AT = datetime(2026, 11, 10, 18, tzinfo=UTC)
DAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


def of_claim(house: House, number: str = "AL10001") -> dict[str, int]:
    slug = "alder" if number.startswith("AL") else "birch"
    return {"claim_id": house.claim[number], "cohe_id": house.cohe[slug]}


def change(house: House, model: Any, where: Any, **values: Any) -> None:
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(update(model).where(where).values(**values))


def test_a_coordinator_finds_their_providers_first_and_all_of_the_cohe_by_name(
    client: CheckedClient, house: House
) -> None:
    mine, other = (f"/providers/{house.provider[f'alder.{n}']}" for n in (1, 2))
    as_person(client, "alder.hsc1")
    assert row_links(client.get("/providers").text) == [mine]
    assert row_links(client.get("/providers?whose=all").text) == [mine, other]
    assert row_links(client.get("/providers?whose=all&q=doctor2").text) == [other]
    assert row_links(client.get("/providers?whose=all&q=birch").text) == []
    as_person(client, "alder.supervisor")
    assert row_links(client.get("/providers").text) == [mine, other]


def test_a_provider_of_another_cohe_is_known_by_a_claim_that_one_sees(
    client: CheckedClient, house: House
) -> None:
    stranger = house.provider["birch.1"]
    as_person(client, "alder.hsc1")
    assert client.get(f"/providers/{stranger}").status_code == 404
    claim = Claim.claim_number == "AL10001"
    change(house, Claim, claim, attending_provider_id=stranger)
    page = client.get(f"/providers/{stranger}")
    assert page.status_code == 200
    assert "Birch COHE, Jan 1, 2024 on" in said(page.text)


def test_counts_of_coordinations_are_of_ones_own_list_and_lead_to_as_many_rows(
    client: CheckedClient, house: House
) -> None:
    provider = house.provider["alder.1"]
    with house.app.app_context():
        for number in range(2):
            add_claim(
                house,
                "alder",
                f"AL2000{number}",
                provider="alder.1",
                coordination=Coordination.ACTIVE,
            )
    page = as_person(client, "alder.hsc1").get(f"/providers/{provider}").text
    assert "My coordinations2 new, 2 active" in said(page)
    href = f"/claims?scope=mine&provider={provider}&coordination=active"
    assert href.replace("&", "&amp;") in page
    assert "1–2 of 2" in client.get(href).text
    as_person(client, "alder.hsc2")
    assert "My coordinationsNone open" in said(client.get(f"/providers/{provider}").text)


def test_figures_of_reports_of_accident_have_their_rows(
    client: CheckedClient, house: House
) -> None:
    provider = house.provider["alder.1"]
    with house.app.app_context():
        told = {"signed_on": date(2026, 11, 1)}
        for number, days, missing in (("AL10001", 2, None), ("AL10002", 8, "icd10")):
            house.add(
                ReportOfAccident,
                received_on=date(2026, 11, 1 + days),
                complete=missing is None,
                missing_fields=missing,
                **told,
                **of_claim(house, number),
            )
    as_person(client, "alder.hsc1")
    text = said(client.get(f"/providers/{provider}").text)
    assert "5 Median days to L&I" in text
    assert "50% Within 2 business days" in text
    assert "L&I’s published line is 80 %; 1 late of 2" in text
    rows = f"/providers/{provider}/reports-of-accident"
    assert row_links(client.get(rows).text) == ["/claims/AL10002", "/claims/AL10001"]
    for only in ("late", "incomplete"):
        assert row_links(client.get(f"{rows}?only={only}").text) == ["/claims/AL10002"]


def test_an_employer_is_listed_by_claims_in_sight_and_counts_no_other(
    client: CheckedClient, house: House
) -> None:
    mill = f"/employers/{house.employer['Mill']}"
    with house.app.app_context():
        shop = house.add(Employer, account_id="234,567-89", name="Shop", search_name="shop")
        add_claim(house, "birch", "BI20000", provider="birch.1", employer_id=shop)
    page = as_person(client, "alder.hsc1").get("/employers").text
    assert row_links(page) == [mill]
    assert "3 claims of Mill & Sons" in said(page)
    assert client.get(f"/employers/{shop}").status_code == 404
    as_person(client, "birch.hsc1")
    page = client.get("/employers").text
    assert row_links(page) == [mill, f"/employers/{shop}"]
    assert "3 claims of Mill & Sons" in said(page)
    assert "1 claims of Shop" in said(page)
    assert row_links(client.get("/employers?q=234,5").text) == [f"/employers/{shop}"]
    as_person(client, "alder.assistant1")
    assert "1 claims of Mill & Sons" in said(client.get("/employers").text)


def test_a_merged_employer_leads_to_the_one_that_stands_with_the_claims_of_both(
    client: CheckedClient, house: House
) -> None:
    mill = house.employer["Mill"]
    with house.app.app_context():
        old = house.add(
            Employer,
            account_id="234,567-89",
            name="Old mill",
            search_name="old mill",
            merged_into_id=mill,
        )
        house.claim["AL20000"] = add_claim(
            house, "alder", "AL20000", provider="alder.1", employer_id=old
        )
        put_task(house, "AL20000", "Call the employer")
    as_person(client, "alder.hsc1")
    answer = client.get(f"/employers/{old}")
    assert (answer.status_code, answer.location) == (302, f"/employers/{mill}")
    page = client.get(f"/employers/{mill}").text
    assert "Claims that you see4" in said(page)
    assert "Call the employer" in page
    assert row_links(client.get("/employers").text) == [f"/employers/{mill}"]
    assert "1–4 of 4" in client.get(f"/claims?scope=cohe&employer={mill}").text


def test_the_page_tells_how_to_reach_them_and_what_was_described_and_referred(
    client: CheckedClient, house: House
) -> None:
    mill = f"/employers/{house.employer['Mill']}"
    point = {"party": Party.EMPLOYER, "kind": "phone", "noted_on": DAY}
    with house.app.app_context():
        for number, source, value in (
            ("AL10001", "feed", "360-555-0111"),
            ("AL10002", "feed", "360-555-0111"),
            ("AL10001", "by_hand", "360-555-0122"),
            ("BI10001", "by_hand", "360-555-0199"),
        ):
            house.add(ContactPoint, **point, value=value, source=source, **of_claim(house, number))
        document = house.add(
            Document,
            kind=DocumentKind.JOB_DESCRIPTION,
            title="Front desk",
            document_on=DAY,
            received_on=DAY,
            listed_at=AT,
            source="feed",
            **of_claim(house),
        )
        ended = {"state": "done", "finished_at": AT, "evidence_text": "APF of Nov 12, 2026"}
        key = f"job_description:{document}"
        put_task(house, "AL10001", "Ask", derived_key=key, **ended)
        house.add(
            Referral,
            employer_id=house.employer["Mill"],
            service=Service.STAY_AT_WORK,
            step=ReferralStep.SENT,
            drafted_by_id=house.staff["alder.hsc1"],
            drafted_at=AT,
            sent_at=AT,
            **of_claim(house),
        )
    text = said(as_person(client, "alder.hsc1").get(mill).text)
    assert "360-555-0122 by hand, Nov 10, 1 claim" in text
    assert "360-555-0111 L&I, Nov 10, 2 claims" in text
    assert "360-555-0199" not in text
    assert "AL10001 Front desk Nov 10, answered: APF of Nov 12, 2026" in text
    assert "AL10001 Stay at Work Sent sent Nov 10" in text
    text = said(as_person(client, "birch.hsc1").get(mill).text)
    assert "Front desk" not in text
    assert "Stay at Work" not in text


def test_light_duty_is_kept_version_by_version_and_read_by_its_own_cohe_alone(
    client: CheckedClient, house: House
) -> None:
    mill = f"/employers/{house.employer['Mill']}"
    action = f"{mill}/light-duty"
    as_person(client, "alder.hsc1")
    form = posting_form(client.get(mill).text, action)
    first = form.filled_in({"body": "Front desk, <b>six</b> weeks."})
    assert client.post(action, data=first).status_code == 303
    assert client.post(action, data=first).status_code == 303  # a double click
    as_person(client, "alder.supervisor")
    assert client.fill(mill, action, body="Front desk, eight weeks.").status_code == 303
    page = said(client.get(mill).text)
    assert "Front desk, eight weeks. Mika Ito of alder, Nov 24, 12:00 pm" in page
    assert (
        "Versions before 1 Rosa Alvarez of alder, Nov 24, 12:00 pm Front desk, <b>six</b>" in page
    )
    as_person(client, "birch.supervisor")
    assert "Front desk" not in client.get(mill).text
    with house.app.app_context():
        assert count_of(LightDutyPolicy) == 2


def test_who_wrote_over_an_older_version_of_a_policy_is_told(
    client: CheckedClient, house: House
) -> None:
    mill = f"/employers/{house.employer['Mill']}"
    action = f"{mill}/light-duty"
    form = posting_form(as_person(client, "alder.hsc1").get(mill).text, action)
    assert client.fill(mill, action, body="Front desk.").status_code == 303
    assert client.post(action, data=form.filled_in({"body": "None."})).status_code == 409
    other = form.filled_in({"body": "None."}) | {"cohe": [str(house.cohe["birch"])]}
    assert client.post(action, data=other).status_code == 404
    empty = posting_form(as_person(client, "birch.hsc1").get(mill).text, action)
    answer = client.post(action, data=empty.holds)
    assert answer.status_code == 422
    assert "Enter what is known of their light duty." in answer.text


def test_the_pages_of_a_claim_and_the_search_lead_to_its_parties(
    client: CheckedClient, house: House
) -> None:
    mill, provider = house.employer["Mill"], house.provider["alder.1"]
    page = as_person(client, "alder.hsc1").get("/claims/AL10001").text
    for address in (f'href="/employers/{mill}"', f'href="/providers/{provider}"'):
        assert page.count(address) == 2  # the bar and the panel of parties
    assert f'href="/employers/{mill}"' in client.get("/search?q=mill").text
    assert f'href="/providers/{provider}"' in client.get("/search?q=doctor1").text
