"""Where one is signed in, signing out everywhere, and changing one's own password."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from ohms import clock
from ohms.commands import own_password, sessions
from ohms.commands.account_care import issue_link, take_up_account
from ohms.commands.passwords import is_persons_password
from ohms.commands.refusals import DatabaseBusy
from ohms.commands.sign_in import Refused, sign_in, wait_after_compared
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.api_tokens import ApiToken
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import SignInSession
from tests.blueprints.signing_in import as_person, token
from tests.house import PASSWORD, House, count_of
from tests.pages import CheckedClient

HERE = "/account/sessions"
NEW = "seven green herons at dawn"


def add_token(house: House, name: str) -> None:
    with house.app.app_context():
        house.add(
            ApiToken,
            staff_id=house.staff["alder.hsc1"],
            name=name,
            token_hash=name,
            scopes="claims.read",
            made_at=clock.now(),
            expires_on=clock.today() + timedelta(days=9),
        )


def link_for(house: House, username: str) -> str:
    with house.app.app_context():
        return issue_link(house.actor("admin"), house.staff[username], "")


def open_sessions(house: House) -> int:
    with house.app.app_context():
        return count_of(SignInSession, SignInSession.ended_at.is_(None))


def test_a_new_password_ends_the_other_sessions_and_goes_on_here_under_a_new_id(
    client: CheckedClient, house: House
) -> None:
    other = as_person(house.app.test_client(), "alder.hsc1")  # type: ignore[arg-type]
    before = token(as_person(client, "alder.hsc1"))
    assert client.get(HERE).text.count("Another") == 1
    said = {"now_password": PASSWORD, "password": NEW, "again_password": NEW}
    for wrong, sentence in (
        ({"now_password": "not mine at all"}, "Enter your own password"),
        ({"password": "short", "again_password": "short"}, "at least 15"),
        ({"again_password": NEW + "!"}, "the same new password twice"),
        ({"password": PASSWORD, "again_password": PASSWORD}, "another password"),
    ):
        refused = client.fill(HERE, f"{HERE}/password", **{**said, **wrong})
        assert (refused.status_code, sentence in refused.text) == (422, True)
    assert open_sessions(house) == 2
    link = link_for(house, "alder.hsc1")
    assert client.fill(HERE, f"{HERE}/password", **said).status_code == 303
    assert open_sessions(house) == 1
    assert token(client) != before
    assert (client.get(HERE).status_code, other.get(HERE).status_code) == (200, 302)
    with house.app.app_context():
        assert isinstance(sign_in("alder.hsc1", PASSWORD, None), Refused)
        assert isinstance(sign_in("alder.hsc1", NEW, None), str)
        assert count_of(AuditEntry, AuditEntry.action == "keep_own_password") == 1
        with pytest.raises(RuleBroken, match="used already"):  # by whoever has the message still
            take_up_account(link, PASSWORD, PASSWORD)


def test_signing_out_everywhere_leaves_no_session_of_ones_own_and_all_of_others(
    client: CheckedClient, house: House
) -> None:
    other = as_person(house.app.test_client(), "alder.hsc1")  # type: ignore[arg-type]
    as_person(house.app.test_client(), "alder.hsc2")  # type: ignore[arg-type]
    as_person(client, "alder.hsc1")
    assert client.fill(HERE, f"{HERE}/end").location == "/login"
    assert (client.get(HERE).status_code, other.get(HERE).status_code) == (302, 302)
    assert open_sessions(house) == 1


def test_tokens_end_with_the_sessions_unless_one_says_otherwise(
    client: CheckedClient, house: House
) -> None:
    def tokens(*, standing: int) -> None:
        with house.app.app_context():
            assert count_of(ApiToken, ApiToken.revoked_at.is_(None)) == standing

    add_token(house, "one")
    as_person(client, "alder.hsc1")
    said = {"now_password": PASSWORD, "password": NEW, "again_password": NEW}
    assert client.fill(HERE, f"{HERE}/password", **said, end_tokens=[]).status_code == 303
    tokens(standing=1)
    again = {"now_password": NEW, "password": NEW + "!", "again_password": NEW + "!"}
    assert client.fill(HERE, f"{HERE}/password", **again).status_code == 303
    tokens(standing=0)
    add_token(house, "two")
    assert client.fill(HERE, f"{HERE}/end").location == "/login"
    tokens(standing=0)
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "end_tokens_of") == 2


def test_wrong_passwords_of_the_signed_in_are_throttled_like_those_at_the_door(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    said = {"now_password": "not mine at all", "password": NEW, "again_password": NEW}
    for _wrong in range(5):
        client.fill(HERE, f"{HERE}/password", **said)
    right = client.fill(HERE, f"{HERE}/password", **{**said, "now_password": PASSWORD})
    assert (right.status_code, "Too many wrong" in right.text) == (422, True)


@pytest.mark.parametrize("typed", [PASSWORD, "not mine at all"])
def test_of_many_passwords_of_the_signed_in_at_once_only_five_are_heard(
    house: House, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    compared = is_persons_password

    def others_end_first(actor: Actor, password: str) -> bool:
        for _each in range(5):
            assert not wait_after_compared(actor, right=False)
        return compared(actor, password)

    monkeypatch.setattr(own_password, "is_persons_password", others_end_first)
    with house.app.app_context(), pytest.raises(RuleBroken, match="Too many wrong"):
        own_password.check_own_password(house.actor("alder.hsc1"), typed)


@pytest.mark.parametrize("address", ["/", "/claims/AL10001"])
def test_where_it_cannot_be_kept_that_one_was_seen_the_page_says_that_ohms_is_busy(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    as_person(client, "alder.hsc1")
    with house.app.app_context(), housekeeping("seen two minutes ago"):
        seen = clock.on_the_wall() - timedelta(minutes=2)
        db.session.execute(update(SignInSession).values(last_seen_at=seen))

    def refuse(_name: str) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(sessions, "housekeeping", refuse)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "Nothing was saved by this press." in answer.text
    assert "Content-Security-Policy" in answer.headers
