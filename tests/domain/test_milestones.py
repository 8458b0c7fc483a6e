"""The clocks of a claim."""

from datetime import date

import pytest

from ohms.domain.milestones import (
    MilestoneSettings,
    apf_due,
    first_contact_due,
    first_year_ends,
    frq_window,
    is_in_frq_window,
    milestone_state,
    roa_due,
)
from ohms.domain.values import MilestoneState, WorkStatus
from ohms.domain.work_status import EpisodeFact


def test_vector_23_first_contact_is_due_ten_business_days_after_the_claim_was_established() -> None:
    due = first_contact_due(date(2026, 11, 20))
    assert due.day == date(2026, 12, 8)
    assert "Thanksgiving Day" in due.how
    assert "Native American Heritage Day" in due.how


def test_vector_23_the_roa_is_due_two_business_days_after_the_first_visit() -> None:
    assert roa_due(date(2026, 11, 25)).day == date(2026, 12, 1)


def test_the_first_apf_is_due_twelve_weeks_after_the_first_visit() -> None:
    due = apf_due(date(2026, 8, 3))
    assert (due.day, due.how) == (
        date(2026, 10, 26),
        "12 weeks after the first visit, Mon Aug 3, 2026",
    )


@pytest.mark.parametrize(
    ("first_visit", "last_day"),
    [
        (date(2026, 8, 3), date(2027, 8, 2)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2029, 2, 27)),
    ],
)
def test_the_first_year_runs_from_the_first_visit(first_visit: date, last_day: date) -> None:
    assert first_year_ends(first_visit).day == last_day


def test_thresholds_are_settings_of_the_cohe() -> None:
    own = MilestoneSettings(first_contact_business_days=5, apf_weeks=6)
    assert first_contact_due(date(2026, 11, 2), own).day == date(2026, 11, 9)
    assert apf_due(date(2026, 11, 2), own).day == date(2026, 12, 14)


def off_from(first: date, last: date | None = None) -> EpisodeFact:
    return EpisodeFact(WorkStatus.OFF_WORK, first, last)


STILL_OFF = [off_from(date(2026, 9, 1))]


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 9, 9), False),
        (date(2026, 9, 10), True),  # the tenth day off
        (date(2026, 10, 28), True),  # the 58th
        (date(2026, 10, 29), False),
    ],
)
def test_the_frq_window_is_open_from_the_tenth_to_the_58th_day_off(day: date, inside: bool) -> None:
    assert is_in_frq_window(STILL_OFF, day) is inside


def test_the_frq_window_tells_its_days() -> None:
    window = frq_window(STILL_OFF)
    assert window is not None
    assert window.closes is not None
    assert (window.opens.day, window.closes.day) == (date(2026, 9, 10), date(2026, 10, 28))
    assert (window.opens.how, window.closes.how) == ("day 10 off work", "day 58 off work")


def test_who_went_back_to_work_is_out_of_the_frq_window() -> None:
    episodes = [
        off_from(date(2026, 9, 1), date(2026, 9, 15)),
        EpisodeFact(WorkStatus.FULL_DUTY, date(2026, 9, 16)),
    ]
    assert is_in_frq_window(episodes, date(2026, 9, 15))
    assert not is_in_frq_window(episodes, date(2026, 9, 16))
    window = frq_window(episodes)
    assert window is not None
    assert window.closes is None


def test_kept_on_salary_counts_for_the_frq_window() -> None:
    kept = [EpisodeFact(WorkStatus.KEPT_ON_SALARY, date(2026, 9, 1))]
    assert is_in_frq_window(kept, date(2026, 9, 10))


def test_nine_days_off_open_no_frq_window() -> None:
    assert frq_window([off_from(date(2026, 9, 1), date(2026, 9, 9))]) is None


@pytest.mark.parametrize(
    ("met_on", "today", "state"),
    [
        (None, date(2026, 12, 8), MilestoneState.RUNNING),
        (None, date(2026, 12, 9), MilestoneState.MISSED),
        (date(2026, 12, 8), date(2026, 12, 20), MilestoneState.MET),
        (date(2026, 12, 9), date(2026, 12, 20), MilestoneState.MISSED),
    ],
)
def test_a_deadline_is_met_on_the_day_itself(
    met_on: date | None, today: date, state: MilestoneState
) -> None:
    assert milestone_state(date(2026, 12, 8), met_on, today) is state
