"""Picked tasks done or given another due day in one act: previewed, told one by one, undone for a while."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ohms.blueprints.claims import lists as claim_lists
from ohms.domain import bulk
from ohms.domain.delegation import DelegationScope
from ohms.domain.values import TaskState
from ohms.models.audit import AuditEntry
from ohms.models.bulk import BulkAct
from ohms.models.claims import Delegation
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.tasks import WRITTEN_AT, put_task, said


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def stands(house: House, task_id: int) -> tuple[TaskState, date]:
    with house.app.app_context():
        return (
            one(select(Task.state).where(Task.id == task_id)),
            one(select(Task.due_by).where(Task.id == task_id)),
        )


def test_picked_tasks_are_done_in_one_act_that_tells_each_and_is_undone(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        first, second = (put_task(house, "AL10001", f"Task {number}") for number in (1, 2))
        over = put_task(house, "AL10002", "Over", state=TaskState.DONE, finished_at=WRITTEN_AT)
        foreign = put_task(house, "BI10001", "Of another COHE")
    as_person(client, "alder.hsc1")
    assert "Mark done" in client.get("/tasks").text
    picked = "&".join(f"task={each}" for each in (first, second, over, foreign))
    preview = client.get(f"/tasks/bulk?act=done&q=Task&after=2026-11-20.1&{picked}").text
    assert "2 of 3 would be done; 1 would stay as it is." in said(preview)
    assert "Stays: This task is done already: by a fact of the claim, " in said(preview)
    assert stands(house, first)[0] is TaskState.TO_DO, "nothing is changed by looking"
    with house.app.app_context():
        version = one(select(Task.version).where(Task.id == second))
    where = "/tasks/bulk?q=Task&after=2026-11-20.1"
    form = posting_form(preview, where).filled_in({"word": "Called"})
    seen = re.search(r'name="rows" value="([\d.,]+)"', preview)
    assert seen
    form["rows"] = [seen[1].replace(f"{second}.{version}", f"{second}.{version + 1}")]
    done = client.post(where, data=form)
    assert client.post(where, data=form).location == done.location, "sent twice, once done"
    page = client.get(done.location)
    the_list = 'href="/tasks?q=Task&amp;after=2026-11-20.1"'
    assert the_list in page.text, "the list as it was filtered, and its place"
    assert "1 task done" in said(page.text)
    assert "Stayed: It was changed since you looked." in said(page.text), (
        "by nobody who is recorded"
    )
    assert (stands(house, first)[0], stands(house, second)[0]) == (TaskState.DONE, TaskState.TO_DO)
    with house.app.app_context():
        of_rows = AuditEntry.action == "finish_tasks", AuditEntry.object_type == "task"
        assert count_of(AuditEntry, *of_rows) == 1, "what was refused left nothing"
        assert count_of(BulkAct) == 1

    act, _question, back = done.location.partition("?")
    undone = client.get(client.press(page.text, f"{act}/undo?{back}").location).text
    assert "1 of 1 task set back" in said(undone)
    assert the_list in undone
    assert stands(house, first)[0] is TaskState.TO_DO
    assert f'action="{act}/undo' not in undone
    assert the_list not in client.get(act).text
    assert as_person(client, "alder.hsc2").get(done.location).status_code == 404


def test_a_due_day_is_set_for_all_of_a_list_and_put_back_where_nobody_changed_it_since(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        late = put_task(house, "AL10001", "Late", due_by=date(2026, 11, 20))
        later = put_task(house, "AL10002", "Changed since", due_by=date(2026, 11, 23))
    as_person(client, "alder.hsc1")
    assert "Pick some rows" in said(client.get("/tasks/bulk?act=due", follow_redirects=True).text)
    preview = client.get("/tasks/bulk?act=due&all=yes&due=overdue").text
    assert "Enter a day above" in said(preview)
    assert "2 of 2 would stay" not in said(preview)
    ids = f"{late},{later}"
    unread = client.get(f"/tasks/bulk?act=due&tasks={ids}&due_by=never").text
    assert "Error: Set the due day of tasks" in unread
    assert 'value="never"' in unread, "what was typed stands there to be mended"
    ahead = client.get(f"/tasks/bulk?act=due&tasks={ids}&due_by=11/20").text
    assert "2 of 2 would be due Sat Nov 20, 2027" in said(ahead), "as one task takes the same day"
    over = client.get(f"/tasks/bulk?act=due&tasks={ids}&due_by=2026-11-23").text
    assert "0 of 2 would be due" in said(over)
    preview = client.get(f"/tasks/bulk?act=due&tasks={ids}&due_by=2026-12-01").text
    done = client.press(preview, "/tasks/bulk").location
    assert {stands(house, each)[1] for each in (late, later)} == {date(2026, 12, 1)}
    page = client.get(f"/tasks/{later}").text
    client.press(page, f"/tasks/{later}/due", due_by="2026-12-04")
    undone = client.press(client.get(done).text, f"{done}/undo")
    told = said(client.get(undone.location).text)
    assert "1 of 2 tasks set back" in told
    assert "1 task did not go back; why stands beside it." in told
    moved = "It was changed since you looked. Last, you moved its due day to Fri Dec 4, 2026 (Tue Nov 24, 2026, 12:00 pm)."
    assert f"Not set back: {moved}" in told
    assert stands(house, late)[1] == date(2026, 11, 20), "a day that is over stands again"
    assert stands(house, later)[1] == date(2026, 12, 4)


def test_undone_a_task_stands_as_it_stood_and_one_finished_before_by_oneself_stays_done(
    client: CheckedClient, house: House
) -> None:
    hsc = house.staff["alder.hsc1"]
    faxed = {"finished_at": WRITTEN_AT, "finished_by_id": hsc, "reason": "Faxed Nov 23"}
    waits = {"waiting_on": "Dr. Lee", "waiting_since_on": date(2026, 11, 20)}
    with house.app.app_context():
        own = put_task(house, "AL10001", "Own", state=TaskState.DONE, **faxed)
        waiting = put_task(house, "AL10001", "Waits", state=TaskState.WAITING, **waits)
        begun = put_task(house, "AL10002", "Begun", state=TaskState.IN_PROGRESS)
        put_task(house, "AL10002", "To do")
    as_person(client, "alder.hsc1")
    preview = client.get("/tasks/bulk?act=done&all=yes&state=any").text
    assert "3 of 4 would be done" in said(preview)
    done = client.press(preview, "/tasks/bulk?state=any").location
    page = client.get(done).text
    assert "Stayed: This task is done already: Rosa Alvarez of alder, " in said(page)
    assert {stands(house, each)[0] for each in (own, waiting, begun)} == {TaskState.DONE}
    undone = client.press(page, done.replace("?", "/undo?"))
    assert "3 of 3 tasks set back" in said(client.get(undone.location).text)
    assert stands(house, own)[0] is TaskState.DONE
    assert stands(house, begun)[0] is TaskState.IN_PROGRESS
    assert stands(house, waiting)[0] is TaskState.WAITING
    with house.app.app_context():
        assert one(select(Task.reason).where(Task.id == own)) == "Faxed Nov 23"
        assert one(select(Task.waiting_on).where(Task.id == waiting)) == "Dr. Lee"
        assert one(select(Task.waiting_since_on).where(Task.id == waiting)) == date(2026, 11, 20)


def test_an_assistant_sees_and_undoes_a_bulk_act_on_a_task_that_is_lent(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10003", "Call")
        house.add(
            Delegation,
            claim_id=house.claim["AL10003"],
            cohe_id=house.cohe["alder"],
            task_id=task,
            from_staff_id=house.staff["alder.hsc1"],
            to_staff_id=house.staff["alder.assistant1"],
            from_on=date(2026, 11, 24),
            scope=DelegationScope.TASK,
        )
    as_person(client, "alder.assistant1")
    preview = client.get(f"/tasks/bulk?act=done&task={task}").text
    done = client.press(preview, "/tasks/bulk").location
    page = client.get(done).text
    assert "1 task done" in said(page)
    undone = client.press(page, f"{done}/undo")
    assert "1 of 1 task set back" in said(client.get(undone.location).text)
    assert stands(house, task)[0] is TaskState.TO_DO


def test_after_half_an_hour_an_act_is_undone_no_more(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call")
    as_person(client, "alder.hsc1")
    preview = client.get(f"/tasks/bulk?act=done&task={task}").text
    page = client.get(client.press(preview, "/tasks/bulk").location).text
    undo = posting_form(page, next(a for a in ("/lists/bulk/1/undo",)))
    clock("2026-11-24T12:31:00-08:00")
    answer = client.post(undo.action, data=undo.filled_in({}))
    assert "more than 30 minutes ago" in said(client.get(answer.location).text)
    assert stands(house, task)[0] is TaskState.DONE


def test_all_of_a_list_is_offered_where_an_act_takes_as_many(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_person(client, "alder.hsc1")
    assert "of this list" in client.get("/claims").text
    monkeypatch.setattr(claim_lists, "MOST_AT_ONCE", 1)
    page = client.get("/claims").text
    assert "of this list" not in page
    assert "With those picked (a whole list: up to 1)" in page


def test_all_of_a_long_list_of_tasks_are_offered_to_be_passed_on_alone(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.app.app_context():
        for number in (1, 2):
            put_task(house, "AL10001", f"Task {number}")
    as_person(client, "alder.hsc1")
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    assert "All 2 of this list, to pass on" in said(client.get("/tasks").text)
