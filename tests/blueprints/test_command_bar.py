"""What the search's field answers while one types: whom it tells what, and what it records."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.queries.guard import unscoped
from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.searchable import add_note
from tests.statements import counted

MOST_STATEMENTS = 8  # the session's reading and the audit's writing included


@pytest.fixture(autouse=True)
def today(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def offered(client: CheckedClient, q: str, bar: str = "/search/bar") -> dict[str, list[str]]:
    answer = client.get(bar, query_string={"q": q})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    return {
        group["name"]: [
            f"{each['text']} ({each['detail']}) {each['href']}" for each in group["options"]
        ]
        for group in answer.json or []
    }


def test_claims_people_pages_and_actions_are_offered_within_ones_sight(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_note(house, "AL10001", "Asked about heron watching.")
    as_person(client, "alder.hsc1")
    assert offered(client, "al100")["Claims"][0] == ("AL10001 (WorkerAL10001, Jo) /claims/AL10001")
    assert "not on your list" in " ".join(offered(client, "al100")["Claims"])
    assert offered(client, "triage") == {
        "Actions": ["Decide at triage () /triage"],
        "Pages": ["Triage () /triage", "Triage weights () /admin/triage"],
    }
    assert "Log a call () /calls/new" in offered(client, "")["Actions"]
    for told_nothing in ("heron", "BI1", "WorkerBI"):
        assert offered(client, told_nothing) == {}
    assert "/admin/accounts" not in str(offered(client, "accounts"))
    as_person(client, "birch.hsc1")
    assert offered(client, "AL10001") == {}
    assert offered(client, "BI1")["Claims"]


def test_adding_a_cohe_leads_to_the_form_itself(client: CheckedClient, house: House) -> None:
    as_person(client, "admin")
    assert offered(client, "add cohe", "/pages/bar")["Actions"] == [
        "Add a COHE () /help/start#add-cohe"
    ]


def test_what_was_offered_is_recorded_and_asked_in_few_statements(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    with counted(house.app) as statements:
        offered(client, "workeral10001")
    assert len(statements) <= MOST_STATEMENTS, statements
    with house.app.app_context(), unscoped("a test looks"):
        entry = (
            db.session.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
        )
        assert entry is not None
        assert (entry.action, entry.result, entry.claim_ids) == (
            "search_claims",
            "done",
            str(house.claim["AL10001"]),
        )
        assert "workeral" not in str(entry.detail)
    as_person(client, "admin")
    assert client.get("/search/bar?q=AL10001").status_code in (403, 404)


@pytest.mark.parametrize(
    ("username", "typed", "action", "page"),
    [
        ("lni.contract", "contract", "Decide on a contract setting", "/admin/contract"),
        ("lni.stayatwork", "referral", "Take up a referral", "/desk"),
        ("admin", "account", "Add an account", "/admin/accounts"),
        ("alder.privacy", "look", "Write what came of a look", "/admin/audit/looks"),
    ],
)
def test_who_sees_no_claim_finds_pages_and_actions(
    username: str, typed: str, action: str, page: str, client: CheckedClient, house: House
) -> None:
    start = as_person(client, username).get("/").text
    assert 'action="/pages"' in start
    assert 'data-find="/pages/bar"' in start
    assert f"{action} () {page}" in offered(client, typed, "/pages/bar")["Actions"]
    for told_nothing in ("AL10001", "WorkerAL", "log a call"):
        assert offered(client, told_nothing, "/pages/bar") == {}
    listed = client.get("/pages").text
    assert action in listed
    assert "Write a task" not in listed
    assert client.get("/pages", query_string={"q": action}).location == page
    assert "Nothing of yours is called so" in client.get("/pages?q=AL10001").text
