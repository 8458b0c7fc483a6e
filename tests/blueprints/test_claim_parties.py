"""A claim's parties page: the rules of contact, and the numbers beside those of L&I."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.models.recovery import ContactRule
from ohms.models.workers import ContactPoint
from tests.blueprints.signing_in import as_person
from tests.blueprints.test_recovery import words_of
from tests.house import House, one
from tests.pages import CheckedClient
from tests.tasks import said

CLAIM = "/claims/AL10002"
PAGE = f"{CLAIM}/recovery"
PARTIES = f"{CLAIM}/parties"
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _in_the_morning(clock: Clock) -> None:
    clock("2026-11-24T10:00:00-08:00")


def test_rules_of_contact_stand_on_every_page_of_the_claim_until_they_end(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    add = f"{PARTIES}/rules"
    assert client.fill(PARTIES, add, kind="not_before").status_code == 422
    assert client.fill(PARTIES, add, kind="not_before", remark="10 am").status_code == 303
    for path in (CLAIM, PAGE, PARTIES):
        assert "<span>Do not call before: 10 am</span>" in client.get(path).text
    assert "10 am" not in client.get("/claims/AL10001").text
    with house.app.app_context():
        rule = one(select(ContactRule.id))
    as_person(client, "alder.supervisor")
    assert "<span>Do not call before: 10 am</span>" in client.get(CLAIM).text
    assert f'action="{add}' not in client.get(PARTIES).text
    as_person(client, "alder.assistant1")
    assert client.fill(PARTIES, f"{add}/{rule}/end").status_code == 303
    assert "<span>Do not call before" not in client.get(CLAIM).text


def test_a_birth_date_reads_as_every_other_day(client: CheckedClient, house: House) -> None:
    assert "Born Apr 3, 1985" in said(as_person(client, "alder.hsc1").get(CLAIM).text)


def test_a_number_by_hand_stands_beside_that_of_the_feed_and_says_that_they_differ(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        told = house.add(
            ContactPoint,
            claim_id=house.claim["AL10002"],
            cohe_id=house.cohe["alder"],
            party="worker",
            kind="phone",
            value="360-555-0101",
            source="feed",
            noted_on=date(2026, 11, 3),
        )
    as_person(client, "alder.hsc1")
    add = f"{PARTIES}/points"
    point = {"party": "worker", "kind": "phone", "best_time": "after 5", "do_not_call": "y"}
    assert client.fill(PARTIES, add, **point, value="ask Jo").status_code == 422
    assert client.fill(PARTIES, add, **point, value="360-555-0199").status_code == 303
    page = words_of(client, PARTIES)
    assert "differs from L&amp;I" in page
    assert "differs from ours" in page
    assert "Do not call" in page
    assert f"{add}/{told}/end" not in page
    with house.app.app_context():
        own = one(select(ContactPoint.id).where(ContactPoint.source == "by_hand"))
    assert client.fill(PARTIES, f"{add}/{own}/end").status_code == 303
    page = words_of(client, PARTIES)
    assert "differs" not in page
    assert "Ended (1)" in page
