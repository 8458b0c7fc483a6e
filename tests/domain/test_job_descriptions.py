"""The provider's word on a job description, and what may be noted of it."""

from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.job_descriptions import JobStep, JobStepFact, check_step, sent_on, verdict_of

D1, D5, D9 = date(2026, 11, 1), date(2026, 11, 5), date(2026, 11, 9)


def step(kind: JobStep, on: date) -> JobStepFact:
    return JobStepFact(kind, on, "Dr. Lee")


@pytest.mark.parametrize(
    ("steps", "sent", "word"),
    [
        ([], None, None),
        ([step(JobStep.SENT, D1)], D1, None),
        ([step(JobStep.SENT, D1), step(JobStep.APPROVED, D1)], D1, JobStep.APPROVED),
        ([step(JobStep.APPROVED, D5), step(JobStep.SENT, D1)], D1, JobStep.APPROVED),
        ([step(JobStep.REJECTED, D1), step(JobStep.APPROVED, D5)], None, JobStep.APPROVED),
        ([step(JobStep.REJECTED, D1), step(JobStep.SENT, D5)], D5, None),
        ([step(JobStep.SENT, D1), step(JobStep.SENT, D9)], D9, None),
    ],
)
def test_the_last_word_counts_unless_it_was_sent_again_since(
    steps: list[JobStepFact], sent: date | None, word: JobStep | None
) -> None:
    verdict = verdict_of(steps)
    assert (sent_on(steps), verdict.step if verdict else None) == (sent, word)


def test_a_step_reads_with_its_day_and_who_it_was() -> None:
    assert step(JobStep.SENT, D5).in_words() == "sent on Thu Nov 5, 2026 to Dr. Lee"
    assert step(JobStep.APPROVED, D5).in_words() == "approved on Thu Nov 5, 2026 by Dr. Lee"


@pytest.mark.parametrize(
    ("on", "who", "field"),
    [
        (date(2026, 10, 31), "Dr. Lee", "on"),
        (date(2026, 11, 10), "Dr. Lee", "on"),
        (D5, "  ", "by_whom"),
        (D5, "a" * 201, "by_whom"),
    ],
)
def test_what_cannot_be_noted_is_told_beside_its_field(on: date, who: str, field: str) -> None:
    with pytest.raises(RuleBroken) as raised:
        check_step(on, who, document_on=D1, today=D9)
    assert raised.value.field == field


def test_who_it_was_is_kept_in_one_line() -> None:
    assert check_step(D9, " Dr.  Lee ", document_on=D9, today=D9) == "Dr. Lee"
