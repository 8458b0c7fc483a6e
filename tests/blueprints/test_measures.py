"""The measures of a quarter: whose they are, what is told of them, and what L&I's side enters."""

from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.extensions import db
from ohms.models.claims import Claim
from tests.benchmark_world import QUARTER, quarter_of_claims
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient

HERE = f"/measures?quarter={QUARTER}"


@pytest.fixture
def quarter(house: House, clock: Callable[[str], None]) -> House:
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        quarter_of_claims(house)
    return house


def test_a_measure_tells_its_stand_in_and_what_is_not_there_is_not_found(
    client: CheckedClient, quarter: House
) -> None:
    as_person(client, "alder.supervisor")
    page = client.get(HERE).text
    assert 'href="/measures/alder/rows' in page
    assert "more than 588" in page
    for name, by in (("claims_with_activity", "provider"), ("low_adopters", "hsc")):
        one = client.get(f"/measures/benchmark?measure={name}&quarter={QUARTER}&by={by}").text
        assert BENCHMARKS[name].measure.stand_in in unescape(one)
    for address in (
        f"/measures/alder/rows?measure=nothing&quarter={QUARTER}",
        "/measures/workload?measure=nothing",
        "/measures?quarter=2027Q3",
        "/measures?cohe=birch",
    ):
        assert client.get(address).status_code == 404


def test_what_is_restricted_is_counted_and_not_told(client: CheckedClient, quarter: House) -> None:
    with quarter.app.app_context(), bulk_unit("restrict", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == "BM20000").values(restricted=True)
        )
    as_person(client, "alder.supervisor")
    rows = f"/measures/alder/rows?measure=claims_with_activity&quarter={QUARTER}&which=met"
    page = client.get(rows).text
    assert page.count('data-label="Standing"') == 7
    assert "BM20003" in page
    assert "BM20000" not in page
    lines = client.get(rows.replace("/rows?", "/rows.csv?")).data.decode("utf-8-sig")
    assert "BM20003" in lines
    assert "BM20000" not in lines
    assert len(lines.splitlines()) == 8


def test_a_coordinator_has_their_own_and_the_contract_manager_figures_without_rows(
    client: CheckedClient, quarter: House
) -> None:
    rows = f"/measures/alder/rows?measure=claims_with_activity&quarter={QUARTER}"
    as_person(client, "alder.hsc1")
    mine = client.get(HERE).text
    assert "My measures" in mine
    assert "Claim-specific time" in mine
    assert "Claims per FTE" not in mine
    own = client.get(rows).text
    assert own.count('data-label="Standing"') == 10
    assert "BM20000" in own
    assert "BM20001" not in own
    as_person(client, "lni.contract")
    page = client.get(f"{HERE}&cohe=alder").text
    assert "35.0 %" in page
    assert "/rows" not in page
    assert "/workload/" not in page
    counted = f"/measures/workload?quarter={QUARTER}&cohe=alder&by=hsc&measure="
    assert "Rosa Alvarez" in client.get(f"{counted}claims_initiated").text
    assert "Rosa Alvarez" not in client.get(f"{counted}claim_minutes").text
    for rows_of in ("claims", "minutes", "positions"):
        for ending in ("", ".csv"):
            address = f"/workload/{rows_of}{ending}?quarter={QUARTER}&cohe=alder"
            assert client.get(address).status_code in (403, 404), address
    for address in (rows, rows.replace("/rows?", "/rows.csv?")):
        assert client.get(address).status_code == 404
    assert as_person(client, "alder.assistant1").get(HERE).status_code == 403


def test_the_share_of_time_loss_is_held_against_what_somebody_entered_with_its_source(
    client: CheckedClient, quarter: House
) -> None:
    page = f"/measures/benchmark?measure=time_loss_share&quarter={QUARTER}&cohe=alder"
    comparator = f"/measures/comparator/alder/{QUARTER}"
    as_person(client, "alder.supervisor")
    assert "No comparator" in client.get(page).text
    refused = client.fill(comparator, comparator, percent="0", source="")
    assert refused.status_code == 422
    assert "Enter a percentage above 0" in refused.text
    said = {"percent": "9.5 %", "source": "L&I's analyst, Nov 2"}
    assert client.fill(comparator, comparator, **said).status_code == 303
    assert "below non-COHE claims of the area: 9.5 %" in client.get(HERE).text
    as_person(client, "lni.contract")
    assert "Not met" in client.get(page).text
    again = {"percent": "99", "source": "L&I, corrected"}
    assert client.fill(comparator, comparator, **again).status_code == 303
    told = unescape(client.get(page).text)
    assert "area: 99 % (L&I, corrected)" in told
    assert "Met: below non-COHE" in told
    assert "L&I's analyst, Nov 2" in unescape(client.get(comparator).text)
    as_person(client, "alder.supervisor")
    report = unescape(client.get(f"/reports/quarterly/alder/{QUARTER}.csv").text)
    assert "below non-COHE claims of the area: 99 %,Met" in report
    assert "; L&I, corrected." in report
    before = client.get(page.replace("2026Q3", "2026Q2")).text
    assert "area: 99 %" not in before
    assert as_person(client, "alder.hsc1").get(comparator).status_code in (403, 404)
