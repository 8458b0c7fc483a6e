"""How long a text begun in sight may be finished."""

from datetime import UTC, datetime, timedelta

import pytest

from ohms.domain.drafts import TO_FINISH, may_finish

BEGUN = datetime(2026, 11, 24, 10, tzinfo=UTC)
ENDED = BEGUN + timedelta(days=3)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("begun", "ended", "now", "may"),
    [
        (BEGUN, None, BEGUN + timedelta(days=80), True),
        (BEGUN, ENDED, ENDED, True),
        (BEGUN, ENDED, ENDED + TO_FINISH, True),
        (BEGUN, ENDED, ENDED + TO_FINISH + SECOND, False),
        (BEGUN, BEGUN, BEGUN, True),
        (ENDED + SECOND, ENDED, ENDED + SECOND, False),
    ],
)
def test_who_began_in_time_may_finish_for_seven_days_after_sight_ended(
    begun: datetime, ended: datetime | None, now: datetime, may: bool
) -> None:
    assert may_finish(begun, ended, now) is may
