"""The URL map, walked: whatever a route answers stands in the audit before it is sent; or the route is
on the list of those that need no entry, each with its reason."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Row, select
from werkzeug.test import TestResponse

from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.queries.guard import unscoped
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import Rows
from tests.architecture.filling import browser_of, filled_in, form_of
from tests.architecture.routes import ACTORS, CHANGING, Route, routes_of, token_of
from tests.architecture.shown_templates import (
    NOT_BY_AN_ADDRESS_ALONE,
    page_templates,
    rendered_by,
)
from tests.architecture.statement_limits import over
from tests.house import House
from tests.statements import counted

pytestmark = pytest.mark.every_route

NEEDS_NO_ENTRY: Mapping[str, str] = {
    "about.index": "facts and assumptions of the product: the same for everybody",
    "accounts.sign_in": "a form without anything in it; each try is recorded by the command",
    "accounts.welcome": "a form for whoever has a one-time link; its use is recorded",
    "accounts.take_up": "a link that is none or is over: the throttle of sign-ins counts it",
    "accounts.second_code": "without a password before it nothing is asked; each try is recorded",
    "accounts.to_provider": "leads to where one signs in; nobody is known yet",
    "accounts.back_from_provider": "whom it lets in, or refuses, is recorded by the command",
    "accounts.uncover": "without a covered session nothing is asked; each try is recorded",
    "health.alive": "says that the program runs",
    "health.ready": "says that the database answers",
    "accounts.session_left": "says how much of one's session is left, to its own script",
    "about.typed_day": "says which day +5b is: a calendar's, and nobody's",
    "accounts.still_here": "a sign of life: the session's own row keeps it",
    "drafts.save": "a draft's beginning and end are recorded, not each second of it",
}
# After these who sent them signs in anew; the others end somebody's access: they are sent last.
SIGNS_OUT = frozenset({"accounts.cover", "accounts.end_sessions", "accounts.sign_out"})
ENDS_ACCESS = frozenset(
    {"staffing.leave", "staffing.end", "staffing.hours", "accounts.act_on", "accounts.revoke"}
)
NUMBER = re.compile(r"\b(?:AL|BI)\d{5}\b")


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


class Auditor:
    """Everybody who may use a route, and what the audit holds since one last looked."""

    def __init__(self, house: House) -> None:
        self.house = house
        with house.app.app_context():
            self.rows: dict[str, Rows] = furnish_both(house)
            with unscoped("a test looks"):
                found = db.session.execute(select(Claim.id, Claim.claim_number))
                self.number_of = {row.id: row.claim_number for row in found}
            db.session.rollback()
        self.routes = routes_of(house.app)
        self.pages = {route.path(self.rows) for route in self.routes if "GET" in route.methods}
        self.browsers: dict[str, FlaskClient] = {}
        self.last = 0
        self.new()

    def browser(self, route: Route) -> tuple[str, FlaskClient]:
        """That of the first who may use the route and sees what its address names."""
        for username, role in ACTORS.items():
            if route.is_given_to(role) and route.is_seen_by(username):
                if username not in self.browsers:
                    self.browsers[username] = browser_of(self.house.app, username)
                    self.new()
                return username, self.browsers[username]
        raise AssertionError(f"nobody may use {route}")

    def new(self) -> list[Row[Any]]:
        """The entries written since this was asked last."""
        with self.house.app.app_context(), unscoped("a test looks"):
            table = AuditEntry.__table__
            found = db.session.execute(select(table).where(table.c.id > self.last)).all()
            db.session.rollback()
        self.last = max((row.id for row in found), default=self.last)
        return list(found)


@pytest.fixture
def auditor(house: House) -> Auditor:
    return Auditor(house)


def test_every_read_is_recorded_with_whose_it_was_and_the_claims_it_showed(
    auditor: Auditor,
) -> None:
    """And no page asks the database more often than a page may: another walk would take its time again."""
    faults, asked, templates = [], {}, set[str]()
    for route in auditor.routes:
        if "GET" not in route.methods or route.rule.endpoint in NEEDS_NO_ENTRY:
            continue
        username, browser = auditor.browser(route)
        with counted(auditor.house.app) as statements, rendered_by(auditor.house.app) as names:
            answer = browser.get(route.path(auditor.rows))
            answer.get_data()  # what is sent as it is read is recorded at its end
        if answer.status_code == 200 and answer.mimetype == "text/html":
            asked[route.rule.rule] = len(statements)
        templates |= {*names}
        entries = auditor.new()
        faults += [
            f"{route} by {username}: {fault}"
            for fault in faults_of_read(auditor, route, username, answer, entries)
        ]
    assert faults == [], "\n".join(faults)
    assert len(asked) > 100, "so many pages: the walk says something of statements"
    assert (found := over(asked)) == [], "\n".join(found)
    # It opens whatever page is recorded, so that a template that nobody can see is found by it too.
    assert sorted(page_templates() - {*templates, *NOT_BY_AN_ADDRESS_ALONE}) == []
    assert set(NOT_BY_AN_ADDRESS_ALONE) <= page_templates() - templates


def text_of(answer: TestResponse) -> str:
    """What an answer says; of a workbook what its parts say."""
    if not (answer.mimetype or "").startswith("application/vnd.openxmlformats"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


def faults_of_read(
    auditor: Auditor, route: Route, username: str, answer: Any, entries: list[Row[Any]]
) -> list[str]:
    if answer.status_code not in (200, 302, 303):
        return [f"answers {answer.status_code}"]
    reads = [
        each for each in entries if each.action == route.access.reads and each.result == "done"
    ]
    if not reads or len(reads) != len({each.cohe_id for each in reads}):
        return [f"{len(reads)} entries"]  # one, or one in the record of each COHE
    entry = reads[0]
    faults = [
        f"the entry does not tell {name}"
        for name in ("at", "staff_id", "role", "address", "session_hash", "request_id")
        if not getattr(entry, name)
    ]
    if entry.staff_id != auditor.house.staff[username]:
        faults.append("the entry is another's")
    listed = ",".join(each.claim_ids or "" for each in reads).split(",")
    told = {auditor.number_of.get(int(each)) for each in listed if each}
    told.add(auditor.number_of.get(entry.claim_id or 0))
    showed = set(NUMBER.findall(text_of(answer))) - told if answer.status_code == 200 else None
    if showed:
        faults.append(f"shows {', '.join(sorted(showed))}, which the entry does not tell")
    return faults


def test_every_change_and_every_refusal_is_recorded(auditor: Auditor) -> None:
    faults, done = [], set()
    routes = sorted(auditor.routes, key=lambda route: route.rule.endpoint in ENDS_ACCESS)
    for route in routes:
        for method in sorted(route.methods & CHANGING):
            username, browser = auditor.browser(route)
            path = route.path(auditor.rows)
            form = form_of(browser, auditor.pages, path, {})
            sent = filled_in(form, {}) if form else {"csrf_token": [token_of(browser)]}
            auditor.new()
            try:
                status = browser.open(path, method=method, data=sent).status_code
            except Exception as fault:
                faults.append(f"{method} {route} by {username}: {fault!r}")
                continue
            results = {each.result for each in auditor.new()}
            if route.rule.endpoint in SIGNS_OUT:
                del auditor.browsers[username]
            if route.rule.endpoint in NEEDS_NO_ENTRY:
                continue
            if ("done" if status < 400 else "refused") not in results:
                faults.append(f"{method} {route} by {username}: {status}, {results}")
            if status < 400:
                done.add(route.rule.endpoint)
    assert faults == [], "\n".join(faults)
    assert len(done) > 60, "so many changed something: the walk says something of changes"


def test_what_one_may_not_is_recorded_as_refused(auditor: Auditor) -> None:
    """By L&I's contract manager or the administrator, who have no claims; one route of each address."""
    faults = []
    for route in auditor.routes:
        if route.is_open_to_all:
            continue
        username = next(
            (
                each
                for each in ("admin", "lni.contract", "alder.hsc1")
                if not route.is_given_to(ACTORS[each])
            ),
            None,
        )
        if username is None:
            continue
        if username not in auditor.browsers:
            auditor.browsers[username] = browser_of(auditor.house.app, username)
            auditor.new()
        browser = auditor.browsers[username]
        method = "GET" if "GET" in route.methods else "POST"
        data = {"csrf_token": token_of(browser)} if method == "POST" else None
        auditor.new()
        status = browser.open(route.path(auditor.rows), method=method, data=data).status_code
        results = [each.result for each in auditor.new()]
        if status not in (403, 404) or results != ["refused"]:
            faults.append(f"{method} {route} by {username}: {status}, {results}")
    assert faults == [], "\n".join(faults)


def test_what_needs_no_entry_is_a_route_and_has_its_reason(auditor: Auditor) -> None:
    standing = {route.rule.endpoint for route in auditor.routes}
    assert set(NEEDS_NO_ENTRY) <= standing
    assert all(NEEDS_NO_ENTRY.values())
    open_to_all = {route.rule.endpoint for route in auditor.routes if route.is_open_to_all}
    assert open_to_all - set(NEEDS_NO_ENTRY) == {"accounts.sign_out"}
    by_script = {route.rule.endpoint for route in auditor.routes if route.access.by_script}
    assert set(NEEDS_NO_ENTRY) - open_to_all == by_script
