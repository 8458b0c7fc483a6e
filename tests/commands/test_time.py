"""Minutes: logged, corrected by a successor, confirmed; and who may."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ohms.commands.time import (
    confirm_time,
    give_note_time,
    log_time,
)
from ohms.commands.time_corrections import change_time, void_time
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.values import Capture, OtherTime, Role, StandardWork
from ohms.models.notes import CaseNote
from ohms.models.reports import QuarterlyReport
from ohms.models.staff import Position
from ohms.models.time import TimeEntry
from tests.house import House, add_claim, count_of
from tests.minutes import entry_of, save_minutes

pytestmark = pytest.mark.usefixtures("inside")

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)


def logged(house: House, who: str = "alder.hsc1", minutes: int = 30, **values: Any) -> int:
    facts: dict[str, Any] = {"performed_on": YESTERDAY, "claim_id": house.claim["AL10001"]}
    return log_time(house.actor(who), minutes=minutes, **{**facts, **values}).id


def test_typed_minutes_for_a_claim_count_at_once(house: House) -> None:
    entry = entry_of(logged(house, standard_work=StandardWork.BARRIERS))
    assert entry.confirmed_at is not None
    assert entry.capture is Capture.TYPED
    assert entry.position_id == house.position["alder.hsc1"]
    assert entry.cohe_id == house.cohe["alder"]


def test_minutes_for_no_claim_carry_a_category_and_the_casework_position(house: House) -> None:
    entry = entry_of(logged(house, claim_id=None, category=OtherTime.MEETING))
    assert (entry.claim_id, entry.category) == (None, OtherTime.MEETING)
    assert entry.position_id == house.position["alder.hsc1"]


def test_minutes_are_for_a_claim_or_for_a_category_never_both_nor_neither(house: House) -> None:
    for extra in ({"category": OtherTime.MEETING}, {"claim_id": None}):
        with pytest.raises(RuleBroken) as refused:
            logged(house, **extra)
        assert refused.value.field == "category"


def test_a_foreign_claim_takes_no_minutes(house: House) -> None:
    with pytest.raises(NotFound):
        logged(house, claim_id=house.claim["BI10001"])


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_minutes_outside_one_to_1440_are_refused(house: House, minutes: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        logged(house, minutes=minutes)
    assert refused.value.field == "minutes"


def test_work_of_tomorrow_cannot_be_logged(house: House) -> None:
    with pytest.raises(RuleBroken) as refused:
        logged(house, performed_on=date(2026, 11, 25))
    assert refused.value.field == "performed_on"


def test_a_day_has_24_hours_waiting_ones_counted_and_voided_ones_not(house: House) -> None:
    first = logged(house, minutes=1440)
    with pytest.raises(RuleBroken, match="this day is full"):
        logged(house, minutes=1)
    void_time(house.actor("alder.hsc1"), first, "typed twice")
    logged(house, minutes=1000)
    with pytest.raises(RuleBroken, match="this day has room for 440 more"):
        logged(house, minutes=441)
    logged(house, minutes=440)
    logged(house, "alder.hsc2", minutes=1440)


def test_the_position_is_the_one_held_on_the_day_of_the_work(house: House) -> None:
    actor = house.actor("alder.hsc1")
    with pytest.raises(RuleBroken, match="held no coordinator or assistant position"):
        logged(house, performed_on=date(2023, 12, 31))
    earlier = house.add(
        Position,
        staff_id=actor.staff_id,
        role=Role.HSC_ASSISTANT,
        cohe_id=house.cohe["alder"],
        from_on=date(2023, 1, 1),
        to_on=date(2023, 12, 31),
    )
    assert entry_of(logged(house, performed_on=date(2023, 12, 31))).position_id == earlier


def test_of_two_positions_the_claim_decides_and_for_no_claim_the_person(house: House) -> None:
    at_birch = house.add(
        Position,
        staff_id=house.staff["alder.hsc1"],
        role=Role.HSC,
        cohe_id=house.cohe["birch"],
        from_on=date(2026, 1, 1),
    )
    of_birch = logged(house, claim_id=house.claim["BI10001"])
    assert entry_of(of_birch).position_id == at_birch
    chosen = logged(house, claim_id=None, category=OtherTime.OUTREACH, position_id=at_birch)
    assert entry_of(chosen).cohe_id == house.cohe["birch"]
    foreign = house.position["birch.hsc2"]
    with pytest.raises(RuleBroken) as refused:
        logged(house, claim_id=None, category=OtherTime.OUTREACH, position_id=foreign)
    assert refused.value.field == "position_id"


def test_a_captured_75_minute_run_waits_until_its_person_confirms_it(house: House) -> None:
    actor = house.actor("alder.hsc1")
    waiting = save_minutes(actor, house, TODAY, 75)
    assert entry_of(waiting).confirmed_at is None
    for stranger in ("alder.hsc2", "birch.hsc1"):
        with pytest.raises((NotFound, NotAllowed)):
            confirm_time(house.actor(stranger), waiting)
    confirm_time(actor, waiting)
    confirmed = entry_of(waiting).confirmed_at
    assert confirmed is not None
    confirm_time(actor, waiting)
    assert entry_of(waiting).confirmed_at == confirmed


def test_captured_runs_up_to_an_hour_and_typed_ones_do_not_wait(house: House) -> None:
    actor = house.actor("alder.hsc1")
    for minutes, capture in ((60, Capture.CAPTURED), (75, Capture.TYPED)):
        assert (
            entry_of(save_minutes(actor, house, TODAY, minutes, capture)).confirmed_at is not None
        )


def test_a_correction_keeps_the_old_entry_voided(house: House) -> None:
    actor = house.actor("alder.hsc1")
    old = logged(house, standard_work=StandardWork.BARRIERS)
    new = entry_of(change_time(actor, old, minutes=45).id)
    replaced = entry_of(old)
    assert (replaced.minutes, replaced.voided_by_id) == (30, actor.staff_id)
    assert replaced.voided_at is not None
    assert (new.minutes, new.supersedes_id, new.voided_at) == (45, old, None)
    assert new.standard_work is StandardWork.BARRIERS
    with pytest.raises(RuleBroken, match="changed or taken out already"):
        change_time(actor, old, minutes=50)
    assert count_of(TimeEntry) == 2


def test_a_form_load_sent_twice_logs_once(house: House) -> None:
    assert logged(house, key="one form load") == logged(house, key="one form load")
    assert count_of(TimeEntry) == 1


def test_a_change_of_day_goes_by_the_position_held_there(house: House) -> None:
    actor = house.actor("alder.hsc1")
    entry = logged(house)
    assert change_time(actor, entry, minutes=30, performed_on=TODAY).performed_on == TODAY
    with pytest.raises(RuleBroken) as refused:
        change_time(actor, logged(house), minutes=30, performed_on=date(2023, 1, 5))
    assert refused.value.field == "performed_on"


def test_a_supervisor_corrects_their_cohe_only_and_says_why(house: House) -> None:
    entry = logged(house)
    with pytest.raises(NotFound):
        change_time(house.actor("birch.supervisor"), entry, minutes=5, reason="wrong")
    supervisor = house.actor("alder.supervisor")
    with pytest.raises(RuleBroken) as refused:
        change_time(supervisor, entry, minutes=5)
    assert refused.value.field == "reason"
    new = change_time(supervisor, entry, minutes=5, reason="told by phone")
    assert (new.staff_id, new.entered_by_id, new.reason) == (
        house.staff["alder.hsc1"],
        supervisor.staff_id,
        "told by phone",
    )


def test_a_colleague_can_neither_change_nor_take_out(house: House) -> None:
    entry = logged(house)
    colleague = house.actor("alder.hsc2")
    with pytest.raises(NotFound):
        change_time(colleague, entry, minutes=5, reason="x")
    with pytest.raises(NotFound):
        void_time(colleague, entry, "x")
    assert entry_of(entry).voided_at is None


def test_a_contract_manager_changes_no_minutes(house: House) -> None:
    with pytest.raises(NotAllowed):
        change_time(house.actor("lni.contract"), logged(house), minutes=5, reason="x")


def test_taking_out_needs_a_reason_that_stays(house: House) -> None:
    actor, entry = house.actor("alder.hsc1"), logged(house)
    with pytest.raises(RuleBroken) as refused:
        void_time(actor, entry, "  ")
    assert refused.value.field == "reason"
    void_time(actor, entry, "a double")
    assert (entry_of(entry).reason, entry_of(entry).voided_at is None) == ("a double", False)


@pytest.mark.parametrize("state", ["attested", "frozen"])
def test_own_minutes_of_a_reported_quarter_change_with_a_reason_only(
    house: House, state: str
) -> None:
    entry = logged(house)
    facts = {"year": 2026, "quarter": 4, "state": state, "attested": "{}"}
    house.add(QuarterlyReport, cohe_id=house.cohe["alder"], **facts)
    with pytest.raises(RuleBroken) as refused:
        change_time(house.actor("alder.hsc1"), entry, minutes=5)
    assert refused.value.field == "reason"
    assert change_time(house.actor("alder.hsc1"), entry, minutes=5, reason="seen late").id


def test_a_note_saved_without_time_gets_its_minutes_on_its_day_once(house: House) -> None:
    actor = house.actor("alder.hsc1")
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    note = house.add(
        CaseNote,
        claim_id=house.claim["AL10001"],
        cohe_id=house.cohe["alder"],
        author_id=actor.staff_id,
        position_id=house.position["alder.hsc1"],
        standard_work=StandardWork.MEDICATION,
        body="Asked the clinic about the prescription.",
        performed_on=YESTERDAY,
        written_at=at,
        signed_at=at,
    )
    with pytest.raises(NotFound):
        give_note_time(house.actor("alder.hsc2"), note, minutes=8)
    entry = give_note_time(actor, note, minutes=8)
    assert (entry.performed_on, entry.note_id) == (YESTERDAY, note)
    assert entry.standard_work is StandardWork.MEDICATION
    with pytest.raises(RuleBroken, match="has minutes already"):
        give_note_time(actor, note, minutes=8)
    with pytest.raises(RuleBroken, match="that of their note"):
        change_time(actor, entry.id, minutes=8, performed_on=TODAY)


def test_minutes_before_the_claim_was_initiated_are_taken(house: House) -> None:
    early = add_claim(
        house, "alder", "AL20001", provider="alder.1", initiated_on=date(2026, 11, 20)
    )
    entry = logged(house, claim_id=early, performed_on=date(2026, 11, 18))
    assert entry_of(entry).performed_on == date(2026, 11, 18)
