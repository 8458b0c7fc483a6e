"""The additional training of a new HSC: six months, two options."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.contract import ContractSettings
from ohms.domain.training import (
    AdditionalTraining,
    BasicTopic,
    Subject,
    TrainingFact,
    TrainingKind,
    TrainingState,
    additional_training,
    missing_basic_topics,
    training_due,
)

CONTRACT = ContractSettings()
OWN, OTHER = 1, 2
HIRED_ON = date(2026, 8, 31)
DUE_ON = date(2027, 2, 28)
LATER = date(2027, 3, 31)


def shadowing(on: date, minutes: int, host: int = OTHER) -> TrainingFact:
    return TrainingFact(TrainingKind.SHADOWING, on, minutes, frozenset({host}))


def content(on: date, approved_on: date | None, *subjects: Subject) -> TrainingFact:
    return TrainingFact(
        TrainingKind.APPROVED_CONTENT,
        on,
        subjects=frozenset(subjects or Subject),
        approved_on=approved_on,
    )


def judged(*trainings: TrainingFact) -> AdditionalTraining:
    return additional_training(HIRED_ON, OWN, trainings, CONTRACT)


@pytest.mark.parametrize(
    ("hired_on", "due_on"),
    [(HIRED_ON, DUE_ON), (date(2027, 8, 31), date(2028, 2, 29))],
)
def test_vector_17_six_months_end_with_the_month_and_are_not_moved(
    hired_on: date, due_on: date
) -> None:
    assert training_due(hired_on, CONTRACT).day == due_on


def test_vector_17_the_due_day_may_be_a_sunday() -> None:
    assert training_due(HIRED_ON, CONTRACT).day.strftime("%A") == "Sunday"


FEB_27, FEB_28, MAR_1 = date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1)


@pytest.mark.parametrize(
    ("trainings", "minutes", "met_on", "state"),
    [
        ([shadowing(FEB_27, 120), shadowing(FEB_28, 120)], 240, FEB_28, TrainingState.MET),
        ([shadowing(FEB_27, 120), shadowing(FEB_28, 119)], 239, None, TrainingState.OVERDUE),
        (
            [shadowing(FEB_27, 180), shadowing(FEB_28, 60, host=OWN)],
            180,
            None,
            TrainingState.OVERDUE,
        ),
        ([shadowing(FEB_28, 120), shadowing(MAR_1, 120)], 240, MAR_1, TrainingState.DONE_LATE),
    ],
    ids=["240 by the due day", "239", "60 at one's own COHE", "120 a day late"],
)
def test_vector_18_240_minutes_of_shadowing_at_another_cohe_are_summed(
    trainings: list[TrainingFact], minutes: int, met_on: date | None, state: TrainingState
) -> None:
    found = judged(*trainings)
    assert (found.shadowed_minutes, found.met_on, found.state(LATER)) == (minutes, met_on, state)
    assert found.shadowing_left == 240 - minutes


def test_vector_18_it_is_overdue_until_it_is_done_late() -> None:
    found = judged(shadowing(FEB_28, 120), shadowing(date(2027, 3, 2), 120))
    assert found.state(DUE_ON) is TrainingState.RUNNING
    assert found.state(MAR_1) is TrainingState.OVERDUE
    assert found.state(date(2027, 3, 2)) is TrainingState.DONE_LATE


@pytest.mark.parametrize(
    ("training_on", "counts"), [(date(2027, 1, 9), False), (date(2027, 1, 10), True)]
)
def test_vector_19_content_counts_when_approved_on_or_before_the_training_day(
    training_on: date, counts: bool
) -> None:
    found = judged(content(training_on, approved_on=date(2027, 1, 10)))
    assert (found.met_on == training_on) is counts


@pytest.mark.parametrize(
    ("attended_on", "counts"),
    [
        (DUE_ON, True),
        (DUE_ON + timedelta(days=1), False),
        (HIRED_ON - timedelta(days=1), False),
        (HIRED_ON, True),
    ],
    ids=["due day", "day after", "before hire", "day of hire"],
)
def test_vector_19_a_conference_counts_between_hire_and_due_day(
    attended_on: date, counts: bool
) -> None:
    found = judged(TrainingFact(TrainingKind.HSC_CONFERENCE, attended_on))
    assert (found.met_on is not None) is counts


def test_a_conference_counts_by_any_day_attended_in_time() -> None:
    days = [DUE_ON - timedelta(days=1), DUE_ON, MAR_1]
    found = judged(*(TrainingFact(TrainingKind.HSC_CONFERENCE, day) for day in days))
    assert found.met_on == days[0]


def test_content_that_nobody_approved_does_not_count() -> None:
    assert judged(content(date(2027, 1, 10), approved_on=None)).met_on is None


def test_content_on_one_subject_leaves_the_other_open() -> None:
    first = content(date(2026, 10, 1), date(2026, 9, 1), Subject.LNI_PROCESSES)
    second = content(date(2026, 11, 2), date(2026, 9, 1), Subject.ANOTHER_COHE)
    assert judged(first).met_on is None
    assert judged(first, second).met_on == date(2026, 11, 2)


def test_one_way_of_the_second_option_is_enough_for_both_subjects() -> None:
    orientation = TrainingFact(TrainingKind.LNI_ORIENTATION, date(2026, 10, 1))
    assert judged(orientation).is_met_in_time


def test_an_orientation_after_the_due_day_is_done_late() -> None:
    found = judged(TrainingFact(TrainingKind.LNI_ORIENTATION, MAR_1))
    assert found.state(LATER) is TrainingState.DONE_LATE


@pytest.mark.parametrize("kind", [TrainingKind.LNI_ORIENTATION, TrainingKind.SHADOWING])
def test_nothing_before_hire_counts_unless_the_contract_manager_accepted_it(
    kind: TrainingKind,
) -> None:
    before = TrainingFact(kind, date(2026, 8, 30), 240, frozenset({OTHER}))
    accepted = TrainingFact(TrainingKind.ACCEPTED, date(2026, 9, 15), cohe=OWN)
    assert judged(before).met_on is None
    assert judged(before, accepted).met_on == date(2026, 9, 15)
    assert judged(before, replace(accepted, cohe=OTHER)).met_on is None, "accepted for another COHE"


def test_a_host_with_a_position_in_both_cohes_is_one_of_another_cohe() -> None:
    both = TrainingFact(TrainingKind.SHADOWING, FEB_27, 240, frozenset({OWN, OTHER}))
    assert judged(both).met_on == FEB_27


@given(
    st.lists(st.tuples(st.integers(-20, 220), st.integers(1, 200)), max_size=6).map(tuple),
)
@settings(deadline=None)
def test_shadowing_is_met_exactly_when_240_minutes_since_hire_are_there(
    days: tuple[tuple[int, int], ...],
) -> None:
    found = judged(
        *(shadowing(HIRED_ON + timedelta(days=number), minutes) for number, minutes in days)
    )
    total = sum(minutes for number, minutes in days if number >= 0)
    assert found.shadowed_minutes == total
    assert (found.met_on is not None) is (total >= 240)


def test_basic_training_has_three_topics_each_with_its_evidence() -> None:
    assert missing_basic_topics([]) == list(BasicTopic)
    assert missing_basic_topics([BasicTopic.RESPONSIBILITIES]) == [
        BasicTopic.ROLES,
        BasicTopic.PROCESSES,
    ]
    assert missing_basic_topics(BasicTopic) == []
