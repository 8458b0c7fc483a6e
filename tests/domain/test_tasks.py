"""States of a task and how late it is."""

from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import (
    NEXT,
    OPEN,
    OVER,
    check_appears_in_time,
    check_due_ahead,
    check_is_open,
    check_may_become,
    checked_reason,
    checked_title,
    checked_waiting_on,
    is_open,
    may_pass_on,
    overdue_business_days,
)
from ohms.domain.values import TaskState

TUESDAY = date(2026, 11, 24)


def test_every_state_is_open_or_over_and_leads_somewhere() -> None:
    assert set(OPEN) | set(OVER) == set(TaskState) == set(NEXT)
    assert not set(OPEN) & set(OVER)
    assert all(NEXT.values())


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("wanted", OVER)
def test_any_open_task_may_be_ended(state: TaskState, wanted: TaskState) -> None:
    check_may_become(state, wanted)
    assert is_open(state)
    assert not is_open(wanted)


@pytest.mark.parametrize("state", OVER)
def test_what_is_over_may_only_be_opened_again(state: TaskState) -> None:
    check_may_become(state, TaskState.TO_DO)
    for wanted in set(TaskState) - {TaskState.TO_DO}:
        with pytest.raises(RuleBroken, match="Open it again first"):
            check_may_become(state, wanted)
    with pytest.raises(RuleBroken, match="Open it again first"):
        check_is_open(state)


@pytest.mark.parametrize("state", OPEN)
def test_an_open_task_is_not_opened_again(state: TaskState) -> None:
    with pytest.raises(RuleBroken, match="open already"):
        check_may_become(state, TaskState.TO_DO)
    check_is_open(state)


def test_a_waiting_task_may_wait_for_somebody_else_but_nothing_starts_twice() -> None:
    check_may_become(TaskState.WAITING, TaskState.WAITING)
    with pytest.raises(RuleBroken, match="in progress already"):
        check_may_become(TaskState.IN_PROGRESS, TaskState.IN_PROGRESS)


@pytest.mark.parametrize(
    ("due_by", "today", "days"),
    [
        (TUESDAY, TUESDAY, 0),
        (date(2026, 11, 30), TUESDAY, 0),
        (date(2026, 11, 23), TUESDAY, 1),
        (date(2026, 11, 20), TUESDAY, 2),
        # Thanksgiving (Nov 26) and Native American Heritage Day (Nov 27) are no business days.
        (date(2026, 11, 25), date(2026, 11, 26), 0),
        (date(2026, 11, 25), date(2026, 11, 27), 0),
        (date(2026, 11, 25), date(2026, 11, 29), 0),
        (date(2026, 11, 25), date(2026, 11, 30), 1),
        (date(2026, 11, 25), date(2026, 12, 1), 2),
        (date(2026, 11, 24), date(2026, 11, 30), 2),
    ],
)
def test_overdue_counts_business_days_after_the_due_day(
    due_by: date, today: date, days: int
) -> None:
    assert overdue_business_days(due_by, today) == days


def test_a_due_day_is_today_or_later_and_not_before_the_task_shows() -> None:
    check_due_ahead(TUESDAY, TUESDAY)
    check_appears_in_time(TUESDAY, TUESDAY)
    with pytest.raises(RuleBroken) as broken:
        check_due_ahead(date(2026, 11, 23), TUESDAY)
    assert broken.value.field == "due_by"
    with pytest.raises(RuleBroken) as broken:
        check_appears_in_time(date(2026, 11, 25), TUESDAY)
    assert broken.value.field == "appears_on"


def test_words_of_a_task_are_one_line_and_not_empty() -> None:
    assert checked_title("  Call   the clinic\n") == "Call the clinic"
    assert checked_reason(" asked\ttwice ") == "asked twice"
    for checked, field in ((checked_title, "title"), (checked_reason, "reason")):
        for text in (" \n ", "x" * 201):
            with pytest.raises(RuleBroken) as broken:
                checked(text)
            assert broken.value.field == field


def test_waiting_names_somebody_and_began_by_today() -> None:
    assert checked_waiting_on(" Dr.  Reed ", TUESDAY, TUESDAY) == "Dr. Reed"
    for name, since_on, field in (
        (" ", TUESDAY, "waiting_on"),
        ("x" * 121, TUESDAY, "waiting_on"),
        ("Dr. Reed", date(2026, 11, 25), "waiting_since_on"),
    ):
        with pytest.raises(RuleBroken) as broken:
            checked_waiting_on(name, since_on, TUESDAY)
        assert broken.value.field == field


def test_a_task_is_passed_on_by_its_owner_or_a_supervisor_of_its_cohe() -> None:
    assert may_pass_on(7, 1, staff_id=7, supervises=())
    assert may_pass_on(7, 1, staff_id=8, supervises=(1, 2))
    assert not may_pass_on(7, 1, staff_id=8, supervises=())
    assert not may_pass_on(7, 1, staff_id=8, supervises=(2,))
