"""Tasks that follow from facts: written, closed and opened again in the transaction of the fact."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from ohms.commands import tasks
from ohms.commands.derived_tasks import bring_tasks_to_facts
from ohms.commands.note_events import void_note
from ohms.commands.notes import write_note
from ohms.commands.triage import decide_triage
from ohms.domain.errors import RuleBroken
from ohms.domain.notes import ComposedContact, ComposedNote
from ohms.domain.triage import TriageChoice
from ohms.domain.values import (
    Coordination,
    DocumentKind,
    Method,
    Outcome,
    Party,
    StandardWork,
    TaskState,
    WorkStatus,
)
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.medical import ActivityPrescription
from ohms.models.notes import CaseNote
from ohms.models.tasks import Task
from ohms.queries.checks.following import derived_tasks_differ
from ohms.queries.guard import unscoped
from tests.house import House, add_claim, count_of, one

TODAY = date(2026, 11, 24)
NUMBER = "AL10001"


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def task_with(key: str, number: str = NUMBER) -> Task:
    statement = (
        select(Task)
        .join(Claim, Claim.id == Task.claim_id)
        .where(Claim.claim_number == number, Task.derived_key == key)
    )
    task: Task = one(statement.execution_options(populate_existing=True))
    return task


def decide(house: House, decision: TriageChoice, **said: object) -> None:
    decide_triage(house.actor("alder.hsc1"), NUMBER, decision=decision, **said)  # type: ignore[arg-type]


def write(house: House, *contacts: ComposedContact, key: str = "note") -> int:
    said = ComposedNote(
        standard_work=StandardWork.RECOVERY,
        body="Called.",
        performed_on=TODAY,
        contacts=contacts,
    )
    return write_note(house.actor("alder.hsc1"), NUMBER, said, key=key)


REACHED = ComposedContact(Party.WORKER, Method.PHONE, Outcome.REACHED)


def differences() -> list[str]:
    with unscoped("a test looks"):
        found = list(derived_tasks_differ(TODAY))
    db.session.rollback()
    return found


def test_work_on_a_claim_begins_its_clocks_and_the_coordinator_owns_what_follows(
    house: House,
) -> None:
    with house.app.app_context():
        assert count_of(Task) == 0
        decide(house, TriageChoice.WORK)
        task = task_with("first_contact")
        assert (task.origin, task.state, task.asked_by_id) == ("derived", TaskState.TO_DO, None)
        assert (task.due_by, task.appears_on) == (date(2026, 11, 18), date(2026, 11, 13))
        assert task.because == "no first contact by Nov 18, 2026"
        assert task.owner_id == house.staff["alder.hsc1"]
        claim = one(select(Claim).where(Claim.claim_number == NUMBER))
        assert (claim.open_tasks, claim.next_due_by) == (1, date(2026, 11, 18))
        entries = AuditEntry.action == "decide_triage", AuditEntry.object_type == "task"
        assert count_of(AuditEntry, *entries) == 1


def test_a_contact_closes_the_task_and_is_its_evidence_until_the_note_is_voided(
    house: House,
) -> None:
    with house.app.app_context():
        decide(house, TriageChoice.WORK)
        note = write(house, REACHED)
        task = task_with("first_contact")
        assert (task.state, task.finished_by_id) == (TaskState.DONE, None)
        assert (task.evidence_note_id, task.evidence_text) == (note, "Contact of Nov 24, 2026")
        assert task.finished_at is not None
        assert one(select(Claim.open_tasks).where(Claim.claim_number == NUMBER)) == 0

        void_note(house.actor("alder.hsc1"), note, "Another worker was meant")
        task = task_with("first_contact")
        assert (task.state, task.evidence_note_id, task.evidence_text) == (
            TaskState.TO_DO,
            None,
            None,
        )
        assert one(select(Claim.open_tasks).where(Claim.claim_number == NUMBER)) == 1
        assert differences() == []


def test_what_a_person_found_not_needed_is_not_made_again_and_what_the_facts_ended_not_reopened(
    house: House,
) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        decide(house, TriageChoice.WORK)
        task_id = task_with("first_contact").id
        tasks.set_task_not_needed(actor, task_id, reason="The claim manager has called")
        write(house)
        assert count_of(Task) == 1
        assert task_with("first_contact").state is TaskState.NOT_NEEDED
        tasks.reopen_task(actor, task_id)
        assert task_with("first_contact").state is TaskState.TO_DO

        write(house, REACHED, key="second")
        with pytest.raises(RuleBroken, match="opens again by itself"):
            tasks.reopen_task(actor, task_id)
        assert differences() == []


def test_a_due_day_that_a_person_moved_stays(house: House) -> None:
    with house.app.app_context():
        decide(house, TriageChoice.WORK)
        task_id = task_with("first_contact").id
        tasks.move_due_day(house.actor("alder.hsc1"), task_id, due_by=date(2026, 11, 30))
        write(house)
        assert task_with("first_contact").due_by == date(2026, 11, 30)
        assert differences() == []


def test_coordination_that_ends_takes_its_tasks_along(house: House) -> None:
    with house.app.app_context():
        decide(house, TriageChoice.WORK)
        decide(house, TriageChoice.NO_ACTION, reason="Back at work")
        task = task_with("first_contact")
        assert (task.state, task.finished_by_id) == (TaskState.NOT_NEEDED, None)
        decide(house, TriageChoice.WORK)
        assert task_with("first_contact").state is TaskState.TO_DO


def furnish_facts(house: House) -> None:
    """Claims with every kind of fact, coordinated by nobody's command: as an older OHMS left them."""
    for index, coordination in enumerate(Coordination):
        number = f"AL2000{index}"
        claim = house.claim[number] = add_claim(
            house, "alder", number, provider="alder.2", coordination=coordination
        )
        of_claim = {"claim_id": claim, "cohe_id": house.cohe["alder"]}
        house.add(
            ActivityPrescription,
            **of_claim,
            provider_id=house.provider["alder.2"],
            exam_on=date(2026, 11, 3),
            work_status=WorkStatus.OFF_WORK,
            from_on=date(2026, 11, 3),
            to_on=date(2026, 11, 20),
            complete=True,
        )
        house.add(
            Document,
            **of_claim,
            kind=DocumentKind.JOB_DESCRIPTION,
            document_on=TODAY,
            received_on=TODAY,
            title="Job description",
            listed_at=datetime(2026, 11, 24, 17, tzinfo=UTC),
            source="feed",
        )


