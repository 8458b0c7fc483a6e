"""What forbids low complexity, at its boundaries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ohms.domain.complexity import (
    LowFacts,
    against_low,
    check_may_be_low,
    checked_remark,
    finishes_until,
    low_until,
    still_seen_from,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import WorkStatus
from ohms.domain.work_status import EpisodeFact

TODAY = date(2026, 11, 24)
PLAIN = LowFacts(TODAY)


def off_for(days: int, status: WorkStatus = WorkStatus.OFF_WORK) -> LowFacts:
    """Off work for so many days up to today, and still."""
    return LowFacts(TODAY, (EpisodeFact(status, TODAY - timedelta(days=days - 1)),))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (off_for(15), "15 days off work, over 14"),
        (off_for(15, WorkStatus.KEPT_ON_SALARY), "15 days off work, over 14"),
        (replace(PLAIN, time_loss_paid=True), "time loss was paid"),
        (replace(PLAIN, surgery=True), "surgery is planned or done"),
        (replace(PLAIN, frq_positive=True), "an FRQ is positive"),
        (replace(PLAIN, mental_health=True), "mental-health content is marked on it"),
        (replace(PLAIN, safety=True), "a safety flag stands on it"),
        (replace(PLAIN, protest=True), "a decision is protested"),
        (replace(PLAIN, represented=True), "the worker has a representative"),
        (replace(PLAIN, other="Two employers"), "Two employers"),
        (replace(PLAIN, other=""), "somebody found it harder"),
    ],
)
def test_each_fact_alone_forbids_low_complexity_and_the_refusal_says_it(
    facts: LowFacts, reason: str
) -> None:
    assert against_low(facts) == [reason]
    with pytest.raises(RuleBroken, match=reason) as refusal:
        check_may_be_low(against_low(facts), field="complexity")
    assert refusal.value.field == "complexity"


@pytest.mark.parametrize(
    "facts", [PLAIN, off_for(14), off_for(30, WorkStatus.MODIFIED_DUTY)], ids=str
)
def test_nothing_known_fourteen_days_off_and_restrictions_leave_it_low(facts: LowFacts) -> None:
    assert against_low(facts) == []
    check_may_be_low([], field="complexity")


def test_days_off_in_pieces_count_together_and_say_until_when_it_can_be_low() -> None:
    pieces = (
        EpisodeFact(WorkStatus.OFF_WORK, date(2026, 11, 2), date(2026, 11, 11)),
        EpisodeFact(WorkStatus.FULL_DUTY, date(2026, 11, 12), date(2026, 11, 19)),
        EpisodeFact(WorkStatus.OFF_WORK, date(2026, 11, 20)),
    )
    assert low_until(pieces) == date(2026, 11, 23)
    assert against_low(LowFacts(date(2026, 11, 23), pieces)) == []
    assert against_low(LowFacts(date(2026, 11, 24), pieces)) == ["15 days off work, over 14"]
    ended = (*pieces[:2], replace(pieces[2], to_on=date(2026, 11, 23)))
    assert low_until(ended) is None
    assert low_until(()) is None


def test_the_assistant_finishes_within_two_business_days_over_holidays() -> None:
    assert finishes_until(TODAY) == date(2026, 11, 30)  # Thanksgiving and the day after
    for day in (TODAY, date(2026, 11, 28), date(2026, 12, 2)):
        last_low = still_seen_from(day)
        assert finishes_until(last_low + timedelta(days=1)) >= day
        assert finishes_until(last_low) < day


def test_whoever_raises_a_claim_is_never_refused_for_words() -> None:
    assert checked_remark(None) is checked_remark("  ") is None
    assert checked_remark(" two  employers ") == "two employers"
    assert len(checked_remark("x" * 5_000) or "") == 200
