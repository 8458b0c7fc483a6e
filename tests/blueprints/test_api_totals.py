"""Every list of the API: its total, the items of all its pages and the count of the page that a person has of
it are one number, without a filter and with each that the description offers. Found by walking the
operations that turn pages; one that is added fails here until it is said which page it is held against."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from ohms.blueprints.api.schemas import SCHEMAS
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.care_episode import coordinations_of
from ohms.domain.referral_exchange import STEP_OF
from ohms.domain.values import StandardWork
from ohms.models.notes import CaseNote
from ohms.web.api_routes import VERSION_PATH, Operation, operations
from tests.api import Program, add_token
from tests.architecture.filling import browser_of
from tests.blueprints.test_every_list_agrees import furnish_beside, rows_on, told
from tests.house import House
from tests.html_tree import read_html
from tests.missing import is_ci
from tests.tasks import WRITTEN_AT

Asked = dict[str, str]
QUARTER = {"cohe": "alder", "quarter": "2026Q4"}
EVERY: dict[str, Asked] = {
    "/claims": {"scope": "cohe"},
    "/tasks": {"whose": "anyone", "state": "any"},
    "/referrals": {"scope": "cohe", "step": "any"},
    "/time": {**QUARTER, "kind": "all"},
}
"""What asks for all of a list, where that is not how it opens."""

DECLARED = frozenset({"/claims", "/tasks", "/referrals"})
"""Whose filters `test_lists_agree.py` walks in each run."""

ONE_BY_ONE = frozenset({"/measures"})
"""A quarter's figures, each held against its page by `test_api_figures.py`."""


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def pages_of(path: str, asked: Asked) -> list[str]:
    """The addresses of a person's lists whose counts sum up to the API's total."""
    if path == "/tasks":
        asked = {("owner" if name == "whose" else name): v for name, v in asked.items()}
    if path == "/time":
        return [f"/workload/minutes?{urlencode(asked)}"]
    if path == "/fhir/Task":
        step = STEP_OF[asked["status"]] if "status" in asked else "any"
        return [f"/referrals?scope=cohe&step={step}"]
    if path == "/fhir/EpisodeOfCare":
        said = coordinations_of(asked["status"]) if "status" in asked else [""]
        return [f"/claims?scope=cohe&coordination={each}" for each in said]
    return [f"{path.replace('<number>', 'AL10001')}?{urlencode(asked)}"]


def furnish_notes(house: House) -> None:
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        house.being_furnished = True
        works = list(StandardWork)
        for number in range(13):
            house.add(
                CaseNote,
                claim_id=house.claim["AL10001"],
                cohe_id=house.cohe["alder"],
                author_id=house.staff["alder.hsc1"],
                position_id=house.position["alder.hsc1"],
                standard_work=works[number % len(works)],
                body=f"The {number}th note.",
                performed_on=date(2026, 11, 1) + timedelta(number),
                written_at=WRITTEN_AT,
                signed_at=WRITTEN_AT,
            )
        house.being_furnished = False


def lists() -> dict[str, Operation]:
    """By their paths the operations that turn pages."""
    return {
        each.rule.removeprefix(VERSION_PATH): each
        for each in operations().values()
        if any(parameter.name == "after" for parameter in each.parameters)
    }


def asked_of(path: str, listed: Operation, *, every_value: bool) -> Iterator[Asked]:
    """All of it, then each filter alone with one of its values or with each."""
    yield EVERY.get(path, {})
    for parameter in listed.parameters:
        values = parameter.schema.get("enum", []) if parameter.name != "sort" else []
        for value in values if every_value else values[:1]:
            yield {**EVERY.get(path, {}), parameter.name: value}


def total_of(program: Program, path: str, asked: Asked) -> set[int]:
    """The total that the API tells, and the items of all its pages."""
    size = "_count" if path.startswith("/fhir/") else "per_page"
    address = f"{VERSION_PATH}{path.replace('<number>', 'AL10001')}"
    query = urlencode({**asked, size: "20"})
    totals, items, following = set[int](), 0, f"{address}?{query}"
    while following:
        answer = program.call("GET", following).get_json(force=True)
        totals.add(answer["total"])
        if "resourceType" in answer:
            items += len(answer.get("entry", ()))
            links = {each["relation"]: each["url"] for each in answer["link"]}
            parts = urlsplit(links.get("next", ""))
            following = f"{parts.path}?{parts.query}" if parts.path else ""
        else:
            items += len(answer["items"])
            further = answer["next"]
            following = f"{address}?{query}&{urlencode({'after': further})}" if further else ""
    return {*totals, items}


def counted_on(client: FlaskClient, path: str, asked: Asked) -> int:
    return sum(told(client.get(page).text) for page in pages_of(path, asked))


def walk(house: House, paths: set[str], *, every_value: bool) -> None:
    furnish_beside(house)
    furnish_notes(house)
    with house.app.app_context():
        program = Program(house.app, add_token(house, "alder.supervisor"))
    client = browser_of(house.app, "alder.supervisor")
    wrong = {}
    for path in sorted(paths):
        totals = set()
        for asked in asked_of(path, lists()[path], every_value=every_value):
            numbers = {counted_on(client, path, asked), *total_of(program, path, asked)}
            totals |= numbers
            if len(numbers) != 1:
                wrong[f"{path}?{urlencode(asked)}"] = numbers
        assert len(totals) > 1, f"the filters of {path} differ"
        assert max(totals) > 3, f"{path} has rows"
    assert wrong == {}
    reports = program.call("GET", f"{VERSION_PATH}/reports").json
    root, _ = read_html(client.get("/reports").text)
    assert reports
    assert len(reports["items"]) == rows_on(root) > 0


def test_the_api_tells_as_many_as_the_pages_of_its_lists(house: House) -> None:
    walk(house, set(lists()) - DECLARED, every_value=False)


def test_after_what_is_no_place_in_it_no_list_begins_anew(house: House) -> None:
    furnish_beside(house)
    furnish_notes(house)
    with house.app.app_context():
        program = Program(house.app, add_token(house, "alder.supervisor"))
    own = [path for path in lists() if not path.startswith("/fhir/")]
    answers = {}
    for path in own:
        address = f"{VERSION_PATH}{path.replace('<number>', 'AL10001')}"
        query = urlencode({**EVERY.get(path, {}), "after": "x"})
        answer = program.call("GET", f"{address}?{query}")
        answers[path] = answer.status_code, answer.get_json(force=True).get("field")
    assert answers == dict.fromkeys(own, (422, "after"))
    assert {"/claims", "/claims/<number>/notes", "/referrals", "/tasks", "/time"} <= set(own)


@pytest.mark.slow
@pytest.mark.skipif(is_ci(), reason="its time is CI's; a value of each filter is walked there")
def test_the_api_tells_as_many_as_the_pages_for_every_value(house: House) -> None:
    walk(house, set(lists()), every_value=True)


def test_every_list_of_the_api_turns_pages_with_a_total_or_is_short() -> None:
    whole = {
        each.rule.removeprefix(VERSION_PATH)
        for each in operations().values()
        if "items" in SCHEMAS.get(each.answers, {}).get("properties", {})
    } - set(lists())
    assert whole == ONE_BY_ONE | {"/reports"}
    assert len(lists()) >= 7