def test_a_database_without_them_is_brought_to_its_facts_once(house: House) -> None:
    with house.app.app_context():
        furnish_facts(house)
        missing = differences()
        assert len(missing) == 5, "two of the watched claim, and the first contact of the active"
        assert bring_tasks_to_facts(TODAY) == 2
        assert differences() == []
        expired = one(
            select(Task)
            .join(Claim, Claim.id == Task.claim_id)
            .where(
                Claim.coordination == Coordination.WATCHING, Task.derived_key.like("apf_expired:%")
            )
        )
        assert expired.owner_id == house.staff["alder.hsc2"]
        watched = select(Claim.open_tasks, Claim.next_due_by).where(
            Claim.coordination == Coordination.WATCHING
        )
        with unscoped("a test looks"):
            assert db.session.execute(watched).one() == (2, date(2026, 12, 1))
        before = count_of(AuditEntry)
        assert bring_tasks_to_facts(TODAY) == 0
        assert count_of(AuditEntry) == before


def test_the_check_tells_a_task_that_follows_from_nothing(house: House) -> None:
    with house.app.app_context():
        decide(house, TriageChoice.WORK)
        assert differences() == []
        facts = {"claim_id": house.claim[NUMBER], "cohe_id": house.cohe["alder"]}
        house.add(
            Task,
            **facts,
            owner_id=house.staff["alder.hsc1"],
            title="Ask the worker the FRQ",
            due_by=TODAY,
            appears_on=TODAY,
            written_at=datetime(2026, 11, 24, 17, tzinfo=UTC),
            origin="derived",
            derived_key="frq",
        )
        assert differences() == [
            f"claim {NUMBER}: task frq is open and follows from nothing",
        ]


def test_signing_a_draft_begins_the_clocks_too(house: House) -> None:
    from ohms.commands.notes import draft_note, sign_note

    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        said = ComposedNote(
            standard_work=StandardWork.RECOVERY, body="Read.", performed_on=TODAY, contacts=()
        )
        note = draft_note(actor, NUMBER, said, key="draft")
        assert count_of(Task) == 0
        sign_note(actor, note)
        assert count_of(CaseNote, CaseNote.signed_at.is_not(None)) == 1
        assert task_with("first_contact").state is TaskState.TO_DO
