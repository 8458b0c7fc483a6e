"""The operations as Django's admin and Flask-Admin answer them, and Django's notes saved by many at once."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.crowd import EACH, Act, going_round
from benchmarks.engines import SqliteFile
from benchmarks.operations import WRITTEN_ON, Ask, a_day
from benchmarks.others.environment import USER, copy_of, made_in, settings_for, with_accounts
from benchmarks.raw import Raw
from benchmarks.served import Browser, Served, hidden_of
from ohms import clock
from ohms.config import DEMO_PASSWORD

DJANGO, FLASK_ADMIN = "Django admin", "Flask-Admin"
SAVED = 302
LISTED = {
    DJANGO: "/admin/django_site/claim/?coordination__exact=active&on_time_loss__exact=1&o=13",
    FLASK_ADMIN: "/admin/claim/?flt0_coordination_equals=active&flt1_on_time_loss_equals=1",
}
SAID = {
    "standard_work": "return_to_work",
    "body": "Spoke about light duty; the offer is expected this week.",
}
CONTACT = {"party": "worker", "method": "phone", "outcome": "reached"}
# What Django's form says of the rows beside the note: one new contact, one new time entry.
NEW_ROWS = {
    f"{rows}-{name}": value
    for rows in ("contact_set", "timeentry_set")
    for name, value in (
        ("TOTAL_FORMS", "1"),
        ("INITIAL_FORMS", "0"),
        ("MIN_NUM_FORMS", "0"),
        ("MAX_NUM_FORMS", "1000"),
    )
}


@dataclass
class Other:
    """One of the others, served twice: over the same file to read, over a copy to write."""

    name: str
    reading: Served
    writing: Served
    size: int
    copied: int
    """Of how many claims the database is that its notes go into."""

    asks: dict[str, Ask]
    save: Ask


def _pages(name: str, raw: Raw, ids: Mapping[str, int]) -> dict[str, str]:
    start, words = raw.claim[:5], "second+opinion"
    if name == DJANGO:
        claims, notes = "/admin/django_site/claim", "/admin/django_site/casenote"
        return {
            "A": LISTED[name],
            "B": f"{claims}/{ids['claim']}/change/",
            "B busy": f"{claims}/{ids['busy']}/change/",
            "C1": f"{claims}/?q={start}",
            "C2": f"{claims}/?q=garcia1",
            "C3": f"{notes}/?q={words}",
        }
    return {
        "A": LISTED[name],
        "C1": f"/admin/claim/?search=%5E{start}",
        "C2": "/admin/claim/?search=%5Egarcia1",
        "C3": f"/admin/note/?search={words}",
    }


@contextmanager
def others(
    data: Path, size: int, copied: int, raw: Raw
) -> Iterator[tuple[list[Other], "DjangoHouse"]]:
    """Both, served and signed in, over the database of `size` and a copy of that of `copied` claims."""
    python = made_in(data)
    file, place = data / str(size) / "ohms.sqlite", data / "others-data"
    copy = copy_of(data / str(copied), place)
    own = place / "django.sqlite"
    own.unlink(missing_ok=True)
    ids = {"claim": raw.id_of(raw.claim), "busy": raw.id_of(raw.busy)}
    there = Raw(SqliteFile(data / str(copied)), clock.today())
    of_copy = [there.id_of(number) for number in there.some_claims(WRITTEN_ON)]
    command = (str(python), "-m", "benchmarks.others.serve")
    shown, written = settings_for(file, own), settings_for(copy, copy)
    for settings in (shown, written):
        with_accounts(python, settings)
    with ExitStack() as stack:
        found = []
        for name, tool in ((DJANGO, "django"), (FLASK_ADMIN, "flask-admin")):
            reading = stack.enter_context(Served((*command, tool), shown))
            writing = stack.enter_context(Served((*command, tool), written))
            browser = signed_in(name, reading.port)
            asks = {each: _timed(browser, path) for each, path in _pages(name, raw, ids).items()}
            save = _saving(name, signed_in(name, writing.port), of_copy)
            found.append(Other(name, reading, writing, size, copied, asks, save))
        yield found, DjangoHouse(found[0].writing.port, copy, of_copy)


def signed_in(name: str, port: int) -> Browser:
    browser = Browser(port)
    said = {"username": USER, "password": DEMO_PASSWORD}
    if name == FLASK_ADMIN:
        status = browser.post("/login", said)
    else:
        hidden = hidden_of(browser.get("/admin/login/"))
        status = browser.post("/admin/login/", {**hidden, **said, "next": "/admin/"})
    if status != SAVED:
        raise RuntimeError(f"{name} let nobody in: {status}.")
    return browser


def _timed(browser: Browser, path: str) -> Ask:
    def ask() -> tuple[float, int]:
        began = time.perf_counter()
        text = browser.get(path)
        return time.perf_counter() - began, len(text)

    return ask


def _saving(name: str, browser: Browser, claims: list[int]) -> Ask:
    turn = cycle(claims)
    save = _django_save(browser) if name == DJANGO else _flask_admin_save(browser)

    def ask() -> tuple[float, int]:
        claim = next(turn)
        began = time.perf_counter()
        save(claim)
        return time.perf_counter() - began, 0

    return ask


def _django_save(browser: Browser) -> Callable[[int], None]:
    address = "/admin/django_site/casenote/add/"
    token = {
        name: value
        for name, value in hidden_of(browser.get(address)).items()
        if name == "csrfmiddlewaretoken"
    }
    chance = random.Random()
    beside = {f"contact_set-0-{name}": value for name, value in CONTACT.items()}

    def save(claim: int) -> None:
        about = {"claim": str(claim), "performed_on": a_day(chance), "timeentry_set-0-minutes": "1"}
        _check(browser.post(address, {**token, **SAID, **NEW_ROWS, **beside, **about}))

    return save


def _flask_admin_save(browser: Browser) -> Callable[[int], None]:
    chance = random.Random()
    beside = {f"contacts-0-{name}": value for name, value in CONTACT.items()}

    def save(claim: int) -> None:
        about = {"claim": str(claim), "performed_on": a_day(chance), "times-0-minutes": "1"}
        _check(browser.post("/admin/note/new/", {**SAID, **beside, **about}))

    return save


def _check(status: int) -> None:
    if status != SAVED:
        raise RuntimeError(f"A note was answered by {status}: nothing was saved.")


class DjangoHouse:
    """Many people at Django's admin over the copy."""

    def __init__(self, port: int, file: Path, claims: list[int]) -> None:
        self._port, self._file, self._claims = port, file, claims

    def saving(self, number: int) -> Act:
        save = _django_save(signed_in(DJANGO, self._port))
        turn = cycle(self._claims[number::EACH])
        return lambda: save(next(turn))

    def reading(self, number: int) -> Act:
        browser = signed_in(DJANGO, self._port)
        paths = [f"/admin/django_site/claim/{each}/change/" for each in self._claims]
        return going_round(browser, paths, number)

    def notes(self) -> int:
        connection = sqlite3.connect(self._file)
        try:
            return int(connection.execute("select count(*) from case_note").fetchone()[0])
        finally:
            connection.close()
