"""Trainings as they are recorded, confirmed, approved and accepted: vectors 17 to 19 through the database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from ohms.commands.trainings import (
    accept_training,
    approve_content,
    confirm_shadowing,
    decline_shadowing,
    record_training,
    submit_content,
    void_acceptance,
    void_training,
)
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.training import (
    AdditionalTraining,
    Subject,
    TrainingEntry,
    TrainingKind,
    TrainingState,
)
from ohms.domain.values import Role
from ohms.models.staff import Position, StaffMember
from ohms.queries.obligations import Kind, owed_by_oneself
from ohms.queries.rounds import ask
from ohms.queries.shadowing import hosts_of_others, hosts_within, to_confirm
from ohms.queries.training_records import recorded_of
from ohms.queries.trainings import newcomers, stands
from tests.house import FULL_TIME, MADE_AT, House
from tests.newcomers import DAY, NOON, add_newcomer, state


@pytest.fixture
def fir(house: House, clock: Callable[[str], None]) -> Iterator[House]:
    clock(NOON)
    with house.app.app_context():
        add_newcomer(house)
        yield house


def shadowed(house: House, minutes: int, host: str = "birch.hsc1") -> int:
    entry = TrainingEntry(TrainingKind.SHADOWING, DAY, minutes=minutes, host_id=house.staff[host])
    lead = house.actor("alder.supervisor")
    return record_training(lead, house.cohe["alder"], house.staff["alder.hsc3"], entry)


def test_shadowing_counts_once_its_host_confirmed_it(fir: House) -> None:
    training = shadowed(fir, 240)
    host = fir.actor("birch.hsc1")
    assert state(fir) is TrainingState.RUNNING
    assert [(each.name, each.minutes) for each in ask(to_confirm(host))] == [("Noa New", 240)]
    assert [each.kind for each in ask(owed_by_oneself(host)) if each.kind is Kind.SHADOWING]
    with pytest.raises(NotFound):
        confirm_shadowing(fir.actor("birch.hsc2"), training)
    confirm_shadowing(host, training)
    confirm_shadowing(host, training)
    assert state(fir) is TrainingState.MET
    assert ask(to_confirm(host)) == []


def test_a_host_is_a_coordinator_of_another_cohe(fir: House) -> None:
    for host in ("alder.hsc1", "birch.supervisor"):
        with pytest.raises(RuleBroken) as refused:
            shadowed(fir, 240, host)
        assert refused.value.field == "host"


def test_a_host_declines_and_the_supervisor_voids_what_was_not_so(fir: House) -> None:
    lead, host, wrong = fir.actor("alder.supervisor"), fir.actor("birch.hsc1"), shadowed(fir, 240)
    with pytest.raises(NotFound):
        decline_shadowing(fir.actor("birch.hsc2"), wrong, "Not with me")
    with pytest.raises(RuleBroken):
        decline_shadowing(host, wrong, " ")
    decline_shadowing(host, wrong, "It was 120 minutes")
    assert ask(to_confirm(host)) == []
    with pytest.raises(RuleBroken, match="already"):
        decline_shadowing(host, wrong, "Again")
    confirmed = shadowed(fir, 240)
    confirm_shadowing(host, confirmed)
    assert state(fir) is TrainingState.MET
    for other in ("birch.supervisor", "lni.contract"):
        with pytest.raises((NotFound, NotAllowed)):
            void_training(fir.actor(other), confirmed, "Not ours")
    void_training(lead, confirmed, "Entered twice")
    assert state(fir) is TrainingState.RUNNING
    with pytest.raises(RuleBroken, match="already"):
        void_training(lead, confirmed, "Entered twice")
    told = {
        each.id: (each.host_said, each.void_reason)
        for each in ask(recorded_of(fir.staff["alder.hsc3"], fir.cohe["alder"]))
    }
    assert told == {wrong: ("It was 120 minutes", None), confirmed: (None, "Entered twice")}


def test_what_the_contract_manager_accepted_they_alone_take_back(fir: House) -> None:
    manager, cohe = fir.actor("lni.contract"), fir.cohe["alder"]
    newcomer = fir.staff["alder.hsc3"]
    accepted = accept_training(manager, cohe, newcomer, subject=None, evidence="Worked at L&I")
    assert state(fir) is TrainingState.MET
    with pytest.raises(NotFound):
        void_training(fir.actor("alder.supervisor"), accepted, "No")
    void_acceptance(manager, accepted, "Of somebody else")
    assert state(fir) is TrainingState.RUNNING


def test_a_host_is_one_on_the_day_of_the_shadowing_whoever_is_one_today(fir: House) -> None:
    former = fir.add(StaffMember, username="birch.former", name="Una Former", added_at=MADE_AT)
    fir.add(
        Position,
        staff_id=former,
        role=Role.HSC,
        cohe_id=fir.cohe["birch"],
        from_on=date(2020, 1, 1),
        to_on=date(2026, 10, 31),
        **FULL_TIME,
    )
    cohe = fir.cohe["alder"]
    assert former not in dict(hosts_of_others(cohe, DAY))
    offered = dict(hosts_within(cohe, date(2025, 11, 24), DAY))
    assert offered[former].endswith("to Sat Oct 31, 2026")
    assert former not in dict(hosts_within(cohe, date(2026, 11, 1), DAY))
    lead, newcomer = fir.actor("alder.supervisor"), fir.staff["alder.hsc3"]
    entry = TrainingEntry(TrainingKind.SHADOWING, date(2026, 10, 31), minutes=60, host_id=former)
    record_training(lead, cohe, newcomer, entry)
    with pytest.raises(RuleBroken):
        record_training(lead, cohe, newcomer, replace(entry, done_on=date(2026, 11, 1)))


def hired(house: House, name: str, on: date) -> int:
    """Another newcomer of alder; their id."""
    person = house.staff[name] = house.add(
        StaffMember, username=name, name=f"{name} New", added_at=MADE_AT
    )
    house.add(
        Position,
        staff_id=person,
        role=Role.HSC,
        cohe_id=house.cohe["alder"],
        from_on=on,
        **FULL_TIME,
    )
    return person


def stand_of(house: House, staff_id: int, today: date) -> AdditionalTraining:
    own = ask(newcomers(today, [house.cohe["alder"]], staff_id=staff_id, ever=True))
    return ask(stands(own))[0].stand


def test_vector_17_six_months_end_with_the_month_and_are_not_moved(fir: House) -> None:
    later = hired(fir, "alder.hsc4", date(2027, 8, 31))
    day = date(2027, 9, 1)
    assert stand_of(fir, fir.staff["alder.hsc3"], day).due.day == date(2027, 2, 28)
    assert stand_of(fir, later, day).due.day == date(2028, 2, 29)


def test_vector_18_240_minutes_at_another_cohe_by_the_due_day(fir: House) -> None:
    on_day = date(2027, 3, 2)
    lead = fir.actor("alder.supervisor", on_day)
    cases = (
        (((27, 2, 120), (28, 2, 120)), TrainingState.MET, 240),
        (((27, 2, 120), (28, 2, 119)), TrainingState.OVERDUE, 239),
        (((27, 2, 180), (28, 2, None)), TrainingState.OVERDUE, 180),
        (((28, 2, 120), (1, 3, 120)), TrainingState.DONE_LATE, 240),
    )
    for number, (trainings, then, minutes) in enumerate(cases):
        who = hired(fir, f"alder.new{number}", date(2026, 8, 31))
        for day, month, shadowed_minutes in trainings:
            host = "birch.hsc1" if shadowed_minutes else "alder.hsc1"
            entry = TrainingEntry(
                TrainingKind.SHADOWING,
                date(2027, month, day),
                minutes=shadowed_minutes or 60,
                host_id=fir.staff[host],
            )
            if shadowed_minutes is None:
                with pytest.raises(RuleBroken):
                    record_training(lead, fir.cohe["alder"], who, entry)
                continue
            training = record_training(lead, fir.cohe["alder"], who, entry)
            confirm_shadowing(fir.actor(host, on_day), training)
        found = stand_of(fir, who, on_day)
        assert (found.state(on_day), found.shadowed_minutes) == (then, minutes)


def test_vector_19_content_and_a_conference_count_by_their_days(fir: House) -> None:
    cohe, on_day = fir.cohe["alder"], date(2027, 3, 10)
    lead, manager = fir.actor("alder.supervisor", on_day), fir.actor("lni.contract", on_day)
    content = submit_content(lead, cohe, title="How we work", subject=None)
    approve_content(manager, content)
    cases = (
        (TrainingKind.APPROVED_CONTENT, date(2027, 3, 9), False),
        (TrainingKind.APPROVED_CONTENT, date(2027, 3, 10), True),
        (TrainingKind.HSC_CONFERENCE, date(2027, 2, 28), True),
        (TrainingKind.HSC_CONFERENCE, date(2027, 3, 1), False),
        (TrainingKind.HSC_CONFERENCE, date(2026, 8, 30), False),
    )
    for number, (kind, day, counts) in enumerate(cases):
        who = hired(fir, f"alder.new{number}", date(2026, 8, 31))
        of_content = content if kind is TrainingKind.APPROVED_CONTENT else None
        entry = TrainingEntry(kind, day, content_id=of_content, evidence="List")
        record_training(lead, cohe, who, entry)
        assert (stand_of(fir, who, on_day).met_on is not None) is counts, (kind, day)


def test_content_counts_from_the_day_the_contract_manager_approved_it(fir: House) -> None:
    lead, manager, cohe = (
        fir.actor("alder.supervisor"),
        fir.actor("lni.contract"),
        fir.cohe["alder"],
    )
    content = submit_content(lead, cohe, title="How we work", subject=None)
    entry = TrainingEntry(TrainingKind.APPROVED_CONTENT, DAY, content_id=content, evidence="List")
    record_training(lead, cohe, fir.staff["alder.hsc3"], entry)
    assert state(fir) is TrainingState.RUNNING
    with pytest.raises(NotAllowed):
        approve_content(lead, content)
    approve_content(manager, content)
    assert state(fir) is TrainingState.MET


def test_the_contract_manager_accepts_earlier_evidence_subject_by_subject(fir: House) -> None:
    manager, cohe, newcomer = (
        fir.actor("lni.contract"),
        fir.cohe["alder"],
        fir.staff["alder.hsc3"],
    )
    with pytest.raises(NotAllowed):
        accept_training(
            fir.actor("alder.supervisor"), cohe, newcomer, subject=None, evidence="Knows it"
        )
    for subject, then in (
        (Subject.LNI_PROCESSES, TrainingState.RUNNING),
        (Subject.ANOTHER_COHE, TrainingState.MET),
    ):
        accept_training(manager, cohe, newcomer, subject=subject, evidence="Worked at L&I")
        assert state(fir) is then
