"""Attesting through a day, locking a quarter, and what is worth a second look."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ohms.domain.attesting import (
    LoggedFact,
    Span,
    attested_days,
    check_attestable,
    check_lockable,
    checked_reason,
    oddities,
    weeks_to_attest,
)
from ohms.domain.calendar import Quarter
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Capture

Q3 = Quarter(2026, 3)
TODAY = date(2026, 11, 24)
ALL_YEAR = [Span(date(2026, 1, 1), date(9999, 12, 31))]


def test_a_week_over_a_quarters_end_splits() -> None:
    assert attested_days(date(2026, 9, 28), date(2026, 10, 4)) == (
        date(2026, 9, 30),
        date(2026, 10, 4),
    )
    assert attested_days(date(2026, 9, 28), date(2026, 9, 30)) == (date(2026, 9, 30),)
    assert attested_days(date(2026, 10, 1), date(2026, 10, 4)) == (date(2026, 10, 4),)


def test_a_day_to_come_and_one_attested_already_are_refused_the_next_one_is_not() -> None:
    check_attestable(TODAY, after=date(2026, 11, 23), today=TODAY)
    with pytest.raises(RuleBroken, match="not after today"):
        check_attestable(TODAY + timedelta(days=1), after=None, today=TODAY)
    with pytest.raises(RuleBroken, match="already"):
        check_attestable(TODAY, after=TODAY, today=TODAY)


def test_weeks_to_attest_are_cut_at_the_quarters_ends_and_at_what_is_attested() -> None:
    weeks = weeks_to_attest(ALL_YEAR, date(2026, 9, 20), Q3, TODAY)
    assert weeks == [
        Span(date(2026, 9, 21), date(2026, 9, 27)),
        Span(date(2026, 9, 28), date(2026, 9, 30)),
    ]
    assert weeks_to_attest(ALL_YEAR, date(2026, 9, 30), Q3, TODAY) == []
    assert len(weeks_to_attest(ALL_YEAR, None, Q3, TODAY)) == 14


def test_the_running_week_is_not_asked_for_before_it_is_over() -> None:
    running = weeks_to_attest(ALL_YEAR, date(2026, 11, 15), Quarter(2026, 4), TODAY)
    assert running == [Span(date(2026, 11, 16), date(2026, 11, 22))]


def test_days_on_which_no_position_was_held_are_nobodys_to_attest() -> None:
    held = [Span(date(2026, 9, 24), date(2026, 9, 29))]
    assert weeks_to_attest(held, None, Q3, TODAY) == [
        Span(date(2026, 9, 24), date(2026, 9, 27)),
        Span(date(2026, 9, 28), date(2026, 9, 29)),
    ]


def test_a_quarter_is_locked_from_the_day_after_its_end_and_once() -> None:
    check_lockable(Q3, locked=False, today=date(2026, 10, 1))
    with pytest.raises(RuleBroken, match="not over yet"):
        check_lockable(Q3, locked=False, today=date(2026, 9, 30))
    with pytest.raises(RuleBroken, match="locked already"):
        check_lockable(Q3, locked=True, today=date(2026, 10, 1))


def test_a_reason_of_blanks_is_none() -> None:
    assert checked_reason(" Minutes of a call came late ") == "Minutes of a call came late"
    with pytest.raises(RuleBroken, match="Enter why"):
        checked_reason("  ")


def entry(
    minutes: int, at: str, on: date = TODAY, capture: Capture = Capture.CAPTURED
) -> LoggedFact:
    entered = datetime.fromisoformat(f"{at}:00").replace(tzinfo=UTC)
    return LoggedFact(on, minutes, capture, entered, entered.date())


def test_two_clocks_of_one_person_that_ran_at_once_overlap() -> None:
    first, second = entry(40, "2026-11-24T18:40"), entry(40, "2026-11-24T19:00")
    assert oddities([first, second], frozenset()).overlapping == {0, 1}
    after = entry(20, "2026-11-24T19:00")
    assert oddities([first, after], frozenset()).overlapping == frozenset()
    typed = entry(40, "2026-11-24T19:00", capture=Capture.TYPED)
    assert oddities([first, typed], frozenset()).overlapping == frozenset()


def test_minutes_saved_together_are_the_parts_of_one_call() -> None:
    parts = [entry(6, "2026-11-24T19:00"), entry(6, "2026-11-24T19:00")]
    assert oddities(parts, frozenset()).overlapping == frozenset()


def test_a_day_is_long_above_ten_hours_and_an_entry_late_after_seven_days() -> None:
    day = [entry(300, "2026-11-24T18:00", capture=Capture.TYPED)] * 2
    assert oddities(day, frozenset()).long_days == ()
    longer = [*day, entry(1, "2026-11-24T18:00", capture=Capture.TYPED)]
    assert oddities(longer, frozenset()).long_days == (TODAY,)
    within = entry(5, "2026-11-24T18:00", on=TODAY - timedelta(days=7))
    beyond = entry(5, "2026-11-24T18:00", on=TODAY - timedelta(days=8))
    assert oddities([within, beyond], frozenset()).late == {1}


def test_work_on_a_day_of_leave_is_told() -> None:
    assert oddities([entry(5, "2026-11-24T18:00")], frozenset({TODAY})).on_leave == (TODAY,)
