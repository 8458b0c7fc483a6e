"""One line a request: its id, method, path without query, status, milliseconds, and whose it was."""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, g, request

from ohms import clock
from ohms.domain.api_tokens import PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("ohms.requests")

REQUEST_ID, STAFF_ID = "ohms.request_id", "ohms.staff_id"
LONGEST_PATH = 300


def log_requests(app: Flask) -> None:
    """Stand around the whole program, so that refused and failed requests have their line too."""
    app.teardown_request(_tell_the_server)
    inner = app.wsgi_app

    def logged(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        started, status = clock.monotonic(), ["500"]
        try:
            return inner(environ, _noting(status, start_response))
        finally:
            _log(environ, int(status[0]), round((clock.monotonic() - started) * 1000, 1))

    app.wsgi_app = logged  # type: ignore[method-assign]


def path_for_the_log(path: str) -> str:
    """A path that can be neither a second line nor too long: percent-encoded, cut; without the token
    that opens a calendar, wherever in a mistyped address it stands."""
    before, token, _ = path.partition(PREFIX)
    if token:
        path = f"{before}-"
    return quote(path.encode("latin-1", "replace"), safe="/:@!$&'()*+,;=~-._")[:LONGEST_PATH]


def _noting(status: list[str], start_response: "StartResponse") -> "StartResponse":
    def start(line: str, headers: Any, *more: Any) -> Callable[[bytes], object]:
        status[0] = line.split(" ", 1)[0]
        return start_response(line, headers, *more)

    return start


def _tell_the_server(_error: BaseException | None) -> None:
    """Hand what only the request knows to the outside; nothing is asked of the database here."""
    request.environ[REQUEST_ID] = g.get("request_id")
    person = g.get("_login_user")
    if person is not None and person.is_authenticated:
        request.environ[STAFF_ID] = person.signed_in.actor.staff_id


def _log(environ: "WSGIEnvironment", status: int, milliseconds: float) -> None:
    facts = {
        "request": environ.get(REQUEST_ID) or "-",
        "status": status,
        "ms": milliseconds,
        "staff": environ.get(STAFF_ID) or "-",
    }
    method = environ.get("REQUEST_METHOD", "-")
    # What a client invents as a method is not repeated.
    method = method if method.isascii() and method.isalpha() and len(method) <= 10 else "-"
    path = path_for_the_log(environ.get("PATH_INFO", ""))
    log.info("answered", extra={"facts": {"method": method, "path": path, **facts}})
