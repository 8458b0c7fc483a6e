"""Stored derived tasks are brought to the facts, whatever the order in which the facts came."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.derived_tasks import derived_tasks
from ohms.domain.task_facts import ApfTold, ClaimFacts, ContactFact, DocumentFact, FrqFact, RoaFact
from ohms.domain.task_keeping import (
    NO_LONGER,
    TOO_LATE,
    Add,
    Close,
    KeptTask,
    Step,
    because_of,
    is_due_to_lapse,
    steps_to,
)
from ohms.domain.tasks import is_open
from ohms.domain.values import ClaimStatus, Coordination, TaskState, WorkStatus
from ohms.domain.work_status import EpisodeFact

TODAY = date(2026, 11, 24)
FACTS = ClaimFacts(Coordination.ACTIVE, ClaimStatus.PENDING, established_on=date(2026, 11, 3))
CONTACT = ContactFact(date(2026, 11, 20), note_id=1)

Kept = dict[str, KeptTask]


def kept_after(kept: Kept, facts: ClaimFacts, day: date = TODAY) -> Kept:
    """What is stored once the facts have been brought in."""
    stored = dict(kept)
    for step in steps_to(derived_tasks(facts), kept.values(), day):
        task = _applied(step)
        stored[task.key] = task
    return stored


def _applied(step: Step) -> KeptTask:
    if isinstance(step, Close):
        state = TaskState.DONE if step.evidence else TaskState.NOT_NEEDED
        return replace(step.kept, state=state)
    days = (step.task.due_by, step.task.appears_on)
    number = 0
    if not isinstance(step, Add):
        days, number = (step.due_by, step.appears_on), step.kept.id
    return KeptTask(
        number,
        step.task.key,
        TaskState.TO_DO,
        step.task.title,
        because_of(step.task),
        *days,
        derived_due_by=step.task.due_by,
        shows_until_on=step.task.shows_until_on,
        ended_by_person=False,
    )


def open_ones(kept: Kept) -> Kept:
    return {key: replace(task, id=0) for key, task in kept.items() if is_open(task.state)}


def steps(facts: ClaimFacts, kept: Kept, day: date = TODAY) -> list[Step]:
    return list(steps_to(derived_tasks(facts), kept.values(), day))


def test_a_task_closes_with_its_fact_and_opens_again_without_it() -> None:
    kept = kept_after({}, FACTS)
    assert open_ones(kept).keys() == {"first_contact"}
    answered = kept_after(kept, replace(FACTS, first_contact=CONTACT))
    assert answered["first_contact"].state is TaskState.DONE
    assert open_ones(kept_after(answered, FACTS)) == open_ones(kept)


def test_what_a_person_ended_stays_ended_while_the_fact_is_missing() -> None:
    kept = kept_after({}, FACTS)
    for state in (TaskState.NOT_NEEDED, TaskState.DONE):
        ended = {"first_contact": replace(kept["first_contact"], state=state, ended_by_person=True)}
        assert steps(FACTS, ended) == []


def test_a_due_day_that_a_person_chose_stays_when_the_facts_give_another() -> None:
    own = kept_after({}, FACTS)["first_contact"]
    moved = {own.key: replace(own, due_by=date(2026, 12, 24))}
    assert steps(FACTS, moved) == []
    later = kept_after(moved, replace(FACTS, established_on=date(2026, 11, 5)))[own.key]
    assert (later.due_by, later.derived_due_by) == (date(2026, 12, 24), date(2026, 11, 20))
    unmoved = kept_after({own.key: own}, replace(FACTS, established_on=date(2026, 11, 5)))
    assert unmoved[own.key].due_by == date(2026, 11, 20)


def test_what_no_fact_asks_for_any_more_is_not_needed() -> None:
    kept = kept_after({}, FACTS)
    (step,) = steps(replace(FACTS, coordination=Coordination.CLOSED), kept)
    assert isinstance(step, Close)
    assert (step.reason, step.evidence) == (NO_LONGER, None)


def test_a_task_whose_days_passed_lapses_with_the_next_change() -> None:
    off = EpisodeFact(WorkStatus.OFF_WORK, date(2026, 11, 1), date(2026, 11, 23))
    facts = replace(FACTS, first_contact=CONTACT, episodes=(off,))
    kept = kept_after({}, facts, date(2026, 11, 23))
    assert open_ones(kept).keys() == {"frq"}
    (step,) = steps(facts, kept)
    assert is_due_to_lapse(step)
    assert isinstance(step, Close)
    assert step.reason == TOO_LATE
    assert kept_after({}, facts) == {}


DAYS = st.dates(date(2026, 9, 1), date(2027, 1, 31))
STATUSES = st.sampled_from(WorkStatus)


@st.composite
def apfs(draw: st.DrawFn) -> tuple[ApfTold, ...]:
    told = []
    for number in draw(st.lists(st.integers(1, 4), unique=True, max_size=4)):
        exam = date(2026, 10, 1) + timedelta(days=14 * number)
        ends = draw(st.none() | st.dates(exam, exam + timedelta(days=40)))
        following = draw(st.none() | st.just(exam + timedelta(days=14)))
        told.append(ApfTold(number, exam, draw(STATUSES), exam, ends, following))
    return tuple(sorted(told, key=lambda apf: apf.exam_on))


@st.composite
def episodes(draw: st.DrawFn) -> tuple[EpisodeFact, ...]:
    days = sorted(draw(st.lists(DAYS, unique=True, max_size=3)))
    ends = [*(day - timedelta(days=1) for day in days[1:]), draw(st.none() | DAYS)]
    return tuple(
        EpisodeFact(draw(STATUSES), begins, end)
        for begins, end in zip(days, ends, strict=False)
        if end is None or begins <= end
    )


frqs = st.none() | st.builds(FrqFact, DAYS, st.none() | st.integers(1, 3))
roas = st.lists(
    st.builds(RoaFact, st.integers(1, 3), DAYS, st.booleans(), st.none() | st.just("icd10")),
    max_size=2,
    unique_by=lambda roa: roa.id,
).map(tuple)
all_facts = st.builds(
    ClaimFacts,
    coordination=st.sampled_from(Coordination),
    status=st.sampled_from(ClaimStatus),
    established_on=st.none() | DAYS,
    first_contact=st.none() | st.builds(ContactFact, DAYS, st.none() | st.integers(1, 9)),
    apfs=apfs(),
    episodes=episodes(),
    by_hand=episodes(),
    first_paid_on=st.none() | DAYS,
    frq_told=frqs,
    job_descriptions=st.lists(
        st.builds(DocumentFact, st.integers(1, 3), DAYS), max_size=2, unique_by=lambda d: d.id
    ).map(lambda each: tuple(sorted(each, key=lambda document: document.received_on))),
    roas=roas,
)


def came_one_after_another(sequence: Iterable[tuple[ClaimFacts, date]]) -> Kept:
    kept: Kept = {}
    for facts, day in sequence:
        kept = kept_after(kept, facts, day)
    return kept


@given(st.lists(all_facts, min_size=1, max_size=5), st.lists(DAYS, min_size=5, max_size=5))
def test_any_way_to_the_facts_leaves_what_a_recomputation_from_nothing_gives(
    told: list[ClaimFacts], days: list[date]
) -> None:
    in_order = list(zip(told, sorted(days), strict=False))
    kept = came_one_after_another(in_order)
    facts, day = in_order[-1]
    assert open_ones(kept) == open_ones(kept_after({}, facts, day))
    assert steps(facts, kept, day) == []
