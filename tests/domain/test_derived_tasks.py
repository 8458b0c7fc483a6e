"""Which tasks a claim's facts ask for, and what answers them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ohms.domain.derived_tasks import DerivedTask, derived_tasks
from ohms.domain.task_facts import ApfTold, ClaimFacts, ContactFact, DocumentFact, FrqFact, RoaFact
from ohms.domain.values import ClaimStatus, Coordination, TaskKind, WorkStatus
from ohms.domain.work_status import EpisodeFact

ACTIVE = ClaimFacts(Coordination.ACTIVE, ClaimStatus.PENDING)
OFF, MODIFIED, FULL = WorkStatus.OFF_WORK, WorkStatus.MODIFIED_DUTY, WorkStatus.FULL_DUTY
NOV_2 = date(2026, 11, 2)
APF = ApfTold(7, NOV_2, MODIFIED, NOV_2, date(2026, 11, 16), date(2026, 11, 30))


def task_of(facts: ClaimFacts, key: str) -> DerivedTask:
    return next(task for task in derived_tasks(facts) if task.key == key)


def keys_of(facts: ClaimFacts, day: date) -> set[str]:
    return {task.key for task in derived_tasks(facts) if task.is_wanted_on(day)}


def test_a_first_contact_is_asked_for_by_the_tenth_business_day() -> None:
    facts = replace(ACTIVE, established_on=date(2026, 11, 20))
    task = task_of(facts, "first_contact")
    assert (task.due_by, task.appears_on) == (date(2026, 12, 8), date(2026, 12, 3))
    assert task.because == "no first contact by Dec 8, 2026"
    assert (task.kind, task.met) == (TaskKind.CALL, None)


def test_any_contact_answers_it_with_its_note() -> None:
    contact = ContactFact(date(2026, 11, 24), note_id=5)
    facts = replace(ACTIVE, established_on=date(2026, 11, 20), first_contact=contact)
    met = task_of(facts, "first_contact").met
    assert met is not None
    assert (met.said, met.note_id) == ("Contact of Nov 24, 2026", 5)


def test_a_watched_claim_owes_no_first_contact_and_everything_else() -> None:
    facts = replace(ACTIVE, established_on=NOV_2, apfs=(APF,))
    assert "first_contact" in keys_of(facts, NOV_2)
    watched = replace(facts, coordination=Coordination.WATCHING)
    assert keys_of(watched, NOV_2) == keys_of(facts, NOV_2) - {"first_contact"} != set()


@pytest.mark.parametrize(
    "coordination", [Coordination.NEW, Coordination.ON_HOLD, Coordination.CLOSED]
)
def test_a_claim_that_nobody_coordinates_asks_for_nothing(coordination: Coordination) -> None:
    facts = replace(ACTIVE, established_on=NOV_2, apfs=(APF,))
    assert derived_tasks(facts)
    assert derived_tasks(replace(facts, coordination=coordination)) == []


def test_a_restriction_that_no_apf_tells_asks_for_one() -> None:
    told = replace(ACTIVE, by_hand=(EpisodeFact(MODIFIED, date(2026, 11, 9)),))
    paid = replace(told, first_paid_on=NOV_2)
    assert task_of(told, "apf_missing").appears_on == date(2026, 11, 9)
    task = task_of(paid, "apf_missing")
    assert (task.appears_on, task.due_by) == (NOV_2, date(2026, 11, 17)), "Veterans Day between"
    assert keys_of(replace(ACTIVE, by_hand=(EpisodeFact(FULL, NOV_2),)), NOV_2) == set()
    met = task_of(replace(paid, apfs=(APF,)), "apf_missing").met
    assert met is not None
    assert (met.said, met.apf_id) == ("APF of Nov 2, 2026", 7)


def test_an_apf_that_ends_shows_from_the_day_after_its_last() -> None:
    task = task_of(replace(ACTIVE, apfs=(APF,)), "apf_expired:7")
    assert (task.appears_on, task.due_by) == (date(2026, 11, 17), date(2026, 11, 23))
    assert "ended on Nov 16, 2026" in task.because


def test_a_newer_apf_answers_the_older_and_asks_for_its_own_next() -> None:
    newer = ApfTold(8, date(2026, 11, 12), OFF, date(2026, 11, 12), date(2026, 12, 1), None)
    facts = replace(ACTIVE, apfs=(APF, newer))
    assert keys_of(facts, NOV_2) == {"apf_expired:8"}
    met = task_of(facts, "apf_expired:7").met
    assert met is not None
    assert met.apf_id == 8


@pytest.mark.parametrize("status", [FULL, WorkStatus.RELEASED_NOT_WORKING])
def test_a_release_told_by_hand_answers_an_apf_that_ended(status: WorkStatus) -> None:
    released = EpisodeFact(status, date(2026, 11, 18))
    met = task_of(replace(ACTIVE, apfs=(APF,), by_hand=(released,)), "apf_expired:7").met
    assert met is not None
    assert met.said == "Released since Nov 18, 2026"


def test_an_apf_of_full_duty_asks_for_nothing() -> None:
    assert keys_of(replace(ACTIVE, apfs=(replace(APF, status=FULL),)), NOV_2) == set()


def test_the_next_exam_shows_two_business_days_before_until_the_apf_ends() -> None:
    task = task_of(replace(ACTIVE, apfs=(replace(APF, to_on=date(2026, 12, 4)),)), "next_exam:7")
    assert (task.appears_on, task.due_by) == (date(2026, 11, 24), date(2026, 11, 30))
    assert task.kind is TaskKind.EXAM
    assert task.is_wanted_on(date(2026, 12, 4))
    assert not task.is_wanted_on(date(2026, 12, 5)), "the APF has ended: that task takes over"


@pytest.mark.parametrize(
    ("last_day_off", "due_by"),
    [
        (None, date(2026, 12, 28)),  # the 58th day off
        (date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_the_frq_shows_from_the_tenth_to_the_58th_day_off(
    last_day_off: date | None, due_by: date
) -> None:
    off = EpisodeFact(OFF, NOV_2 - timedelta(days=1), last_day_off)
    task = task_of(replace(ACTIVE, episodes=(off,)), "frq")
    assert (task.appears_on, task.due_by, task.shows_until_on) == (
        date(2026, 11, 10),
        due_by,
        due_by,
    )
    assert not task.is_wanted_on(due_by + timedelta(days=1))
    told = FrqFact(date(2026, 11, 12), document_id=3)
    met = task_of(replace(ACTIVE, episodes=(off,), frq_told=told), "frq").met
    assert met is not None
    assert met.document_id == 3


def test_nine_days_off_open_no_frq_window() -> None:
    off = EpisodeFact(OFF, NOV_2, NOV_2 + timedelta(days=8))
    assert keys_of(replace(ACTIVE, episodes=(off,)), NOV_2) == set()


def test_a_job_description_waits_for_a_later_exam_or_for_itself_come_back() -> None:
    sent = DocumentFact(1, NOV_2)
    asked = replace(ACTIVE, job_descriptions=(sent,))
    task = task_of(asked, "job_description:1")
    assert (task.appears_on, task.due_by, task.met) == (NOV_2, date(2026, 11, 9), None)
    back = task_of(
        replace(asked, job_descriptions=(sent, DocumentFact(2, date(2026, 11, 5)))),
        "job_description:1",
    ).met
    assert back is not None
    assert back.document_id == 2
    same_day = replace(asked, apfs=(APF,))
    assert task_of(same_day, "job_description:1").met is None, "that exam did not know it"
    later = replace(APF, exam_on=date(2026, 11, 3))
    assert task_of(replace(asked, apfs=(later,)), "job_description:1").met is not None


def test_an_incomplete_roa_is_asked_for_until_it_is_complete_or_decided_without() -> None:
    roa = RoaFact(4, NOV_2, complete=False, missing="icd10;time_off_estimate")
    facts = replace(ACTIVE, roas=(roa,))
    task = task_of(facts, "roa:4")
    assert (task.due_by, task.met) == (date(2026, 11, 4), None)
    assert task.because.endswith("is incomplete: ICD-10 code, time off estimate")
    for answered in (
        replace(facts, roas=(replace(roa, complete=True),)),
        replace(facts, roas=(roa, RoaFact(5, date(2026, 11, 9), complete=True, missing=None))),
        replace(facts, status=ClaimStatus.ALLOWED),
    ):
        assert keys_of(answered, NOV_2) == set()
