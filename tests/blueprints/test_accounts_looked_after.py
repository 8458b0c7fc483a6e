"""Accounts looked after: added, invited by a link used once, signed out, closed and opened again."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from ohms.commands.account_care import LAST_ADMINISTRATOR, LINK_ENDED, take_up_account
from ohms.commands.sign_in import Refused, sign_in
from ohms.domain.errors import RuleBroken
from ohms.models.account_links import AccountLink
from ohms.models.api_tokens import ApiToken
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import OutboxMessage
from ohms.models.staff import StaffMember
from ohms.web.forms import CARRIED_OUT_OTHERWISE
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import PASSWORD, House, count_of, one
from tests.pages import CheckedClient

HERE = "/admin/accounts"
NEW = "seven green herons at dawn"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def act(client: CheckedClient, staff_id: int, what: str) -> str:
    """Do one act to an account, with one's own password; the text of the answer."""
    page = f"{HERE}/{staff_id}"
    answer = client.fill(page, page, act=what, your_password=PASSWORD)
    return answer.text if answer.status_code != 303 else "done"


def link_in(text: str) -> str:
    found = re.search(r"/welcome\?token=([\w-]{43})", text)
    assert found is not None
    return found[1]


def test_somebody_is_added_invited_closed_and_opened_again(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    as_person(client, "admin")
    said = {"username": "alder.hsc9", "name": "Nell Marsh", "role": "hsc", "cohe": "alder"}
    wrong = client.fill(HERE, HERE, **said, weekly_minutes="2400", your_password="not mine")
    assert (wrong.status_code, "Enter your own password" in wrong.text) == (422, True)
    added = client.fill(HERE, HERE, **said, weekly_minutes="2400", your_password=PASSWORD)
    assert (added.status_code, "Has not come yet" in added.text) == (201, True)
    assert "Added. Copy their one-time link now" in added.text
    with house.app.app_context():
        staff_id = one(select(StaffMember.id).where(StaffMember.username == "alder.hsc9"))
    assert f'action="{HERE}/{staff_id}"' in added.text
    first, token = link_in(added.text), link_in(act(client, staff_id, "link"))

    stranger = house.app.test_client()
    assert isinstance(stranger, CheckedClient)
    page = f"/welcome?token={token}"
    assert "at least 15" in stranger.fill(page, page, password="short", again_password="short").text
    assert stranger.fill(page, page, password=NEW, again_password=NEW).location == "/login"
    with house.app.app_context():
        for ended in (first, token, "guessed"):
            with pytest.raises(RuleBroken, match="used already") as refused:
                take_up_account(ended, NEW, NEW)
            assert refused.value.message == LINK_ENDED
        assert isinstance(sign_in("alder.hsc9", NEW, None), str)
    late = link_in(act(client, staff_id, "link"))
    assert act(client, staff_id, "close") == "done"
    with house.app.app_context():
        assert isinstance(sign_in("alder.hsc9", NEW, None), Refused)
        with pytest.raises(RuleBroken, match="used already"):
            take_up_account(late, NEW, NEW)
    assert act(client, staff_id, "open") == "done"
    slow = link_in(act(client, staff_id, "link"))
    clock("2026-11-27T12:00:00-08:00")
    with house.app.app_context():
        assert isinstance(sign_in("alder.hsc9", NEW, None), str)
        with pytest.raises(RuleBroken, match="used already"):
            take_up_account(slow, NEW, NEW)
        assert count_of(AuditEntry, AuditEntry.action == "issue_link") == 4


def test_who_is_added_by_a_double_press_is_added_once_and_their_link_is_shown_all_the_same(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "admin")
    said = {"username": "alder.hsc9", "name": "Nell Marsh", "role": "hsc", "cohe": "alder"}
    form = posting_form(client.get(HERE).text, HERE).filled_in(
        {**said, "weekly_minutes": "2400", "your_password": PASSWORD, "invite": "link"}
    )
    first, second = client.post(HERE, data=form), client.post(HERE, data=form)
    assert (first.status_code, second.status_code) == (201, 201)
    assert client.post(HERE, data={**form, "your_password": "not mine"}).status_code == 422
    with house.app.app_context():
        assert count_of(StaffMember, StaffMember.username == "alder.hsc9") == 1
        with pytest.raises(RuleBroken, match="used already"):
            take_up_account(link_in(first.text), NEW, NEW)
        take_up_account(link_in(second.text), NEW, NEW)
    late = client.post(HERE, data=form)
    assert late.status_code == 303, "who has come needs no link"
    assert "Added before" in client.get(str(late.location)).text
    as_person(client, "admin")
    none = posting_form(client.get(HERE).text, HERE).filled_in(
        {
            **said,
            "username": "nell2",
            "weekly_minutes": "2400",
            "your_password": PASSWORD,
            "invite": "none",
        }
    )
    assert {client.post(HERE, data=none).status_code for _ in "ab"} == {303}
    for differing in (
        {"username": "bob.second", "name": "Bob Second"},
        {"name": "Nell Marsh-Lee"},
        {"role": "supervisor"},
        {"invite": "link"},
    ):
        refused = client.post(HERE, data={**none, **differing})
        assert refused.status_code == 422, differing
        assert CARRIED_OUT_OTHERWISE in refused.text
    with house.app.app_context():
        assert count_of(StaffMember, StaffMember.name.startswith("Bob")) == 0
        assert count_of(AccountLink, AccountLink.ended_at.is_(None)) == 0


def test_who_is_added_is_mailed_their_link_in_the_same_act_or_nobody_is_added(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(house.app.config, "MAILED_ADDRESS", "https://ohms.example.org")
    as_person(client, "admin")
    said = {"username": "alder.hsc9", "name": "Nell Marsh", "role": "hsc", "cohe": "alder"}
    given = {"weekly_minutes": "2400", "your_password": PASSWORD}
    nowhere = client.fill(HERE, HERE, **said, **given)
    assert (nowhere.status_code, "Enter where the link is to go" in nowhere.text) == (422, True)
    with house.app.app_context():
        assert count_of(StaffMember, StaffMember.username == "alder.hsc9") == 0
    added = client.fill(HERE, HERE, **said, **given, email="nell@example.org")
    assert added.status_code == 303
    assert "goes out with the next messages" in client.get(str(added.location)).text
    other = client.fill(HERE, HERE, **{**said, "username": "nell2"}, **given, invite="none")
    assert "once you give them one" in client.get(str(other.location)).text
    with house.app.app_context():
        assert one(select(OutboxMessage.recipient)) == "nell@example.org"
        assert count_of(AccountLink) == 0


def add_token(house: House, username: str) -> None:
    with house.app.app_context():
        house.add(
            ApiToken,
            staff_id=house.staff[username],
            name="Of a program",
            token_hash="0" * 64,
            scopes="referrals.read",
            made_at=datetime(2026, 11, 2, tzinfo=UTC),
            expires_on=date(2027, 11, 2),
        )


def test_the_last_administrator_is_not_closed_and_sessions_and_tokens_are_ended(
    client: CheckedClient, house: House
) -> None:
    add_token(house, "alder.hsc1")
    other = house.app.test_client()
    assert isinstance(other, CheckedClient)
    as_person(other, "alder.hsc1")
    as_person(client, "admin")
    assert LAST_ADMINISTRATOR in act(client, house.staff["admin"], "close")
    assert other.get("/").status_code == 200
    assert act(client, house.staff["alder.hsc1"], "end_sessions") == "done"
    assert other.get("/").status_code == 302
    with house.app.app_context():
        assert count_of(ApiToken, ApiToken.revoked_at.is_(None)) == 0


def test_a_supervisor_gives_links_to_those_they_lead_and_does_nothing_else(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.supervisor")
    page = client.get(HERE).text
    assert {name for name in ("alder.hsc1", "alder.assistant1") if name in page} == {
        "alder.hsc1",
        "alder.assistant1",
    }
    for hidden in ("birch.hsc1", "alder.supervisor", "alder.privacy", "admin"):
        assert f"{HERE}/{house.staff[hidden]}" not in page
        assert client.get(f"{HERE}/{house.staff[hidden]}").status_code == 404
    assert link_in(act(client, house.staff["alder.hsc1"], "link"))
    assert 'value="close"' not in client.get(f"{HERE}/{house.staff['alder.hsc1']}").text
    refused = act(client, house.staff["alder.hsc1"], "close")
    assert "Choose one of the list." in refused
    with house.app.app_context():
        assert isinstance(sign_in("alder.hsc1", PASSWORD, None), str)
