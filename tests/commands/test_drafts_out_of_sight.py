"""What somebody typed on a claim that they see no more: listed for seven days, and a note still signed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from ohms import clock as the_clock
from ohms.commands.drafts import save_draft, tidy_drafts
from ohms.commands.finishing import finish_note
from ohms.commands.form_loads import saving
from ohms.commands.notes import write_note
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.notes import ComposedNote
from ohms.domain.values import Coordination, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim, Delegation
from ohms.models.housekeeping import Draft, IdempotencyKey
from ohms.models.notes import CaseNote
from ohms.models.time import TimeEntry
from ohms.queries.drafts import count_drafts, drafts_left
from ohms.queries.rounds import ask
from tests.commands.test_drafts import TEXT, a_task, typed
from tests.house import FROM, House, count_of, one


@pytest.fixture
def inside(house: House, clock: Callable[[str], None]) -> Iterator[House]:
    clock("2026-11-24T10:00:00-08:00")
    with house.app.app_context():
        yield house
    saving(None)


def lent(house: House, to_on: date) -> None:
    house.add(
        Delegation,
        claim_id=house.claim["AL10003"],
        cohe_id=house.cohe["alder"],
        from_staff_id=house.staff["alder.hsc2"],
        to_staff_id=house.staff["alder.assistant1"],
        from_on=FROM,
        to_on=to_on,
    )


def test_text_on_a_claim_out_of_sight_is_listed_to_its_author_for_seven_days(
    inside: House, clock: Callable[[str], None]
) -> None:
    lent(inside, date(2026, 11, 24))
    save_draft(inside.actor("alder.assistant1"), typed(inside, claim="AL10003"))
    clock("2026-11-26T09:00:00-08:00")
    later = inside.actor("alder.assistant1", date(2026, 11, 26))
    save_draft(later, typed(inside, text="More typed", claim="AL10003"))  # the tab is still open
    (listed,) = drafts_left(later)
    assert (listed.words, listed.is_in_sight) == ("More typed", False)
    assert listed.claim_number == "AL10003"
    clock("2026-12-01T10:00:00-08:00")
    assert len(drafts_left(later)) == ask(count_drafts(later)) == 1
    clock("2026-12-01T10:00:01-08:00")
    assert len(drafts_left(later)) == ask(count_drafts(later)) == 0


def left_out_of_sight(house: House, clock: Callable[[str], None]) -> Callable[[str], Actor]:
    """A note of the assistant on a claim lent until Nov 24; the assistant at later instants."""
    lent(house, date(2026, 11, 24))
    save_draft(house.actor("alder.assistant1"), typed(house, claim="AL10003"))

    def at(instant: str) -> Actor:
        clock(instant)
        return house.actor("alder.assistant1", date.fromisoformat(instant[:10]))

    return at


def the_note(body: str = TEXT) -> ComposedNote:
    return ComposedNote(StandardWork.RETURN_TO_WORK, body, date(2026, 11, 24), minutes=12)


def test_who_began_in_time_signs_for_seven_days_and_the_minutes_count_on_their_day(
    inside: House, clock: Callable[[str], None]
) -> None:
    at = left_out_of_sight(inside, clock)
    late = at("2026-12-01T10:00:01-08:00")
    with pytest.raises(NotFound):
        finish_note(late, "tab", the_note(), key="k")
    author = at("2026-12-01T10:00:00-08:00")
    with pytest.raises(NotFound):
        finish_note(inside.actor("alder.hsc1", date(2026, 12, 1)), "tab", the_note(), key="o")
    saving("tab")
    note_id = finish_note(author, "tab", the_note(), key="k")
    assert finish_note(author, "tab", the_note(), key="k") == note_id
    note = one(select(CaseNote))
    assert (note.body, note.claim_id) == (TEXT, inside.claim["AL10003"])
    assert (note.author_id, note.signed_at) == (author.staff_id, the_clock.now())
    entry = one(select(TimeEntry))
    assert (entry.minutes, entry.performed_on) == (12, date(2026, 11, 24))
    assert count_of(Draft) == 0
    assert one(select(AuditEntry.action).where(AuditEntry.object_type == "case_note"))
    with pytest.raises(NotFound):
        write_note(author, "AL10003", the_note("One more"), key="more")
    with pytest.raises(NotFound):
        finish_note(author, "tab", the_note("Again"), key="again")


def test_no_other_draft_than_a_note_is_signed_out_of_sight(
    inside: House, clock: Callable[[str], None]
) -> None:
    at = left_out_of_sight(inside, clock)
    about = typed(inside, "task.tab", claim="AL10003")
    clock("2026-11-24T10:00:00-08:00")
    save_draft(inside.actor("alder.assistant1"), replace(about, form="task"))
    author = at("2026-11-26T10:00:00-08:00")
    with pytest.raises(NotFound):
        finish_note(author, "task.tab", the_note(), key="k")
    finishing = {draft.form: draft.is_note_to_finish for draft in drafts_left(author)}
    assert finishing == {"note": True, "task": False}


def test_the_seven_days_run_from_the_last_sign_in_at_which_the_claim_was_seen(
    inside: House, clock: Callable[[str], None]
) -> None:
    at = left_out_of_sight(inside, clock)
    clock("2026-11-24T17:00:00-08:00")
    tidy_drafts(inside.actor("alder.assistant1"))
    tidy_drafts(at("2026-11-30T10:00:00-08:00"))
    assert len(drafts_left(at("2026-12-01T17:00:00-08:00"))) == 1
    assert drafts_left(at("2026-12-01T17:00:01-08:00")) == []


def test_a_sign_in_removes_what_was_kept_long_enough_of_ones_own_alone(
    inside: House, clock: Callable[[str], None]
) -> None:
    at = left_out_of_sight(inside, clock)
    hsc = inside.actor("alder.hsc1")
    save_draft(hsc, typed(inside, "old"))
    saving("sent")
    a_task(inside, hsc, "Ask the clinic", "key")
    saving(None)
    assert count_of(IdempotencyKey) == 2
    tidy_drafts(at("2026-12-01T10:00:01-08:00"))
    assert [draft.tab for draft in drafts_left(hsc)] == ["old"]
    clock("2027-02-22T10:00:00-08:00")
    tidy_drafts(inside.actor("alder.hsc1", date(2027, 2, 22)))
    assert (count_of(Draft), count_of(IdempotencyKey)) == (1, 2)
    clock("2027-02-22T10:00:01-08:00")
    tidy_drafts(inside.actor("alder.hsc2", date(2027, 2, 22)))
    assert (count_of(Draft), count_of(IdempotencyKey)) == (1, 2)
    tidy_drafts(inside.actor("alder.hsc1", date(2027, 2, 22)))
    assert (count_of(Draft), count_of(IdempotencyKey)) == (0, 0)


def test_a_note_begun_before_its_claim_went_to_another_cohe_stays_with_the_cohe_that_did_it(
    inside: House, clock: Callable[[str], None]
) -> None:
    author = inside.actor("alder.hsc1")
    save_draft(author, typed(inside))
    with bulk_unit("the claim goes to another COHE", None):
        moved = {"cohe_id": inside.cohe["birch"], "coordination": Coordination.NEW}
        db.session.execute(update(Claim).where(Claim.claim_number == "AL10001").values(**moved))
    (draft,) = drafts_left(author)
    assert (draft.claim_number, draft.is_note_to_finish) == ("AL10001", True)
    finish_note(author, "tab", the_note(), key="k")
    note, entry = one(select(CaseNote)), one(select(TimeEntry))
    assert (note.cohe_id, entry.cohe_id) == (inside.cohe["alder"], inside.cohe["alder"])
    moved_claim = select(Claim.coordination).where(Claim.claim_number == "AL10001")
    assert one(moved_claim) is Coordination.NEW
