"""A draft is kept under its tab for one person, and ends with the real save."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from ohms import clock as the_clock
from ohms.commands.drafts import TypedForm, save_draft, throw_away_draft, tidy_drafts
from ohms.commands.finishing import finish_note
from ohms.commands.form_loads import saving
from ohms.commands.notes import write_note
from ohms.commands.tasks import write_task
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.drafts import LONGEST_DRAFT, MOST_DRAFTS
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.notes import ComposedNote
from ohms.domain.values import Coordination, StandardWork
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim, Delegation
from ohms.models.housekeeping import Draft, IdempotencyKey
from ohms.models.notes import CaseNote
from ohms.models.time import TimeEntry
from ohms.queries.drafts import NamedClaim, count_drafts, drafts_left, own_draft
from ohms.queries.rounds import ask
from tests.house import FROM, House, count_of, one

TEXT = "Spoke about light duty."


@pytest.fixture
def inside(house: House, clock: Callable[[str], None]) -> Iterator[House]:
    clock("2026-11-24T10:00:00-08:00")
    with house.app.app_context():
        yield house
    saving(None)


def typed(house: House, tab: str = "tab", text: str = TEXT, claim: str = "AL10001") -> TypedForm:
    named = NamedClaim(house.claim[claim])
    return TypedForm(tab, "note", f"/claims/{claim}", [("body", text)], named)


def actions() -> list[str]:
    statement = select(AuditEntry.action).where(AuditEntry.object_type == "draft")
    from ohms.extensions import db
    from ohms.queries.guard import unscoped

    with unscoped("a test looks"):
        return list(db.session.execute(statement.order_by(AuditEntry.id)).scalars())


def a_task(house: House, actor: Actor, title: str, key: str) -> int:
    return write_task(
        actor,
        house.claim["AL10001"],
        title=title,
        due_by=date(2026, 12, 1),
        key=key,
    )


def test_saves_of_one_tab_are_one_draft_whose_begin_alone_is_recorded(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    for text in ("Spoke", "Spoke about", TEXT):
        save_draft(actor, typed(inside, text=text))
    draft = own_draft(actor, "tab")
    assert draft is not None
    assert draft.fields == [("body", TEXT)]
    assert count_of(Draft) == 1
    assert actions() == ["begin_draft"]


def test_nothing_that_was_typed_stands_in_the_audit(inside: House) -> None:
    save_draft(inside.actor("alder.hsc1"), typed(inside))
    entry = one(select(AuditEntry).where(AuditEntry.action == "begin_draft"))
    assert entry.claim_id == inside.claim["AL10001"]
    assert TEXT not in str([getattr(entry, column.key) for column in AuditEntry.__table__.columns])


def test_a_colleague_and_a_supervisor_never_get_somebody_elses_draft(inside: House) -> None:
    save_draft(inside.actor("alder.hsc1"), typed(inside))
    for username in ("alder.hsc2", "alder.supervisor", "alder.privacy", "birch.hsc1"):
        other = inside.actor(username)
        assert own_draft(other, "tab") is None
        assert drafts_left(other) == []
        throw_away_draft(other, "tab")
    assert own_draft(inside.actor("alder.hsc1"), "tab") is not None


def test_two_tabs_on_one_claim_are_two_drafts(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    save_draft(actor, typed(inside, "one", "First text"))
    save_draft(actor, typed(inside, "two", "Second text"))
    assert {(d.tab, d.words) for d in drafts_left(actor)} == {
        ("one", "First text"),
        ("two", "Second text"),
    }
    assert ask(count_drafts(actor)) == 2


def test_the_command_that_saves_the_form_ends_its_draft_and_no_other(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    save_draft(actor, typed(inside, "one"))
    save_draft(actor, typed(inside, "two"))
    saving("one")
    a_task(inside, actor, "Ask the clinic", "key")
    assert [draft.tab for draft in drafts_left(actor)] == ["two"]
    assert actions() == ["begin_draft", "begin_draft", "end_draft"]


def test_a_refused_save_leaves_the_draft(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    save_draft(actor, typed(inside, "one"))
    saving("one")
    with pytest.raises(RuleBroken):
        a_task(inside, actor, "", "key")
    assert own_draft(actor, "one") is not None


def test_a_draft_on_its_way_when_its_form_was_saved_does_not_come_back(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    saving("one")
    a_task(inside, actor, "Ask the clinic", "key")
    a_task(inside, actor, "Ask the clinic", "key")
    saving(None)
    with pytest.raises(RuleBroken, match="saved already"):
        save_draft(actor, typed(inside, "one"))
    assert count_of(Draft) == 0


def test_a_command_of_no_form_ends_no_draft(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    save_draft(actor, typed(inside, "one"))
    a_task(inside, actor, "Ask the clinic", "key")
    assert own_draft(actor, "one") is not None


def test_a_text_of_the_longest_length_is_kept_and_one_character_more_is_not(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    longest = "x" * (LONGEST_DRAFT - len("body"))
    save_draft(actor, typed(inside, "fits", longest))
    with pytest.raises(RuleBroken, match="64,000"):
        save_draft(actor, typed(inside, "long", longest + "x"))
    assert count_of(Draft) == 1


def test_nobody_leaves_drafts_without_end(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    for number in range(MOST_DRAFTS):
        save_draft(actor, typed(inside, f"tab{number}"))
    with pytest.raises(RuleBroken, match="throw them away"):
        save_draft(actor, typed(inside, "one more"))
    save_draft(actor, typed(inside, "tab0", "One that stands is still written"))


def test_thrown_away_is_gone_and_recorded(inside: House) -> None:
    actor = inside.actor("alder.hsc1")
    save_draft(actor, typed(inside))
    throw_away_draft(actor, "tab")
    assert drafts_left(actor) == []
    assert actions() == ["begin_draft", "throw_away_draft"]


def test_no_draft_begins_on_a_claim_out_of_sight(inside: House) -> None:
    unseen = TypedForm("tab", "note", "/claims/BI10001", [("body", TEXT)], NamedClaim(None))
    with pytest.raises(NotFound):
        save_draft(inside.actor("alder.hsc1"), unseen)
    assert count_of(Draft) == 0


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


def test_the_claims_own_row_is_not_touched_by_a_draft(inside: House) -> None:
    before = one(select(Claim.last_contact_on).where(Claim.claim_number == "AL10001"))
    save_draft(inside.actor("alder.hsc1"), typed(inside))
    assert one(select(Claim.last_contact_on).where(Claim.claim_number == "AL10001")) == before


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
