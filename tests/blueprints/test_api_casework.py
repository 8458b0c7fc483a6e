"""Claims, notes and tasks over the API: what the pages have, and what is written is written once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.api_tokens import TokenScope
from ohms.extensions import db
from ohms.models.notes import CaseNote, Contact
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.claim_filter import ClaimFilter, ListScope
from ohms.queries.claim_list import every_listed_claim
from ohms.queries.guard import unscoped
from tests.api import Program, program_of
from tests.house import MADE_AT, House, add_claim, count_of

API = "/api/v1"
KEY = "a-key-of-the-tests-1"
NOTE: dict[str, Any] = {
    "standard_work": "return_to_work",
    "body": "Spoke about light duty.",
    "performed_on": "2026-11-24",
    "minutes": 12.0,  # as whole as 12 is, to JSON Schema
    "contacts": [{"party": "employer", "method": "phone", "outcome": "reached"}],
    "next_task": {"title": "Ask again", "due_by": "2026-12-01"},
}


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def walked(program: Program, path: str) -> tuple[list[dict[str, Any]], int]:
    """Every item of a list, page by page, and how many it says there are."""
    items: list[dict[str, Any]] = []
    following = ""
    while True:
        page = program.call("GET", f"{path}{following}").json
        assert page is not None
        items += page["items"]
        if page["next"] is None:
            return items, page["total"]
        following = f"&after={page['next']}"


def test_every_claim_of_the_list_is_reached_once_and_no_other(house: House) -> None:
    with house.app.app_context():
        for number in range(5):
            add_claim(house, "alder", f"AR{20000 + number}", provider="alder.1")
        actor = house.actor("alder.supervisor")
        wanted = [
            row.claim_number for row in every_listed_claim(actor, ClaimFilter(scope=ListScope.COHE))
        ]
    program = program_of(house, "alder.supervisor")
    items, total = walked(program, f"{API}/claims?scope=cohe&per_page=2")
    assert [each["claim_number"] for each in items] == wanted
    assert total == len(wanted) > 5
    one = program.call("GET", f"{API}/claims/AL10001")
    assert one.json is not None
    assert one.json["claim_number"] == "AL10001"
    again = program.call("GET", f"{API}/claims/AL10001", If_None_Match=one.headers["ETag"])
    assert again.status_code == 304
    for wrong, status, field, told in (
        ("scope=theirs", 400, "scope", "scope has to be one of: mine, "),
        ("colour=red", 400, "colour", "colour is not known here; known are scope, status, "),
        ("per_page=0", 400, "per_page", "per_page has to be a whole number from 1 to 100"),
        ("scope=cohe&after=x", 422, "after", "Send the `next` of the page before"),
    ):
        refused = program.call("GET", f"{API}/claims?{wrong}").json
        assert refused is not None
        assert (refused["status"], refused["field"]) == (status, field)
        assert told in refused["detail"]


def test_a_note_with_all_that_it_carries_is_written_once(house: House) -> None:
    program, path = program_of(house, "alder.hsc1"), f"{API}/claims/AL10001/notes"
    assert program.call("POST", path, NOTE).status_code == 400, "without a key"
    answers = [program.call("POST", path, NOTE, Idempotency_Key=KEY) for _ in range(3)]
    assert {each.status_code for each in answers} == {201}
    assert len({each.json["id"] for each in answers if each.json}) == 1
    with house.app.app_context():
        assert count_of(CaseNote) == count_of(Contact) == count_of(Task) == 1
        with unscoped("a test looks"):
            assert db.session.execute(select(TimeEntry.minutes)).scalar_one() == 12
    told = program.call("GET", path).json
    assert told is not None
    note = told["items"][0]
    assert (note["body"], note["minutes"], note["author"]) == (
        NOTE["body"],
        12,
        "Rosa Alvarez of alder",
    )
    turned = dict(reversed(NOTE.items()))
    assert program.call("POST", path, turned, Idempotency_Key=KEY).status_code == 201, "is the same"
    plain = {**NOTE, "interpreter": False, "finishes": []}
    same = program.call("POST", path, plain, Idempotency_Key=KEY)
    assert same.status_code == 201, "what is left out means the same"
    null = program.call("POST", path, {**NOTE, "finishes": None}, Idempotency_Key=KEY)
    assert (null.status_code, (null.json or {})["field"]) == (400, "finishes"), (
        "is left out instead"
    )
    changed = program.call("POST", path, {**NOTE, "minutes": 13}, Idempotency_Key=KEY)
    assert (changed.status_code, changed.mimetype) == (422, "application/problem+json")
    assert "This key was used for another request" in changed.text
    with house.app.app_context():
        assert count_of(CaseNote) == 1
    other = program_of(house, "alder.hsc2")
    assert other.call("POST", path, NOTE, Idempotency_Key=KEY).status_code == 201, (
        "a key of their own"
    )


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([], "The body has to be an object."),
        ({**NOTE, "minutes": "12"}, "minutes has to be a whole number."),
        ({**NOTE, "minutes": 0}, "minutes has to be a whole number from 1 to 1440."),
        ({**NOTE, "interpreter": "yes"}, "interpreter has to be true or false."),
        ({**NOTE, "performed_on": "11/24"}, "performed_on has to be a day such as 2026-11-20."),
    ],
)
def test_what_is_of_another_kind_is_told_as_what_it_has_to_be(
    house: House, sent: Any, told: str
) -> None:
    program, path = program_of(house, "alder.hsc1"), f"{API}/claims/AL10001/notes"
    refused = program.call("POST", path, sent, Idempotency_Key=KEY).json
    assert (refused or {})["detail"] == told


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"minutes": "12"}, 400, "minutes"),
        ({"minutes": True}, 400, "minutes"),
        ({"minutes": 0}, 400, "minutes"),
        ({"minutes": 10**30}, 400, "minutes"),
        ({"standard_work": "made_up"}, 400, "standard_work"),
        ({"performed_on": "24.11.2026"}, 400, "performed_on"),
        ({"performed_on": "20261124"}, 400, "performed_on"),
        ({"contacts": {}}, 400, "contacts"),
        ({"contacts": [{"party": "worker"}]}, 400, "contacts[0].method"),
        ({"author_id": 7}, 400, "author_id"),
        ({"<b>": 7}, 400, "?"),
        ({"next_task": {"title": "x" * 201, "due_by": "2026-12-01"}}, 400, "next_task.title"),
        ({"finishes": [99]}, 422, "finishes"),
        ({"body": " \u200b "}, 422, "body"),
        ({"performed_on": "2026-11-25"}, 422, "performed_on"),
    ],
)
def test_what_is_of_another_kind_or_against_a_rule_writes_nothing(
    house: House, wrong: dict[str, Any], status: int, field: str
) -> None:
    program = program_of(house, "alder.hsc1")
    path = f"{API}/claims/AL10001/notes"
    answer = program.call("POST", path, {**NOTE, **wrong}, Idempotency_Key=KEY)
    assert answer.json is not None
    assert (answer.status_code, answer.json["field"]) == (status, field)
    with house.app.app_context():
        assert count_of(CaseNote) == 0


def test_a_task_is_written_read_and_ended_over_the_version_that_was_read(house: House) -> None:
    program = program_of(house, "alder.hsc1")
    wanted = {"claim_number": "AL10001", "title": "Call the clinic", "due_by": "2026-12-01"}
    made = program.call("POST", f"{API}/tasks", wanted, Idempotency_Key=KEY)
    assert made.json is not None
    here = f"{API}/tasks/{made.json['id']}"
    foreign = {**wanted, "claim_number": "BI10001"}
    refused = program.call("POST", f"{API}/tasks", foreign, Idempotency_Key="another-key-of-tests")
    assert refused.json is not None
    assert (refused.status_code, refused.json["field"]) == (422, "claim_number")
    items, total = walked(program, f"{API}/tasks?per_page=1")
    assert ([each["title"] for each in items], total) == (["Call the clinic"], 1)
    tag = program.call("GET", here).headers["ETag"]
    with house.app.app_context(), bulk_unit("test", None):
        db.session.execute(update(Task).values(version=Task.version + 1, title="Call again"))
    end = {"state": "done", "reason": "They called"}
    assert program.call("PUT", f"{here}/state", end).status_code == 428
    assert program.call("PUT", f"{here}/state", end, If_Match=tag).status_code == 412
    tag = program.call("GET", here).headers["ETag"]
    done = program.call("PUT", f"{here}/state", end, If_Match=tag)
    assert done.json is not None
    assert (done.json["state"], done.json["reason"]) == ("done", "They called")
    over = program.call(
        "PUT", f"{here}/state", {"state": "not_needed"}, If_Match=done.headers["ETag"]
    )
    assert over.status_code == 422


def test_an_assistant_reads_no_withheld_body_and_a_desk_no_claim(house: House) -> None:
    path = f"{API}/claims/AL10002/notes"
    with house.app.app_context():
        house.add(
            CaseNote,
            claim_id=house.claim["AL10002"],
            cohe_id=house.cohe["alder"],
            author_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            standard_work="barriers",
            body=NOTE["body"],
            performed_on=date(2026, 11, 23),
            written_at=MADE_AT,
            signed_at=MADE_AT,
            mental_health=True,
        )
    assert NOTE["body"] in program_of(house, "alder.hsc1").call("GET", path).text
    reader = program_of(house, "alder.assistant1", TokenScope.NOTES_READ)
    told = reader.call("GET", path)
    assert told.json is not None
    assert (told.status_code, told.json["items"][0]["body"]) == (200, None)
    assert NOTE["body"] not in told.text
    assert "not given claims.read" in reader.call("GET", f"{API}/claims").text
    desk = program_of(house, "lni.stayatwork")
    refused = desk.call("GET", f"{API}/claims")
    assert (refused.status_code, "None of the positions" in refused.text) == (403, True)
    missing = desk.call("GET", path)
    nowhere = desk.call("GET", f"{API}/nowhere")
    for answer in (missing, nowhere):
        assert (answer.status_code, "/api/v1/openapi.json" in answer.text) == (404, True), (
            "told alike"
        )
