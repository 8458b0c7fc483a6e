"""Which page shows which template, found by asking every route; and what is wrong with one in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.architecture.filling import browser_of
from tests.architecture.routes import ACTORS, Route, routes_of
from tests.architecture.shown_templates import rendered_by
from tests.browser.conftest import SCHEMES
from tests.forms import posting_forms

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Page
    from playwright.sync_api import Route as Request
    from werkzeug.test import TestResponse

    from tests.architecture.centre import Rows

NOBODY = ""
SIGNS_OUT = frozenset({"accounts.cover", "accounts.end_sessions", "accounts.sign_out"})
REFUSALS = frozenset({403, 404})
"""One page for all of them, which is looked at once."""
WIDTHS = (1920, 390, 320)
"""A large screen, a phone, and 1280 at 400 %: what reflow is measured by."""
TALL = 900
FITS = f"({(Path(__file__).parent / 'looking.js').read_text()}).fits()"
UNFOLD = "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody gets at an address; `text` where it is the answer to a form that was sent there."""

    username: str
    path: str
    template: str
    text: str | None = None


class Walker:
    """Everybody's browser without a screen, and what each of them gets to see."""

    def __init__(self, app: Flask, rows: dict[str, Rows]) -> None:
        self.app, self.rows = app, rows
        self.questions: list[tuple[str, str]] = []
        self.clients: dict[str, FlaskClient] = {NOBODY: app.test_client()}

    def addresses(self, *, by_each: bool) -> Iterator[tuple[str, str]]:
        """Of every route that is read: by the first who may open it, or by each."""
        for route in routes_of(self.app):
            for username in self._visitors(route, by_each) if "GET" in route.methods else ():
                yield username, route.path(self.rows)

    def answers(self) -> Iterator[Sight]:
        """Of every route that takes a form: what one that says nothing is answered with, if by a page.
        Some of them say enough: what is read comes before."""
        for route in routes_of(self.app):
            if "POST" in route.methods and route.rule.endpoint not in SIGNS_OUT:
                for username in self._visitors(route):
                    yield from self.sent(username, route.path(self.rows), {})

    def asked(self, username: str, path: str, status: int = 200) -> Iterator[Sight]:
        answer, template = self._opened(username, path, method="GET")
        if template and answer.status_code == status:
            yield Sight(username, path, template)

    def sent(self, username: str, path: str, form: Mapping[str, str]) -> Iterator[Sight]:
        page = self._client(username).get("/login" if username == NOBODY else "/about").text
        token = posting_forms(page)[0].holds["csrf_token"][0]
        data = {"csrf_token": token, **form}
        answer, template = self._opened(username, path, method="POST", data=data)
        if template and answer.status_code not in REFUSALS:
            yield Sight(username, path, template, answer.text)

    def _opened(self, username: str, path: str, **asked: Any) -> tuple[TestResponse, str]:
        """The answer, read to its end, and the template it is made of; "" where it is no page."""
        client = self._client(username)
        with rendered_by(self.app) as names:
            answer = client.open(path, **asked)
            answer.get_data()
        return answer, names[-1] if names else ""

    def _visitors(self, route: Route, by_each: bool = False) -> list[str]:
        if route.is_open_to_all:
            return [NOBODY]
        everybody = [
            username
            for username, role in ACTORS.items()
            if route.is_given_to(role) and route.is_seen_by(username)
        ]
        return everybody if by_each else everybody[:1]

    def _client(self, username: str) -> FlaskClient:
        if username not in self.clients:
            self.clients[username] = browser_of(self.app, username)
        return self.clients[username]


def faults_of_sight(page: Page, sight: Sight, axe: Callable[[Page], list[str]]) -> Iterator[str]:
    """What axe finds in light and in dark, as it comes and unfolded, and what scrolls sideways."""
    where = f"{sight.path} ({sight.template}) by {sight.username or 'nobody'}"
    if sight.text is not None:
        page.route(f"**{sight.path}", partial(_answer_with, sight.text))
    page.goto(sight.path)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        yield from (f"{where}, {scheme}: {each}" for each in axe(page))
    page.evaluate(UNFOLD)
    yield from (f"{where}, unfolded: {each}" for each in axe(page))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": TALL})
        yield from (f"{where}: {each} at {width} px" for each in page.evaluate(FITS))
    page.set_viewport_size({"width": 1440, "height": TALL})
    page.unroute_all()


def _answer_with(text: str, asked: Request) -> None:
    asked.fulfill(status=200, content_type="text/html; charset=utf-8", body=text)
