"""The claim list sorted by triage's score: the sum of the reasons, worked out for the list."""

from collections.abc import Callable
from datetime import date

import pytest

from ohms.domain.values import Coordination
from ohms.queries import claim_scores
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim
from tests.pages import CheckedClient
from tests.tasks import next_link, row_links, said
from tests.triage import pay_time_loss


@pytest.fixture(autouse=True)
def _listed(house: House, clock: Callable[[str], None]) -> None:
    """Seven claims of hsc1, one of them with time loss, two where our work has ended."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        for number in range(5):
            name = f"AL2000{number}"
            ended = {"coordination": Coordination.CLOSED, "close_reason": "not_needed"}
            house.claim[name] = add_claim(
                house,
                "alder",
                name,
                provider="alder.1",
                established_on=date(2026, 11, 20),
                **(ended if number > 2 else {}),
            )
        pay_time_loss(house, "AL20001", date(2026, 11, 2), date(2026, 11, 8))


def numbers(page: str) -> list[str]:
    return [link.rpartition("/")[2] for link in row_links(page)]


def test_the_best_stand_first_backwards_and_what_has_ended_last(client: CheckedClient) -> None:
    hsc = as_person(client, "alder.hsc1")
    page = hsc.get("/claims?sort=-score").text
    best = ["AL20001", "AL10002", "AL10001", "AL20002", "AL20000", "AL20003", "AL20004"]
    assert numbers(page) == best
    assert "AL20001 40Worker" in said(page)
    least = ["AL20000", "AL20002", "AL10001", "AL10002", "AL20001", "AL20003", "AL20004"]
    assert numbers(hsc.get("/claims?sort=score").text) == least
    export = hsc.get("/claims.csv?sort=-score").text.splitlines()[1:]
    assert [line.partition(",")[0] for line in export] == best


def test_a_list_by_score_is_walked_by_cursor(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        for number in range(60):
            state = Coordination.CLOSED if number % 2 else Coordination.ACTIVE
            add_claim(
                house,
                "alder",
                f"AL3{number:04}",
                provider="alder.1",
                coordination=state,
                established_on=date(2026, 11, 20) if number % 3 else date(2026, 11, 3),
            )
    for sort in ("score", "-score"):
        hsc, seen = as_person(client, "alder.hsc1"), []
        href: str | None = f"/claims?sort={sort}&per_page=25"
        while href is not None:
            page = hsc.get(href).text
            seen += numbers(page)
            href = next_link(page)
        assert len(seen) == len(set(seen)) == 67


def test_more_open_claims_than_are_scored_stand_in_the_usual_order_and_the_page_says_so(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    hsc = as_person(client, "alder.hsc1")
    monkeypatch.setattr(claim_scores, "MOST_SCORED", 5)
    assert "narrow the list" not in hsc.get("/claims?sort=-score").text
    monkeypatch.setattr(claim_scores, "MOST_SCORED", 4)
    page = hsc.get("/claims?sort=-score").text
    assert "open claims are listed: narrow the list to sort it by score." in page
    assert numbers(page) == numbers(hsc.get("/claims").text)
