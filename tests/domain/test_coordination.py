"""When our work on a claim may begin again."""

from datetime import UTC, datetime

import pytest

from ohms.domain.coordination import (
    CloseReason,
    check_may_close,
    check_may_go_on,
    check_may_hold,
    checked_remark,
    may_be_taken_up_again,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import ClaimStatus, Coordination

MONDAY, TUESDAY = datetime(2026, 11, 23, 18, tzinfo=UTC), datetime(2026, 11, 24, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ended_at", "reopened_at", "comes_back"),
    [
        (MONDAY, TUESDAY, True),
        (TUESDAY, MONDAY, False),  # who closed it knew
        (MONDAY, None, False),  # it came to us reopened
        (None, TUESDAY, True),
        (None, None, True),
    ],
)
def test_a_closed_coordination_comes_back_for_a_reopening_told_after_its_end(
    ended_at: datetime | None, reopened_at: datetime | None, comes_back: bool
) -> None:
    told = {"ended_at": ended_at, "reopened_at": reopened_at}
    closed, reopened = Coordination.CLOSED, ClaimStatus.REOPENED
    assert may_be_taken_up_again(closed, reopened, **told) is comes_back
    assert not may_be_taken_up_again(closed, ClaimStatus.CLOSED, **told)
    assert not may_be_taken_up_again(Coordination.ACTIVE, reopened, **told)


@pytest.mark.parametrize("time_loss", [True, False])
@pytest.mark.parametrize("by_assistant", [True, False])
def test_an_assistant_never_closes_a_time_loss_coordination(
    by_assistant: bool, time_loss: bool
) -> None:
    told = {"by_assistant": by_assistant, "time_loss": time_loss}
    if by_assistant and time_loss:
        with pytest.raises(RuleBroken):
            check_may_close(Coordination.ACTIVE, **told)
    else:
        check_may_close(Coordination.ACTIVE, **told)
    with pytest.raises(RuleBroken):
        check_may_close(Coordination.CLOSED, **told)


@pytest.mark.parametrize("coordination", list(Coordination))
def test_what_rests_goes_on_and_only_what_goes_on_rests(coordination: Coordination) -> None:
    for check, fits in (
        (check_may_hold, {Coordination.ACTIVE, Coordination.WATCHING}),
        (check_may_go_on, {Coordination.WATCHING, Coordination.ON_HOLD, Coordination.CLOSED}),
    ):
        if coordination in fits:
            check(coordination)
        else:
            with pytest.raises(RuleBroken):
                check(coordination)


def test_another_reason_says_which() -> None:
    assert checked_remark(CloseReason.RELEASED, None) == ""
    assert checked_remark(CloseReason.OTHER, " Moved to Spokane ") == "Moved to Spokane"
    with pytest.raises(RuleBroken) as raised:
        checked_remark(CloseReason.OTHER, " ")
    assert raised.value.field == "remark"
