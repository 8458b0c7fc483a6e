"""`x` on a claim: tried, no answer, in one press; undone by another; the third day proposes a letter."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from ohms.clock import now
from ohms.domain.values import Coordination, Method, NoteEventKind, Outcome, Party, TaskState
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.reports import Setting
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, add_claim, count_of, one
from tests.pages import CheckedClient

CLAIM = "/claims/AL10001"
TRIES = f"{CLAIM}/tries"
PROPOSED = "The next step is the letter."


@pytest.fixture(autouse=True)
def _on_a_tuesday(clock: Callable[[str], None], client: CheckedClient, house: House) -> None:
    clock("2026-11-24T10:00:00-08:00")
    as_person(client, "alder.hsc1")


def open_tasks() -> int:
    return count_of(Task, Task.finished_at.is_(None))


def test_one_press_signs_the_try_with_its_contact_its_minute_and_the_next_try(
    client: CheckedClient, house: House
) -> None:
    assert client.fill(CLAIM, TRIES).status_code == 303
    with house.app.app_context():
        row = select(Contact.party, Contact.method, Contact.outcome)
        assert one(row.with_only_columns(Contact.party)) is Party.WORKER
        assert one(row.with_only_columns(Contact.method)) is Method.PHONE
        assert one(row.with_only_columns(Contact.outcome)) is Outcome.NO_ANSWER
        assert one(select(TimeEntry.minutes)) == 1
        assert one(select(NoteEvent.kind)) is NoteEventKind.SIGNED
        assert one(select(Task.title)) == "Try again"
        assert one(select(Task.due_by)) == date(2026, 11, 25)
        mine = Claim.claim_number == "AL10001"
        assert one(select(Claim.last_contact_on).where(mine)) == date(2026, 11, 24)
        assert one(select(Claim.next_due_by).where(mine)) == date(2026, 11, 25)
        changed = AuditEntry.object_type.in_(("case_note", "contact", "time_entry", "task"))
        assert count_of(AuditEntry, changed, AuditEntry.action == "log_try") == 4
    assert "Tried to reach the worker by phone: no answer." in client.get(CLAIM).text


def test_a_further_try_finishes_the_task_to_try_again_and_leaves_one(
    client: CheckedClient, house: House
) -> None:
    client.fill(CLAIM, TRIES)
    client.fill(CLAIM, TRIES)
    with house.app.app_context():
        assert (count_of(CaseNote), count_of(Task), open_tasks()) == (2, 2, 1)
        second = one(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1))
        done = select(Task.evidence_note_id).where(Task.state == TaskState.DONE)
        assert one(done) == second


def test_a_double_press_logs_one_try(client: CheckedClient, house: House) -> None:
    data = posting_form(client.get(CLAIM).text, TRIES).holds
    for _ in range(3):
        client.post(TRIES, data=data)
    with house.app.app_context():
        assert (count_of(CaseNote), count_of(Task)) == (1, 1)


def test_undo_takes_out_note_contact_minute_and_task_and_opens_what_was_finished(
    client: CheckedClient, house: House
) -> None:
    client.fill(CLAIM, TRIES)
    client.get(CLAIM)
    client.fill(CLAIM, TRIES)
    with house.app.app_context():
        second = one(select(CaseNote.id).order_by(CaseNote.id.desc()).limit(1))
    client.fill(CLAIM, f"{CLAIM}/notes/{second}/undo-try")
    page = client.get(CLAIM).text
    assert "Undone" in page
    with house.app.app_context():
        assert count_of(NoteEvent, NoteEvent.kind == NoteEventKind.TAKEN_BACK) == 1
        assert count_of(CaseNote, CaseNote.signed_at.is_(None)) == 0
        assert count_of(Contact) == 1
        assert count_of(TimeEntry, TimeEntry.voided_at.is_(None)) == 1
        assert (count_of(Task), open_tasks()) == (1, 1)
        assert one(select(Claim.open_tasks).where(Claim.claim_number == "AL10001")) == 1


def test_undo_takes_the_next_try_out_while_the_clock_goes_on(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = (now() + timedelta(milliseconds=tick) for tick in count())
    monkeypatch.setattr("ohms.clock.now", lambda: next(ticks))
    client.fill(CLAIM, TRIES)
    with house.app.app_context():
        first = one(select(CaseNote.id))
    client.fill(CLAIM, f"{CLAIM}/notes/{first}/undo-try")
    with house.app.app_context():
        assert count_of(Task, Task.title == "Try again") == 0


def test_undo_is_offered_on_the_next_page_only(client: CheckedClient) -> None:
    client.fill(CLAIM, TRIES)
    assert "/undo-try" in client.get(CLAIM).text
    assert "/undo-try" not in client.get(CLAIM).text


def test_another_note_is_not_undone_like_a_try(client: CheckedClient, house: House) -> None:
    client.fill(CLAIM, f"{CLAIM}/notes", body="Spoke about work.", minutes="5")
    client.fill(CLAIM, TRIES)
    with house.app.app_context():
        first = one(select(CaseNote.id).order_by(CaseNote.id).limit(1))
    data = posting_form(client.get(CLAIM).text, TRIES).holds
    path = f"{CLAIM}/notes/{first}/undo-try"
    told = client.post(path, data=data, follow_redirects=True).text
    assert "Only a logged try is undone like this" in told
    with house.app.app_context():
        assert count_of(NoteEvent, NoteEvent.kind == NoteEventKind.TAKEN_BACK) == 0


def test_the_third_day_proposes_the_letter_and_a_call_that_reaches_ends_it(
    client: CheckedClient, clock: Callable[[str], None]
) -> None:
    for day in ("24", "25", "25"):
        clock(f"2026-11-{day}T10:00:00-08:00")
        as_person(client, "alder.hsc1")
        client.fill(CLAIM, TRIES)
        assert PROPOSED not in client.get(CLAIM).text
    clock("2026-11-27T10:00:00-08:00")
    as_person(client, "alder.hsc1")
    client.fill(CLAIM, TRIES)
    assert "tried on 3 different days" in client.get(CLAIM).text
    call = {"party": "worker", "method": "phone", "outcome": "reached"}
    client.fill(CLAIM, f"{CLAIM}/notes", **call, body="Reached at last.")
    assert PROPOSED not in client.get(CLAIM).text


def test_no_letter_is_proposed_once_our_work_has_ended(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        add_claim(house, "alder", "AL20001", provider="alder.1", coordination=Coordination.CLOSED)
    page = "/claims/AL20001"
    for day in (24, 25, 27):
        tried = {"party": "worker", "method": "phone", "outcome": "no_answer", "body": "Tried."}
        client.fill(page, f"{page}/notes", **tried, performed_on=f"2026-11-{day - 7}")
    assert "Tried." in client.get(page).text
    assert PROPOSED not in client.get(page).text


def test_how_many_tries_is_a_setting_of_the_cohe(client: CheckedClient, house: House) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    with house.app.app_context():
        house.add(
            Setting,
            name="contact.tries_before_letter",
            cohe_id=house.cohe["alder"],
            value="1",
            from_on=date(2026, 11, 1),
            source="The COHE's own rule",
            proposed_at=moment,
            approved_at=moment,
        )
    client.fill(CLAIM, TRIES)
    assert PROPOSED in client.get(CLAIM).text


def test_a_full_day_refuses_the_try_and_writes_nothing(client: CheckedClient, house: House) -> None:
    client.fill(CLAIM, f"{CLAIM}/notes", body="All day.", minutes="1440")
    data = posting_form(client.get(CLAIM).text, TRIES).holds
    told = client.post(TRIES, data=data, follow_redirects=True).text
    assert "Enter fewer minutes" in told
    with house.app.app_context():
        assert count_of(CaseNote) == 1
