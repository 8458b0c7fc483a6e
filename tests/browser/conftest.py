"""A real Chromium in front of the real program. Everything in this folder is marked `browser`.

Own fixtures, because pytest-playwright does not run where warnings are errors.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.missing import not_here

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

    from tests.databases import Databases
    from tests.pages import CheckedPages

HERE = Path(__file__).parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# As root in a container: no sandbox, no graphics card, and nothing sent home.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PARTS_OF_A_PAGE = frozenset({"script", "stylesheet", "image", "font"})
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Server:
    """The program as people reach it: its address, and what stands behind it."""

    url: str
    app: Flask
    pages: CheckedPages


@pytest.fixture(scope="session")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program over HTTP, one for the session, on a database of its own.

    It runs in this process, so `clock` moves it too. What a test writes stays for the next one:
    each brings its own people and claims.
    """
    with served(databases, tmp_path_factory.mktemp("browser") / "instance") as serving:
        yield serving


@contextmanager
def served(databases: Databases, instance: Path) -> Iterator[Server]:
    """The program over HTTP on a fresh database, until the block ends."""
    from werkzeug.serving import make_server

    from ohms.app import create_app
    from tests.pages import CheckedPages
    from tests.statements import engines_of

    database_url = databases.fresh()
    app = create_app(database_url=database_url, instance=instance, testing=True)
    pages = CheckedPages(app.wsgi_app)
    listening = make_server("127.0.0.1", 0, pages, threaded=True)
    thread = threading.Thread(target=lambda: listening.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{listening.server_port}", app, pages)
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
        for engine in engines_of(app):
            engine.dispose()
        databases.drop(database_url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; every test gets its own profile in it (`page`)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
        program = program or playwright.chromium.executable_path
        if not Path(program).exists():
            not_here("Chromium")
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A fresh profile at 1440 x 900 in Seattle; `page.goto("/claims")` goes to the program."""
    with profile(browser, server) as page:
        yield page


@pytest.fixture
def other_page(browser: Browser, server: Server) -> Iterator[Page]:
    """A second person's browser, beside `page`."""
    with profile(browser, server) as page:
        yield page


@contextmanager
def profile(browser: Browser, server: Server) -> Iterator[Page]:
    """One person's browser. At its end the test fails if a script failed, a part of a page did not
    load, or the page checker found something in what was fetched."""
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 1440, "height": 900},
        locale="en-US",
        timezone_id="America/Los_Angeles",
        reduced_motion="reduce",  # colours are measured at rest
    )
    context.set_default_timeout(10_000)
    server.pages.findings.clear()
    page = context.new_page()
    faults = _listen_for_faults(page)
    try:
        yield page
    finally:
        context.close()
    assert faults + server.pages.findings == []


def _listen_for_faults(page: Page) -> list[str]:
    """What goes wrong in the page, added while it happens."""
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # An answer of 404 or 422 to the page itself is no fault; parts of it are heard below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text} ({page.url})")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            faults.append(f"{response.status} for {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("response", on_response)
    return faults


@pytest.fixture(scope="session")
def findings() -> Callable[[Page], list[str]]:
    """`findings(page)` is what axe finds on a page as it stands, each with its elements."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    checker = Axe()

    def found(page: Page) -> list[str]:
        violations = checker.run(page).response["violations"]
        return [
            f"{each['id']}: {'; '.join(node['html'][:200] for node in each['nodes'][:3])}"
            for each in violations
        ]

    return found


@pytest.fixture(scope="session")
def axe(findings: Callable[[Page], list[str]]) -> Callable[[Page], None]:
    """`axe(page)` fails with a report if axe finds anything in light or in dark."""

    def nothing_found(page: Page) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert findings(page) == [], f"in {scheme}"
        page.emulate_media(color_scheme="light")

    return nothing_found
