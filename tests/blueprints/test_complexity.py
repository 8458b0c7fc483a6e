"""A claim's complexity page: why it is not low, its rating, and what people tell of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.domain.values import Complexity
from ohms.models.claims import Claim, ComplexityGround
from tests.blueprints.signing_in import as_person
from tests.house import House, one
from tests.pages import CheckedClient
from tests.tasks import said

LOW, STANDARD = "/claims/AL10002/complexity", "/claims/AL10001/complexity"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def rated(house: House, number: str) -> Complexity:
    with house.app.app_context():
        found: Complexity = one(select(Claim.complexity).where(Claim.id == house.claim[number]))
        return found


def test_an_assistant_says_that_it_is_harder_and_everybody_reads_why_it_is_not_low(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.assistant1")
    page = said(client.get(LOW).text)
    assert "nothing known speaks against it" in page
    assert "Rate it" not in page, "coordinators rate"
    told = client.fill(
        LOW, f"{LOW}/raise", ground="decision_protested", remark="Of the closing order"
    )
    assert told.status_code == 303
    assert rated(house, "AL10002") is Complexity.STANDARD
    for path in ("/claims/AL10002", "/claims/AL10002/recovery"):
        shown = said(client.get(path).text)
        assert "Not low complexity" in shown
        assert "a decision is protested" in shown
    as_person(client, "alder.hsc1")
    assert "Of the closing order" in said(client.get(LOW).text)
    assert "Take the claim over from the assistant" in client.get("/claims/AL10002").text


def test_rating_it_low_is_refused_beside_the_field_with_what_forbids_it(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    assert (
        client.fill(STANDARD, f"{STANDARD}/raise", ground="surgery_planned_or_done").status_code
        == 303
    )
    refused = client.fill(STANDARD, STANDARD, complexity="low")
    assert refused.status_code == 422
    assert "cannot be given to an assistant: surgery is planned or done." in said(refused.text)
    assert 'href="#complexity"' in refused.text
    with house.app.app_context():
        told = one(select(ComplexityGround.id))
    assert client.fill(STANDARD, f"{STANDARD}/{told}/lift").status_code == 303
    assert client.fill(STANDARD, STANDARD, complexity="low").status_code == 303
    assert rated(house, "AL10001") is Complexity.LOW
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 200
