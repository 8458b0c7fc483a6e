"""Signing in by an identity provider over real HTTP: whom it names is let in, and nothing else is believed."""

from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.util import find_spec
from time import time
from typing import Any
from urllib.parse import urlsplit

import pytest

from ohms.config import BadEnvironment, OidcProvider, settings_from_environment
from ohms.models.audit import AuditEntry
from ohms.models.identities import Identity
from ohms.models.staff import StaffMember
from ohms.web.oidc import set_up_oidc
from tests.blueprints.signing_in import as_person
from tests.house import PASSWORD, House, count_of
from tests.missing import not_here
from tests.pages import CheckedClient


@pytest.fixture(scope="module")
def provider() -> Iterator[Any]:
    if find_spec("authlib") is None:
        not_here("authlib")
    from tests.identity_provider import IdentityProvider

    provider = IdentityProvider()
    try:
        yield provider
    finally:
        provider.stop()


@pytest.fixture
def set_up(house: House, provider: Any) -> Iterator[None]:
    from tests.identity_provider import CLIENT_ID, CLIENT_SECRET

    told = OidcProvider(provider.issuer, CLIENT_ID, CLIENT_SECRET, "Sound Hospital")
    set_up_oidc(house.app, told)
    yield
    set_up_oidc(house.app, None)
    provider.subject, provider.lies, provider.signs_with = "subject-1", {}, provider.key
    provider.asked_for_max_age = True


def known_as(house: House, username: str, subject: str) -> CheckedClient:
    """The administrator, who told who somebody is there."""
    admin = as_person(house.app.test_client(), "admin")  # type: ignore[arg-type]
    page = f"/admin/accounts/{house.staff[username]}/identity"
    wrong = admin.fill(page, page, subject=subject, your_password="not mine at all")
    assert wrong.status_code == 422
    assert admin.fill(page, page, subject=subject, your_password=PASSWORD).status_code == 303
    return admin


def there(client: CheckedClient, wanted: str = "/tasks") -> str:
    """Go to the provider, as a browser does; the address with which it sends one back."""
    sent = client.get(f"/login/oidc?next={wanted}")
    assert sent.status_code == 302
    told = urlsplit(str(sent.location))
    connection = HTTPConnection("localhost", told.port)
    connection.request("GET", f"{told.path}?{told.query}")
    back = connection.getresponse().getheader("Location")
    connection.close()
    assert back is not None
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def test_whom_the_provider_names_is_let_in_and_led_to_what_they_wanted(
    client: CheckedClient, house: House, set_up: None
) -> None:
    known_as(house, "alder.hsc1", "subject-1")
    assert "Sign in by Sound Hospital" in client.get("/login?next=/tasks").text
    back = there(client)
    assert client.get(back).location == "/tasks"
    assert "Rosa Alvarez of alder" in client.get("/tasks").text
    client.fill("/", form="/logout")
    assert client.get(back).status_code == 422  # its state was used up
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == "sign_in", AuditEntry.result == "refused")
        assert count_of(AuditEntry, AuditEntry.action == "set_subject") == 1


def test_who_came_by_the_provider_never_gave_a_password_here(
    client: CheckedClient, house: House, set_up: None
) -> None:
    known_as(house, "alder.supervisor", "subject-1")
    assert client.get(there(client)).status_code == 303
    whole = "/claims.csv?scope=cohe"
    asked = str(client.get(whole).location)
    assert asked.startswith("/account/again")
    assert client.fill(asked, your_password=PASSWORD).status_code == 303
    assert client.get(whole).status_code == 200


def test_a_subject_that_is_nobodys_makes_no_account_and_one_of_a_closed_account_opens_nothing(
    client: CheckedClient, house: House, set_up: None, provider: Any
) -> None:
    with house.app.app_context():
        before = count_of(StaffMember)
    refused = client.get(there(client))
    assert (refused.status_code, "Nobody here is known" in refused.text) == (422, True)
    admin = known_as(house, "alder.hsc1", "subject-1")
    page = f"/admin/accounts/{house.staff['alder.hsc2']}/identity"
    twice = admin.fill(page, page, subject="subject-1", your_password=PASSWORD)
    assert "somebody else" in twice.text
    account = f"/admin/accounts/{house.staff['alder.hsc1']}"
    admin.fill(account, account, act="close", your_password=PASSWORD)
    assert client.get(there(client)).status_code == 422
    assert client.get("/").status_code == 302
    with house.app.app_context():
        assert (count_of(StaffMember), count_of(Identity)) == (before, 1)


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"sub": ""},
        {"auth_time": None},
        {"auth_time": int(time()) - 180},
        {"signed": "by another key"},
    ],
    ids=["nonce", "aud", "iss", "exp", "sub", "no auth_time", "long ago", "signed"],
)
def test_a_token_that_does_not_fit_in_any_way_is_not_believed(
    lies: dict[str, Any], client: CheckedClient, house: House, set_up: None, provider: Any
) -> None:
    known_as(house, "alder.hsc1", "subject-1")
    if "signed" in lies:
        provider.signs_with = provider.other_key
    else:
        provider.lies = lies
    assert client.get(there(client)).status_code == 422
    assert client.get("/").status_code == 302


def test_a_provider_that_never_tells_when_it_asked_is_taken_at_its_word_where_that_is_set(
    client: CheckedClient, house: House, set_up: None, provider: Any
) -> None:
    from tests.identity_provider import CLIENT_ID, CLIENT_SECRET

    known_as(house, "alder.hsc1", "subject-1")
    provider.lies = {"auth_time": None}
    assert "does not say when you gave your password" in client.get(there(client)).text
    told = OidcProvider(provider.issuer, CLIENT_ID, CLIENT_SECRET, "Sound Hospital", False)
    set_up_oidc(house.app, told)
    provider.asked_for_max_age = False
    provider.lies = {"auth_time": int(time()) - 180}
    assert client.get(there(client)).status_code == 422, "what it does tell is held to it"
    provider.lies = {"auth_time": None}
    assert client.get(there(client)).status_code == 303


def test_an_answer_of_another_browser_is_not_believed(
    client: CheckedClient, house: House, set_up: None
) -> None:
    known_as(house, "alder.hsc1", "subject-1")
    other = house.app.test_client()
    assert isinstance(other, CheckedClient)
    back = there(other)
    assert client.get(back).status_code == 422
    assert client.get("/").status_code == 302
    assert client.get(there(client).replace("state=", "state=x")).status_code == 422


def test_without_a_provider_there_is_nothing_of_it(client: CheckedClient, house: House) -> None:
    assert client.get("/login/oidc").status_code == 404
    assert client.get("/login/oidc/back?code=x&state=y").status_code == 404
    assert "Sign in by" not in client.get("/login").text


@pytest.mark.parametrize(
    ("issuer", "secret", "auth_time"),
    [
        ("http://idp.example", "s", ""),
        ("https://idp.example", "", ""),
        ("https://idp.example", "s", "no"),
    ],
)
def test_a_provider_without_secret_or_https_is_refused(
    issuer: str, secret: str, auth_time: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"ISSUER": issuer, "CLIENT_ID": "ohms", "CLIENT_SECRET": secret, "AUTH_TIME": auth_time}
    for name, value in told.items():
        monkeypatch.setenv(f"OHMS_OIDC_{name}", value)
    with pytest.raises(BadEnvironment):
        settings_from_environment()
