"""What the acts on tasks change, and whom they refuse."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands import tasks
from ohms.commands.task_parts import new_task
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Complexity, NoteEventKind, StandardWork, TaskState
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.tasks import Task
from ohms.queries.answering import owner_for
from ohms.queries.scope import visible
from tests.covering import put_cover
from tests.house import House, add_claim, count_of, one
from tests.statements import counted
from tests.tasks import owner_of, put_task

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


@command(Permission.TASK_WRITE)
def compose(actor: Actor, /, number: str, **task: Any) -> int:
    """A command that adds a task as its part, as the composer does."""
    claim = db.session.execute(
        visible(actor, Claim).where(Claim.claim_number == number)
    ).scalar_one()
    made = new_task(actor, claim=claim, **task)
    db.session.add(made)
    db.session.flush()
    return made.id


def cover(house: House, to_on: date) -> None:
    """hsc1 of alder covers hsc2's provider."""
    put_cover(house, "alder.hsc2", date(2026, 11, 23), to_on)


def test_a_task_goes_to_who_answers_for_the_claim_on_its_due_day(house: House) -> None:
    with house.app.app_context():
        cover(house, date(2026, 11, 25))
        actor = house.actor("alder.hsc1")
        soon = compose(actor, "AL10003", title="Call", due_by=date(2026, 11, 25))
        after = compose(actor, "AL10003", title="Call", due_by=date(2026, 11, 30))
        own = compose(actor, "AL10001", title="Call", due_by=TODAY)
        assert owner_of(soon) == owner_of(own) == house.staff["alder.hsc1"]
        assert owner_of(after) == house.staff["alder.hsc2"], "she is back by then"


def test_whose_a_task_is_is_asked_once(house: House) -> None:
    """Who answers, who covers them, and whether the writer may have it: no more of anybody who need not
    be asked."""
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        claim = one(select(Claim).where(Claim.claim_number == "AL10001"))
        with counted(house.app) as statements:
            assert owner_for(actor, claim, TODAY) == actor.staff_id
        assert len(statements) == 1, str(statements)


def test_a_task_that_nobody_else_could_see_stays_with_its_writer(house: House) -> None:
    with house.app.app_context():
        number = "AL20001"
        house.claim[number] = add_claim(
            house,
            "alder",
            number,
            provider="alder.1",
            complexity=Complexity.LOW,
            assigned_to_id=house.staff["admin"],
        )
        task = compose(house.actor("alder.hsc2"), number, title="Call", due_by=TODAY)
        assert owner_of(task) == house.staff["alder.hsc2"]


def test_an_owner_must_see_the_claim(house: House) -> None:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        hers = compose(
            actor,
            "AL10002",
            title="Call",
            due_by=TODAY,
            owner_id=house.staff["alder.assistant1"],
        )
        assert owner_of(hers) == house.staff["alder.assistant1"], "a low claim of her lane"
        for number, stranger in (("AL10001", "alder.assistant1"), ("AL10001", "birch.hsc1")):
            with pytest.raises(RuleBroken) as broken:
                compose(actor, number, title="Call", due_by=TODAY, owner_id=house.staff[stranger])
            assert broken.value.field == "owner_id"


def test_a_day_that_is_over_is_refused_from_a_person_and_taken_from_a_fact(house: House) -> None:
    with house.app.app_context():
        actor, past = house.actor("alder.hsc1"), date(2026, 11, 23)
        with pytest.raises(RuleBroken) as broken:
            compose(actor, "AL10001", title="Call", due_by=past)
        assert broken.value.field == "due_by"
        late = compose(actor, "AL10001", title="Call", due_by=past, origin="derived")
        assert one(select(Task.appears_on).where(Task.id == late)) == past


