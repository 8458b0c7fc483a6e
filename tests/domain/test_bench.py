"""The bench: each line once, with an owner, and clocks that ran at once."""

from datetime import UTC, date, datetime

import pytest

from ohms.domain.attesting import LoggedFact
from ohms.domain.bench import LINES, BenchKind, WorkedRun, looked_back_to, overlapping_runs
from ohms.domain.values import Capture

DAY = date(2026, 11, 24)


def run(entry_id: int, minutes: int, until: str, staff: int = 1, day: date = DAY) -> WorkedRun:
    hour, minute = map(int, until.split(":"))
    entered_at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    return WorkedRun(entry_id, staff, LoggedFact(day, minutes, Capture.CAPTURED, entered_at, day))


def test_every_line_says_whose_it_is_and_stands_once() -> None:
    assert [line.kind for line in LINES] == list(BenchKind)
    assert all(line.owner and line.sentence.endswith(".") for line in LINES)
    assert all(bool(line.mend) == bool(line.mend_label) for line in LINES)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 1, 1), date(2025, 10, 1)),
        (date(2026, 3, 31), date(2025, 10, 1)),
        (date(2026, 4, 1), date(2026, 1, 1)),
    ],
)
def test_notes_are_looked_back_to_the_quarter_before(today: date, first: date) -> None:
    assert looked_back_to(today) == first


def test_only_runs_of_one_person_and_day_overlap_and_touching_ones_do_not() -> None:
    runs = [
        run(1, 30, "18:00"),
        run(2, 20, "18:20"),  # begins as the first ends
        run(3, 30, "18:30"),  # began at 18:00, within the second
        run(4, 30, "18:30", day=date(2026, 11, 25)),
        run(5, 30, "18:20", staff=2),
    ]
    assert [[each.id for each in found] for found in overlapping_runs(runs)] == [[2, 3]]
    assert not list(overlapping_runs([]))
