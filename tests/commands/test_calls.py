"""Calls: taken down, brought to their claim with their minutes, and taken off it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.attesting import lock_quarter
from ohms.commands.calls import (
    finish_call,
    match_call,
    refuse_call_proposal,
    reopen_call,
    take_call,
    unmatch_call,
)
from ohms.commands.time_corrections import change_time
from ohms.commands.triage import decide_triage
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.calendar import Quarter
from ohms.domain.calls import TakenCall
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.triage import TriageChoice
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission
from ohms.models.notes import CallIntake
from ohms.models.time import TimeEntry
from ohms.queries.calls import calls_for, calls_taken, calls_without_anybody
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.rounds import ask
from ohms.queries.triage import at_triage
from tests.architecture.centre import MOMENT
from tests.house import House, add_claim, one

DAY = date(2026, 11, 24)
BORN = date(1985, 4, 3)
CALL = TakenCall(caller="Jo", message="Asks for a call.", performed_on=DAY, minutes=7)


@pytest.fixture(autouse=True)
def _now(inside: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def call_row(call_id: int) -> Any:
    db.session.rollback()
    return one(select(CallIntake).where(CallIntake.id == call_id))


def entries() -> list[Any]:
    with unscoped("a test looks"):
        rows = db.session.execute(
            select(
                TimeEntry.staff_id, TimeEntry.minutes, TimeEntry.claim_id, TimeEntry.performed_on
            ).where(TimeEntry.voided_at.is_(None))
        ).all()
    db.session.rollback()
    return list(rows)


def faults() -> list[str]:
    return [f for found in recompute(DAY) if found.is_fault for f in found.findings]


def ids(calls: Any) -> list[int]:
    db.session.rollback()
    return [row.id for row in calls.rows]


@pytest.mark.parametrize(
    ("told", "goes_to"),
    [
        ({"claim_number": "al 10001"}, "hsc1"),
        ({"claim_number": "AL10003"}, "hsc2"),
        ({"name": "Jo WorkerAL10003", "birth_date": BORN}, "hsc2"),
        ({"name": "WorkerAL10003, Jo", "birth_date": BORN}, "hsc2"),
        ({"name": "Jo WorkerAL10003", "birth_date": date(1985, 4, 4)}, "supervisor"),
        ({"claim_number": "AL99999"}, "supervisor"),
        ({"claim_number": "BI10001"}, "supervisor"),
        ({"name": "Jo WorkerBI10001", "birth_date": BORN}, "supervisor"),
        ({}, "supervisor"),
    ],
)
def test_a_call_goes_to_whoever_answers_for_its_claim_or_to_the_supervisor(
    house: House, told: dict[str, Any], goes_to: str
) -> None:
    call = take_call(house.actor("alder.assistant1"), replace(CALL, **told))
    found = {
        "hsc1": ids(ask(calls_for(house.actor("alder.hsc1")))),
        "hsc2": ids(ask(calls_for(house.actor("alder.hsc2")))),
        "supervisor": ids(ask(calls_without_anybody(house.actor("alder.supervisor")))),
        "birch": ids(ask(calls_for(house.actor("birch.hsc1")))),
        "birch.supervisor": ids(ask(calls_without_anybody(house.actor("birch.supervisor")))),
    }
    assert found == {name: [call] if name == goes_to else [] for name in found}


def test_a_person_with_two_claims_is_for_the_supervisor(house: House) -> None:
    other = add_claim(house, "alder", "AL10007", provider="alder.1")
    with bulk_unit("furnish", None):
        worker = house.worker["AL10003"]
        db.session.execute(update(Claim).where(Claim.id == other).values(worker_id=worker))
    call = take_call(
        house.actor("alder.hsc1"), replace(CALL, name="Jo WorkerAL10003", birth_date=BORN)
    )
    assert ids(ask(calls_without_anybody(house.actor("alder.supervisor")))) == [call]


def test_minutes_wait_until_the_match_and_count_then_for_who_took_the_call(house: House) -> None:
    call = take_call(
        house.actor("alder.assistant1"),
        replace(CALL, claim_number="AL10003", performed_on=date(2026, 11, 20)),
    )
    assert entries() == []
    match_call(house.actor("alder.hsc2"), call)
    taker = house.staff["alder.assistant1"]
    assert entries() == [(taker, 7, house.claim["AL10003"], date(2026, 11, 20))]
    match_call(house.actor("alder.hsc2"), call)  # pressed twice
    assert len(entries()) == 1
    assert faults() == []
    entry = one(select(TimeEntry))
    assert entry.position_id == house.position["alder.assistant1"]
    assert entry.confirmed_at is not None


def test_taken_off_its_claim_a_call_waits_again_with_its_minutes(house: House) -> None:
    hsc = house.actor("alder.hsc2")
    call = take_call(hsc, replace(CALL, claim_number="AL10003"))
    match_call(hsc, call)
    unmatch_call(hsc, call)
    assert entries() == []
    row = call_row(call)
    assert (row.claim_id, row.proposed_claim_id) == (None, house.claim["AL10003"])
    assert faults() == []
    match_call(hsc, call)
    assert len(entries()) == 1


def test_minutes_corrected_after_the_match_go_with_the_claim_as_well(house: House) -> None:
    hsc = house.actor("alder.hsc2")
    call = take_call(hsc, replace(CALL, claim_number="AL10003"))
    match_call(hsc, call)
    change_time(hsc, one(select(TimeEntry.id)), minutes=9)
    assert faults() == []
    unmatch_call(hsc, call)
    assert entries() == []


def test_minutes_added_under_a_lock_go_with_the_claim_as_well(house: House) -> None:
    hsc, day = house.actor("alder.hsc2"), date(2026, 9, 29)
    call = take_call(hsc, replace(CALL, claim_number="AL10003", performed_on=day))
    match_call(hsc, call)
    lock_quarter(house.actor("alder.supervisor"), house.cohe["alder"], Quarter(2026, 3))
    kept = change_time(hsc, one(select(TimeEntry.id)), minutes=20, reason="The call back")
    change_time(hsc, kept.id + 1, minutes=15, reason="Read from the phone's log")
    taker, claim = house.staff["alder.hsc2"], house.claim["AL10003"]
    assert sorted(entries()) == [(taker, 7, claim, day), (taker, 15, claim, day)]
    unmatch_call(hsc, call)
    assert entries() == []
    assert faults() == []


def test_by_hand_a_call_goes_to_a_claim_in_sight_of_its_own_centre_alone(house: House) -> None:
    call = take_call(house.actor("alder.assistant1"), CALL)
    supervisor = house.actor("alder.supervisor")
    said = set()
    for number in ("BI10001", "AL99999", "none"):
        with pytest.raises(RuleBroken) as broken:
            match_call(supervisor, call, number=number)
        said.add(broken.value.message)
    assert len(said) == 1
    with pytest.raises(RuleBroken):
        match_call(house.actor("alder.assistant1"), call, number="AL10001")  # not their lane
    with pytest.raises(NotFound):
        match_call(house.actor("birch.supervisor"), call, number="BI10001")
    match_call(supervisor, call, number="al10001")
    with pytest.raises(RuleBroken, match="already"):
        match_call(supervisor, call, number="AL10003")


def test_a_refused_proposal_goes_to_the_supervisor(house: House) -> None:
    call = take_call(house.actor("alder.hsc1"), replace(CALL, claim_number="AL10003"))
    refuse_call_proposal(house.actor("alder.hsc2"), call)
    assert ids(ask(calls_without_anybody(house.actor("alder.supervisor")))) == [call]
    with pytest.raises(RuleBroken):
        refuse_call_proposal(house.actor("alder.supervisor"), call)


def test_whoever_took_a_call_cannot_ask_by_it_whether_a_claim_exists(house: House) -> None:
    """Confirming or refusing what one does not see is answered like what is not there."""
    assistant = house.actor("alder.assistant1")
    there = take_call(assistant, replace(CALL, claim_number="AL10003"))
    missing = take_call(assistant, replace(CALL, claim_number="AL99999"))
    for act in (match_call, refuse_call_proposal, unmatch_call):
        said = set()
        for call in (there, missing):
            with pytest.raises(RuleBroken) as broken:
                act(assistant, call)
            said.add((broken.value.message, broken.value.field))
        assert len(said) == 1
    db.session.rollback()
    taken = ask(calls_taken(assistant)).rows
    assert {(row.claim_id, row.claim_number) for row in taken} == {(None, None)}


def test_a_restricted_claims_call_is_hidden_from_the_supervisor_who_is_not_admitted(
    house: House,
) -> None:
    with bulk_unit("furnish", None):
        db.session.execute(
            update(Claim).where(Claim.id == house.claim["AL10003"]).values(restricted=True)
        )
    house.add(
        ClaimAdmission,
        claim_id=house.claim["AL10003"],
        cohe_id=house.cohe["alder"],
        staff_id=house.staff["alder.hsc1"],
        admitted_at=MOMENT,
    )
    call = take_call(house.actor("alder.assistant1"), replace(CALL, claim_number="AL10003"))
    assert ids(ask(calls_for(house.actor("alder.hsc1")))) == [call]
    assert ids(ask(calls_without_anybody(house.actor("alder.supervisor")))) == []
    for act in (match_call, finish_call):
        with pytest.raises(NotFound):
            act(house.actor("alder.supervisor"), call)
        db.session.rollback()
    match_call(house.actor("alder.hsc1"), call)
    with pytest.raises(NotFound):
        unmatch_call(house.actor("alder.supervisor"), call)


def test_a_form_sent_twice_takes_one_call_down(house: House) -> None:
    hsc = house.actor("alder.hsc1")
    assert take_call(hsc, CALL, key="k") == take_call(hsc, CALL, key="k")


def test_a_day_has_room_for_24_hours_of_calls_that_wait(house: House) -> None:
    hsc = house.actor("alder.hsc1")
    take_call(hsc, replace(CALL, minutes=1435))
    with pytest.raises(RuleBroken, match="room for 5 more"):
        take_call(hsc, replace(CALL, minutes=6))


def test_those_without_casework_take_no_calls(house: House) -> None:
    for username in ("alder.supervisor", "alder.privacy", "admin"):
        with pytest.raises(NotAllowed):
            take_call(house.actor(username), CALL)


@pytest.mark.parametrize("put_away", [TriageChoice.WATCH, TriageChoice.NO_ACTION])
def test_a_call_brings_a_claim_back_that_was_put_away_until_it_is_done(
    house: House, clock: Callable[[str], None], put_away: TriageChoice
) -> None:
    hsc = house.actor("alder.hsc2")
    until = date(2027, 3, 1) if put_away is TriageChoice.WATCH else None
    reason = None if until else "Back at work"
    decide: dict[str, Any] = {"decision": put_away, "watch_until": until, "reason": reason}
    decide_triage(hsc, "AL10003", **decide)
    assert at_triage(hsc) == []
    clock("2026-11-24T13:00:00-08:00")
    call = take_call(house.actor("alder.hsc1"), replace(CALL, claim_number="AL10003"))
    (line,) = at_triage(hsc)
    assert line.came_back
    assert line.fresh == {"incoming_call"}
    assert "A call came in on Nov 24." in [reason.sentence for reason in line.reasons]
    assert line.score == sum(reason.points for reason in line.reasons)
    db.session.rollback()
    clock("2026-11-24T14:00:00-08:00")
    decide_triage(hsc, "AL10003", **decide)  # put away with the call known
    assert at_triage(hsc) == []
    clock("2026-11-24T15:00:00-08:00")
    again = take_call(house.actor("alder.hsc1"), replace(CALL, claim_number="AL10003"))
    assert [line.fresh for line in at_triage(hsc)] == [{"incoming_call"}]
    for each in (call, again):
        finish_call(hsc, each)
    assert at_triage(hsc) == []
    db.session.rollback()
    reopen_call(hsc, again)
    assert len(at_triage(hsc)) == 1
    db.session.rollback()


def test_the_check_finds_minutes_of_a_call_that_are_not_its_entrys(house: House) -> None:
    hsc = house.actor("alder.hsc2")
    call = take_call(hsc, replace(CALL, claim_number="AL10003"))
    match_call(hsc, call)
    assert faults() == []
    with bulk_unit("furnish", None):
        db.session.execute(update(CallIntake).values(minutes=8))
    assert faults() == [f"call {call}: its minutes are not those of its time entry"]
