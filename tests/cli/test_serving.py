"""`ohms serve` as people meet it: a process that answers, writes down little, and stops cleanly."""

import json
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from click.testing import Result
from sqlalchemy import text

from ohms.cli import serving
from ohms.models.engine import make_engine, writing
from tests.cli.planting import plant
from tests.cli.processes import Environment, Served
from tests.forms import posting_form
from tests.house import House
from tests.models.test_unfinished import left_by_the_dead
from tests.pages import CheckedClient

Run = Callable[..., Result]


class Visitor:
    """A browser in front of the served program."""

    def __init__(self, server: Served) -> None:
        self._base = f"http://127.0.0.1:{server.port}"
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def sign_in_form(self, username: str, password: str) -> bytes:
        with self._open(f"{self._base}/login") as page:
            form = posting_form(page.read().decode())
        filled = form.filled_in({"username": username, "password": password})
        return urlencode(filled, doseq=True).encode()

    def post(self, path: str, body: bytes | None) -> int:
        """Ask for a page where there is no body."""
        try:
            with self._open(f"{self._base}{path}", body, timeout=30) as answer:
                return int(answer.status)
        except HTTPError as refused:
            with refused:
                refused.read()
                return refused.code


@contextmanager
def nobody_can_sign_in(database_url: str) -> Iterator[None]:
    """The database kept busy by somebody else, so that a sign-in waits."""
    engine = make_engine(database_url)
    with writing(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("lock table sign_in_attempt in access exclusive mode"))
        else:
            connection.execute(text("select 1"))  # begun IMMEDIATE, it is the only writer
        yield
        connection.rollback()
    engine.dispose()


def test_it_answers_and_stops_when_told(served: Served) -> None:
    assert served.get("/healthz") == (200, '{"status":"alive"}\n')
    assert json.loads(served.get("/readyz")[1]) == {"status": "ready"}
    assert served.stop() == 0
    messages = [line["message"] for line in served.lines()]
    assert messages[0] == f"serving on http://127.0.0.1:{served.port}"
    assert messages[-1] == "stopped"
    assert {line["level"] for line in served.lines()} == {"info"}


def test_it_stops_at_once_while_it_is_still_starting(
    environment: Environment, tmp_path: Path
) -> None:
    left = left_by_the_dead(Path(environment["OHMS_INSTANCE"]))
    server = Served(environment, tmp_path / "log")
    try:
        server.wait_for_line("serving on")
        assert not left.exists(), "what a killed server wrote was not taken away"
        assert server.stop() == 0
    finally:
        server.end()


def test_it_is_not_ready_on_a_database_of_another_schema(served: Served, database_url: str) -> None:
    plant(database_url, "update alembic_version set version_num = '9999'")
    assert served.get("/readyz")[0] == 503
    assert served.get("/healthz")[0] == 200


def test_a_request_under_way_is_answered_when_it_is_told_to_stop(
    house: House, served: Served, database_url: str
) -> None:
    visitor, answers = Visitor(served), []
    body = visitor.sign_in_form("alder.hsc1", "wrong")
    posting = threading.Thread(target=lambda: answers.append(visitor.post("/login", body)))
    with nobody_can_sign_in(database_url):
        posting.start()
        posting.join(1)
        assert posting.is_alive(), "it was answered before it was told to stop"
        served.ask_to_stop()
        posting.join(1)
        assert posting.is_alive(), "it was dropped"
    posting.join(30)
    assert answers == [422]
    assert served.process.wait(30) == 0


def test_a_request_is_one_line_with_its_path_and_without_its_query(served: Served) -> None:
    assert served.get("/login?next=/claims%3Fq%3DAlvarez")[0] == 200
    assert served.get("/a%0Ab")[0] == 404
    served.stop()
    lines = [line for line in served.lines() if line["logger"] == "ohms.requests"]
    signing_in = next(line for line in lines if line["path"] == "/login")
    assert (signing_in["method"], signing_in["status"]) == ("GET", 200)
    assert len(signing_in["request"]) == 16
    assert signing_in["ms"] >= 0
    assert [line["status"] for line in lines if line["path"] == "/a%0Ab"] == [404]
    assert "Alvarez" not in served.log()


def test_the_log_says_whose_request_it_was_by_id_alone(house: House, served: Served) -> None:
    visitor = Visitor(served)
    body = visitor.sign_in_form("CANARYNAME", "CANARYPHRASE")
    assert visitor.post("/login", body) == 422
    body = visitor.sign_in_form("alder.hsc1", "a pass phrase of the tests")
    assert visitor.post("/login", body) == 200
    for asked in ("/search?q=CANARYSEARCH", "/claims?q=CANARYSEARCH", "/api/v1/claims?q=CANARYAPI"):
        assert visitor.post(asked, None) in (200, 401)
    assert visitor.post("/claims/AL10001/notes", b"body=CANARYNOTE") == 400
    served.stop()
    staff = {line.get("staff") for line in served.lines() if line.get("path") == "/"}
    assert staff == {house.staff["alder.hsc1"]}
    for hidden in ("alder.hsc1", "Alvarez", "CANARY", "WorkerAL"):
        assert hidden not in served.log()


def test_a_port_in_use_is_told_on_one_line(served: Served, run: Run) -> None:
    refused = run("serve", "--port", str(served.port))
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Error: Cannot listen on 127.0.0.1 port {served.port}: ")
    assert refused.stderr.count("\n") == 1


def test_an_unknown_shape_of_the_log_is_told(run: Run) -> None:
    refused = run("serve", OHMS_LOG="xml")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: Set OHMS_LOG to text or json; it is 'xml'.\n",
    )


def test_workers_that_are_no_forks_are_given_the_application_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: dict[str, Any] = {}

    class Granian:
        def __init__(self, *_names: Any, **_settings: Any) -> None:
            self.on_startup = self.on_shutdown = lambda _told: None

        def serve(self, **told: Any) -> None:
            given.update(told)

    monkeypatch.setattr(serving, "Server", Granian)
    monkeypatch.setattr(serving, "_checked", None)
    monkeypatch.setattr(serving, "_checked_start", lambda _host, _port: "checked by the parent")
    monkeypatch.setattr(serving, "_built", lambda: "built anew")
    monkeypatch.setattr(serving, "_end_over_another_schema", lambda _app: None)
    monkeypatch.setattr("logging.config.dictConfig", lambda _configuration: None)
    monkeypatch.setattr(os, "register_at_fork", lambda **_hooks: None)
    serving.serve_house(workers=1)
    load = pickle.loads(pickle.dumps(given["target_loader"]))
    assert load() == "checked by the parent"
    monkeypatch.setattr(serving, "_checked", None)
    assert load() == "built anew"


def test_a_worker_that_follows_one_that_died_serves_no_database_that_was_upgraded_meanwhile(
    client: CheckedClient,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = client.application
    monkeypatch.setattr(serving, "_checked", app)
    assert serving.load_application() is app
    plant(database_url, "update alembic_version set version_num = '9999'")
    with pytest.raises(SystemExit) as ended:
        serving.load_application()
    assert ended.value.code == 1
    assert "no longer served: This database is of a newer OHMS (schema 9999)." in caplog.text


def test_it_serves_from_any_folder_as_wsgi_app_does(
    environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    import wsgi

    assert wsgi.app.test_client().get("/healthz").status_code == 200
    monkeypatch.chdir(tmp_path)
    server = Served(environment, tmp_path / "log")
    try:
        server.wait_until_ready()
        assert server.stop() == 0
    finally:
        server.end()
