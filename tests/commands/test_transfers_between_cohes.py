"""A claim handed to another COHE: who sees what before and after, and what counts where."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.note_events import add_addendum, void_note
from ohms.commands.tasks import finish_task, write_task
from ohms.commands.transfers import withdraw_transfer
from ohms.commands.transfers_between_cohes import (
    accept_from_cohe,
    decline_from_cohe,
    propose_transfer,
)
from ohms.commands.triage import decide_triage
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.triage import TriageChoice
from ohms.domain.values import Capture, DocumentKind, Party, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import ContactPoint, SamePersonProposal, Worker
from ohms.queries.answering import claims_seen_by
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.period_sums import claims_within, minutes_within
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from ohms.queries.staffing import initiated
from ohms.queries.transfers import decided_lately, own_notes_of, transfer_by_id, waiting_for
from tests.house import House, count_of, one
from tests.notes import put_note_to_co_sign

TODAY = date(2026, 11, 24)
LATER = date(2026, 12, 1)
MOMENT = datetime(2026, 11, 20, 18, tzinfo=UTC)
QUARTER, YEAR = (date(2026, 10, 1), TODAY), (date(2025, 11, 25), TODAY)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T09:00:00-08:00")


def propose(house: House, number: str = "AL10001") -> int:
    return propose_transfer(
        house.actor("alder.supervisor"),
        house.claim[number],
        to_cohe_id=house.cohe["birch"],
        reason="Moved to Spokane",
    )


def transfer(house: House, number: str = "AL10001") -> int:
    offered = propose(house, number)
    accept_from_cohe(
        house.actor("birch.supervisor"), offered, to_staff_id=house.staff["birch.hsc2"]
    )
    return offered


def add_work(house: House) -> int:
    """A signed note with its minutes, a document and a phone on AL10001; the note's id."""
    about = {"claim_id": house.claim["AL10001"], "cohe_id": house.cohe["alder"]}
    by = house.staff["alder.hsc1"]
    under = {"position_id": house.position["alder.hsc1"], "performed_on": date(2026, 11, 20)}
    note = house.add(
        CaseNote,
        **about,
        **under,
        author_id=by,
        standard_work=StandardWork.BARRIERS,
        body="Spoke about light duty.",
        written_at=MOMENT,
        signed_at=MOMENT,
    )
    captured = {"capture": Capture.TYPED, "entered_by_id": by, "entered_at": MOMENT}
    house.add(TimeEntry, **about, **under, **captured, staff_id=by, minutes=22, confirmed_at=MOMENT)
    listed = {"document_on": TODAY, "received_on": TODAY, "listed_at": MOMENT, "source": "feed"}
    house.add(Document, **about, kind=DocumentKind.CHART_NOTE, title="Chart note", **listed)
    reach = {"kind": "phone", "value": "360-555-0101", "source": "feed", "noted_on": TODAY}
    house.add(ContactPoint, **about, party=Party.WORKER, **reach)
    return note


def figures(house: House, slug: str) -> tuple[Any, ...]:
    """Claims of the quarter and of the year, and minutes on claims, as the supervisor has them."""
    actor, cohe = house.actor(f"{slug}.supervisor"), house.cohe[slug]
    claims = ask(claims_within(initiated(actor, cohe), [QUARTER], YEAR))
    minutes = ask(minutes_within(actor, cohe, [QUARTER]))[0].on_claims.counted
    return (claims, minutes)


def faults() -> list[str]:
    return [each.invariant.name for each in recompute(TODAY) if each.findings]


def seen(house: House, username: str, number: str = "AL10001") -> bool:
    claim_id = house.claim[number]
    return claim_id in claims_seen_by(house.staff[username], [claim_id], TODAY)


