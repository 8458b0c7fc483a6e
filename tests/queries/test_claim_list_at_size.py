"""The work of the claim list grows with what it shows, never with the database."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.values import AccidentKind, ClaimStatus, Fund, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.workers import Worker
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.statements import counted

CLAIMS = 15_000
MOST_STATEMENTS = 12


def fill(house: House, claims: int) -> None:
    """`claims` further claims of alder, spread over its two providers and a year of days."""
    with house.app.app_context(), bulk_unit("fill", None) as unit:
        unit.entries.append(Entry("fill"))
        db.session.execute(insert(Worker), [_worker(house, n) for n in range(claims)])
        db.session.execute(insert(Claim), [_claim(house, n) for n in range(claims)])


def _worker(house: House, n: int) -> dict[str, Any]:
    return {
        "id": 1000 + n,
        "cohe_id": house.cohe["alder"],
        "last_name": f"Name{n % 977}",
        "first_name": "Jo",
        "search_name": f"name{n % 977} jo",
    }


def _claim(house: House, n: int) -> dict[str, Any]:
    provider = house.provider[f"alder.{1 + n % 2}"]
    injured = date(2025, 11, 1) + timedelta(days=n % 365)
    return {
        "claim_number": f"A{100000 + n}",
        "cohe_id": house.cohe["alder"],
        "worker_id": 1000 + n,
        "employer_id": house.employer["Mill"],
        "initiating_provider_id": provider,
        "attending_provider_id": provider,
        "status": ClaimStatus.ALLOWED,
        "fund": Fund.STATE_FUND,
        "accident_kind": AccidentKind.INJURY,
        "injury_on": injured,
        "initiated_on": injured,
        "work_status": WorkStatus.UNKNOWN,
        "next_due_by": injured + timedelta(days=n % 60) if n % 3 else None,
    }


def test_the_claim_list_asks_as_little_of_fifteen_thousand_claims_as_of_three(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    addresses = [
        f"/claims?scope={scope}&per_page={rows}&sort={sort}"
        for scope in ("mine", "cohe")
        for rows in (25, 50, 100)
        for sort in ("next_due", "-worker")
    ]
    few = [_statements(client, house, address) for address in addresses]
    fill(house, CLAIMS)
    many = [_statements(client, house, address) for address in addresses]
    assert few == many
    assert max(many) <= MOST_STATEMENTS


@pytest.mark.parametrize("sort", ["next_due", "-next_due"])
def test_the_total_of_a_long_list_is_exact(client: CheckedClient, house: House, sort: str) -> None:
    fill(house, 5_000)
    page = as_person(client, "alder.supervisor").get(f"/claims?scope=cohe&sort={sort}").text
    assert "1–50 of 5,003" in page


def _statements(client: CheckedClient, house: House, address: str) -> int:
    with counted(house.app) as statements:
        assert client.get(address).status_code == 200
    return len(statements)
