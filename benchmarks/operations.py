"""The operations as a signed-in person asks for them, and how often each page asks the database."""

import os
import random
import re
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle

from benchmarks.engines import Engine
from benchmarks.people import SAID
from benchmarks.raw import Raw
from benchmarks.served import Browser, hidden_of
from ohms import clock
from ohms.config import DEMO_PASSWORD

TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
LIST = "/claims?coordination=active&time_loss=yes&sort=next_due"
NEXT = re.compile(r'<a [^>]*href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"')
DEEP = 20
SAVED = 303
WRITTEN_ON = 40
"""Claims that saves take turns on: the pages that are read stay as they were."""

DAYS_BACK = (30, 300)


def a_day(chance: random.Random) -> str:
    """A day on which a note may still be written: no single one has room for every run's minutes."""
    return (clock.today() - timedelta(days=chance.randint(*DAYS_BACK))).isoformat()


Ask = Callable[[], tuple[float, int]]
"""Seconds and bytes of one answer."""


def pages_of(raw: Raw) -> dict[str, tuple[str, str]]:
    """Each operation by its letter: who asks for which page."""
    return {
        "A": ("c1.hsc1", LIST),
        "B": ("c1.hsc1", f"/claims/{raw.claim}"),
        "B busy": ("c1.hsc1", f"/claims/{raw.busy}"),
        "C1": ("c1.hsc1", f"/search?q={raw.claim[:5]}"),
        "C2": ("c1.hsc1", "/search?q=garcia1"),
        "C3": ("c1.hsc1", "/search?q=second+opinion"),
        "E minutes": ("c1.supervisor", "/workload/minutes?cohe=c1"),
        "E per FTE": ("lni.contract", "/workload?cohe=c1"),
        "F": ("c1.hsc1", "/triage"),
    }


class Asking:
    """Everybody who asks, each signed in once."""

    def __init__(self, port: int, raw: Raw) -> None:
        self._pages = pages_of(raw)
        people = {who for who, _path in self._pages.values()}
        self._browsers = {who: Browser(port).sign_in(who) for who in sorted(people)}
        self._claims = cycle(raw.some_claims(WRITTEN_ON))
        self._forms: list[tuple[str, dict[str, str]]] = []
        self._chance = random.Random()
        self._deep = self._deep_page()

    def reads(self) -> dict[str, Ask]:
        asks = {name: self._page(who, path) for name, (who, path) in self._pages.items()}
        return {"A": asks.pop("A"), "A deep": self._page("c1.hsc1", self._deep), **asks}

    def fetch_forms(self, count: int) -> None:
        """So many forms of claims' pages, each for one save, before the clock runs."""
        browser = self._browsers["c1.hsc1"]
        while len(self._forms) < count:
            page = f"/claims/{next(self._claims)}"
            self._forms.append((f"{page}/notes", hidden_of(browser.get(page), f"{page}/notes")))

    def save_note(self) -> tuple[float, int]:
        """Note, contact, minutes and next task in one save."""
        address, hidden = self._forms.pop()
        fields = {**hidden, **SAID, "performed_on": a_day(self._chance)}
        began = time.perf_counter()
        saved = self._browsers["c1.hsc1"].post(address, fields)
        if saved != SAVED:
            raise RuntimeError(f"A note was answered by {saved}: nothing was measured.")
        return time.perf_counter() - began, 0

    def _page(self, who: str, path: str) -> Ask:
        browser = self._browsers[who]

        def ask() -> tuple[float, int]:
            began = time.perf_counter()
            text = browser.get(path)
            return time.perf_counter() - began, len(text)

        return ask

    def _deep_page(self) -> str:
        """The address of the list as far down as it goes, at most so many pages."""
        path = LIST
        for _ in range(DEEP):
            found = NEXT.search(self._browsers["c1.hsc1"].get(path))
            if found is None:
                break
            path = (found[1] or found[2]).replace("&amp;", "&")
        return path


def statements_of(engine: Engine, raw: Raw) -> dict[str, int]:
    """How many statements each page sends, its session and its audit included."""
    os.environ["OHMS_INSTANCE"] = str(engine.instance)
    from sqlalchemy import event

    from ohms.app import create_app

    app = create_app(instance=engine.instance, database_url=engine.url)
    app.config["WTF_CSRF_ENABLED"] = False
    sent: list[str] = []

    def take(_c: object, _cur: object, statement: str, _v: object, _x: object, _m: object) -> None:
        if not statement.lstrip().upper().startswith(TRANSACTION_WORDS):
            sent.append(statement)

    with app.app_context():
        connections = app.extensions["sqlalchemy"].engine
    event.listen(connections, "before_cursor_execute", take)
    counts = {}
    for name, (who, path) in pages_of(raw).items():
        client = app.test_client()
        client.post("/login", data={"username": who, "password": DEMO_PASSWORD})
        client.get(path)
        sent.clear()
        client.get(path)
        counts[name] = len(sent)
    connections.dispose()
    return counts
