"""The life of a signed note, by command: who may do what with it, until when, and what goes along."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.note_events import add_addendum, co_sign, take_back, void_note
from ohms.commands.notes import sign_note, write_note
from ohms.commands.unit_of_work import bulk_unit, record_reading
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.note_acts import VoidedMinutes
from ohms.domain.notes import ComposedContact, ComposedNote
from ohms.domain.values import Method, NoteEventKind, Outcome, Party, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.notes import CaseNote, Contact, NoteEvent
from ohms.models.time import TimeEntry
from tests.house import House, count_of, one
from tests.notes import kinds_of

TODAY = date(2026, 11, 24)
SIGNED_AT = "2026-11-24T10:00:00-08:00"
AT_9_59 = "2026-11-24T10:09:59-08:00"
AT_10_00 = "2026-11-24T10:10:00-08:00"
AT_10_01 = "2026-11-24T10:10:01-08:00"
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Clock) -> None:
    clock(SIGNED_AT)


def written(
    house: House,
    who: str = "alder.hsc1",
    number: str = "AL10002",
    work: StandardWork = StandardWork.RETURN_TO_WORK,
) -> int:
    """A signed note of a call: the worker was reached, 12 minutes."""
    note = ComposedNote(
        standard_work=work,
        body="Spoke about light duty.",
        performed_on=TODAY,
        contacts=(ComposedContact(Party.WORKER, Method.PHONE, Outcome.REACHED),),
        minutes=12,
    )
    return write_note(house.actor(who), number, note, key=f"{who}-{number}-{work}")


def waiting(house: House) -> int:
    """An assistant's note that waits for a co-signature."""
    return written(house, "alder.assistant1", work=StandardWork.BARRIERS)


def opened(house: House, who: str, number: str = "AL10002") -> None:
    actor = house.actor(who)
    entry = Entry("read_claim", "claim", house.claim[number], claim_id=house.claim[number])
    record_reading(actor, entry, actor.positions[0])


def standing_minutes() -> int:
    return count_of(TimeEntry, TimeEntry.voided_at.is_(None))


def last_contact(number: str = "AL10002") -> date | None:
    found: date | None = one(select(Claim.last_contact_on).where(Claim.claim_number == number))
    return found


@pytest.mark.parametrize("at", [AT_9_59, AT_10_00])
def test_its_author_takes_a_note_back_within_ten_minutes(
    house: House, clock: Clock, at: str
) -> None:
    note = written(house)
    assert (last_contact(), standing_minutes()) == (TODAY, 1)
    clock(at)
    draft = take_back(house.actor("alder.hsc1"), note).id
    assert kinds_of(note) == [NoteEventKind.SIGNED, NoteEventKind.TAKEN_BACK]
    assert one(select(CaseNote.body).where(CaseNote.id == draft)) == "Spoke about light duty."
    assert one(select(CaseNote.signed_at).where(CaseNote.id == draft)) is None
    assert one(select(CaseNote.moved_from_id).where(CaseNote.id == draft)) == note
    assert (last_contact(), standing_minutes(), count_of(Contact)) == (None, 0, 0)


def test_after_ten_minutes_a_note_is_not_taken_back(house: House, clock: Clock) -> None:
    note = written(house)
    clock(AT_10_01)
    with pytest.raises(RuleBroken, match="more than 10 minutes ago"):
        take_back(house.actor("alder.hsc1"), note)
    assert (last_contact(), standing_minutes()) == (TODAY, 1)


def test_a_note_is_not_taken_back_once_somebody_else_has_opened_the_claim(
    house: House, clock: Clock
) -> None:
    note = written(house)
    clock("2026-11-24T10:02:00-08:00")
    opened(house, "alder.hsc1")
    opened(house, "alder.hsc2", "AL10001")
    opened(house, "alder.supervisor")
    clock("2026-11-24T10:03:00-08:00")
    with pytest.raises(RuleBroken, match="Somebody else has opened this claim"):
        take_back(house.actor("alder.hsc1"), note)


def test_what_others_opened_before_the_signing_or_elsewhere_hinders_nothing(
    house: House, clock: Clock
) -> None:
    clock("2026-11-24T09:59:00-08:00")
    opened(house, "alder.hsc2")
    clock(SIGNED_AT)
    note = written(house)
    opened(house, "alder.hsc1")
    opened(house, "alder.hsc2", "AL10001")
    take_back(house.actor("alder.hsc1"), note)
    assert kinds_of(note)[-1] is NoteEventKind.TAKEN_BACK


def test_only_its_author_takes_a_note_back_and_only_once(house: House) -> None:
    note = written(house)
    with pytest.raises(RuleBroken, match="Only its author"):
        take_back(house.actor("alder.hsc2"), note)
    with pytest.raises(NotFound):
        take_back(house.actor("birch.hsc1"), note)
    take_back(house.actor("alder.hsc1"), note)
    with pytest.raises(RuleBroken, match="taken back already"):
        take_back(house.actor("alder.hsc1"), note)
    assert count_of(CaseNote) == 2


def test_the_draft_of_a_note_taken_back_is_signed_again(house: House) -> None:
    author = house.actor("alder.hsc1")
    draft = take_back(author, written(house)).id
    sign_note(author, draft)
    assert kinds_of(draft) == [NoteEventKind.SIGNED]