def test_every_act_keeps_the_summaries_of_its_claim(house: House) -> None:
    with house.app.app_context():
        actor, claim = house.actor("alder.hsc1"), house.claim["AL10001"]

        def summary() -> tuple[int, date | None]:
            open_tasks = one(select(Claim.open_tasks).where(Claim.id == claim))
            return open_tasks, one(select(Claim.next_due_by).where(Claim.id == claim))

        first = tasks.write_task(actor, claim, title="First", due_by=date(2026, 11, 25))
        second = tasks.write_task(actor, claim, title="Second", due_by=date(2026, 11, 30))
        assert summary() == (2, date(2026, 11, 25))
        tasks.finish_task(actor, first)
        assert summary() == (1, date(2026, 11, 30))
        tasks.move_due_day(actor, second, due_by=date(2026, 12, 4))
        assert summary() == (1, date(2026, 12, 4))
        tasks.set_task_not_needed(actor, second, reason="Claim closed")
        assert summary() == (0, None)
        tasks.reopen_task(actor, first)
        assert summary() == (1, date(2026, 11, 25))


def test_finishing_twice_is_finishing_once_and_no_colleague_finishes_it_again(
    house: House,
) -> None:
    with house.app.app_context():
        task = put_task(house, "AL10001", "Call")
        tasks.finish_task(house.actor("alder.hsc1"), task, word="Reached")
        again = tasks.finish_task(house.actor("alder.hsc1"), task)
        assert again.reason == "Reached"
        with pytest.raises(RuleBroken, match="done already"):
            tasks.finish_task(house.actor("alder.hsc2"), task)


def test_evidence_is_a_standing_note_of_the_same_claim(house: House) -> None:
    with house.app.app_context():
        actor, task = house.actor("alder.hsc1"), put_task(house, "AL10001", "Call")
        standing = put_note(house, "AL10001")
        voided, elsewhere = put_note(house, "AL10001"), put_note(house, "AL10002")
        house.add(
            NoteEvent,
            note_id=voided,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            kind=NoteEventKind.VOIDED,
            staff_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            at=AT,
            reason="Wrong claim",
        )
        for note in (voided, elsewhere, put_note(house, "AL10001", signed_at=None)):
            with pytest.raises(RuleBroken) as broken:
                tasks.finish_task(actor, task, evidence_note_id=note)
            assert broken.value.field == "evidence_note_id"
        assert tasks.finish_task(actor, task, evidence_note_id=standing).state is TaskState.DONE


def put_note(house: House, number: str, **values: object) -> int:
    facts: dict[str, object] = {
        "claim_id": house.claim[number],
        "cohe_id": house.cohe["alder"],
        "author_id": house.staff["alder.hsc1"],
        "position_id": house.position["alder.hsc1"],
        "standard_work": StandardWork.BARRIERS,
        "body": "Spoke with the worker.",
        "performed_on": TODAY,
        "written_at": AT,
        "signed_at": AT,
    }
    return house.add(CaseNote, **{**facts, **values})


def test_what_a_task_waited_for_is_forgotten_when_it_goes_on(house: House) -> None:
    with house.app.app_context():
        actor, task = house.actor("alder.hsc1"), put_task(house, "AL10001", "Call")
        tasks.wait_for(actor, task, waiting_on="Dr. Reed")
        waiting = tasks.wait_for(actor, task, waiting_on="The employer")
        assert (waiting.waiting_on, waiting.waiting_since_on) == ("The employer", TODAY)
        started = tasks.start_task(actor, task)
        assert (started.waiting_on, started.waiting_since_on) == (None, None)


def test_each_act_stands_in_the_audit_under_its_own_name(house: House) -> None:
    with house.app.app_context():
        actor, claim = house.actor("alder.hsc1"), house.claim["AL10001"]
        task = tasks.write_task(actor, claim, title="Call", due_by=TODAY)
        tasks.start_task(actor, task)
        tasks.finish_task(actor, task)
        for action in ("write_task", "start_task", "finish_task"):
            row = (
                AuditEntry.action == action,
                AuditEntry.object_type == "task",
                AuditEntry.object_id == task,
                AuditEntry.claim_id == claim,
            )
            assert count_of(AuditEntry, *row) == 1, action
