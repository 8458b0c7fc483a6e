"""Attested through a day, locked and reopened; late minutes wait and count once accepted."""

from datetime import date

import pytest

from ohms.commands.attesting import (
    ask_to_reopen,
    attest_time,
    decline_reopening,
    lock_quarter,
    reopen_quarter,
)
from ohms.commands.late_time import accept_late_time
from ohms.commands.time import confirm_time, log_time
from ohms.commands.time_corrections import change_time, void_time
from ohms.domain.calendar import Quarter
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.values import Role
from ohms.models.attesting import TimeAttestation
from ohms.models.staff import Position
from ohms.queries.attesting import late_minutes, time_of_people, unattested_weeks
from ohms.queries.rounds import ask
from tests.house import House, count_of
from tests.minutes import entry_of, save_minutes

pytestmark = pytest.mark.usefixtures("inside")

Q3 = Quarter(2026, 3)
IN_Q3 = date(2026, 9, 30)
IN_Q4 = date(2026, 11, 23)


def log(house: House, day: date = IN_Q3, minutes: int = 30, who: str = "alder.hsc1") -> int:
    claim = house.claim["AL10001"]
    entry = log_time(house.actor(who), performed_on=day, minutes=minutes, claim_id=claim)
    return entry.id


def lock(house: House) -> None:
    lock_quarter(house.actor("alder.supervisor"), house.cohe["alder"], Q3)


def late(house: House) -> tuple[int, int]:
    found = ask(late_minutes(house.actor("alder.supervisor"), house.cohe["alder"], Q3))
    return found.waiting, found.late


def counted(house: House) -> int:
    people = time_of_people(house.actor("alder.supervisor"), house.cohe["alder"], Q3)
    return sum(person.minutes for person in people)


def test_attesting_over_a_quarters_end_leaves_a_word_for_each_quarter(house: House) -> None:
    attest_time(house.actor("alder.hsc1"), date(2026, 9, 27))
    before = count_of(TimeAttestation)
    made = attest_time(house.actor("alder.hsc1"), date(2026, 10, 4))
    assert [row.through_on for row in made] == [date(2026, 9, 30), date(2026, 10, 4)]
    assert count_of(TimeAttestation) == before + 2


def test_an_attested_day_is_not_attested_again_and_one_to_come_not_at_all(house: House) -> None:
    actor = house.actor("alder.hsc1")
    attest_time(actor, IN_Q4)
    for day, said in ((IN_Q4, "already"), (date(2026, 11, 25), "not after today")):
        with pytest.raises(RuleBroken, match=said) as refused:
            attest_time(actor, day)
        assert refused.value.field == "through_on"


def test_attesting_changes_nothing_that_counts_and_asks_for_a_reason_from_then_on(
    house: House,
) -> None:
    actor, entry = house.actor("alder.hsc1"), log(house)
    free = change_time(actor, entry, minutes=31)
    attest_time(actor, IN_Q3)
    assert (counted(house), late(house)) == (31, (0, 0))
    with pytest.raises(RuleBroken, match="Enter why"):
        change_time(actor, free.id, minutes=32)
    changed = change_time(actor, free.id, minutes=32, reason="Wrong minutes: read from the log")
    assert counted(house) == 32
    # The day after is open still.
    next_day = log(house, date(2026, 10, 1))
    assert change_time(actor, next_day, minutes=5).reason == "Changed by the person"
    with pytest.raises(RuleBroken, match="Enter why"):
        change_time(actor, next_day + 1, minutes=5, performed_on=IN_Q3)
    assert changed.reason == "Wrong minutes: read from the log"


