"""The record of acts: whose each role reads, and whether a claim's number is told."""

import hashlib
import json
import re

import pytest
from sqlalchemy import select, update

import ohms.queries.audit
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.web.acts import acts_meant
from tests.architecture.rows import add_rows
from tests.blueprints.signing_in import as_person
from tests.house import PASSWORD, House, known
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
    opened = [line for line in lines_of(looked_at, claim="AL10001") if "Timeline opened" in line]
    listed = [line for line in lines_of(looked_at, claim="AL10001") if "Claims listed" in line]
    assert (len(opened), len(listed)) == ((1, 1) if finds else (0, 0))
    assert all("AL10001" in line and "Rosa Alvarez of alder" in line for line in opened)
    assert not any("Timeline opened" in line for line in lines_of(looked_at, claim="BI10001"))


def test_administrators_read_of_sign_ins_and_never_of_claims(looked_at: CheckedClient) -> None:
    as_person(looked_at, "admin")
    lines = lines_of(looked_at)
    assert any("Sign in" in line for line in lines)
    assert not any("AL10001" in line or "Timeline opened" in line for line in lines)
    assert looked_at.get(f"{HERE}.csv").status_code == 403


def test_an_act_is_asked_for_by_its_words_by_some_of_them_or_by_its_own_name(
    looked_at: CheckedClient,
) -> None:
    as_person(looked_at, "alder.supervisor")
    by_name = lines_of(looked_at, action="read_claim")
    assert len(by_name) == 1
    assert "Timeline opened" in by_name[0]
    for typed in ("Timeline opened", "timeline", "open timel", "Claim opened"):  # as it was called
        assert lines_of(looked_at, action=typed) == by_name, typed
    assert len(lines_of(looked_at, action="claims")) >= 1
    assert "Nothing was recorded" in looked_at.get(HERE, query_string={"action": "Flew"}).text
    page = looked_at.get(HERE, query_string={"action": "read_claim"}).text
    assert 'value="Timeline opened"' in page.partition("<datalist")[0]
    offered = re.findall(r"<option>([^<]*)</option>", page.partition("<datalist")[2])
    assert {"Timeline opened", "Sign note", "Sign in", "Tasks exported"} <= set(offered)
    assert not [each for each in offered if "_" in each]


def test_what_was_refused_and_what_an_earlier_version_wrote_is_found_as_it_reads(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context(), bulk_unit("earlier version", None) as unit:
        unit.entries.append(Entry("sort_papers", cohe_id=house.cohe["alder"]))
    as_person(client, "alder.hsc1")
    for number, reason in (("BI99999", "The worker called our clinic about it"), ("BI10001", "")):
        told = {"claim_number": number, "reason": reason, "password": PASSWORD}
        assert client.fill("/break-glass", "/break-glass", **told).status_code == 422
    as_person(client, "alder.privacy")
    every = lines_of(client)
    for words in ("Break glass", "Break glass: open claim", "Sort papers"):
        meant = [line for line in every if f"{words} –" in line]
        assert meant, words
        assert lines_of(client, action=words) == meant, words


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
    assert "none of those" not in looked_at.get(f"{HERE}?who=lni.stayatwork").text, "a desk of L&I"
    unmeant = looked_at.get(f"{HERE}?who=nobody&from=2020-01-01").text
    assert unmeant.count("“nobody” is none of those to choose from.") == 2
    assert f"{HERE}.csv" not in unmeant
    assert looked_at.get(f"{HERE}.csv?who=nobody").status_code == 422, "not that they saw nothing"


def test_what_was_seen_is_told_when_the_claim_went_to_another_centre_and_its_end_is_recorded(
    looked_at: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ohms.queries.audit, "ENTRIES_AT_ONCE", 2)
    with house.app.app_context(), bulk_unit("move", None):
        moves = update(Claim).where(Claim.claim_number == "AL10001")
        db.session.execute(moves.values(cohe_id=house.cohe["birch"]))
    as_person(looked_at, "alder.privacy")
    answer = looked_at.get(f"{HERE}.csv?who=alder.hsc1")
    lines = answer.text.splitlines()[1:]
    assert any("read_claim,AL10001,itself,done" in line for line in lines)
    assert sum("AL10001" in line for line in lines_of(looked_at, claim="AL10001")) >= 1
    with house.app.app_context():
        found = (AuditEntry.action == "export_audit", AuditEntry.result == "done")
        told = json.loads(known(select(AuditEntry.detail).where(*found)))
        showed = known(select(AuditEntry.claim_ids).where(*found)).split(",")
    assert told == {"lines": len(lines), "sha256": hashlib.sha256(answer.data).hexdigest()}
    assert str(house.claim["AL10001"]) in showed


def test_a_desks_list_stands_in_the_record_of_each_centre_whose_claims_it_showed(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for slug in ("alder", "birch"):
            add_rows(house, slug)
    as_person(client, "lni.stayatwork")
    assert client.get("/desk?queue=open").status_code == 200
    for slug, number in (("alder", "AL10002"), ("birch", "BI10002")):
        as_person(client, f"{slug}.privacy")
        (line,) = [each for each in lines_of(client, claim=number) if "Desk listed" in each]
        assert "1 in a list" in line


def test_what_an_act_was_called_before_still_finds_it(house: House) -> None:
    with house.app.app_context():
        assert acts_meant("Absences listed") == ("list_absences",)
        assert acts_meant("absences list")[0] == "list_absences"
        assert acts_meant("Own sessions listed") == ("list_own_sessions",)


@pytest.mark.parametrize("nobody", ["zed.nobody", "12345"])
def test_a_person_whom_nobody_is_called_is_told_beside_the_field(
    looked_at: CheckedClient, nobody: str
) -> None:
    as_person(looked_at, "alder.supervisor")
    text = looked_at.get(HERE, query_string={"who": nobody}).text
    assert f"“{nobody}” is none of those to choose from." in text
    assert "none of those" not in looked_at.get(HERE, query_string={"who": "alder.hsc1"}).text


def test_whose_acts_are_asked_for_is_no_filter_of_ones_own_record(looked_at: CheckedClient) -> None:
    as_person(looked_at, "alder.hsc1")
    assert any("Timeline opened" in line for line in lines_of(looked_at, who="alder.hsc2"))


def test_l_and_is_contract_manager_has_no_audit(looked_at: CheckedClient) -> None:
    assert as_person(looked_at, "lni.contract").get(HERE).status_code == 403