def test_an_addendum_stands_beside_a_note_that_nobody_may_then_take_back(house: House) -> None:
    note = written(house)
    add_addendum(house.actor("alder.hsc2"), note, "The employer has light duty.")
    body = one(select(NoteEvent.body).where(NoteEvent.kind == NoteEventKind.ADDENDUM))
    position = one(select(NoteEvent.position_id).where(NoteEvent.kind == NoteEventKind.ADDENDUM))
    assert body == "The employer has light duty."
    assert position == house.position["alder.hsc2"]
    with pytest.raises(RuleBroken, match="Something was added"):
        take_back(house.actor("alder.hsc1"), note)


def test_an_addendum_sent_twice_is_added_once(house: House) -> None:
    note = written(house)
    for _ in range(2):
        add_addendum(house.actor("alder.supervisor"), note, "Seen.", key="a form load")
    assert kinds_of(note).count(NoteEventKind.ADDENDUM) == 1


def test_an_assistant_adds_to_their_own_notes_only(house: House) -> None:
    assistant = house.actor("alder.assistant1")
    own, others = written(house, "alder.assistant1"), written(house)
    add_addendum(assistant, own, "And it was said twice.")
    with pytest.raises(RuleBroken, match="their own notes only"):
        add_addendum(assistant, others, "Mine too.")


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_an_addendum_without_visible_text_is_refused(house: House, text: str) -> None:
    note = written(house)
    with pytest.raises(RuleBroken, match="Enter what is to be added") as refused:
        add_addendum(house.actor("alder.hsc1"), note, text)
    assert refused.value.field == "text"


@pytest.mark.parametrize(("chosen", "left"), [(VoidedMinutes.KEEP, 1), (VoidedMinutes.VOID, 0)])
def test_a_voided_notes_minutes_stay_or_go_as_was_said_and_its_contacts_go(
    house: House, chosen: VoidedMinutes, left: int
) -> None:
    note = written(house)
    void_note(house.actor("alder.hsc1"), note, "Belongs to another claim", chosen)
    assert (standing_minutes(), count_of(Contact), last_contact()) == (left, 0, None)
    reason = select(NoteEvent.reason).where(NoteEvent.kind == NoteEventKind.VOIDED)
    assert one(reason) == "Belongs to another claim"


def test_the_contacts_of_other_notes_stay_when_one_is_voided(house: House) -> None:
    note = written(house)
    written(house, "alder.hsc2")
    void_note(house.actor("alder.hsc1"), note, "Written twice", VoidedMinutes.VOID)
    assert (standing_minutes(), count_of(Contact), last_contact()) == (1, 1, TODAY)


def test_voiding_asks_why_and_what_happens_to_the_minutes(house: House) -> None:
    author, note = house.actor("alder.hsc1"), written(house)
    for reason, minutes, field in (
        ("", VoidedMinutes.VOID, "reason"),
        ("x" * 201, VoidedMinutes.VOID, "reason"),
        ("Not so", None, "minutes"),
    ):
        with pytest.raises(RuleBroken) as refused:
            void_note(author, note, reason, minutes)
        assert refused.value.field == field
    assert kinds_of(note) == [NoteEventKind.SIGNED]
    assert (standing_minutes(), count_of(Contact)) == (1, 1)


def test_a_note_without_minutes_is_voided_without_being_asked_for_them(house: House) -> None:
    author = house.actor("alder.hsc1")
    note = ComposedNote(StandardWork.RECOVERY, "Read the chart.", TODAY)
    written_id = write_note(author, "AL10002", note, key="without minutes")
    void_note(author, written_id, "Not so")
    assert kinds_of(written_id)[-1] is NoteEventKind.VOIDED


def test_the_supervisor_voids_a_note_of_the_cohe_and_a_colleague_does_not(house: House) -> None:
    note = written(house)
    for username in ("alder.hsc2", "alder.assistant1"):
        with pytest.raises(RuleBroken, match="Only its author or the supervisor"):
            void_note(house.actor(username), note, "Not mine", VoidedMinutes.KEEP)
    with pytest.raises(NotFound):
        void_note(house.actor("birch.supervisor"), note, "Elsewhere", VoidedMinutes.KEEP)
    with pytest.raises(NotAllowed):
        void_note(house.actor("alder.privacy"), note, "No", VoidedMinutes.KEEP)
    void_note(house.actor("alder.supervisor"), note, "About another worker", VoidedMinutes.VOID)
    assert standing_minutes() == 0
    with pytest.raises(RuleBroken, match="voided already"):
        add_addendum(house.actor("alder.hsc1"), note, "Too late")


def test_each_act_stands_in_the_audit_under_its_own_name(house: House) -> None:
    author, claim = house.actor("alder.hsc1"), house.claim["AL10002"]
    co_sign(author, waiting(house))
    add_addendum(author, written(house, "alder.hsc2"), "Added.")
    void_note(author, written(house), "Not so", VoidedMinutes.VOID)
    take_back(author, written(house, work=StandardWork.RECOVERY))
    for action, tables in (
        ("co_sign", {"note_event"}),
        ("add_addendum", {"note_event"}),
        ("void_note", {"note_event", "time_entry", "contact"}),
        ("take_back", {"note_event", "time_entry", "contact", "case_note"}),
    ):
        for table in tables:
            entry = (AuditEntry.action == action, AuditEntry.object_type == table)
            assert count_of(AuditEntry, *entry, AuditEntry.claim_id == claim) == 1, (action, table)


def test_a_signed_row_still_resists_after_all_that_may_happen_to_it(house: House) -> None:
    note = written(house)
    void_note(house.actor("alder.hsc1"), note, "Not so", VoidedMinutes.VOID)
    with pytest.raises(RuleBroken, match="A signed note never changes"), bulk_unit("rewrite", None):
        db.session.execute(update(CaseNote).where(CaseNote.id == note).values(body="Otherwise"))
