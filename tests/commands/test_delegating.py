"""What a coordinator lends to an assistant: exactly that is seen, until its last day, and no more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.delegating import delegate, withdraw_delegation
from ohms.commands.notes import write_note
from ohms.commands.recovery import open_barrier
from ohms.commands.tasks import finish_task, write_task
from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.notes import ComposedNote, NextStep
from ohms.domain.recovery import BarrierCategory
from ohms.domain.values import StandardWork
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim, Delegation
from ohms.models.documents import Document
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.recovery import Barrier, FrqAnswer
from ohms.models.tasks import Task
from ohms.models.workers import ContactPoint, Worker
from ohms.queries.answering import may_answer
from ohms.queries.scope import visible
from ohms.queries.task_filter import TaskFilter, tasks_matching
from tests.architecture.rows import add_rows
from tests.house import House, one

TODAY, LAST = date(2026, 11, 24), date(2026, 12, 1)
HARD = "AL10003"  # high, of the colleague of the assistant's own coordinator
Lent = DelegationScope


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def sees(actor: Actor, model: type[Base], claim_id: int) -> int:
    """How many rows of a model on a claim the actor sees."""
    column = model.id if model is Claim else model.claim_id  # type: ignore[attr-defined]
    rows = db.session.execute(visible(actor, model).where(column == claim_id)).scalars().all()
    return len(rows)


def lend(house: House, scope: Lent, **values: object) -> int:
    lent = {"to_staff_id": house.staff["alder.assistant1"], "scope": scope, "to_on": LAST}
    return delegate(house.actor("alder.hsc2"), house.claim[HARD], **{**lent, **values})  # type: ignore[arg-type]


def full_claim(house: House) -> int:
    """A claim that is not low with a note, a document, an FRQ and a number; its id."""
    from sqlalchemy import update

    from ohms.commands.unit_of_work import bulk_unit

    rows, claim_id = add_rows(house), house.claim[HARD]
    with bulk_unit("move", None):
        for model in (CaseNote, NoteEvent, Contact, Document, FrqAnswer, ContactPoint):
            if model in (CaseNote, NoteEvent):
                continue
            moved = update(model).where(model.id == rows[model])
            db.session.execute(moved.values(claim_id=claim_id))
    house.add(
        CaseNote,
        claim_id=claim_id,
        cohe_id=house.cohe["alder"],
        author_id=house.staff["alder.hsc2"],
        position_id=house.position["alder.hsc2"],
        standard_work=StandardWork.RECOVERY,
        body="Not for the caller.",
        performed_on=TODAY,
        written_at=datetime(2026, 11, 24, 18, tzinfo=UTC),
        signed_at=datetime(2026, 11, 24, 18, tzinfo=UTC),
    )
    return claim_id


def test_calls_show_whom_to_reach_and_ones_own_notes_and_nothing_else(house: House) -> None:
    with house.app.app_context():
        claim_id = full_claim(house)
        assistant = house.actor("alder.assistant1")
        assert sees(assistant, Claim, claim_id) == 0
        lend(house, Lent.CALLS)
        assert sees(assistant, Claim, claim_id) == sees(assistant, ContactPoint, claim_id) == 1
        worker = select(Claim.worker_id).where(Claim.id == claim_id)
        whom = db.session.execute(visible(assistant, Worker).where(Worker.id == one(worker)))
        assert whom.scalar_one_or_none() is not None
        for hidden in (CaseNote, Contact, Document, FrqAnswer, Task):
            assert sees(assistant, hidden, claim_id) == 0, hidden
        note = ComposedNote(StandardWork.RETURN_TO_WORK, "Reached the clinic.", TODAY)
        write_note(assistant, HARD, note, key="hers")
        assert sees(assistant, CaseNote, claim_id) == sees(assistant, NoteEvent, claim_id) == 1
        with pytest.raises(NotFound):
            open_barrier(assistant, claim_id, category=BarrierCategory.LANGUAGE, remark="None seen")
        assert sees(house.actor("alder.hsc2"), Barrier, claim_id) == 0


def test_one_task_is_seen_done_and_listed_among_ones_own_and_stays_its_owners(
    house: House,
) -> None:
    with house.app.app_context():
        hsc, claim_id = house.actor("alder.hsc2"), house.claim[HARD]
        lent, kept = (
            write_task(hsc, claim_id, title=title, due_by=TODAY) for title in ("Lent", "Kept")
        )
        lend(house, Lent.TASK, task_id=lent)
        assistant = house.actor("alder.assistant1")
        own = tasks_matching(assistant, TaskFilter()).with_only_columns(Task.id)
        assert list(db.session.execute(own).scalars()) == [lent]
        assert sees(assistant, Task, claim_id) == 1
        assert not may_answer(assistant.staff_id or 0, claim_id, TODAY)
        with pytest.raises(NotFound):
            finish_task(assistant, kept)
        finish_task(assistant, lent, word="Reached")
        assert one(select(Task.owner_id).where(Task.id == lent)) == hsc.staff_id


def test_a_claim_lent_to_work_on_shows_all_and_its_next_steps_are_the_coordinators(
    house: House,
) -> None:
    with house.app.app_context():
        claim_id = full_claim(house)
        lend(house, Lent.CLAIM)
        assistant = house.actor("alder.assistant1")
        for shown in (CaseNote, Document, FrqAnswer):
            assert sees(assistant, shown, claim_id) == 1, shown
        step = NextStep("Call on Friday", LAST, assistant.staff_id)
        note = ComposedNote(StandardWork.RETURN_TO_WORK, "Half done", TODAY, next_step=step)
        write_note(assistant, HARD, note, key="half")
        task = one(select(Task.id).where(Task.title == "Call on Friday"))
        assert one(select(Task.owner_id).where(Task.id == task)) == house.staff["alder.hsc2"]
        listed = tasks_matching(assistant, TaskFilter()).with_only_columns(Task.id)
        assert task in set(db.session.execute(listed).scalars())


def test_it_ends_by_itself_and_at_once_when_it_is_withdrawn(house: House) -> None:
    with house.app.app_context():
        claim_id = house.claim[HARD]
        lent = lend(house, Lent.CLAIM)
        assert sees(house.actor("alder.assistant1", LAST), Claim, claim_id) == 1
        late = house.actor("alder.assistant1", LAST + timedelta(days=1))
        assert sees(late, Claim, claim_id) == 0
        with pytest.raises(RuleBroken, match="Only the coordinator"):
            withdraw_delegation(house.actor("alder.hsc1"), claim_id, lent)
        withdraw_delegation(house.actor("alder.hsc2"), claim_id, lent)
        withdraw_delegation(house.actor("alder.hsc2"), claim_id, lent)
        assert sees(house.actor("alder.assistant1"), Claim, claim_id) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to_on": None}, "to_on"),
        ({"to_on": TODAY - timedelta(days=1)}, "to_on"),
        ({"to_on": TODAY + timedelta(days=91)}, "to_on"),
        ({"scope": Lent.FINISH}, "scope"),
        ({"scope": Lent.TASK}, "scope"),
        ({"to_staff_id": "alder.hsc1"}, "to_staff_id"),
        ({"to_staff_id": "birch.assistant1"}, "to_staff_id"),
    ],
)
def test_what_cannot_be_lent_is_refused_beside_its_field(
    house: House, wrong: dict[str, object], field: str
) -> None:
    with house.app.app_context():
        to = wrong.get("to_staff_id")
        named = {"to_staff_id": house.staff[str(to)]} if to else {}
        with pytest.raises(RuleBroken) as refused:
            lend(house, **{"scope": Lent.CALLS, **wrong, **named})  # type: ignore[arg-type]
        assert refused.value.field == field


def test_only_who_answers_for_a_claim_lends_it_and_an_assistant_never(house: House) -> None:
    with house.app.app_context():
        values: dict[str, Any] = {
            "to_staff_id": house.staff["alder.assistant1"],
            "scope": Lent.CLAIM,
            "to_on": LAST,
        }
        with pytest.raises(RuleBroken, match="Only the coordinator"):
            delegate(house.actor("alder.hsc1"), house.claim[HARD], **values)
        lent = lend(house, Lent.CALLS)
        with pytest.raises(NotAllowed):
            delegate(house.actor("alder.assistant1"), house.claim[HARD], **values)
        with pytest.raises(NotAllowed):
            withdraw_delegation(house.actor("alder.assistant1"), house.claim[HARD], lent)
        assert one(select(Delegation.scope)) is Lent.CALLS
