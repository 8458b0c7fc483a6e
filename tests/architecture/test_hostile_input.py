"""Hostile values in every field of every form: each is refused beside its field or kept harmlessly.

Ten values a field (in CI two, turn by turn), each form as one person who may use it; with `--all` the
whole hundred by everybody, a test each (`-n 2 -k "hsc1 or admin"` takes two of them at once). Nothing
may answer 5xx or take over 5 s, nothing live may come back, now or from what was kept, and no cell of an
export may be a formula. Source: security.md, "Input".
"""

import csv
import io
import time
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from ohms.web.workbooks import MEDIA_TYPE
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import Rows
from tests.architecture.filling import BUTTONS, LEFT_ALONE, browser_of, filled_in, form_of
from tests.architecture.routes import ACTORS, CHANGING, Route, routes_of, token_of
from tests.forms import Fields, PostingForm
from tests.hostile_values import CANARY, COMPUTED, COMPUTING, FEW, HOSTILE
from tests.house import House
from tests.html_tree import read_html
from tests.pages import faults_of_html

pytestmark = [pytest.mark.slow, pytest.mark.every_route]

MOST_SECONDS = 5.0
WAITED_FOR_A_PROCESSOR = Path("/proc/thread-self/schedstat")
SHEETS = ("xl/worksheets/", "xl/sharedStrings")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SIGN_OUT = frozenset({"/logout", "/account/sessions/end", "/account/session/cover"})
SHUTS_OUT = ("/departure", "/staffing/positions/", "/admin/accounts", "/account/sessions/password")
ARGUMENTS = ("q", "after", "sort", "cohe", "quarter", "provider", "due_by", "next", "per_page")
Values = tuple[str | bytes, ...]


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


class Crawl:
    """One person sending every form they are shown, one hostile field at a time."""

    def __init__(self, house: House, username: str, rows: dict[str, Rows]) -> None:
        self.username, self.rows = username, rows
        self.client: FlaskClient = browser_of(house.app, username)
        self.routes = routes_of(house.app)
        self.pages = {route.path(rows) for route in self.routes if "GET" in route.methods}
        self.forms = {
            route.rule.rule: self._form(route) for route in self.routes if self._sends(route)
        }
        self.sent = 0
        self.faults: list[str] = []

    def may(self, route: Route) -> bool:
        return route.is_given_to(ACTORS[self.username]) and route.is_seen_by(self.username)

    def is_in(self) -> bool:
        """Signed in still: what somebody else sent may have ended it."""
        return self.client.get("/").status_code == 200

    def send_all(self, route: Route, values: Values, most: int, made_up: Collection[str]) -> bool:
        """Each field of the form that the person was shown for the route at the beginning; where none
        was, every made-up name at once. Whether there was a form."""
        path, form = route.path(self.rows), self.forms[route.rule.rule]
        if form is None:
            token = token_of(self.client)
            for value in values[:most]:
                self._send(path, {"csrf_token": [token]}, made_up, value)
            return False
        for place, name in enumerate(fields_of(form)):
            for value in some_of(values, place, most):
                answer = self._send(path, filled_in(form, {}), [name], value)
                if answer.status_code < 400:  # what it held was used up
                    form = self._form(route) or form
        return True

    def ask_all(self, route: Route, values: Values) -> None:
        """The same values as arguments of an address that is read."""
        for value in values:
            query = urlencode(dict.fromkeys(ARGUMENTS, value[:1_000]))
            self._look(f"{route.path(self.rows)}?{query}", "every argument", value)

    def _sends(self, route: Route) -> bool:
        return (
            bool(CHANGING & route.methods) and route.rule.rule not in SIGN_OUT and self.may(route)
        )

    def _form(self, route: Route) -> PostingForm | None:
        return form_of(self.client, self.pages, route.path(self.rows), {})

    def read_all(self) -> None:
        """What was kept comes back harmlessly from every page and in every export."""
        for route in self.routes:
            if "GET" in route.methods and self.may(route):
                self._look(route.path(self.rows), "what was kept", "")

    def _send(
        self, path: str, sent: Fields, names: Collection[str], value: str | bytes
    ) -> TestResponse:
        held = [(name, each) for name, some in sent.items() if name not in names for each in some]
        body = urlencode([*held, *((name, value) for name in names)])
        began = _moment()
        answer = self.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
        self.sent += 1
        self._judge(f"POST {path}", "+".join(names)[:40], value, answer, _moment() - began)
        return answer

    def _look(self, address: str, name: str, value: str | bytes) -> None:
        began = _moment()
        answer = self.client.get(address)
        self.sent += 1
        self._judge(f"GET {address.partition('?')[0]}", name, value, answer, _moment() - began)

    def _judge(
        self, what: str, name: str, value: str | bytes, answer: TestResponse, seconds: float
    ) -> None:
        for fault in faults_of(answer, value, seconds):
            self.faults.append(f"{what}, {name} = {value[:40]!r} by {self.username}: {fault}")


