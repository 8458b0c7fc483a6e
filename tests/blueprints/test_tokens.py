"""One's own tokens: made, shown once, used, revoked."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.api_tokens import make_token
from ohms.commands.sign_in import hash_token
from ohms.domain.api_tokens import MOST_AT_ONCE, TokenScope
from ohms.domain.errors import RuleBroken
from ohms.models.api_tokens import ApiToken
from ohms.models.audit import AuditEntry
from tests.api import Program
from tests.blueprints.signing_in import as_person
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient

HERE = "/account/tokens"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def test_a_token_is_shown_once_works_and_is_revoked(client: CheckedClient, house: House) -> None:
    as_person(client, "lni.stayatwork")
    assert f'href="{HERE}"' in client.get("/settings").text
    refused = client.fill(HERE, HERE, name="Our program", your_password=PASSWORD)
    assert (refused.status_code, "Choose what" in refused.text) == (422, True)
    said: dict[str, str | list[str]] = {"name": "Our program", "scopes": ["referrals.read"]}
    wrong = client.fill(HERE, HERE, **said, your_password="not mine at all")
    assert (wrong.status_code, "Enter your own password" in wrong.text) == (422, True)
    made = client.fill(HERE, HERE, **said, your_password=PASSWORD)
    found = re.search(r"ohms_[\w-]{43}", made.text)
    assert made.status_code == 201
    assert found is not None
    program = Program(house.app, found[0])
    assert found[0] not in client.get(HERE).text
    assert ">never<" in client.get(HERE).text
    assert program.call("GET", "/api/v1/fhir/Task").status_code == 200
    assert ">never<" not in client.get(HERE).text
    with house.app.app_context():
        token: ApiToken = one(select(ApiToken))
        assert (token.token_hash, token.scopes) == (hash_token(found[0]), "referrals.read")
        assert count_of(AuditEntry, AuditEntry.action == "make_token") == 1
    assert client.fill(HERE, f"{HERE}/{token.id}/revoke").status_code == 303
    assert program.call("GET", "/api/v1/fhir/Task").status_code == 401
    assert as_person(client, "lni.riskmanagement").get(HERE).status_code == 200
    assert client.post(f"{HERE}/{token.id}/revoke").status_code in (400, 404)


def test_a_token_is_for_what_its_person_may_and_ends_within_a_year(house: House) -> None:
    with house.app.app_context():
        desk, admin = house.actor("lni.stayatwork"), house.actor("admin")
        scopes, day = {TokenScope.REFERRALS_READ}, date(2026, 12, 1)
        for actor, name, wanted, expires_on, field in (
            (desk, " ", scopes, day, "name"),
            (desk, "x" * 81, scopes, day, "name"),
            (desk, "Ours", set(), day, "scopes"),
            (admin, "Ours", scopes, day, "scopes"),
            (desk, "Ours", scopes, date(2026, 11, 24), "expires_on"),
            (desk, "Ours", scopes, date(2027, 11, 25), "expires_on"),
        ):
            with pytest.raises(RuleBroken) as refused:
                make_token(actor, name, wanted, expires_on, key="a key")
            assert refused.value.field == field
        assert make_token(desk, "Ours", scopes, date(2027, 11, 24), key="key 0")
        assert make_token(desk, "Ours", scopes, date(2027, 11, 24), key="key 0") is None
        for number in range(1, MOST_AT_ONCE):
            make_token(desk, "Ours", scopes, day, key=f"key {number}")
        with pytest.raises(RuleBroken, match="Revoke one first"):
            make_token(desk, "Ours", scopes, day, key="one more")
