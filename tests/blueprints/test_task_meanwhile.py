"""A task that was changed while somebody had its page open: told, with nothing lost of what was typed."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.looks import ANSWERED_FORM
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.tasks import Task
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of
from tests.pages import CheckedClient
from tests.tasks import csrf, put_task, said


@pytest.fixture
def page(house: House, clock: Callable[[str], None]) -> str:
    """Where a task of Rosa's stands."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        return f"/tasks/{put_task(house, 'AL10001', 'Ask for the job description')}"


def opened(client: CheckedClient, page: str) -> str:
    """The page as Rosa opened it."""
    return as_person(client, "alder.hsc1").get(page).text


def by_tam(client: CheckedClient, page: str, act: str, **values: str) -> None:
    """What a colleague does to the task; then Rosa is at it again."""
    as_person(client, "alder.hsc2")
    assert client.fill(page, f"{page}/{act}", **values).status_code == 303
    as_person(client, "alder.hsc1")


def late(client: CheckedClient, page: str, shown: str, act: str, **values: str) -> TestResponse:
    """A form of the page that was shown before, sent now."""
    sent = posting_form(shown, f"{page}/{act}").filled_in(values)
    return client.post(f"{page}/{act}", data={**sent, "csrf_token": csrf(client, page)})


def test_what_a_colleague_did_to_a_task_meanwhile_is_told_and_what_was_typed_stays(
    client: CheckedClient, page: str, house: House
) -> None:
    shown = opened(client, page)
    by_tam(client, page, "due", due_by="2026-12-04")
    told = late(client, page, shown, "due", due_by="2026-12-01")
    assert told.status_code == 409
    with house.app.app_context():
        assert count_of(AuditEntry, AuditEntry.action == ANSWERED_FORM) == 1, "the claim was shown"
    assert (
        "It was changed since you looked. Last, Tam Nguyen of alder moved its due day to Fri Dec 4, 2026"
        in said(told.text)
    )
    assert 'value="2026-12-01"' in told.text
    assert client.press(told.text, f"{page}/due").status_code == 303, "once more, having seen it"


@pytest.mark.parametrize(
    ("act", "field"), [("done", "word"), ("wait", "waiting_on"), ("not-needed", "reason")]
)
def test_an_act_on_a_task_that_a_colleague_finished_says_who_did(
    client: CheckedClient, page: str, act: str, field: str
) -> None:
    shown = opened(client, page)
    by_tam(client, page, "done", word="She sent it")
    answer = late(client, page, shown, act, **{field: "Faxed on Monday"})
    assert answer.status_code == 422
    by = "already: Tam Nguyen of alder, Tue Nov 24, 2026, 12:00 pm. Open it again first."
    assert f"This task is done {by}" in said(answer.text)
    assert "Faxed on Monday" in said(answer.text)


def test_a_bad_day_sent_over_a_stale_task_hides_no_change(client: CheckedClient, page: str) -> None:
    shown = opened(client, page)
    by_tam(client, page, "due", due_by="2026-12-04")
    refused = late(client, page, shown, "due", due_by="soon")
    assert refused.status_code == 422
    told = late(client, page, refused.text, "due", due_by="2026-12-01")
    assert told.status_code == 409
    assert "Last, Tam Nguyen of alder moved its due day to Fri Dec 4, 2026" in said(told.text)
    refused = late(client, page, told.text, "due", due_by="2026-11-20")
    assert refused.status_code == 422
    taken = late(client, page, refused.text, "due", due_by="2026-12-01")
    assert taken.status_code == 303, "told once"


def test_what_the_facts_changed_is_told_of_no_person(
    client: CheckedClient, page: str, house: House
) -> None:
    by_tam(client, page, "due", due_by="2026-12-04")
    shown = opened(client, page)
    with house.app.app_context(), bulk_unit("import_claims", None):
        moved = {"due_by": date(2026, 12, 18), "version": Task.version + 1}
        db.session.execute(
            update(Task).where(Task.title == "Ask for the job description").values(moved)
        )
    told = late(client, page, shown, "due", due_by="2026-12-01")
    assert told.status_code == 409
    assert "It was changed since you looked." in said(told.text)
    assert "Last," not in said(told.text)
    assert client.press(told.text, f"{page}/due").status_code == 303


def test_two_people_moving_the_same_day_are_told_apart(client: CheckedClient, page: str) -> None:
    shown = opened(client, page)
    assert late(client, page, shown, "due", due_by="+2b").status_code == 303
    assert late(client, page, shown, "due", due_by="+9b").status_code == 409
