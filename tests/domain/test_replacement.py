"""Replacing a coordinator who left: when the three-month clock runs, and how it ends."""

from datetime import date
from fractions import Fraction

import pytest

from ohms.domain.contract import ContractSettings
from ohms.domain.replacement import (
    StaffingAfterEnd,
    is_filled_in_time,
    staffing_after_end,
)
from ohms.domain.staffing import PositionFact
from ohms.domain.values import EndedBy, Role

CONTRACT = ContractSettings()
REQUIRED = Fraction(20_000, 2_350)  # 8.5106
LONG_AGO = date(2020, 1, 1)
ENDED_ON = date(2026, 11, 30)
THE_DAY_AFTER = date(2026, 12, 1)


def position(
    fte: str,
    from_on: date = LONG_AGO,
    to_on: date | None = None,
    role: Role = Role.HSC,
    position_id: int = 1,
) -> PositionFact:
    weekly = int(Fraction(fte) * 2_400)
    each, rest = divmod(weekly, 5)
    return PositionFact(
        position_id, role, 1, (each + rest, each, each, each, each, 0, 0), from_on, to_on
    )


def after(
    ended: PositionFact,
    *others: PositionFact,
    by: EndedBy = EndedBy.DEPARTURE,
    required: Fraction = REQUIRED,
) -> StaffingAfterEnd:
    return staffing_after_end(
        ended, by, positions=[ended, *others], required=required, settings=CONTRACT
    )


LEAVER = position("1.0", to_on=ENDED_ON)


def test_vector_20_a_departure_below_required_opens_a_vacancy_due_in_three_months() -> None:
    found = after(LEAVER, position("8.5"))
    assert (found.staffed_before, found.staffed_after) == (Fraction("9.5"), Fraction("8.5"))
    assert found.staffed_after < found.required
    assert not found.was_below_already
    assert found.vacancy_due is not None
    assert found.vacancy_due.day == date(2027, 2, 28)
    assert "Mon Nov 30, 2026" in found.vacancy_due.how


@pytest.mark.parametrize(
    "others",
    [
        [position("8.6")],
        [position("8.5"), position("1.0", from_on=THE_DAY_AFTER)],
    ],
    ids=["enough is left", "the successor begins the day after"],
)
def test_vector_20_a_departure_that_leaves_enough_opens_none(others: list[PositionFact]) -> None:
    found = after(LEAVER, *others)
    assert found.vacancy_due is None
    assert found.staffed_after >= found.required


def test_vector_20_cut_hours_show_below_required_without_the_clock() -> None:
    cut = position("1.0", to_on=ENDED_ON)
    found = after(
        cut, position("8.0"), position("0.5", from_on=THE_DAY_AFTER), by=EndedBy.HOURS_CHANGE
    )
    assert (found.staffed_before, found.staffed_after) == (Fraction(9), Fraction("8.5"))
    assert found.staffed_after < found.required
    assert found.vacancy_due is None


@pytest.mark.parametrize("by", [EndedBy.ROLE_CHANGE, EndedBy.HOURS_CHANGE, EndedBy.OTHER])
def test_only_a_departure_starts_the_clock(by: EndedBy) -> None:
    found = after(LEAVER, position("8.5"), by=by)
    assert found.staffed_after < found.required
    assert found.vacancy_due is None


def test_the_departure_of_an_assistant_starts_no_clock() -> None:
    assistant = position("1.0", to_on=ENDED_ON, role=Role.HSC_ASSISTANT)
    assert after(assistant, position("8.5")).vacancy_due is None


def test_a_successor_one_day_late_does_not_spare_the_vacancy() -> None:
    found = after(LEAVER, position("8.5"), position("1.0", from_on=date(2026, 12, 2)))
    assert found.vacancy_due is not None


def test_staffed_equal_to_required_is_enough() -> None:
    assert after(LEAVER, position("8.5"), required=Fraction("8.5")).vacancy_due is None


def test_it_is_noted_when_it_was_below_already() -> None:
    found = after(LEAVER, position("7.5"))
    assert found.was_below_already
    assert found.vacancy_due is not None


def test_a_position_that_still_runs_has_not_ended() -> None:
    with pytest.raises(ValueError, match="not ended"):
        after(position("1.0"))


@pytest.mark.parametrize(
    ("filled_on", "in_time"), [(date(2027, 2, 28), True), (date(2027, 3, 1), False)]
)
def test_vector_21_a_vacancy_is_filled_in_time_on_the_due_day_itself(
    filled_on: date, in_time: bool
) -> None:
    found = after(LEAVER, position("8.5"))
    assert found.vacancy_due is not None
    assert is_filled_in_time(found.vacancy_due.day, filled_on) is in_time
