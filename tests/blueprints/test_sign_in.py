"""Signing in and out, as a person does it."""

from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from ohms.commands import passwords
from ohms.commands.sign_in import hash_token
from ohms.commands.unit_of_work import housekeeping
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.housekeeping import SignInSession
from ohms.models.staff import StaffMember
from tests.house import PASSWORD, House, count_of, known, one
from tests.pages import CheckedClient


def sign_in(client: CheckedClient, username: str, password: str = PASSWORD) -> int:
    return client.fill("/login", username=username, password=password).status_code


def test_the_right_password_leads_to_today(client: CheckedClient, house: House) -> None:
    assert sign_in(client, "alder.hsc1") == 303
    page = client.get("/")
    assert page.status_code == 200
    assert "Rosa Alvarez of alder" in page.text
    assert "Coordinator, Alder COHE" in page.text


def test_every_page_says_that_it_is_a_demonstration(client: CheckedClient, house: House) -> None:
    assert "Demonstration" in client.get("/login").text


def test_a_stranger_is_led_to_the_sign_in(client: CheckedClient, house: House) -> None:
    answer = client.get("/claims?scope=mine")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/claims?scope%3Dmine"


def test_wrong_password_and_unknown_name_are_told_alike(
    client: CheckedClient, house: House
) -> None:
    wrong = client.fill("/login", username="alder.hsc1", password="wrong")
    unknown = client.fill("/login", username="nobody", password="wrong")
    assert wrong.status_code == unknown.status_code == 422
    sentence = "Enter the user name and password that belong together."
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_five_wrong_tries_make_a_name_wait_and_nobody_else(
    client: CheckedClient, house: House
) -> None:
    for _ in range(5):
        assert sign_in(client, "alder.hsc1", "wrong") == 422
    refused = client.fill("/login", username="alder.hsc1", password=PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert sign_in(client, "alder.hsc2") == 303


def test_a_cookie_is_worth_nothing_after_signing_out(client: CheckedClient, house: House) -> None:
    sign_in(client, "alder.hsc1")
    cookie = client.get_cookie("ohms")
    assert cookie is not None
    client.fill("/", form="/logout")
    client.set_cookie("ohms", cookie.value)
    assert client.get("/").status_code == 302


def test_the_database_keeps_only_the_hash_of_a_session(client: CheckedClient, house: House) -> None:
    sign_in(client, "alder.hsc1")
    with client.session_transaction() as kept:
        token = kept["_user_id"]
    with house.app.app_context():
        assert count_of(SignInSession, SignInSession.token_hash == hash_token(token)) == 1
        assert count_of(SignInSession, SignInSession.token_hash == token) == 0


def test_ending_an_account_ends_its_session_at_the_next_request(
    client: CheckedClient, house: House
) -> None:
    sign_in(client, "alder.hsc1")
    assert client.get("/").status_code == 200
    with house.app.app_context(), housekeeping("test"):
        db.session.execute(update(SignInSession).values(ended_at=SignInSession.started_at))
    assert client.get("/").status_code == 302


def test_signing_in_never_leads_off_the_site(client: CheckedClient, house: House) -> None:
    for elsewhere in ("//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil"):
        answer = client.fill(
            "/login?" + urlencode({"next": elsewhere}), username="alder.hsc1", password=PASSWORD
        )
        assert answer.location == "/", elsewhere
        client.fill("/", form="/logout")


def test_a_password_hashed_with_other_costs_is_hashed_anew_at_the_next_sign_in(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = select(StaffMember.password_hash).where(StaffMember.username == "alder.hsc1")
    with house.app.app_context():
        before = one(mine)
    stronger = PasswordHasher(memory_cost=16, time_cost=1, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", stronger)
    for _twice in range(2):
        assert sign_in(client, "alder.hsc1") == 303
        client.fill("/", form="/logout")
    with house.app.app_context():
        after = known(mine)
        assert after != before
        assert not stronger.check_needs_rehash(after)
        assert count_of(AuditEntry, AuditEntry.action == "keep_upgraded_hash") == 1


def test_ten_thousand_common_passwords_are_known() -> None:
    assert len(passwords.common_passwords()) >= 9_900  # some differ by capitals alone
    assert "1qaz2wsx3edc4rfv" in passwords.common_passwords()


def test_good_and_bad_tries_stand_in_the_audit(client: CheckedClient, house: House) -> None:
    sign_in(client, "alder.hsc1", "wrong")
    sign_in(client, "alder.hsc1")
    with house.app.app_context():
        tries = AuditEntry.action == "sign_in"
        assert count_of(AuditEntry, tries, AuditEntry.result == "refused") == 1
        assert count_of(AuditEntry, tries, AuditEntry.result == "done") == 1


def test_density_theme_and_keys_are_kept_on_the_server(client: CheckedClient, house: House) -> None:
    sign_in(client, "alder.hsc1")
    client.fill("/settings", density="comfortable", theme="dark", shortcuts="off")
    page = client.get("/").text
    assert 'data-theme="dark" data-density="comfortable" data-shortcuts="off"' in page