def test_initiation_and_minutes_count_where_they_did_there_and_back(house: House) -> None:
    add_work(house)
    before = {slug: figures(house, slug) for slug in ("alder", "birch")}
    assert before["alder"][0][0] == [3]
    for number in ("AL10001", "AL10002", "AL10003"):
        transfer(house, number)
        assert {slug: figures(house, slug) for slug in before} == before
    back = propose_transfer(
        house.actor("birch.supervisor"),
        house.claim["AL10001"],
        to_cohe_id=house.cohe["alder"],
        reason="Came back",
    )
    accept_from_cohe(house.actor("alder.supervisor"), back, to_staff_id=house.staff["alder.hsc1"])
    assert {slug: figures(house, slug) for slug in before} == before
    initiated_in = select(Claim.initiated_cohe_id).where(Claim.claim_number == "AL10001")
    assert one(initiated_in) is None
    assert seen(house, "alder.assistant1", "AL10002") is False
    assert faults() == []


def test_the_file_and_the_open_tasks_go_along_and_what_was_done_stays(house: House) -> None:
    add_work(house)
    hsc, claim_id = house.actor("alder.hsc1"), house.claim["AL10001"]
    decide_triage(hsc, "AL10001", decision=TriageChoice.WORK)
    write_task(hsc, claim_id, title="Call the mill", due_by=LATER)
    finish_task(hsc, write_task(hsc, claim_id, title="Ask", due_by=LATER), word="Asked")
    transfer(house)
    alder, birch = house.cohe["alder"], house.cohe["birch"]
    taker = house.staff["birch.hsc2"]
    with unscoped("a test looks"):
        tasks = db.session.execute(
            select(Task.finished_at.is_(None), Task.cohe_id, Task.owner_id).where(
                Task.claim_id == claim_id
            )
        )
        found = {tuple(row) for row in tasks}
    assert found == {(True, birch, taker), (False, alder, house.staff["alder.hsc1"])}
    for model in (Document, ContactPoint):
        assert one(select(model.cohe_id).where(model.claim_id == claim_id)) == birch
    for stays in (CaseNote, TimeEntry):
        assert one(select(stays.cohe_id).where(stays.claim_id == claim_id)) == alder
    reader = house.actor("birch.hsc2")
    assert one_of(reader, CaseNote) == "Spoke about light duty."
    assert faults() == []


def one_of(reader: Any, model: Any) -> Any:
    return db.session.execute(visible(reader, model).with_only_columns(model.body)).scalar_one()


def test_sight_goes_with_the_claim_and_authors_keep_their_notes(house: House) -> None:
    add_work(house)
    offered = propose(house)
    assert seen(house, "alder.hsc1")
    assert not seen(house, "birch.supervisor")
    waiting = ask(waiting_for(house.actor("birch.supervisor")))
    assert [(each.claim_number, each.in_sight) for each in waiting] == [("AL10001", False)]
    for blind in ("birch.hsc1", "birch.privacy", "lni.contract"):
        with pytest.raises(NotFound):
            transfer_by_id(house.actor(blind), offered)
    accept_from_cohe(
        house.actor("birch.supervisor"), offered, to_staff_id=house.staff["birch.hsc2"]
    )
    for username in ("alder.hsc1", "alder.hsc2", "alder.assistant1", "alder.supervisor"):
        assert not seen(house, username), username
    assert seen(house, "birch.hsc1")
    author = house.actor("alder.hsc1")
    left = ask(decided_lately(author))
    assert [(each.id, each.in_sight) for each in left] == [(offered, False)]
    assert [note.body for note in own_notes_of(author, left[0])] == ["Spoke about light duty."]
    assert ask(decided_lately(house.actor("alder.hsc2"))) == []
    supervisor = house.actor("alder.supervisor")
    assert own_notes_of(supervisor, transfer_by_id(supervisor, offered)) == []
    assert db.session.execute(visible(author, CaseNote)).first() is None


