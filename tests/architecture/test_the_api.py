"""The API, walked along the registry of its operations by a program of each role."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.api_tokens import GIVES, SAYS, TokenScope
from ohms.extensions import db
from ohms.models.api_tokens import ApiToken
from ohms.models.audit import AuditEntry
from ohms.models.staff import Position, StaffMember
from ohms.web.api_routes import operations
from tests.api import Program, add_token, described, faults_of
from tests.architecture.access_table import allows, cell_of, refusal
from tests.architecture.addresses import Whose
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import MOMENT, Rows
from tests.architecture.routes import ACTORS, Route, api_routes_of, signed_in
from tests.house import House, count_of

pytestmark = pytest.mark.every_route

OVER = {"If_Match": 'W/"1"', "Idempotency_Key": "0123456789abcdef"}
ANSWERED = {200, 201, 400, 422}  # what was sent is looked at: behind the door and the sight


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@pytest.fixture(scope="module")
def both(standing_house: House) -> dict[str, Rows]:
    with standing_house.app.app_context():
        return furnish_both(standing_house)


@pytest.fixture(scope="module")
def programs(standing_house: House) -> dict[str, Program]:
    with standing_house.app.app_context():
        return {
            username: Program(standing_house.app, add_token(standing_house, username))
            for username in ACTORS
        }


def walk(house: House) -> Iterator[tuple[Route, str]]:
    for route in api_routes_of(house.app):
        for method in route.methods:
            if not route.is_open_to_all:
                yield route, method


def ask(program: Program, method: str, path: str, **headers: str) -> Any:
    body: dict[str, str] | None = None if method == "GET" else {}
    return program.call(method, path, json=body, **{**OVER, **headers})


def test_the_description_names_every_route_and_no_other(standing_house: House) -> None:
    routes = api_routes_of(standing_house.app)
    standing = {(route.rule.endpoint, method) for route in routes for method in route.methods}
    assert standing == {(name, each.method) for name, each in operations().items()}
    told = {
        (path, method.upper()) for path, item in described()["paths"].items() for method in item
    }
    assert told == {(each.path, each.method) for each in operations().values()}
    assert len(told) >= 5


def test_every_operation_behind_the_door_has_a_scope_that_gives_its_permission(
    standing_house: House,
) -> None:
    assert set(GIVES) == set(SAYS) == set(TokenScope)
    for route, _method in walk(standing_house):
        assert route.access.scope is not None, str(route)
        assert route.access.permission in GIVES[route.access.scope], str(route)
    open_to_all = [each for each in api_routes_of(standing_house.app) if each.is_open_to_all]
    assert [each.rule.endpoint for each in open_to_all] == ["api.describe"]


def test_the_description_is_itself_as_it_describes(standing_house: House) -> None:
    answer = Program(standing_house.app).call("GET", "/api/v1/openapi.json")
    names = {
        part.rpartition("/")[2]
        for part in str(answer.json).split("'")
        if part.startswith("#/components/schemas/")
    }
    assert answer.json is not None
    assert names == set(answer.json["components"]["schemas"])


def test_what_differs_from_a_schema_is_found() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "integer"}, "b": {"enum": ["x"]}},
    }
    assert faults_of({"a": 1, "b": "x"}, schema) == []
    assert faults_of({"b": "y"}, schema) == ["$ lacks a", "$.b is 'y'"]
    assert faults_of({"a": True}, schema) == ["$.a is a bool"]


@pytest.mark.parametrize("username", ACTORS)
def test_what_is_foreign_is_missing_and_what_is_ones_own_is_answered(
    username: str, standing_house: House, both: dict[str, Rows], programs: dict[str, Program]
) -> None:
    program, surprises = programs[username], []
    for route, method in walk(standing_house):
        for foreign in route.ways_to(Whose.FOREIGN):
            answers = [
                ask(program, method, route.path(both, **dict.fromkeys(foreign, whose)))
                for whose in (Whose.FOREIGN, Whose.MISSING)
            ]
            told = [{**each.json, "instance": ""} for each in answers]
            if {each.status_code for each in answers} != {404} or told[0] != told[1]:
                surprises.append(f"{method} {route}: foreign {told}")
        status = ask(program, method, route.path(both)).status_code
        role, endpoint = ACTORS[username], route.rule.endpoint
        may, sees = allows(role, endpoint), route.is_seen_by(username)
        wanted = {404} if not sees else ANSWERED if may else {refusal(role, endpoint)}
        if status not in wanted:
            surprises.append(f"{cell_of(role, endpoint)} {method} {route}: {status} of one's own")
    assert surprises == []


def test_nobody_is_known_without_a_token_that_stands(
    standing_house: House, both: dict[str, Rows]
) -> None:
    app = standing_house.app
    browser = signed_in(app, "alder.hsc1")
    for route, method in walk(standing_house):
        path = route.path(both)
        answer = browser.open(path, method=method, json={})
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        for wrong in (None, "ohms_", "ohms_made-up", "ohms_" + "x" * 500, "Ünknown"):
            assert ask(Program(app, wrong), method, path).status_code == 401
        assert ask(Program(app), method, path, Authorization="Basic YTpi").status_code == 401


def test_a_token_does_nothing_beside_its_scopes(
    standing_house: House, both: dict[str, Rows]
) -> None:
    app = standing_house.app
    for route, method in walk(standing_house):
        others = [scope for scope in TokenScope if scope is not route.access.scope]
        with app.app_context():
            token = add_token(standing_house, "alder.hsc1", *others, name=f"Not {route}")
        assert ask(Program(app, token), method, route.path(both)).status_code == 403


def test_every_read_stands_in_the_audit_and_every_refusal_too(
    standing_house: House, both: dict[str, Rows], programs: dict[str, Program]
) -> None:
    app = standing_house.app
    for route, method in walk(standing_house):
        if method != "GET":
            continue
        action = AuditEntry.action == route.access.reads
        path, program = route.path(both), programs["alder.supervisor"]

        def entries(result: str, action: Any = action) -> int:
            with app.app_context():
                return count_of(AuditEntry, action, AuditEntry.result == result)

        done, refused = entries("done"), entries("refused")
        answer = program.call("GET", path)
        assert (answer.status_code, entries("done")) == (200, done + 1), str(route)
        if tag := answer.headers.get("ETag"):
            again = program.call("GET", path, If_None_Match=tag)
            assert (again.status_code, entries("done")) == (304, done + 2), str(route)
        assert programs["admin"].call("GET", path).status_code in (403, 404)
        assert entries("refused") == refused + 1


def test_a_token_ends_with_its_person_their_position_itself_and_its_last_day(house: House) -> None:
    app = house.app

    def change(model: Any, *where: Any, **values: Any) -> None:
        with app.app_context(), bulk_unit("test", None):
            db.session.execute(update(model).where(*where).values(**values))

    with app.app_context():
        furnish_both(house)
        program = Program(app, add_token(house, "alder.hsc1"))
        token_id = db.session.execute(
            select(ApiToken.id).where(ApiToken.name == "Tests")
        ).scalar_one()
    person, path = house.staff["alder.hsc1"], "/api/v1/fhir/Task"

    def answers() -> int:
        return program.call("GET", path).status_code

    assert answers() == 200
    change(Position, Position.staff_id == person, to_on=date.fromisoformat("2026-11-23"))
    assert answers() == 403, "no position today"
    change(Position, Position.staff_id == person, to_on=None)
    change(StaffMember, StaffMember.id == person, active=False)
    assert answers() == 401
    change(StaffMember, StaffMember.id == person, active=True)
    change(ApiToken, ApiToken.id == token_id, expires_on=date.fromisoformat("2026-11-23"))
    assert answers() == 401
    change(ApiToken, ApiToken.id == token_id, expires_on=date.fromisoformat("2026-11-24"))
    assert answers() == 200, "its last day is a day of it"
    change(ApiToken, ApiToken.id == token_id, revoked_at=MOMENT)
    assert answers() == 401
    with app.app_context():
        told = count_of(AuditEntry, AuditEntry.action == "use_token")
        assert told == 1, "once in ten minutes"


JSON_VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=12), part, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_body_makes_any_operation_fail(
    data: st.DataObject,
    standing_house: House,
    both: dict[str, Rows],
    programs: dict[str, Program],
) -> None:
    """Bodies that a schema nearly has: its own names with anything under them."""
    for route, method in walk(standing_house):
        takes = operations()[route.rule.endpoint].takes
        if takes is None:
            continue
        known = described()["components"]["schemas"][takes]["properties"]
        names = st.sampled_from(sorted(known)) | st.text(max_size=12)
        body = data.draw(JSON_VALUES | st.dictionaries(names, JSON_VALUES, max_size=6))
        answer = programs["alder.hsc1"].call(method, route.path(both), json=body, **OVER)
        assert answer.status_code in (400, 412, 422), f"{route}: {answer.status_code} for {body!r}"
