"""What triage may give to an assistant, and how it takes it back."""

from collections.abc import Callable
from datetime import date

import pytest

from ohms.domain.values import (
    Complexity,
    Coordination,
)
from ohms.models.claims import TriageDecision
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of
from tests.pages import CheckedClient
from tests.tasks import csrf, said
from tests.triage import (
    claim_of,
    decide,
    pay_time_loss,
)

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _at_noon(clock: Clock) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_an_assistant_cannot_be_given_a_complex_claim(hsc: CheckedClient, house: House) -> None:
    with house.app.app_context():
        pay_time_loss(house, "AL10001", date(2026, 11, 12), date(2026, 11, 20))
    sent = {"csrf_token": csrf(hsc, "/triage"), "decision": "give_to_assistant"}
    answer = hsc.post("/triage/AL10001", data={**sent, "watch_until": "+5b"})
    assert answer.status_code == 422
    assert "cannot be given to an assistant" in said(answer.text)
    assert "time loss was paid." in said(answer.text)
    assert 'value="+5b"' in answer.text
    assert claim_of(house, "AL10001").coordination is Coordination.NEW
    with house.app.app_context():
        assert count_of(TriageDecision) == 0


def test_what_is_given_to_the_assistant_is_rated_low_seen_by_them_and_can_be_taken_back(
    client: CheckedClient, house: House, clock: Clock
) -> None:
    as_person(client, "alder.hsc1")
    assert decide(client, "AL10001", "give_to_assistant") == 303
    given = claim_of(house, "AL10001")
    assert (given.complexity, given.coordination) == (Complexity.LOW, Coordination.ACTIVE)
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 200
    as_person(client, "alder.hsc1")
    page = client.get("/triage/AL10001")
    assert "Decided last: give to assistant" in said(page.text)
    assert decide(client, "AL10001", "work") == 303
    assert claim_of(house, "AL10001").complexity is Complexity.STANDARD
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 200
    clock("2026-12-01T12:00:00-08:00")  # two business days to finish, over Thanksgiving
    assert as_person(client, "alder.assistant1").get("/claims/AL10001").status_code == 404


def test_a_claim_whose_coordinator_has_no_assistant_is_not_given_to_one(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc2")
    assert decide(client, "AL10003", "give_to_assistant") == 422
    assert claim_of(house, "AL10003").complexity is Complexity.HIGH
