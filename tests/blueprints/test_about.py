"""What anyone may read about the product, and the help of those who are signed in."""

import pytest

from ohms.blueprints.about.assumptions import ASSUMED, FACTS
from ohms.domain.measures import MEASURES
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.statements import counted
from tests.tasks import said


def test_a_stranger_reads_what_it_is_what_is_known_and_what_was_assumed(
    client: CheckedClient, house: House
) -> None:
    page = client.get("/about")
    assert page.status_code == 200
    text = said(page.text)
    assert "version 0." in text
    assert "This is a demonstration." in text
    for fact in FACTS:
        assert fact.sentence in text
        assert f'href="{fact.address}"'.replace("&", "&amp;") in page.text
    for sentence in ASSUMED:
        assert sentence in text


def test_about_asks_the_database_nothing_of_a_stranger(client: CheckedClient, house: House) -> None:
    with counted(house.app) as statements:
        client.get("/about")
    assert len(statements) == 0, str(statements)


def test_help_is_for_those_who_are_signed_in(client: CheckedClient, house: House) -> None:
    assert client.get("/help").location == "/login?next=/help"


@pytest.mark.parametrize("username", ["alder.hsc1", "admin", "lni.contract"])
def test_help_tells_the_words_the_measures_and_the_keys(
    client: CheckedClient, house: House, username: str
) -> None:
    text = said(as_person(client, username).get("/help").text)
    for measure in MEASURES.values():
        assert measure.sentence in text
    for word in ("Coordination", "Standard work", "Initiating provider", "go to a page"):
        assert word in text
