"""When our work on a claim may begin again."""

from datetime import UTC, datetime

import pytest

from ohms.domain.coordination import may_be_taken_up_again
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