def test_who_has_yet_to_attest_is_told_week_by_week(house: House) -> None:
    supervisor, alder = house.actor("alder.supervisor"), house.cohe["alder"]
    attest_time(house.actor("alder.hsc1"), date(2026, 9, 27))
    weeks = ask(unattested_weeks(supervisor, alder, Q3))
    own = [week for week in weeks if week.staff_id == house.staff["alder.hsc1"]]
    assert [(week.from_on, week.to_on) for week in own] == [(date(2026, 9, 28), IN_Q3)]
    others = [week for week in weeks if week.staff_id == house.staff["alder.hsc2"]]
    assert len(others) == 14
    with pytest.raises(NotFound):
        ask(unattested_weeks(supervisor, house.cohe["birch"], Q3))


def test_minutes_that_come_for_a_locked_quarter_wait_and_count_once_accepted(
    house: House,
) -> None:
    log(house, minutes=40)
    lock(house)
    entry = log(house, minutes=25)
    assert entry_of(entry).confirmed_at is None
    assert (counted(house), late(house)) == (40, (0, 25))
    with pytest.raises(NotAllowed):
        accept_late_time(house.actor("alder.hsc1"), entry)
    with pytest.raises(NotFound):
        accept_late_time(house.actor("birch.supervisor"), entry)
    accept_late_time(house.actor("alder.supervisor"), entry)
    accept_late_time(house.actor("alder.supervisor"), entry)
    assert (counted(house), late(house)) == (65, (0, 0))


def test_minutes_of_an_open_quarter_and_of_another_cohe_do_not_wait(house: House) -> None:
    lock(house)
    assert entry_of(log(house, IN_Q4)).confirmed_at is not None
    claim = house.claim["BI10001"]
    other = log_time(house.actor("birch.hsc1"), performed_on=IN_Q3, minutes=5, claim_id=claim)
    assert other.confirmed_at is not None


def test_a_note_on_a_locked_day_is_not_refused_and_a_long_run_waits_for_both(
    house: House,
) -> None:
    lock(house)
    run = save_minutes(house.actor("alder.hsc1"), house, IN_Q3)
    with pytest.raises(RuleBroken, match="yet to confirm"):
        accept_late_time(house.actor("alder.supervisor"), run)
    confirm_time(house.actor("alder.hsc1"), run)
    assert entry_of(run).confirmed_at is None
    accept_late_time(house.actor("alder.supervisor"), run)
    assert entry_of(run).confirmed_at is not None


def test_under_a_lock_a_correction_takes_a_reason_and_goes_on_counting(house: House) -> None:
    actor, entry = house.actor("alder.hsc1"), log(house, minutes=40)
    lock(house)
    with pytest.raises(RuleBroken, match="Enter why"):
        change_time(actor, entry, minutes=35)
    change_time(actor, entry, minutes=35, reason="Twice: five were another claim's")
    assert (counted(house), late(house)) == (35, (0, 0))


def test_under_a_lock_what_ones_own_correction_adds_waits_for_the_supervisor(
    house: House,
) -> None:
    actor, supervisor = house.actor("alder.hsc1"), house.actor("alder.supervisor")
    entry = log(house, minutes=40)
    lock(house)
    kept = change_time(actor, entry, minutes=60, reason="Forgotten: the call back")
    assert (kept.minutes, counted(house), late(house)) == (40, 40, (0, 20))
    added = entry_of(kept.id + 1)
    assert (added.minutes, added.reason) == (20, "Forgotten: the call back")
    accept_late_time(supervisor, added.id)
    assert (counted(house), late(house)) == (60, (0, 0))
    # A supervisor who corrects somebody else's stands by it at once.
    change_time(supervisor, kept.id, minutes=50, reason="Read from the phone's log")
    assert (counted(house), late(house)) == (70, (0, 0))


def test_a_run_confirmed_or_corrected_after_the_lock_waits_like_any_that_come_late(
    house: House,
) -> None:
    actor, supervisor = house.actor("alder.hsc1"), house.actor("alder.supervisor")
    first, second = (save_minutes(actor, house, IN_Q3) for _ in range(2))
    lock(house)
    confirm_time(actor, first)
    confirm_time(actor, first)
    assert (counted(house), late(house)) == (0, (90, 90))
    changed = change_time(actor, second, minutes=70, reason="Left running")
    assert (counted(house), late(house)) == (0, (0, 160))
    for waiting in (first, changed.id):
        accept_late_time(supervisor, waiting)
    assert (counted(house), late(house)) == (160, (0, 0))


