"""The figures of referrals: each opens as many rows as it says, and the CSV has as many lines."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from ohms.commands.referral_steps import answer_referral, withdraw_referral
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.referrals import sent_referral

HERE = "/referrals/figures"
CLOCK = "2026-{}T12:00:00-08:00"
LINK = re.compile(
    r'<a(?: class="figure-digits")? href="(/referrals/figures/alder/rows[^"]*)">([\d,]+)'
)


@pytest.fixture
def quarter(house: House, clock: Callable[[str], None]) -> House:
    """Of five that were sent: one in time, one late, one without an answer, one withdrawn, one of
    another service not due yet."""
    clock(CLOCK.format("11-02"))
    with house.app.app_context():
        desk, hsc = house.actor("lni.stayatwork"), house.actor("alder.hsc1")
        first = sent_referral(house, Service.STAY_AT_WORK, "AL10001")
        silent = sent_referral(house, Service.NURSE_CONSULTANT, "AL10001")
        late = sent_referral(house, Service.STAY_AT_WORK, "AL10002")
        gone = sent_referral(house, Service.VOCATIONAL, "AL10002")
        clock(CLOCK.format("11-05"))
        answer_referral(desk, first, ReferralStep.DECLINED, reason="Not ours")
        withdraw_referral(hsc, gone, reason="Back at work")
        clock(CLOCK.format("11-24"))
        answer_referral(desk, late, ReferralStep.ACCEPTED)
        sent_referral(house, Service.RISK_MANAGEMENT, "AL10001")
        assert silent
    return house


def test_every_figure_opens_its_rows_and_they_are_as_many_as_it_says(
    client: CheckedClient, quarter: House
) -> None:
    as_person(client, "alder.supervisor")
    assert f'href="{HERE}"' in client.get("/referrals").text
    page = client.get(HERE).text
    figures = LINK.findall(page)
    assert "33 %" in page
    assert len(figures) > 15
    for href, digits in figures:
        address = href.replace("&amp;", "&")
        rows = client.get(address).text
        assert rows.count('data-label="Answered"') == int(digits), address
        lines = client.get(address.replace("/rows?", "/rows.csv?")).data.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(lines)))) == int(digits) + 1, address
    assert client.get(f"{HERE}?quarter=2027Q3").status_code == 404
    assert client.get(f"{HERE}?quarter=2026Q3").status_code == 200


def test_what_is_restricted_is_counted_and_not_told(client: CheckedClient, quarter: House) -> None:
    with quarter.app.app_context(), bulk_unit("restrict", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == "AL10002").values(restricted=True)
        )
    as_person(client, "alder.supervisor")
    rows = client.get(f"{HERE}/alder/rows").text
    assert rows.count('data-label="Answered"') == 5
    assert "AL10002" not in rows
    assert "2 of them are restricted" in rows


def test_a_contract_manager_has_the_figures_as_text_and_no_rows(
    client: CheckedClient, quarter: House
) -> None:
    as_person(client, "lni.contract")
    page = client.get(HERE).text
    assert "33 %" in page
    assert "/rows" not in page
    assert client.get(f"{HERE}/alder/rows").status_code == 404
    assert client.get(f"{HERE}/alder/rows.csv").status_code == 404
    assert as_person(client, "alder.hsc1").get(HERE).status_code == 403
    assert as_person(client, "birch.supervisor").get(f"{HERE}/alder/rows").status_code == 404
