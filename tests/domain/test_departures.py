"""Which positions a departure ends."""

from datetime import date

import pytest

from ohms.domain.departures import Kept, left_by_departure

TODAY = date(2026, 12, 1)
LAST, BEFORE = date(2026, 11, 30), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("positions", "ends"),
    [
        ([], set()),
        ([Kept(1, BEFORE, False), Kept(2, None, False)], {2}),
        ([Kept(1, BEFORE, False), Kept(2, LAST, False)], {2}),
        ([Kept(1, BEFORE, False), Kept(2, LAST, True)], set()),
        ([Kept(1, LAST, True), Kept(2, TODAY, False)], {2}),
    ],
    ids=["none", "the one held", "the one that ended", "ended already", "came back"],
)
def test_a_departure_ends_what_gives_a_right_or_else_what_ended_last(
    positions: list[Kept], ends: set[int]
) -> None:
    assert left_by_departure(positions, TODAY) == ends
