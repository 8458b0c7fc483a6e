"""People of the demonstration sign in, and every page of theirs answers."""

import pytest
from flask import Flask
from sqlalchemy import select

from ohms.config import DEMO_PASSWORD
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import StaffMember
from tests.house import one
from tests.pages import CheckedClient
from tests.simulator.loaded import as_it_stands

CASEWORK = ("/", "/claims", "/tasks", "/time", "/workload")


def signed_in(app: Flask, username: str) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    answer = client.fill("/login", username=username, password=DEMO_PASSWORD)
    assert answer.status_code == 303
    return client


@pytest.mark.parametrize(
    "username", ["puget.hsc1", "puget.assistant1", "cascade.hsc2", "inland.supervisor"]
)
@pytest.mark.parametrize("path", CASEWORK)
def test_people_at_work_find_their_pages(demonstration: Flask, username: str, path: str) -> None:
    client = signed_in(demonstration, username)
    answer = client.get(path, follow_redirects=True)
    supervises = username.endswith("supervisor")
    allowed = (200, 403) if supervises and path == "/time" else (200,)
    assert answer.status_code in allowed


@pytest.mark.parametrize("username", ["lni.contract", "lni.stayatwork", "admin", "puget.privacy"])
def test_everybody_else_finds_a_first_page(demonstration: Flask, username: str) -> None:
    assert signed_in(demonstration, username).get("/").status_code == 200


def test_the_contract_manager_sees_the_workload_of_every_centre(demonstration: Flask) -> None:
    client = signed_in(demonstration, "lni.contract")
    for slug in ("cascade", "puget", "inland"):
        assert client.get(f"/workload?cohe={slug}").status_code == 200


def test_a_coordinator_opens_a_claim_of_theirs_and_no_foreign_one(demonstration: Flask) -> None:
    with as_it_stands(demonstration):
        mine = (
            select(Claim.claim_number)
            .join(
                ProviderAssignment,
                ProviderAssignment.provider_id == Claim.initiating_provider_id,
            )
            .join(StaffMember, StaffMember.id == ProviderAssignment.staff_id)
            .where(ProviderAssignment.to_on.is_(None), Claim.last_contact_on.is_not(None))
            .order_by(Claim.last_contact_on.desc(), Claim.id)
            .limit(1)
        )
        own = one(mine.where(StaffMember.username == "puget.hsc1"))
        foreign = one(mine.where(StaffMember.username == "cascade.hsc1"))
    client = signed_in(demonstration, "puget.hsc1")
    page = client.get(f"/claims/{own}")
    assert page.status_code == 200
    assert own in page.get_data(as_text=True)
    assert client.get(f"/claims/{foreign}").status_code == 404
