"""How long a session goes on by itself. Source: security.md, "Sign-in and sessions"."""

from datetime import UTC, datetime, timedelta

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.sessions import SessionLimits, checked_limits

BEGAN = datetime(2026, 11, 24, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since_begun", "since_seen", "over"),
    [
        ("11:59:59", "00:30:00", False),
        ("11:59:59", "00:30:01", True),
        ("12:00:00", "00:00:00", False),
        ("12:00:01", "00:00:00", True),
    ],
)
def test_half_an_hour_of_nothing_or_twelve_hours_end_it(
    since_begun: str, since_seen: str, over: bool
) -> None:
    now = BEGAN + _time(since_begun)
    assert SessionLimits().ran_out(BEGAN, now - _time(since_seen), now) is over


@pytest.mark.parametrize(
    ("idle", "warned", "seen_every"), [(30, 300, 60), (10, 300, 60), (5, 150, 30), (0.1, 3, 0.6)]
)
def test_it_is_warned_of_five_minutes_before_or_at_half_of_a_short_limit(
    idle: float, warned: float, seen_every: float
) -> None:
    limits = SessionLimits(timedelta(minutes=idle))
    assert limits.warned_before == timedelta(seconds=warned)
    assert limits.seen_every == timedelta(seconds=seen_every)


@pytest.mark.parametrize(
    ("idle", "absolute", "live", "demo"),
    [
        (30, 12, True, True),
        (5, 1, True, True),
        (60, 12, True, True),
        (4.9, 12, False, True),
        (60.1, 12, False, True),
        (30, 12.1, False, True),
        (30, 0.5, False, True),
        (0, 12, False, False),
        (30, -1, False, False),
    ],
)
def test_a_live_installation_sets_five_minutes_to_an_hour_and_at_most_twelve_hours(
    idle: float, absolute: float, live: bool, demo: bool
) -> None:
    for demonstration, allowed in ((False, live), (True, demo)):
        if allowed:
            set_ = checked_limits(idle, absolute, demonstration=demonstration)
            assert set_.idle == timedelta(minutes=idle)
            continue
        with pytest.raises(RuleBroken):
            checked_limits(idle, absolute, demonstration=demonstration)


def _time(text: str) -> timedelta:
    hours, minutes, seconds = map(int, text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
