"""The cookie of a live installation. Source: security.md, "Sign-in and sessions"."""

from pathlib import Path

import pytest

from ohms.app import create_app
from tests.cli.planting import plant
from tests.statements import engines_of


def test_over_https_the_cookie_is_for_this_host_alone(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(database_url, "update installation set kind = 'live'")
    monkeypatch.delenv("OHMS_CLOCK", raising=False)
    monkeypatch.setenv("OHMS_SECRET_KEY", "of a live installation in the tests alone")
    app = create_app(database_url=database_url, instance=tmp_path / "instance", testing=True)
    browser = app.test_client()
    assert "Strict-Transport-Security" not in browser.get("/healthz").headers
    answer = browser.get("/login", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    for engine in engines_of(app):
        engine.dispose()
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    said = {each.strip() for each in rest.split(";")[1:]}
    assert name == "__Host-ohms"
    assert said == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
