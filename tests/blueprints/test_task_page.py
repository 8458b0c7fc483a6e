"""The page of one task and every act on it, as people use them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from markupsafe import escape
from sqlalchemy import select, update

from ohms.blueprints.tasks import writing
from ohms.commands.refusals import DatabaseBusy
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.looks import ANSWERED_FORM
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.tasks import Task
from ohms.queries.reassigning import NOT_IN_LANE, OUT_OF_SIGHT
from ohms.web import reading
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import csrf, put_task, said

NOON = "2026-11-24T12:00:00-08:00"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock(NOON)


def test_a_task_of_another_cohe_is_not_there_while_ones_own_is(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        own, foreign = put_task(house, "AL10001", "Own"), put_task(house, "BI10001", "Foreign")
    as_person(client, "alder.hsc1")
    assert client.get(f"/tasks/{own}").status_code == 200
    assert client.get(f"/tasks/{foreign}").status_code == 404
    assert client.get("/tasks/99999999999999999999").status_code == 404
    sent = {
        "start": {},
        "wait": {"waiting_on": "Dr. Reed"},
        "done": {},
        "reopen": {},
        "due": {"due_by": "+5b"},
        "not-needed": {"reason": "asked twice"},
        "owner": {"owner_id": str(house.staff["alder.hsc2"])},
    }
    token = csrf(client, f"/tasks/{own}")
    for act, fields in sent.items():
        data = {"csrf_token": token, **fields}
        assert client.post(f"/tasks/{foreign}/{act}", data=data).status_code == 404, act
        bare = client.post(f"/tasks/{foreign}/{act}", data={"csrf_token": token})
        assert bare.status_code == 404, act
        assert client.post(f"/tasks/{own}/{act}", data=data).status_code in (303, 422), act
        assert client.post(f"/tasks/{own}/{act}", data=fields).status_code == 400, act
    with house.app.app_context():
        assert count_of(Task, Task.id == foreign, Task.state == "to_do", Task.version == 1) == 1


def test_what_a_colleague_did_to_a_task_meanwhile_is_told_and_what_was_typed_stays(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Ask for the job description")
    page = f"/tasks/{task}"
    before = as_person(client, "alder.hsc1").get(page).text
    as_person(client, "alder.hsc2")
    client.fill(page, f"{page}/due", due_by="2026-12-04")
    as_person(client, "alder.hsc1")
    late = posting_form(before, f"{page}/due").filled_in({"due_by": "2026-12-01"})
    late["csrf_token"] = [csrf(client, page)]
    told = client.post(f"{page}/due", data=late)
    assert told.status_code == 409
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == ANSWERED_FORM) == 1, "the claim was shown"
    assert (
        "It was changed since you looked. Last, Tam Nguyen of alder moved its due day to Fri Dec 4, 2026"
        in said(told.text)
    )
    assert 'value="2026-12-01"' in told.text
    assert client.press(told.text, f"{page}/due").status_code == 303, "once more, having seen it"

    words = {"done": "word", "wait": "waiting_on", "not-needed": "reason"}
    opened = {act: posting_form(before, f"{page}/{act}") for act in words}
    as_person(client, "alder.hsc2")
    client.fill(page, f"{page}/done", word="She sent it")
    as_person(client, "alder.hsc1")
    for act, field in words.items():
        sent = opened[act].filled_in({field: "Faxed on Monday"})
        answer = client.post(f"{page}/{act}", data={**sent, "csrf_token": csrf(client, page)})
        assert answer.status_code == 422, act
        by = "already: Tam Nguyen of alder, Tue Nov 24, 2026, 12:00 pm. Open it again first."
        assert f"This task is done {by}" in said(answer.text), act
        assert "Faxed on Monday" in said(answer.text), act


def test_a_bad_day_sent_over_a_stale_task_hides_no_change(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Ask for the job description")
    page = f"/tasks/{task}"
    before = as_person(client, "alder.hsc1").get(page).text
    as_person(client, "alder.hsc2")
    client.fill(page, f"{page}/due", due_by="2026-12-04")
    as_person(client, "alder.hsc1")
    late = posting_form(before, f"{page}/due").filled_in({"due_by": "soon"})
    refused = client.post(f"{page}/due", data={**late, "csrf_token": csrf(client, page)})
    assert refused.status_code == 422
    mended = posting_form(refused.text, f"{page}/due").filled_in({"due_by": "2026-12-01"})
    told = client.post(f"{page}/due", data=mended)
    assert told.status_code == 409
    assert "Last, Tam Nguyen of alder moved its due day to Fri Dec 4, 2026" in said(told.text)
    again = posting_form(told.text, f"{page}/due").filled_in({"due_by": "2026-11-20"})
    refused = client.post(f"{page}/due", data=again)
    assert refused.status_code == 422
    last = posting_form(refused.text, f"{page}/due").filled_in({"due_by": "2026-12-01"})
    assert client.post(f"{page}/due", data=last).status_code == 303, "told once"


def test_what_the_facts_changed_is_told_of_no_person(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Ask for the job description")
    page = f"/tasks/{task}"
    as_person(client, "alder.hsc2")
    client.fill(page, f"{page}/due", due_by="2026-12-04")
    before = as_person(client, "alder.hsc1").get(page).text
    with house.app.app_context(), bulk_unit("import_claims", None):
        moved = {"due_by": date(2026, 12, 18), "version": Task.version + 1}
        db.session.execute(update(Task).where(Task.id == task).values(moved))
    late = posting_form(before, f"{page}/due").filled_in({"due_by": "2026-12-01"})
    told = client.post(f"{page}/due", data={**late, "csrf_token": csrf(client, page)})
    assert told.status_code == 409
    assert "It was changed since you looked." in said(told.text)
    assert "Last," not in said(told.text)
    assert client.press(told.text, f"{page}/due").status_code == 303


def test_an_assistant_cannot_finish_a_task_of_a_claim_she_does_not_see(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        hidden = put_task(house, "AL10001", "Of a standard claim")
        hers = put_task(house, "AL10002", "Of a low claim")
    as_person(client, "alder.assistant1")
    data = {"csrf_token": csrf(client, f"/tasks/{hers}")}
    assert client.get(f"/tasks/{hidden}").status_code == 404
    assert client.post(f"/tasks/{hidden}/done", data=data).status_code == 404
    assert client.post(f"/tasks/{hers}/done", data=data).status_code == 303
    with house.app.app_context():
        assert count_of(Task, Task.id == hidden, Task.state == "to_do") == 1
        assert count_of(Task, Task.id == hers, Task.state == "done") == 1


def test_a_task_goes_through_its_states_and_the_page_tells_them(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    assert client.fill(path, form=f"{path}/start").location == path
    client.fill(path, form=f"{path}/wait", waiting_on="Dr. Reed", waiting_since_on="11/23")
    assert "Waiting on Dr. Reed, since Nov 23" in said(client.get(path).text)
    client.fill(path, form=f"{path}/due", due_by="+5b")
    assert "Dec 3" in client.get(path).text, "Thanksgiving and the day after are no business days"
    client.fill(path, form=f"{path}/done", word="She called back")
    over = said(client.get(path).text)
    assert "In a word She called back" in over
    assert "by Rosa Alvarez of alder" in over
    client.fill(path, form=f"{path}/reopen")
    page = said(client.get(path).text)
    assert "She called back" not in page
    for act in ("Start task", "Wait for", "Move due day", "Finish task", "Reopen task"):
        assert act in page
    client.fill(path, form=f"{path}/not-needed", reason="Claim closed")
    assert "Why Claim closed" in said(client.get(path).text)


def test_what_was_typed_stays_when_it_is_refused(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    refused = client.fill(
        path, form=f"{path}/wait", waiting_on="Dr. Reed", waiting_since_on="2026-12-01"
    )
    assert refused.status_code == 422
    assert 'value="Dr. Reed"' in refused.text
    assert "<title>Error: " in refused.text
    past = client.fill(path, form=f"{path}/due", due_by="2026-11-20")
    assert past.status_code == 422
    assert "Enter today or a later day" in past.text


def test_two_people_moving_the_same_day_are_told_apart(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    stale = {"csrf_token": csrf(client, path), "version": "1", "due_by": "+2b"}
    assert client.post(f"{path}/due", data=stale).status_code == 303
    assert client.post(f"{path}/due", data={**stale, "due_by": "+9b"}).status_code == 409


def test_an_act_in_the_list_comes_back_to_the_list_and_can_be_undone(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    as_person(client, "alder.hsc1")
    done = client.fill("/tasks?sort=-due_by", form=f"/tasks/{task}/done")
    assert done.location == "/tasks?sort=-due_by"
    undone = client.fill("/tasks?sort=-due_by", form=f"/tasks/{task}/reopen")
    assert undone.location == "/tasks?sort=-due_by"
    with house.app.app_context():
        assert count_of(Task, Task.id == task, Task.state == "to_do") == 1
    data = {"csrf_token": csrf(client, "/tasks"), "back": "//evil.example/"}
    assert client.post(f"/tasks/{task}/done", data=data).location == "/"


def test_a_supervisor_passes_tasks_on_and_finishes_none(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path, heir = f"/tasks/{task}", house.staff["alder.hsc2"]
    as_person(client, "alder.supervisor")
    assert f'action="{path}/done"' not in client.get(path).text
    assert client.fill(path, form=f"{path}/owner", owner_id=str(heir)).status_code == 303
    with house.app.app_context():
        assert count_of(Task, Task.id == task, Task.owner_id == heir) == 1
    assert client.post(f"{path}/done", data={"csrf_token": csrf(client, path)}).status_code == 403


def test_a_task_goes_to_nobody_who_does_not_see_its_claim(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call the clinic")
    path = f"/tasks/{task}"
    as_person(client, "alder.hsc1")
    for stranger in ("alder.assistant1", "birch.hsc1", "admin"):
        refused = client.fill(path, form=f"{path}/owner", owner_id=str(house.staff[stranger]))
        assert refused.status_code == 422, stranger
        reason = NOT_IN_LANE if stranger == "alder.assistant1" else OUT_OF_SIGHT
        assert str(escape(reason)) in refused.text, stranger


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


def test_a_task_says_which_missing_fact_it_follows_from_and_what_answered_it(
    client: CheckedClient, house: House
) -> None:
    because = {"origin": "derived", "derived_key": "frq", "because": "no FRQ is known"}
    with house.app.app_context():
        waiting = put_task(house, "AL10001", "Ask the worker the FRQ", kind="call", **because)
        answered = put_task(
            house,
            "AL10003",
            "Ask the worker the FRQ",
            owner_id=house.staff["alder.hsc1"],
            state="done",
            finished_at=datetime(2026, 11, 23, 20, tzinfo=UTC),
            evidence_text="FRQ of Nov 20, 2026",
            **because,
        )
        past = put_task(house, "AL10002", "Too late", shows_until_on=date(2026, 11, 23))
    as_person(client, "alder.hsc1")
    listed = said(client.get("/tasks").text)
    assert "Ask the worker the FRQ because no FRQ is known" in listed
    assert f"/tasks/{past}" not in client.get("/tasks").text, "its days have passed"
    page = said(client.get(f"/tasks/{waiting}").text)
    assert "Because no FRQ is known" in page
    assert "Kind Call" in page
    assert "Answered by FRQ of Nov 20, 2026" in said(client.get(f"/tasks/{answered}").text)
    assert ",call,no FRQ is known" in client.get("/tasks.csv").text