def _moment() -> float:
    """Seconds, without those in which other work of the machine had the processor: a crawl goes on for
    long, and beside others."""
    with suppress(OSError):  # only Linux tells
        return time.monotonic() - int(WAITED_FOR_A_PROCESSOR.read_text().split()[1]) / 1e9
    return time.monotonic()


def shuts_out(route: Route) -> bool:
    return any(each in route.rule.rule for each in SHUTS_OUT)


def some_of(values: Values, place: int, most: int) -> Iterator[str | bytes]:
    """As many as there is time for, others for each field."""
    yield from (values[(place * most + each) % len(values)] for each in range(most))


def fields_of(form: PostingForm) -> list[str]:
    return [
        name
        for name, kind in form.kinds.items()
        if kind not in BUTTONS and kind != "file" and name != "csrf_token"
    ] or [*LEFT_ALONE & form.offers]


def faults_of(answer: Response, value: str | bytes, seconds: float) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"answers {answer.status_code}"
    if seconds > MOST_SECONDS:
        yield f"took {seconds:.1f} s"
    text = words_of(answer)
    if value in COMPUTING and COMPUTED in text:
        yield "was computed"
    if answer.mimetype == "text/html" and CANARY in text:
        yield from live_in(text)
    elif answer.mimetype == "text/csv":
        yield from formulas_in(text)
    elif answer.mimetype == MEDIA_TYPE and ("<f>" in text or "<f " in text):
        yield "is a formula in a workbook"


def words_of(answer: Response) -> str:
    """What can be read of an answer: a workbook's sheets and strings too, nothing of a picture."""
    return (
        words_of_workbook(answer.data)
        if answer.mimetype == MEDIA_TYPE
        else answer.data.decode(errors="replace")
    )


def words_of_workbook(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        told = [name for name in parts.namelist() if name.startswith(SHEETS)]
        return "\n".join(parts.read(name).decode() for name in told)


def live_in(html: str) -> Iterator[str]:
    page, _faults = read_html(html)
    for each in page.walk():
        if CANARY in each.tag or any(CANARY in name for name in each.attributes):
            yield f"became a tag or an attribute: {each}"
        for name in ("href", "src", "action", "formaction"):
            address = (each.get(name) or "").strip().lower()
            if CANARY in address and address.startswith(("javascript:", "data:")):
                yield f"became an address that runs: {each}"
    yield from (fault for fault in faults_of_html(html) if "inline" in fault)


def formulas_in(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        for cell in row:
            if cell.startswith(FORMULA_SIGNS) and not cell.lstrip("+-").replace(".", "").isdigit():
                yield f"is a formula in an export: {cell[:40]!r}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With `--all` one test a person, so that two cores share them; else everybody's forms in one."""
    if "people" in metafunc.fixturenames:
        everything = metafunc.config.getoption("--all")
        people = [[each] for each in ACTORS] if everything else [[*ACTORS]]
        metafunc.parametrize("people", people, ids=[*ACTORS] if everything else ["everybody"])


def test_no_form_and_no_address_is_harmed_by_what_is_typed(
    house: House, request: pytest.FixtureRequest, times: Callable[..., int], people: list[str]
) -> None:
    everything = request.config.getoption("--all")
    values = HOSTILE if everything else FEW
    most = len(values) if everything else times(full=len(FEW), ci=2)
    with house.app.app_context():
        rows = furnish_both(house)
    crawls = [Crawl(house, username, rows) for username in people]
    shown = [form for crawl in crawls for form in crawl.forms.values() if form]
    made_up = sorted({name for form in shown for name in fields_of(form)})
    sent_as_shown = 0
    # What may end somebody's access comes last, after what was kept has been read.
    for last in (False, True):
        for route in (each for each in crawls[0].routes if shuts_out(each) is last):
            able = [crawl for crawl in crawls if crawl.may(route) and crawl.is_in()]
            for crawl in able[:1]:
                if route.rule.rule in crawl.forms:
                    sent_as_shown += crawl.send_all(route, values, most, made_up)
                if "GET" in route.methods:
                    crawl.ask_all(route, values[: max(most // 3, 1)])
        for crawl in crawls:
            crawl.read_all()
    faults = [fault for crawl in crawls for fault in crawl.faults]
    assert faults == [], f"{len(faults)} faults:\n" + "\n".join(faults[:60])
    assert sent_as_shown > (0 if everything else 50), "hardly any page showed its form"


def test_the_crawl_notices_what_is_live() -> None:
    page = f"<!doctype html><html lang=en><body><{CANARY} x=1></{CANARY}></body></html>"
    assert list(live_in(page))
    assert list(formulas_in("number,title\nAL1,=1+1\n"))
    assert not list(formulas_in("number,title\nAL1,'=1+1\nAL2,-3\n"))
    workbook, content = Workbook(), io.BytesIO()
    workbook.active.append(["=1+1"])
    workbook.save(content)
    assert list(faults_of(Response(content.getvalue(), mimetype=MEDIA_TYPE), "", 0))
    assert len(HOSTILE) >= 100
    assert len(set(HOSTILE)) == len(HOSTILE)
