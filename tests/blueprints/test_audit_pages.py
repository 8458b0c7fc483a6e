"""The record of acts: whose each role reads, and whether a claim's number is told."""

import pytest

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.html_tree import read_html
from tests.pages import CheckedClient

HERE = "/admin/audit"


def lines_of(client: CheckedClient, **asked: str) -> list[str]:
    """The text of each row of the record."""
    root, _ = read_html(client.get(HERE, query_string=asked).text)
    return [" ".join(row.text.split()) for body in root.all("tbody") for row in body.all("tr")]


@pytest.fixture
def looked_at(client: CheckedClient, house: House) -> CheckedClient:
    """A claim opened by its coordinator, one of the other centre by theirs, and a list."""
    for username, number in (("alder.hsc1", "AL10001"), ("birch.hsc1", "BI10001")):
        as_person(client, username)
        assert client.get(f"/claims/{number}").status_code == 200
        assert client.get("/claims?scope=cohe").status_code == 200
    return client


@pytest.mark.parametrize(
    ("username", "finds"),
    [
        ("alder.supervisor", True),
        ("alder.privacy", True),
        ("alder.hsc1", True),
        ("alder.hsc2", False),
        ("lni.stayatwork", False),
        ("admin", False),
    ],
)
def test_who_opened_a_claim_and_in_whose_lists_it_stood(
    looked_at: CheckedClient, username: str, finds: bool
) -> None:
    as_person(looked_at, username)
    opened = [line for line in lines_of(looked_at, claim="AL10001") if "Read claim" in line]
    listed = [line for line in lines_of(looked_at, claim="AL10001") if "List claims" in line]
    assert (len(opened), len(listed)) == ((1, 1) if finds else (0, 0))
    assert all("AL10001" in line and "Rosa Alvarez of alder" in line for line in opened)
    assert not any("Read claim" in line for line in lines_of(looked_at, claim="BI10001"))


def test_administrators_read_of_sign_ins_and_never_of_claims(looked_at: CheckedClient) -> None:
    as_person(looked_at, "admin")
    lines = lines_of(looked_at)
    assert any("Sign in" in line for line in lines)
    assert not any("AL10001" in line or "Read claim" in line for line in lines)
    assert looked_at.get(f"{HERE}.csv").status_code == 403


def test_what_somebody_saw_is_exported_claim_by_claim(looked_at: CheckedClient) -> None:
    as_person(looked_at, "alder.privacy")
    told = looked_at.get(f"{HERE}.csv?who=alder.hsc1").text
    assert "read_claim,AL10001,itself,done" in told
    assert {
        n for n in ("AL10001", "AL10002", "AL10003") if f"list_claims,{n},in a list" in told
    } == {
        "AL10001",
        "AL10002",
        "AL10003",
    }
    assert "BI1000" not in told
    assert looked_at.get(f"{HERE}?who=nobody&from=2020-01-01").status_code == 200


def test_l_and_is_contract_manager_has_no_audit(looked_at: CheckedClient) -> None:
    assert as_person(looked_at, "lni.contract").get(HERE).status_code == 403