def test_the_note_of_a_claim_that_left_is_read_and_never_acted_on(house: House) -> None:
    note = add_work(house)
    transfer(house)
    author = house.actor("alder.hsc1")
    for act in (
        lambda: add_addendum(author, note, "More"),
        lambda: void_note(author, note, reason="Wrong"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_worker_with_other_claims_stays_and_the_new_cohe_has_its_own(house: House) -> None:
    shared = house.worker["AL10001"]
    with bulk_unit("furnish", None):
        db.session.execute(
            update(Claim).where(Claim.claim_number == "AL10002").values(worker_id=shared)
        )
    transfer(house)
    with unscoped("a test looks"):
        rows = db.session.execute(
            select(Claim.claim_number, Worker.id, Worker.cohe_id, Worker.search_name)
            .join(Worker, Worker.id == Claim.worker_id)
            .where(Claim.claim_number.in_(["AL10001", "AL10002"]))
            .order_by(Claim.claim_number)
        ).all()
    went, stayed = rows
    assert (stayed.id, stayed.cohe_id) == (shared, house.cohe["alder"])
    assert went.id != shared
    assert (went.cohe_id, went.search_name) == (house.cohe["birch"], stayed.search_name)


def test_what_lnis_key_alone_said_of_a_worker_ends_and_what_people_said_stays(house: House) -> None:
    by_key = {"decision": "same", "decided_at": MOMENT}
    by_people = {**by_key, "decided_by_id": house.staff["alder.supervisor"]}
    for other, said in (("AL10002", by_key), ("AL10003", by_people)):
        house.add(
            SamePersonProposal,
            cohe_id=house.cohe["alder"],
            worker_id=house.worker["AL10001"],
            other_worker_id=house.worker[other],
            reason="worker_key",
            proposed_at=MOMENT,
            **said,
        )
    transfer(house)
    assert count_of(SamePersonProposal) == 1
    assert one(select(SamePersonProposal.other_worker_id)) == house.worker["AL10003"]


def test_a_call_that_was_only_proposed_stays_with_who_took_it(house: House) -> None:
    house.add(
        CallIntake,
        cohe_id=house.cohe["alder"],
        taken_by_id=house.staff["alder.hsc2"],
        position_id=house.position["alder.hsc2"],
        caller="Jo",
        message="Asks for a call.",
        performed_on=TODAY,
        taken_at=MOMENT,
        proposed_claim_id=house.claim["AL10001"],
    )
    transfer(house)
    assert one(select(CallIntake.proposed_claim_id)) is None
    assert faults() == []


def test_only_supervisors_hand_a_claim_from_cohe_to_cohe(house: House) -> None:
    with pytest.raises(NotAllowed):
        propose_transfer(
            house.actor("alder.hsc1"),
            house.claim["AL10001"],
            to_cohe_id=house.cohe["birch"],
            reason="Mine",
        )
    with pytest.raises(NotFound):
        propose(house, "BI10001")
    offered = propose(house)
    to = house.staff["birch.hsc2"]
    for username in ("alder.supervisor", "alder.hsc1"):
        with pytest.raises((RuleBroken, NotAllowed)):
            accept_from_cohe(house.actor(username), offered, to_staff_id=to)
    taker = house.actor("birch.supervisor")
    for nobody in (None, house.staff["birch.assistant1"], house.staff["alder.hsc1"]):
        with pytest.raises(RuleBroken, match="Choose the coordinator"):
            accept_from_cohe(taker, offered, to_staff_id=nobody)
    decline_from_cohe(taker, offered, reason="No free hands")
    assert seen(house, "alder.hsc1")
    again = propose(house)
    withdraw_transfer(house.actor("alder.supervisor"), again)
    with pytest.raises(RuleBroken, match="withdrawn already"):
        accept_from_cohe(taker, again, to_staff_id=to)


def test_what_keeps_a_claim_in_its_cohe_is_told(house: House) -> None:
    propose(house)
    with pytest.raises(RuleBroken, match="offered to somebody already"):
        propose(house)
    with pytest.raises(RuleBroken, match="Choose another COHE"):
        propose_transfer(
            house.actor("alder.supervisor"),
            house.claim["AL10003"],
            to_cohe_id=house.cohe["alder"],
            reason="Here",
        )
    put_note_to_co_sign(house, at=MOMENT, performed_on=TODAY)
    with pytest.raises(RuleBroken, match="wait for a co-signature"):
        propose(house, "AL10002")
