"""A draft is kept under its tab for one person, and ends with the real save."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select

from ohms.commands.drafts import TypedForm, save_draft, throw_away_draft
from ohms.commands.form_loads import saving
from ohms.commands.tasks import write_task
from ohms.domain.actor import Actor
from ohms.domain.drafts import LONGEST_DRAFT, MOST_DRAFTS
from ohms.domain.errors import NotFound, RuleBroken
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.housekeeping import Draft
from ohms.queries.drafts import NamedClaim, count_drafts, drafts_left, own_draft
from ohms.queries.rounds import ask
from tests.house import House, count_of, one

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


def test_the_claims_own_row_is_not_touched_by_a_draft(inside: House) -> None:
    before = one(select(Claim.last_contact_on).where(Claim.claim_number == "AL10001"))
    save_draft(inside.actor("alder.hsc1"), typed(inside))
    assert one(select(Claim.last_contact_on).where(Claim.claim_number == "AL10001")) == before
