"""Which host names are answered: ours, and no other, whatever is asked for."""

import pytest
from flask import Flask
from werkzeug.sansio.utils import host_is_trusted

from ohms.config import hosts_for, settings_from_environment
from tests.pages import CheckedClient

OURS = "ohms.example.org"


@pytest.mark.parametrize(
    ("kind", "told", "answered"),
    [
        ("live", "", ("localhost", "127.0.0.1")),
        ("live", OURS, (OURS,)),
        ("demo", "", ()),
        ("demo", OURS, (OURS,)),
    ],
)
def test_a_live_database_answers_no_name_that_nobody_told(
    monkeypatch: pytest.MonkeyPatch, kind: str, told: str, answered: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OHMS_TRUSTED_HOSTS", told)
    assert hosts_for(kind, settings_from_environment()) == answered
    assert all(host_is_trusted(f"{each}:8000", answered) for each in answered)


@pytest.mark.parametrize("path", ["/readyz", "/login", "/", "/nowhere", "/api/v1/claims"])
def test_an_unknown_host_is_400_in_plain_words(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", [OURS])
    assert client.get(path, base_url=f"http://{OURS}").status_code != 400
    for host in ("other.example.org", f"{OURS}.evil.org", "127.0.0.1", f"{OURS}:x"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, "not answered here" in answer.text) == (400, True), host
        assert host not in answer.text


def test_a_page_of_a_fault_that_fails_itself_is_told_in_plain_words(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ohms.web import errors

    def fails(*_args: object) -> str:
        raise ValueError("a note that somebody typed")

    monkeypatch.setattr(errors, "page_for", fails)
    with app.test_request_context("/claims"):
        answer = errors._of_fault(ValueError("typed"))
    assert not isinstance(answer, tuple)
    assert (answer.status_code, answer.get_data(as_text=True)) == (
        500,
        "Something went wrong here. \n",
    )
