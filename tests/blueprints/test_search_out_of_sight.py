"""The search, and what it tells nobody: claims out of sight, drafts, what was taken back, content withheld."""

from collections.abc import Callable

import pytest

from ohms.domain.values import NoteEventKind
from ohms.models.workers import Employer
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_search import PHONE, change_claim, fill, found
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.searchable import add_document, add_event, add_note


@pytest.fixture(autouse=True)
def today(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


QUERIES = (
    "10003",
    "AL1000",
    "workeral10003",
    "workeral10003 4/3/85",
    PHONE,
    "555-0147",
    "heron",
    "10/30/2026",
)


def told(client: CheckedClient, q: str) -> str:
    """All that is found, hits unmarked."""
    return str(found(client, q)).replace("[", "").replace("]", "")


@pytest.mark.parametrize("q", QUERIES)
@pytest.mark.parametrize("username", ["birch.hsc1", "birch.supervisor", "alder.assistant1"])
def test_whoever_does_not_see_a_claim_finds_nothing_of_it_by_anything(
    username: str, q: str, client: CheckedClient, house: House
) -> None:
    as_person(client, username)
    before = told(client, q)
    fill(house, "AL10003")
    assert told(client, q) == before
    as_person(client, "alder.hsc1")
    assert "AL10003" in told(client, q)


@pytest.mark.parametrize("q", QUERIES)
def test_a_restricted_claim_is_found_by_those_admitted_alone(
    q: str, client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    fill(house, "AL10003")
    assert "AL10003" in told(client, q)
    change_claim(house, "AL10003", restricted=True)
    for username in ("alder.hsc1", "alder.supervisor"):
        as_person(client, username)
        assert "AL10003" not in told(client, q), username


def test_drafts_and_what_was_voided_or_taken_back_is_never_found(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_note(house, "AL10001", "A draft about herons.", signed_at=None)
        voided = add_note(house, "AL10001", "Voided herons.")
        add_event(house, "AL10001", voided, NoteEventKind.ADDENDUM, body="More herons.")
        add_event(house, "AL10001", voided, NoteEventKind.VOIDED, reason="Wrong claim")
        back = add_note(house, "AL10001", "Taken back herons.")
        add_event(house, "AL10001", back, NoteEventKind.TAKEN_BACK)
    for username in ("alder.hsc1", "alder.hsc2", "alder.supervisor", "alder.assistant1"):
        assert found(as_person(client, username), "herons") == {}, username
    with house.app.app_context():
        add_note(house, "AL10001", "Herons that stand.")
    assert "Herons] that stand" in found(as_person(client, "alder.hsc1"), "herons")["Notes"]


def test_assistants_find_nothing_that_is_marked_as_mental_health(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_note(house, "AL10002", "Heron in confidence.", mental_health=True)
        add_document(house, "AL10002", "Heron in confidence.", mental_health=True)
        add_note(house, "AL10002", "Open heron.")
    assert set(found(as_person(client, "alder.hsc1"), "heron confidence")) == {"Notes", "Documents"}
    as_person(client, "alder.assistant1")
    assert found(client, "heron confidence") == {}
    assert set(found(client, "heron")) == {"Notes"}


def test_an_employer_without_a_claim_in_sight_does_not_exist(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        foreign = house.add(
            Employer, account_id="222,222-22", name="Zebra Crates", search_name="zebra crates"
        )
        add_claim(house, "birch", "BI40000", provider="birch.1", employer_id=foreign)
    assert found(as_person(client, "alder.hsc1"), "zebra") == {}
    assert "Zebra" not in client.get(f"/claims?scope=cohe&employer={foreign}").text
    assert "Zebra" in str(found(as_person(client, "birch.hsc1"), "zebra"))
