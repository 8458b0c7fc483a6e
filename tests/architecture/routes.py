"""The URL map as a table to walk: every route with who may open it, and addresses with objects in."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from ohms.domain.access import ROLES_WITH
from ohms.domain.values import Role
from ohms.web.access import Access
from tests.architecture.addresses import OBJECTS, WATCHED, InAddress, Whose
from tests.architecture.centre import Rows
from tests.forms import posting_form
from tests.house import PASSWORD
from tests.pages import CheckedClient

ACTORS = {
    "alder.hsc1": Role.HSC,
    "alder.assistant1": Role.HSC_ASSISTANT,
    "alder.supervisor": Role.SUPERVISOR,
    "alder.privacy": Role.PRIVACY_OFFICER,
    "lni.contract": Role.CONTRACT_MANAGER,
    "lni.riskmanagement": Role.DESK_RISK_MANAGEMENT,
    "lni.stayatwork": Role.DESK_STAY_AT_WORK,
    "admin": Role.ADMINISTRATOR,
}
BY_TOKEN = ("api.", "tasks.calendar")
"""Routes that know nobody by a browser. Those of a calendar: tests/blueprints/test_task_calendar.py."""
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Route:
    """One rule of the URL map."""

    rule: Rule
    access: Access

    def __str__(self) -> str:
        return f"{'/'.join(sorted(self.methods))} {self.rule.rule}"

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self.rule.methods or ()) - {"HEAD", "OPTIONS"}

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(sorted(self.rule.arguments))

    @property
    def is_open_to_all(self) -> bool:
        return self.access.permission is None

    def is_given_to(self, role: Role) -> bool:
        return self.access.permission is None or role in ROLES_WITH[self.access.permission]

    def is_seen_by(self, username: str) -> bool:
        """Whether the person sees every own object in the address."""
        return all(username in object_in(self, name).seen_by for name in self.arguments)

    def path(self, rows: dict[str, Rows], **whose: Whose) -> str:
        """The address with each argument filled in; what is not told is one's own."""
        values = {
            name: object_in(self, name).of(whose.get(name, Whose.OWN), rows)
            for name in self.arguments
        }
        built = self.rule.build(values, append_unknown=False)
        assert built is not None
        return built[1]

    def ways_to(self, whose: Whose) -> Iterator[dict[str, Whose]]:
        """Each argument alone of somebody else's, and all of them together."""
        for name in self.arguments:
            yield {name: whose}
        if len(self.arguments) > 1:
            yield dict.fromkeys(self.arguments, whose)


def object_in(route: Route, argument: str) -> InAddress:
    if argument not in OBJECTS:
        pytest.fail(
            f"{route}: tell this test how to fill <{argument}>: add it to OBJECTS in"
            " tests/architecture/addresses.py, with the model whose row it names"
        )
    return WATCHED if route.rule.endpoint == "audit.claim_looks" else OBJECTS[argument]


def routes_of(app: Flask) -> list[Route]:
    """Every route that a browser goes, in the order of their addresses, but the static files."""
    return [each for each in all_routes_of(app) if not each.rule.endpoint.startswith(BY_TOKEN)]


def api_routes_of(app: Flask) -> list[Route]:
    """Every route of the API, which knows nobody by a browser."""
    return [each for each in all_routes_of(app) if each.rule.endpoint.startswith("api.")]


def all_routes_of(app: Flask) -> list[Route]:
    return [
        Route(rule, vars(app.view_functions[rule.endpoint])["access"])
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint != "static"
    ]


def signed_in(app: Flask, username: str) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    assert client.fill("/login", username=username, password=PASSWORD).status_code == 303
    return client


def token_of(client: FlaskClient) -> str:
    """The CSRF token that any page gives this browser."""
    form = posting_form(client.get("/about").text, "/logout")
    return form.holds["csrf_token"][0]