def test_what_goes_from_one_locked_quarter_to_another_waits_and_within_one_counts_on(
    house: House,
) -> None:
    actor, in_q2 = house.actor("alder.hsc1"), date(2026, 6, 30)
    here, there = log(house, minutes=40), log(house, in_q2, minutes=30)
    lock(house)
    lock_quarter(house.actor("alder.supervisor"), house.cohe["alder"], Q3.previous)
    change_time(actor, here, minutes=40, performed_on=date(2026, 9, 29), reason="Wrong day")
    assert (counted(house), late(house)) == (40, (0, 0))
    change_time(actor, there, minutes=30, performed_on=IN_Q3, reason="Wrong quarter")
    assert (counted(house), late(house)) == (40, (0, 30))


def test_what_is_moved_into_a_locked_quarter_waits_and_what_waits_goes_on_waiting(
    house: House,
) -> None:
    lock(house)
    actor = house.actor("alder.hsc1")
    moved = change_time(
        actor, log(house, IN_Q4), minutes=30, performed_on=IN_Q3, reason="Wrong day"
    )
    assert moved.confirmed_at is None
    again = change_time(actor, moved.id, minutes=20, reason="Wrong minutes")
    assert (counted(house), late(house)) == (0, (0, 20))
    void_time(house.actor("alder.supervisor"), again.id, "Logged in the third quarter already")
    assert late(house) == (0, 0)


def test_a_quarter_is_reopened_on_request_and_its_days_are_open_again(house: House) -> None:
    supervisor, alder = house.actor("alder.supervisor"), house.cohe["alder"]
    lock(house)
    asked = ask_to_reopen(house.actor("alder.hsc1"), alder, Q3, "A week of notes is missing")
    assert ask_to_reopen(house.actor("alder.hsc1"), alder, Q3, "Again").id == asked.id
    with pytest.raises(NotFound):
        decline_reopening(house.actor("birch.supervisor"), asked.id)
    with pytest.raises(RuleBroken, match="Enter why"):
        reopen_quarter(supervisor, alder, Q3, " ")
    reopen_quarter(supervisor, alder, Q3, "A week of notes is missing")
    assert asked.granted is True
    assert entry_of(log(house)).confirmed_at is not None
    with pytest.raises(RuleBroken, match="is not locked"):
        reopen_quarter(supervisor, alder, Q3, "Again")
    lock(house)
    second = ask_to_reopen(house.actor("alder.hsc2"), alder, Q3, "One call")
    decline_reopening(supervisor, second.id)
    assert second.granted is False


def test_nobody_decides_about_their_own_while_another_supervisor_is_there(house: House) -> None:
    alder, both = house.cohe["alder"], house.staff["alder.hsc2"]
    house.add(
        Position, staff_id=both, role=Role.SUPERVISOR, cohe_id=alder, from_on=date(2024, 1, 1)
    )
    lock(house)
    entry = log(house, who="alder.hsc2")
    ask_to_reopen(house.actor("alder.hsc2"), alder, Q3, "Mine")
    with pytest.raises(RuleBroken, match="Another supervisor"):
        accept_late_time(house.actor("alder.hsc2"), entry)
    with pytest.raises(RuleBroken, match="another supervisor"):
        reopen_quarter(house.actor("alder.hsc2"), alder, Q3, "Mine")
    accept_late_time(house.actor("alder.supervisor"), entry)


@pytest.mark.parametrize("who", ["alder.hsc1", "alder.assistant1"])
def test_only_a_supervisor_locks(house: House, who: str) -> None:
    with pytest.raises(NotAllowed):
        lock_quarter(house.actor(who), house.cohe["alder"], Q3)
    with pytest.raises(NotFound):
        lock_quarter(house.actor("alder.supervisor"), house.cohe["birch"], Q3)
