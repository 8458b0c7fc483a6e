"""What somebody left is handed on until nothing is left: texts, minutes, what waits for co-signature."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from ohms.commands.co_signatures import co_sign_entry
from ohms.commands.departures import end_access
from ohms.commands.handing_on import (
    enter_leavers_minutes,
    have_draft_adopted,
    have_note_adopted,
    let_draft_go,
    place_assistant,
)
from ohms.commands.provider_moves import move_provider
from ohms.domain.errors import RuleBroken
from ohms.domain.provider_moves import Goes
from ohms.models.co_signing import CoSignature
from ohms.models.housekeeping import Draft
from ohms.models.notes import CaseNote
from ohms.models.time import TimeEntry
from ohms.queries.departures import departure_shown
from ohms.queries.drafts import own_draft
from ohms.queries.entries_to_co_sign import whole_queue
from ohms.queries.handover import departure_read
from ohms.queries.handover_packs import pack_of
from ohms.queries.minutes_entered import minutes_entered_for
from ohms.queries.rounds import ask
from tests.commands.test_departures import AT, TODAY, depart, words
from tests.commands.test_departures import left as left
from tests.house import House, one
from tests.notes import put_note_to_co_sign


def test_what_was_being_typed_is_adopted_or_let_go(left: House) -> None:
    """A text waits for a coordinator as it stood, with who wrote it before it; a due day does not."""
    for tab, form, content in (
        ("note.aaaaaaaaaaaa.0123456789abcdef", "note", '[["body","Half a word"],["minutes","5"]]'),
        ("task_due.aaaaaaaaaaaa.0123456789abcdef", "task_due", '[["due_by","12/1"]]'),
    ):
        left.add(
            Draft,
            staff_id=left.staff["alder.hsc1"],
            tab=tab,
            form=form,
            path="/claims/AL10001",
            claim_id=left.claim["AL10001"],
            content=content,
            begun_at=AT,
            saved_at=AT,
        )
    lead, heir = left.actor("alder.supervisor"), left.staff["alder.hsc2"]
    departure = depart(left)
    drafts = departure_shown(lead, departure).left.drafts
    assert [(each.name, each.claim_number) for each in drafts] == [
        ("Note", "AL10001"),
        ("Task due", "AL10001"),
    ]
    assert len(words()) == 3  # the unsigned note too
    tab = "note.bbbbbbbbbbbb.0123456789abcdef"

    def issued(taker: int, former: str, page: str) -> str:
        assert (taker, former.partition(".")[0], page) == (heir, "note", "/claims/AL10001")
        return tab

    with pytest.raises(RuleBroken) as refused:
        have_draft_adopted(lead, departure, drafts[0].id, to_staff_id=None, tab=issued)
    assert refused.value.field == "to"
    have_draft_adopted(lead, departure, drafts[0].id, to_staff_id=heir, tab=issued)
    let_draft_go(lead, departure, drafts[1].id)
    kept = own_draft(left.actor("alder.hsc2"), tab)
    assert kept is not None
    assert kept.fields[0] == (
        "body",
        "Written by Rosa Alvarez of alder, unsigned, adopted by Tam Nguyen of alder.\n\nHalf a word",
    )
    assert departure_shown(lead, departure).left.drafts == []
    assert len(words()) == 1
    with pytest.raises(RuleBroken, match="gone already"):
        let_draft_go(lead, departure, drafts[0].id)


def test_minutes_that_a_leaver_did_not_enter_are_theirs_and_say_who_entered_them(
    left: House,
) -> None:
    lead, departure = left.actor("alder.supervisor"), depart(left)
    told: dict[str, Any] = {"minutes": 45, "remark": "Her calendar"}

    def enter(day: date, **more: Any) -> int:
        return enter_leavers_minutes(lead, departure, performed_on=day, **{**told, **more})

    for more, field in (
        ({}, "claim_number"),
        ({"claim_number": "AL99999"}, "claim_number"),
        ({"claim_number": "AL10001", "remark": " "}, "remark"),
        ({"claim_number": "AL10001", "minutes": 1441}, "minutes"),
    ):
        with pytest.raises(RuleBroken) as refused:
            enter(TODAY, **more)
        assert refused.value.field == field
    with pytest.raises(RuleBroken, match="no coordinator or assistant position"):
        enter(date(2023, 12, 29), claim_number="AL10001")
    entry = one(
        select(TimeEntry).where(TimeEntry.id == enter(TODAY, claim_number="AL10001", key="k"))
    )
    assert enter(TODAY, claim_number="AL10001", key="k") == entry.id
    assert (entry.staff_id, entry.position_id, entry.entered_by_id) == (
        left.staff["alder.hsc1"],
        left.position["alder.hsc1"],
        left.staff["alder.supervisor"],
    )
    shown = minutes_entered_for(lead, left.staff["alder.hsc1"], left.cohe["alder"])
    assert [(e.minutes, e.claim_number, e.by, e.remark) for e in shown] == [
        (45, "AL10001", "Mika Ito of alder", "Her calendar")
    ]


def test_what_an_assistant_left_for_co_signature_is_the_supervisors_at_once(left: House) -> None:
    for kind in ("note", "entry"):
        about = {"claim_id": left.claim["AL10002"], "cohe_id": left.cohe["alder"]}
        if kind == "note":
            put_note_to_co_sign(left, at=datetime(2026, 11, 24, 18, tzinfo=UTC))
        else:
            left.add(
                CoSignature,
                **about,
                kind="closing",
                close_reason="returned_full_duty",
                said="Back at work.",
                entered_by_id=left.staff["alder.assistant1"],
                entered_at=datetime(2026, 11, 24, 18, tzinfo=UTC),
            )
    lead = left.actor("alder.supervisor")
    assert ask(whole_queue(lead)) == []
    departure = end_access(
        lead, left.cohe["alder"], left.staff["alder.assistant1"], last_on=TODAY, reason="Moves"
    )
    addresses = [each.address for each in departure_shown(lead, departure).left.waiting]
    assert sorted(each.address for each in ask(whole_queue(lead))) == sorted(map(str, addresses))
    assert len(addresses) == 2
    co_sign_entry(lead, 1)
    assert len(departure_shown(lead, departure).left.waiting) == 1


def test_the_departure_is_complete_when_everything_was_handed_on(left: House) -> None:
    departure, lead = depart(left), left.actor("alder.supervisor")
    heir, cohe = left.staff["alder.hsc2"], left.cohe["alder"]
    gone: Any = departure_shown(lead, departure)
    move_provider(
        lead,
        cohe,
        gone.left.providers[0].id,
        to_staff_id=heir,
        from_on=TODAY,
        goes=Goes.OPEN_TOO,
        reason="Follows a departure",
    )
    have_note_adopted(lead, departure, gone.left.notes[0].id, to_staff_id=heir)
    place_assistant(lead, departure, left.staff["alder.assistant1"], to_staff_id=heir)
    note = one(select(CaseNote).where(CaseNote.author_id == heir))
    assert note.body.startswith("Written by Rosa Alvarez of alder, unsigned, adopted by Tam Nguyen")
    heirs = left.actor("alder.hsc2")
    pack = pack_of(heirs, departure_read(heirs, departure))
    assert [each.claim_number for each in pack] == ["AL10001", "AL10002"]
    gone = departure_shown(lead, departure).left
    assert [*gone.providers, *gone.notes, *gone.assistants] == []
    # The restricted claim and its task wait for somebody who is admitted to it.
    assert [thing.claim_id for thing in gone.tasks] == [left.claim["AL10003"]]
