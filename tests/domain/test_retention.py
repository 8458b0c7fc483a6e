"""Records old enough, and who decides about a purge."""

from datetime import UTC, date, datetime

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.retention import (
    BY_ANOTHER,
    DECIDED,
    PurgeState,
    check_decision,
    checked_reason,
    rested_before,
    state_of,
)

AT = datetime(2026, 11, 24, tzinfo=UTC)


def test_years_are_counted_back_to_the_same_day() -> None:
    assert rested_before(date(2026, 11, 24), 7) == date(2019, 11, 24)
    assert rested_before(date(2024, 2, 29), 5) == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("instants", "state"),
    [
        ((None, None, None), PurgeState.ASKED),
        ((AT, None, None), PurgeState.APPROVED),
        ((None, AT, None), PurgeState.REFUSED),
        ((AT, None, AT), PurgeState.DONE),
    ],
)
def test_a_purge_is_asked_decided_and_done(
    instants: tuple[datetime | None, datetime | None, datetime | None], state: PurgeState
) -> None:
    assert state_of(*instants) is state


def test_nobody_decides_about_their_own_and_nothing_is_decided_twice() -> None:
    check_decision(PurgeState.ASKED, 1, 2)
    with pytest.raises(RuleBroken, match=BY_ANOTHER):
        check_decision(PurgeState.ASKED, 1, 1)
    for state in (PurgeState.APPROVED, PurgeState.REFUSED, PurgeState.DONE):
        with pytest.raises(RuleBroken, match=DECIDED):
            check_decision(state, 1, 2)


def test_a_reason_says_something_and_is_short() -> None:
    assert checked_reason("  Old \n enough ") == "Old enough"
    for wrong in (None, " ", "x" * 201):
        with pytest.raises(RuleBroken):
            checked_reason(wrong)
