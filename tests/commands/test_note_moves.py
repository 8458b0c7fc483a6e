"""A note on the wrong claim is moved: what goes along, what stays, and who may do it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import func, select, update

from ohms.commands.note_events import add_addendum, co_sign, void_note
from ohms.commands.note_moves import move_note
from ohms.commands.notes import write_note
from ohms.commands.tasks import finish_task, write_task
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.note_acts import VoidedMinutes
from ohms.domain.notes import ComposedContact, ComposedNote, NextStep
from ohms.domain.values import (
    Coordination,
    Method,
    NoteEventKind,
    Outcome,
    Party,
    StandardWork,
    TaskState,
)
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.house import House, count_of, one
from tests.notes import kinds_of

TODAY = date(2026, 11, 24)
DONE_ON = date(2026, 11, 20)
WRONG, RIGHT = "AL10002", "AL10001"
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _inside(house: House, clock: Clock) -> Iterator[None]:
    clock("2026-11-24T10:00:00-08:00")
    with house.app.app_context():
        with bulk_unit("furnish", None):  # no clock runs, so that no task follows from one
            db.session.execute(update(Claim).values(established_on=None))
        yield


def written(house: House, who: str = "alder.hsc1", **more: object) -> int:
    """A call on Friday noted on the wrong claim: reached, 12 minutes, with a next step."""
    note = ComposedNote(
        standard_work=StandardWork.BARRIERS,
        body="Spoke about light duty.",
        performed_on=DONE_ON,
        contacts=(ComposedContact(Party.WORKER, Method.PHONE, Outcome.REACHED),),
        minutes=12,
        next_step=NextStep("Call the mill", date(2026, 12, 1)),
        **more,  # type: ignore[arg-type]
    )
    return write_note(house.actor(who), WRONG, note, key=f"note of {who}")


def claim(number: str) -> tuple[date | None, int, date | None]:
    with unscoped("a test looks"):
        row = db.session.execute(
            select(Claim.last_contact_on, Claim.open_tasks, Claim.next_due_by).where(
                Claim.claim_number == number
            )
        ).one()
    return row[0], row[1], row[2]


def standing_minutes(*conditions: object) -> int:
    statement = select(func.coalesce(func.sum(TimeEntry.minutes), 0))
    return int(one(statement.where(TimeEntry.voided_at.is_(None), *conditions)))  # type: ignore[arg-type]


def test_a_moved_note_takes_its_day_contacts_minutes_and_next_step_along(house: House) -> None:
    note = written(house)
    assert claim(WRONG) == (DONE_ON, 1, date(2026, 12, 1))
    moved = move_note(house.actor("alder.hsc1"), note, RIGHT)
    assert claim(WRONG) == (None, 0, None)
    assert claim(RIGHT) == (DONE_ON, 1, date(2026, 12, 1))
    assert kinds_of(note) == [NoteEventKind.SIGNED, NoteEventKind.VOIDED]
    assert kinds_of(moved) == [NoteEventKind.SIGNED]
    right = house.claim[RIGHT]
    there = one(select(CaseNote).where(CaseNote.id == moved))
    assert (there.claim_id, there.performed_on, there.moved_from_id) == (right, DONE_ON, note)
    assert there.body == "Spoke about light duty."
    assert there.signed_at == one(select(CaseNote.signed_at).where(CaseNote.id == note))
    assert count_of(Contact, Contact.claim_id == right, Contact.note_id == moved) == 1
    assert count_of(Contact) == count_of(Task) == 1
    assert one(select(Task.claim_id)) == right


def test_the_minutes_of_a_moved_note_add_up_to_the_same(house: House) -> None:
    note = written(house)
    moved = move_note(house.actor("alder.hsc1"), note, RIGHT)
    assert standing_minutes() == 12
    assert standing_minutes(TimeEntry.claim_id == house.claim[RIGHT]) == 12
    successor = one(select(TimeEntry).where(TimeEntry.note_id == moved))
    replaced = one(select(TimeEntry).where(TimeEntry.note_id == note))
    assert successor.supersedes_id == replaced.id
    assert replaced.voided_at is not None
    assert (successor.staff_id, successor.position_id) == (replaced.staff_id, replaced.position_id)
    assert successor.performed_on == DONE_ON
    assert successor.confirmed_at == replaced.confirmed_at


def test_what_the_note_finished_is_to_do_again_on_the_claim_where_it_stood(house: House) -> None:
    actor = house.actor("alder.hsc1")
    task = write_task(actor, house.claim[WRONG], title="Call the worker", due_by=TODAY)
    note = written(house, finishes=(task,))
    assert one(select(Task.state).where(Task.id == task)) is TaskState.DONE
    move_note(actor, note, RIGHT)
    again = one(select(Task).where(Task.id == task))
    assert (again.state, again.claim_id) == (TaskState.TO_DO, house.claim[WRONG])
    assert again.evidence_note_id is None
    assert claim(WRONG)[1:] == (1, TODAY)


def test_a_next_step_that_is_done_already_goes_along_without_evidence_of_the_claim_it_leaves(
    house: House,
) -> None:
    actor = house.actor("alder.hsc1")
    note = written(house)
    other = write_note(
        actor, WRONG, ComposedNote(StandardWork.BARRIERS, "Called the mill.", TODAY), key="second"
    )
    task = one(select(Task.id))
    finish_task(actor, task, evidence_note_id=other)
    move_note(actor, note, RIGHT)
    gone = one(select(Task).where(Task.id == task))
    assert (gone.claim_id, gone.state) == (house.claim[RIGHT], TaskState.DONE)
    assert gone.evidence_note_id is None


def test_a_next_step_whose_owner_does_not_see_the_right_claim_goes_to_who_answers_for_it(
    house: House,
) -> None:
    note = written(house, "alder.assistant1")
    with unscoped("a test looks"):
        owner = house.staff["alder.assistant1"]
        task = db.session.execute(select(Task)).scalar_one()
    house_owner = task.owner_id
    assert house_owner in (owner, house.staff["alder.hsc1"])
    move_note(house.actor("alder.supervisor"), note, "AL10003")
    assert one(select(Task.owner_id)) in (house.staff["alder.hsc1"], house.staff["alder.hsc2"])


def test_the_supervisor_moves_anothers_note_which_stays_its_authors(house: House) -> None:
    note = written(house)
    moved = move_note(house.actor("alder.supervisor"), note, RIGHT)
    assert one(select(CaseNote.author_id).where(CaseNote.id == moved)) == house.staff["alder.hsc1"]
    voided = select(NoteEvent.staff_id).where(NoteEvent.kind == NoteEventKind.VOIDED)
    assert one(voided) == house.staff["alder.supervisor"]
    assert standing_minutes(TimeEntry.staff_id == house.staff["alder.hsc1"]) == 12


def test_only_its_author_and_the_supervisor_move_a_note_and_only_once(house: House) -> None:
    note = written(house)
    with pytest.raises(RuleBroken, match="Only its author or the supervisor"):
        move_note(house.actor("alder.hsc2"), note, RIGHT)
    with pytest.raises(NotFound):
        move_note(house.actor("birch.hsc1"), note, "BI10001")
    move_note(house.actor("alder.hsc1"), note, RIGHT)
    with pytest.raises(RuleBroken, match="voided already"):
        move_note(house.actor("alder.hsc1"), note, RIGHT)


def test_a_note_that_was_voided_before_is_not_moved(house: House) -> None:
    note = written(house)
    void_note(house.actor("alder.hsc1"), note, "Written twice", VoidedMinutes.VOID)
    with pytest.raises(RuleBroken, match="voided already"):
        move_note(house.actor("alder.hsc1"), note, RIGHT)


@pytest.mark.parametrize("number", ["BI10001", "AL99999"])
def test_a_claim_out_of_sight_is_refused_like_one_that_is_not_there(
    house: House, number: str
) -> None:
    note = written(house)
    with pytest.raises(RuleBroken) as refused:
        move_note(house.actor("alder.hsc1"), note, number)
    assert refused.value.field == "to"
    assert refused.value.message.replace(number, "...") == (
        "Enter a claim number that is on your list: ... is not."
    )
    assert claim(WRONG)[0] == DONE_ON


@pytest.mark.parametrize(
    ("number", "said"), [("AL10002", "stands on this claim already"), ("12", "Enter a claim num")]
)
def test_a_number_that_cannot_be_meant_is_told_beside_its_field(
    house: House, number: str, said: str
) -> None:
    note = written(house)
    with pytest.raises(RuleBroken, match=said) as refused:
        move_note(house.actor("alder.hsc1"), note, number)
    assert refused.value.field == "to"


def test_addenda_go_along_under_their_own_names_and_a_co_signature_is_given_anew(
    house: House,
) -> None:
    note = written(house, "alder.assistant1")
    co_sign(house.actor("alder.hsc1"), note)
    add_addendum(house.actor("alder.hsc2"), note, "He called back.")
    moved = move_note(house.actor("alder.supervisor"), note, RIGHT)
    assert kinds_of(moved) == [NoteEventKind.SIGNED, NoteEventKind.ADDENDUM]
    added = one(
        select(NoteEvent).where(
            NoteEvent.note_id == moved, NoteEvent.kind == NoteEventKind.ADDENDUM
        )
    )
    assert (added.staff_id, added.body) == (house.staff["alder.hsc2"], "He called back.")
    co_sign(house.actor("alder.hsc1"), moved)
    assert NoteEventKind.CO_SIGNED in kinds_of(moved)


def test_a_form_sent_twice_moves_a_note_once(house: House) -> None:
    note, actor = written(house), house.actor("alder.hsc1")
    first = move_note(actor, note, RIGHT, key="a form load")
    assert move_note(actor, note, RIGHT, key="a form load") == first
    assert count_of(CaseNote) == 2


def test_a_new_claim_is_active_once_a_note_was_moved_to_it(house: House) -> None:
    coordination = select(Claim.coordination).where(Claim.claim_number == RIGHT)
    assert one(coordination) is Coordination.NEW
    move_note(house.actor("alder.hsc1"), written(house), RIGHT)
    assert one(coordination) is Coordination.ACTIVE
