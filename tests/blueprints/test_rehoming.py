"""L&I corrects who initiated a claim: its supervisors are asked, shown what follows, and decide."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from ohms.commands.tasks import write_task
from ohms.models.claims import Claim
from ohms.models.feed import FeedChange, FeedRun, RehomingProposal
from ohms.models.tasks import Task
from ohms.queries.checks import recompute
from ohms.queries.period_sums import claims_within
from ohms.queries.rounds import ask
from ohms.queries.staffing import initiated
from tests.blueprints.signing_in import as_person
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, said

TOLD_AT = datetime(2026, 11, 23, 18, tzinfo=UTC)
PAGE = "/rehoming/1"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def propose(house: House, provider: str, on: date) -> None:
    with house.app.app_context():
        run = house.add(
            FeedRun,
            kind="claims",
            file_name="claims.csv",
            sha256="0" * 64,
            as_of_on=date(2026, 11, 23),
            state="done",
            started_at=TOLD_AT,
        )
        house.add(
            RehomingProposal,
            run_id=run,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            initiating_provider_id=house.provider[provider],
            initiated_on=on,
            proposed_at=TOLD_AT,
        )


def claim_of(house: House) -> Claim:
    found: Claim = one(select(Claim).where(Claim.id == house.claim["AL10001"]))
    return found


def counted(house: House, slug: str) -> int:
    """Claims that count as initiated in the centre this quarter."""
    quarter = (date(2026, 10, 1), date(2026, 12, 31))
    claims = initiated(house.actor(f"{slug}.supervisor"), house.cohe[slug])
    return ask(claims_within(claims, [quarter], quarter))[0][0]


def faults() -> list[str]:
    return [each.invariant.name for each in recompute(date(2026, 11, 24)) if each.findings]


def test_within_a_cohe_its_supervisor_confirms_and_list_and_count_follow(
    client: CheckedClient, house: House
) -> None:
    propose(house, "alder.2", date(2026, 11, 9))
    with house.app.app_context():
        hsc1 = house.actor("alder.hsc1")
        write_task(hsc1, house.claim["AL10001"], title="Call the mill", due_by=date(2026, 12, 1))
    assert as_person(client, "alder.hsc1").get(PAGE).status_code == 403
    assert as_person(client, "birch.supervisor").get(PAGE).status_code == 404
    as_person(client, "alder.supervisor")
    assert 'href="/rehoming/1"' in client.get("/").text
    page = said(client.get(PAGE).text)
    assert (
        "Confirmed, the claim goes to the list of Tam Nguyen of alder with its open tasks." in page
    )
    assert "The count of claims initiated stays as it is." in page
    assert client.fill(PAGE, f"{PAGE}/confirm").status_code == 303
    assert "Changed initiations" not in client.get("/").text
    assert "Confirmed by Mika Ito of alder" in said(client.get(PAGE).text)
    with house.app.app_context():
        claim = claim_of(house)
        assert claim.initiating_provider_id == house.provider["alder.2"]
        assert claim.initiated_on == date(2026, 11, 9)
        assert one(select(Task.owner_id)) == house.staff["alder.hsc2"]
        assert count_of(FeedChange) == 2
        assert faults() == []
    again = client.post(f"{PAGE}/confirm", data={"csrf_token": csrf(client, PAGE)})
    assert (again.status_code, "This was confirmed already." in again.text) == (422, True)


def test_a_claim_of_another_cohe_goes_when_both_supervisors_confirm(
    client: CheckedClient, house: House
) -> None:
    propose(house, "birch.1", date(2026, 11, 9))
    as_person(client, "alder.supervisor")
    page = said(client.get(PAGE).text)
    assert "leaves the count of Q4 2026 of Alder COHE and enters Q4 2026 of Birch COHE" in page
    assert "is asked after you" in page
    assert client.fill(PAGE, f"{PAGE}/confirm").status_code == 303
    assert "Waits for another COHE" in said(client.get(PAGE).text)
    with house.app.app_context():
        assert claim_of(house).cohe_id == house.cohe["alder"]
        before = counted(house, "alder"), counted(house, "birch")
    as_person(client, "birch.supervisor")
    page = said(client.get(PAGE).text)
    assert "AL10001" in page
    assert "/claims/AL10001" not in client.get(PAGE).text
    assert client.get("/claims/AL10001").status_code == 404
    assert client.fill(PAGE, f"{PAGE}/confirm").status_code == 303
    assert client.get("/claims/AL10001").status_code == 200
    with house.app.app_context():
        claim = claim_of(house)
        assert (claim.cohe_id, claim.initiated_cohe_id) == (house.cohe["birch"], None)
        assert claim.assigned_to_id is None
        assert (counted(house, "alder"), counted(house, "birch")) == (before[0] - 1, before[1] + 1)
        assert faults() == []


def test_a_refusal_says_why_and_changes_nothing(client: CheckedClient, house: House) -> None:
    propose(house, "alder.2", date(2026, 11, 9))
    as_person(client, "alder.supervisor")
    without = client.fill(PAGE, f"{PAGE}/refuse", reason=" ")
    assert (without.status_code, "Enter why, in a few words" in without.text) == (422, True)
    done = client.fill(PAGE, f"{PAGE}/refuse", reason="The report is signed by the first one")
    assert done.status_code == 303
    page = said(client.get(PAGE).text)
    assert "Refused by Mika Ito of alder" in page
    assert "The report is signed by the first one" in page
    assert "Your decision" not in page
    with house.app.app_context():
        assert claim_of(house).initiating_provider_id == house.provider["alder.1"]
        assert count_of(FeedChange) == 0
