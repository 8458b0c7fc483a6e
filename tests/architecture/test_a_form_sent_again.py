"""A form is carried out once: pressed twice it answers as before; sent again with something else in it, from
the browser's Back, it says so, and stands there with what was typed and a key of its own."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from ohms.models.housekeeping import IdempotencyKey
from ohms.web.forms import CARRIED_OUT_OTHERWISE
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import CLAIM, Rows
from tests.architecture.filling import browser_of, filled_in, form_of
from tests.architecture.routes import ACTORS, Route, routes_of
from tests.architecture.test_every_route_is_audited import ENDS_ACCESS, SIGNS_OUT
from tests.forms import Fields, PostingForm, posting_forms
from tests.house import PASSWORD, House, count_of

pytestmark = pytest.mark.every_route

KEY = "idempotency_key"
ELSE = "Something else"
LEFT_OUT = SIGNS_OUT | ENDS_ACCESS
WANTED = {
    "your_password": PASSWORD,
    "now_password": PASSWORD,
    "password": PASSWORD,
    "calendar_password": PASSWORD,
    "address": "https://desk.example.org/ohms",
    "birth_date": "4/3/1985",
    "claim_number": CLAIM["alder"],
    "complexity": "standard",
    "content": "",
    "decision": "work",
    "demanded": "",
    "email": "",
    "also": "",
    "next_task_owner": "",
    "owner_id": "",
    "referral": "",
    "reason": "Asked for by the supervisor",
    "to_on": "",
    "method": "phone",
    "next_task_due": "+5b",
    "percent": "24.5",
    "slug": "sound",
    "to": "",
    "username": "alder.hsc9",
    "value": "360-555-0100",
    "weekly_minutes": "2400",
}
"""Of fields that do not take any words."""
DAYS = ("_on", "_by", "_due", "_until")


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


class Presser:
    """Everybody who may use a route, sending its form once, again, and again with something else."""

    def __init__(self, house: House) -> None:
        self.house = house
        with house.app.app_context():
            self.rows: dict[str, Rows] = furnish_both(house)
        self.routes = [each for each in routes_of(house.app) if each.rule.endpoint not in LEFT_OUT]
        self.pages = {route.path(self.rows) for route in self.routes if "GET" in route.methods}
        self.browsers: dict[str, FlaskClient] = {}
        self.tried: set[str] = set()

    def browser(self, route: Route) -> FlaskClient:
        username = next(
            each
            for each, role in ACTORS.items()
            if route.is_given_to(role) and route.is_seen_by(each)
        )
        if username not in self.browsers:
            self.browsers[username] = browser_of(self.house.app, username)
        return self.browsers[username]

    def faults_of(self, route: Route) -> Iterator[str]:
        browser, path = self.browser(route), route.path(self.rows)
        form = form_of(browser, self.pages, path, {})
        if form is None or KEY not in form.holds:
            return
        sent = filled_in(form, WANTED)
        first = browser.post(path, data=sent)
        if first.status_code >= 400 or not self.used(sent):
            return
        self.tried.add(route.rule.endpoint)
        again = browser.post(path, data=sent)
        if again.status_code >= 400:
            yield f"pressed twice answers {again.status_code}"
        for name in typed_in(form):
            other = browser.post(path, data={**sent, name: [ELSE]})
            if other.status_code != 422 or CARRIED_OUT_OTHERWISE not in other.text:
                yield f"with another {name} answers {other.status_code} {other.location}"
            elif ELSE not in other.text:
                yield f"forgets another {name}"
            elif sent[KEY] in [each.holds.get(KEY) for each in posting_forms(other.text)]:
                yield "keeps the key that was used"
            return

    def used(self, sent: Fields) -> bool:
        with self.house.app.app_context():
            return count_of(IdempotencyKey, IdempotencyKey.key == sent[KEY][0]) == 1


def typed_in(form: PostingForm) -> list[str]:
    """Names of fields that take any words: no days."""
    names = [name for name, kind in form.kinds.items() if kind in ("textarea", "text")]
    return [name for name in names if name not in WANTED and not name.endswith(DAYS)]


def test_a_form_with_something_else_in_it_is_told_so_and_loses_nothing(house: House) -> None:
    presser = Presser(house)
    faults = [
        f"{route}: {fault}"
        for route in presser.routes
        if "POST" in route.methods
        for fault in presser.faults_of(route)
    ]
    assert faults == [], "\n".join(faults)
    assert len(presser.tried) > 25, sorted(presser.tried)
