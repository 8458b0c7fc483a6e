"""The front door, walked along the URL map: who may open what, tokens, and reads in the audit."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.routing import IntegerConverter
from werkzeug.test import TestResponse

import ohms.app
import ohms.web.reading
from ohms.app import create_app
from ohms.blueprints import register_blueprints
from ohms.domain.access import Permission
from ohms.models.audit import AuditEntry
from ohms.web.access import AccessUnsaid, public, requires, shut_by_default
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import Rows
from tests.architecture.routes import ACTORS, CHANGING, Route, routes_of, signed_in
from tests.house import House, count_of
from tests.pages import CheckedClient
from tests.statements import engines_of

Views = Callable[[Flask], None]


@pytest.fixture(scope="module")
def both(standing_house: House) -> dict[str, Rows]:
    """A row of everything in either centre."""
    with standing_house.app.app_context():
        return furnish_both(standing_house)


@pytest.fixture(scope="module")
def people(standing_house: House) -> dict[str, CheckedClient]:
    """A browser for each role, signed in."""
    return {username: signed_in(standing_house.app, username) for username in ACTORS}


def answered_by(people: dict[str, CheckedClient], route: Route) -> CheckedClient:
    """The browser of somebody who may open the route and sees what its address names."""
    for username, role in ACTORS.items():
        if route.is_given_to(role) and route.is_seen_by(username):
            return people[username]
    raise AssertionError(f"nobody may open {route}")


def is_led_on(answer: TestResponse) -> bool:
    """Sent on to another page of the product, not to the sign-in."""
    return answer.status_code in {302, 303} and not str(answer.location).startswith("/login")


def unsaid(app: Flask) -> None:
    app.add_url_rule("/unsaid", view_func=lambda: "for whom?", endpoint="unsaid")


def unnamed(app: Flask) -> None:
    view = requires(Permission.CLAIM_READ)(lambda: "read as what?")
    app.add_url_rule("/unnamed", view_func=view, endpoint="unnamed")


def said(app: Flask) -> None:
    app.add_url_rule("/open", view_func=public(lambda: "for all"), endpoint="open")
    write = requires(Permission.NOTE_WRITE)(lambda: "written")
    app.add_url_rule("/write", view_func=write, endpoint="write", methods=["POST"])
    read = requires(Permission.CLAIM_READ, reads="read_claim")(lambda: "read")
    app.add_url_rule("/read", view_func=read, endpoint="read")


@pytest.mark.parametrize(("views", "name"), [(unsaid, "unsaid"), (unnamed, "unnamed")])
def test_a_program_with_a_view_that_says_too_little_does_not_start(
    views: Views, name: str, database_url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = Flask("tiny")
    views(tiny)
    with pytest.raises(AccessUnsaid, match=f"^{name} does not say"):
        shut_by_default(tiny)
    begun = list[Flask]()

    def register_more(app: Flask) -> None:
        register_blueprints(app)
        views(app)
        begun.append(app)

    monkeypatch.setattr(ohms.app, "register_blueprints", register_more)
    with pytest.raises(AccessUnsaid, match=f"^{name} does not say"):
        create_app(database_url=database_url, instance=tmp_path, testing=True)
    for engine in engines_of(begun[0]):
        engine.dispose()


def test_views_that_say_enough_pass_and_stand_behind_the_door() -> None:
    tiny = Flask("tiny")
    said(tiny)
    shut_by_default(tiny)
    assert tiny.before_request_funcs[None]


def test_every_route_says_who_may_open_it_and_how_its_reading_is_called(
    standing_house: House,
) -> None:
    routes = routes_of(standing_house.app)
    assert len(routes) > 8
    for route in routes:
        if "GET" in route.methods and not route.is_open_to_all:
            assert route.access.reads, str(route)
    # Who adds an address that anybody may open adds it here as well.
    assert {route.rule.endpoint for route in routes if route.is_open_to_all} == {
        "about.index",
        "about.typed_day",
        "accounts.back_from_provider",
        "accounts.second_code",
        "accounts.session_left",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.take_up",
        "accounts.to_provider",
        "accounts.uncover",
        "accounts.welcome",
        "health.alive",
        "health.ready",
    }


def test_no_address_takes_a_number_that_no_row_can_have(standing_house: House) -> None:
    """SQLite cannot even be asked for one of 64 bits and more."""
    largest = {
        rule.rule: converter.max
        for rule in standing_house.app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
    }
    assert len(largest) > 50
    assert {each for each in largest if largest[each] != 2**31 - 1} == set()


@pytest.mark.every_route
def test_a_stranger_is_sent_to_the_sign_in_from_everywhere(
    standing_house: House, both: dict[str, Rows]
) -> None:
    stranger = standing_house.app.test_client()
    token = token_of_a_stranger(stranger)
    told = {}
    for route in routes_of(standing_house.app):
        for method in () if route.is_open_to_all else route.methods:
            answer = stranger.open(route.path(both), method=method, data={"csrf_token": token})
            told[f"{method} {route.rule.rule}"] = (
                answer.status_code,
                str(answer.location).partition("?")[0],
            )
    assert {name: said for name, said in told.items() if said != (302, "/login")} == {}
    assert len(told) >= 5


def token_of_a_stranger(client: Any) -> str:
    from tests.forms import posting_form

    return posting_form(client.get("/login").text).holds["csrf_token"][0]


@pytest.mark.every_route
@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "IjAi.made.up"}], ids=str)
def test_every_changing_route_refuses_a_form_without_its_token(
    token: dict[str, str],
    standing_house: House,
    both: dict[str, Rows],
    people: dict[str, CheckedClient],
) -> None:
    app = standing_house.app
    assert app.config.get("WTF_CSRF_ENABLED", True)
    told = {}
    for route in routes_of(app):
        for method in route.methods & CHANGING:
            client = answered_by(people, route)
            answer = client.open(route.path(both), method=method, data=token)
            told[f"{method} {route.rule.rule}"] = answer.status_code
    assert {name: status for name, status in told.items() if status != 400} == {}
    assert {"POST /login", "POST /logout"} <= set(told)


def test_a_page_says_a_form_without_its_token_was_refused_and_nothing_of_it_stays(
    standing_house: House, people: dict[str, CheckedClient]
) -> None:
    client = people["alder.hsc1"]
    assert client.post("/logout").status_code == 400
    assert client.get("/").status_code == 200  # still signed in


def test_a_refusal_stands_in_the_audit_too(
    standing_house: House, people: dict[str, CheckedClient]
) -> None:
    refused = (AuditEntry.action == "read_today", AuditEntry.result == "refused")
    listed = (AuditEntry.result == "refused",)
    with standing_house.app.app_context():
        before = count_of(AuditEntry, *refused), count_of(AuditEntry, *listed)
    assert people["admin"].get("/claims").status_code == 403
    with standing_house.app.app_context():
        assert count_of(AuditEntry, *refused) == before[0]
        assert count_of(AuditEntry, *listed) == before[1] + 1


def test_a_page_whose_reading_cannot_be_recorded_is_not_answered(
    standing_house: House, people: dict[str, CheckedClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("insert into audit_entry", {}, Exception("disk is full"))

    assert people["alder.hsc1"].get("/tasks").status_code == 200
    monkeypatch.setattr(ohms.web.reading, "record_readings", fail)
    with pytest.raises(OperationalError):
        people["alder.hsc1"].get("/tasks")
