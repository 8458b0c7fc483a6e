"""Who looked at one claim, and by which way, as supervisor and privacy officer read it."""

from collections.abc import Callable
from datetime import date

import pytest

from ohms.commands.audit import Entry
from ohms.commands.break_glass import break_glass
from ohms.commands.unit_of_work import record_reading
from ohms.domain.access import Permission
from ohms.web.forms import new_key
from tests.blueprints.signing_in import as_person
from tests.covering import put_cover
from tests.house import PASSWORD, House
from tests.html_tree import read_html
from tests.pages import CheckedClient
from tests.statements import counted

HERE, REASON = "/admin/audit/claims/BI10001", "An emergency room asks about the last visit."


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture
def looked_at(client: CheckedClient, house: House) -> CheckedClient:
    """A claim that its cover opened and printed, a colleague exported, and a stranger broke open."""
    with house.app.app_context():
        put_cover(house, "birch.hsc1", date(2026, 11, 23), date(2026, 11, 27))
        claim, cohe = house.claim["BI10001"], house.cohe["birch"]
        for entry in (
            Entry("print_notes", "claim", claim, claim, cohe_id=cohe),
            Entry("export_claims", claim_ids=(claim,), cohe_id=cohe),
        ):
            actor = house.actor("birch.hsc2")
            record_reading(actor, entry, actor.position_for(Permission.CLAIM_READ))
        break_glass(house.actor("alder.hsc1"), "BI10001", REASON, PASSWORD, key=new_key())
    as_person(client, "alder.hsc1")
    assert client.get("/claims/BI10001").status_code == 200
    return client


def lines_of(client: CheckedClient, address: str = HERE) -> list[str]:
    root, _ = read_html(client.get(address).text)
    return [" ".join(row.text.split()) for body in root.all("tbody") for row in body.all("tr")]


@pytest.mark.parametrize("username", ["birch.supervisor", "birch.privacy"])
def test_who_looked_and_by_which_way_stands_in_plain_words(
    looked_at: CheckedClient, username: str
) -> None:
    as_person(looked_at, username)
    opened, broke, *lines = lines_of(looked_at)
    assert all("Rosa Alvarez of alder" in line and REASON in line for line in (opened, broke))
    assert "Timeline opened" in opened
    assert "Opened by break-glass" in broke
    assert {"Notes opened to print", "Claim list exported"} == {
        said
        for line in lines
        for said in ("Notes opened to print", "Claim list exported")
        if said in line and "Cover for" in line
    }
    with counted(looked_at.application) as statements:
        assert looked_at.get(HERE).status_code == 200
    assert len(statements) <= 12, str(statements)
    assert "Who looked, opened" in lines_of(looked_at)[0], "this page too is a look"
    assert HERE in looked_at.get("/admin/audit?claim=BI10001").text


def test_nobody_else_reads_who_looked(looked_at: CheckedClient) -> None:
    for username, answer in {
        "alder.supervisor": 404,
        "alder.privacy": 404,
        "birch.hsc1": 403,
        "birch.assistant1": 404,
        "admin": 404,
    }.items():
        assert as_person(looked_at, username).get(HERE).status_code == answer, username


def test_a_broken_glass_is_named_on_the_weekly_list(looked_at: CheckedClient) -> None:
    as_person(looked_at, "birch.privacy")
    (line,) = [row for row in lines_of(looked_at, "/admin/audit/looks") if "Alvarez" in row]
    assert "BI10001 by break-glass" in line
