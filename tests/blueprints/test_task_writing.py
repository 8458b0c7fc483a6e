"""A task that somebody writes, alone or from the page of a claim."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from ohms.blueprints.tasks import writing
from ohms.commands.refusals import DatabaseBusy
from ohms.domain.looks import ANSWERED_FORM
from ohms.models.audit import AuditEntry
from ohms.models.tasks import Task
from ohms.web import reading
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, said

NOON = "2026-11-24T12:00:00-08:00"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


def test_a_task_is_written_once_however_often_it_is_sent(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    form = client.get("/tasks/new?claim=AL10003").text
    assert form.count('value="AL10003"') == 1
    (begins_at,) = re.findall("<input[^>]*autofocus[^>]*>", form)
    assert 'name="title"' in begins_at, "the claim is told already"
    data = {
        "csrf_token": csrf(client, "/tasks/new"),
        "idempotency_key": "a-key-of-this-form-load",
        "claim_number": "al-10003",
        "title": "Ask for the job description",
        "due_by": "+2b",
    }
    first, second = (client.post("/tasks/new", data=data) for _ in range(2))
    assert first.status_code == 303
    assert first.location == second.location
    page = said(client.get(first.location).text)
    assert "Owner Tam Nguyen of alder" in page, "who answers for the claim"
    with house.app.app_context():
        assert count_of(Task) == 1


def test_what_a_busy_database_did_not_take_is_sent_again_from_its_page(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object, **_more: object) -> int:
        raise DatabaseBusy

    as_person(client, "alder.hsc1")
    form = posting_form(client.get("/tasks/new").text, "/tasks/new")
    said = {"claim_number": "AL10001", "title": "Ask <the> clinic", "due_by": "today"}
    with monkeypatch.context() as at_night:
        at_night.setattr(writing, "write_task", busy)
        at_night.setattr(reading, "record_readings", lambda *_given: pytest.fail("waits once more"))
        page = client.post("/tasks/new", data=form.filled_in(said))
    assert page.status_code == 503
    held = posting_form(page.text, "/tasks/new").filled_in({})
    first, second = (client.post("/tasks/new", data=held) for _ in range(2))
    assert first.location == second.location
    assert "Ask &lt;the&gt; clinic" in client.get(first.location).text
    with house.app.app_context():
        assert count_of(Task) == 1


def test_a_task_on_a_claim_one_does_not_see_is_refused_like_one_on_no_claim(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    answers = [
        client.fill("/tasks/new", claim_number=number, title="Ask", due_by="today")
        for number in ("BI10001", "ZZ99999", "rubbish")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("Enter the number of a claim that you see." in answer.text for answer in answers)


def test_a_refused_task_says_of_which_claim_its_answer_told_something(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1")
    outsider = str(house.staff["birch.hsc1"])
    for number in ("BI10001", "AL10001"):
        form = {"claim_number": number, "title": "Ask", "due_by": "today"}
        refused = client.fill("/tasks/new", **form, owner_id=outsider)
        assert refused.status_code == 422
    with house.app.app_context():
        told = select(AuditEntry.claim_id).where(AuditEntry.action == ANSWERED_FORM)
        assert one(told) == house.claim["AL10001"], "of a claim out of sight, nothing"
