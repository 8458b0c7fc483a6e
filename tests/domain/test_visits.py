"""Since when something is new to somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from ohms.domain.visits import here_until

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes_ago", "since"),
    [
        ([], None),
        ([30], 30),
        ([29], 29),
        ([600, 700], 600),
        ([5, 600], 600),
        ([5, 20, 49], 49),  # one sitting, and the first
        ([5, 20, 49, 79, 900], 79),
        ([0, 0], 0),
    ],
)
def test_what_is_new_begins_where_the_visit_before_ended(
    minutes_ago: list[int], since: int | None
) -> None:
    looks = [NOW - timedelta(minutes=minutes) for minutes in minutes_ago]
    expected = None if since is None else NOW - timedelta(minutes=since)
    assert here_until(looks, NOW) == expected
