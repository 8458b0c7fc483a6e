"""The API against its own description: schemathesis makes requests of what the description allows, and of
what it does not, and a program of every role sends each of them.

Nothing may fail (5xx), no status, media type, header or body may be another than described, what is
allowed may not be called unreadable (400), and what is not allowed may not be taken. With `--all` fifty
times as many as in CI. The requests are the same each time.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.api import add_token
from tests.architecture.addresses import Whose
from tests.architecture.both_centres import furnish_both
from tests.architecture.centre import CLAIM
from tests.architecture.routes import ACTORS, api_routes_of, object_in
from tests.house import House
from tests.missing import not_here

pytestmark = [pytest.mark.slow, pytest.mark.every_route]

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "positive_data_acceptance",
    "negative_data_rejection",
)
# Besides what the tool takes for granted: what a rule refuses, and what was changed meanwhile.
TAKEN = ["2xx", "3xx", "401", "403", "404", "412", "422", "503"]
REFUSED = ["4xx", "503"]
REAL = {"claim_number": CLAIM["alder"], "performed_on": "2026-11-24", "due_by": "2026-12-01"}
"""What is sent for these instead of what was drawn, so that some of it comes further than the first rule."""


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


class Everybody:
    """A program of each role, all of which send each request that is made up."""

    def __init__(self, house: House) -> None:
        with house.app.app_context():
            rows = furnish_both(house)
            self.tokens = {username: add_token(house, username) for username in ACTORS}
        self.schema = _described(house)
        self.own = {
            route.rule.endpoint.partition(".")[2]: {
                name: object_in(route, name).of(Whose.OWN, rows) for name in route.arguments
            }
            for route in api_routes_of(house.app)
        }
        self.answers: Counter[tuple[str, int]] = Counter()
        self.faults: set[str] = set()

    def send_all(self, most: int) -> None:
        for found in self.schema.get_all_operations():
            operation = found.ok()
            for strategy in self._ways(operation):
                self._send(operation, strategy, most)

    def _ways(self, operation: Any) -> Iterator[Any]:
        """What is allowed and what is not of one's own, and of what is drawn what is allowed."""
        from schemathesis import GenerationMode
        from schemathesis.generation.feedback import NO_FEEDBACK

        own = self.own[operation.definition.raw["operationId"]]
        over = {"If-Match": 'W/"1"'} if "If-Match" in operation.headers else {}
        narrowed = [*operation.query, *operation.body]
        for mode in GenerationMode if narrowed else [GenerationMode.POSITIVE]:
            yield operation.as_strategy(
                mode, path_parameters=own, headers=over, feedback=NO_FEEDBACK
            )
        if own:
            yield operation.as_strategy(GenerationMode.POSITIVE, feedback=NO_FEEDBACK)

    def _send(self, operation: Any, strategy: Any, most: int) -> None:
        @settings(
            max_examples=most,
            phases=[Phase.generate],
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def send(case: Any) -> None:
            if isinstance(case.body, dict) and case.meta.generation.mode.is_positive:
                case.body.update({name: REAL[name] for name in REAL.keys() & case.body.keys()})
            for username, token in self.tokens.items():
                self._judge(operation.label, username, case, token)

        send()

    def _judge(self, label: str, username: str, case: Any, token: str) -> None:
        from schemathesis.core.failures import FailureGroup

        try:
            answer = case.call_and_validate(
                headers={"Authorization": f"Bearer {token}"}, checks=_checks()
            )
        except (FailureGroup, Exception) as fault:  # a failed check, or a view that failed
            self.faults.add(f"{label} by {ACTORS[username]}: {fault}"[:2_000])
        else:
            self.answers[label, answer.status_code] += 1


def _described(house: House) -> Any:
    from schemathesis import openapi
    from schemathesis.config import SchemathesisConfig

    expected = {"positive_data_acceptance": TAKEN, "negative_data_rejection": REFUSED}
    checks = {name: {"expected-statuses": statuses} for name, statuses in expected.items()}
    config = SchemathesisConfig.from_dict(
        {"checks": checks, "generation": {"with-security-parameters": False}}
    )
    return openapi.from_wsgi("/api/v1/openapi.json", house.app, config=config)


def _checks() -> list[Any]:
    from schemathesis.checks import CHECKS as known

    return [known.get_one(name) for name in CHECKS]


def test_every_answer_to_every_role_is_as_described(
    house: House, request: pytest.FixtureRequest, times: Callable[..., int]
) -> None:
    try:
        import schemathesis  # noqa: F401
    except ImportError:
        not_here("schemathesis")
    most = 50 if request.config.getoption("--all") else times(full=10, ci=1)
    everybody = Everybody(house)
    everybody.send_all(most)
    assert everybody.faults == set(), "\n\n".join(sorted(everybody.faults)[:20])
    done = {label for label, status in everybody.answers if status in (200, 201)}
    read = {label for label, _status in everybody.answers if label.startswith("GET ")}
    assert read <= done, f"never answered: {read - done}"
    print(sum(everybody.answers.values()), "answers", dict(everybody.answers))  # noqa: T201
