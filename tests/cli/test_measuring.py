"""The page of measurements tells what was measured, and what was not."""

import sys
from collections import defaultdict

import pytest

from benchmarks.crowd import Crowd
from benchmarks.performance_page import Run, page_of
from benchmarks.served import Served
from benchmarks.taken import Parts, Taken


def measured(cpu: float) -> Taken:
    return Taken(seconds=[0.010] * 5, cpu=5 * cpu, raw=[0.001] * 5, bare_cpu=1.0, bare=5)


@pytest.fixture
def run() -> Run:
    """Two sizes on SQLite, one on PostgreSQL, and Django over the larger; of B at 100,000 nothing came."""
    run = Run(machine="a machine", sync=0.2, command="python -m benchmarks.measure")
    run.others, run.copied = "Django 5.2, Flask-Admin 2.0", 100_000
    for size, cpu in ((10_000, 4.0), (100_000, 8.0)):
        run.figures["SQLite"][size] = {"A": measured(cpu), "B": measured(2.0), "D": measured(3.0)}
    run.figures["SQLite"][100_000]["B"] = Taken(statements=9)
    run.figures["PostgreSQL"][100_000] = {"A": measured(12.0)}
    run.figures["Django admin"][100_000] = defaultdict(Taken, {"A": measured(80.0)})
    for answers, saves in (("SQLite", 30), ("Django admin", 5)):
        run.crowds.append((answers, 100_000, False, Crowd(1.0, saves=[0.1] * saves)))
    return run


def test_every_row_has_its_target_its_ratio_and_its_growth(run: Run) -> None:
    page = page_of(run)
    assert (
        "| A claim list, 50 rows, filtered, sorted, with count | 100,000 | 10.0 | 10.0 | 8.0 |"
        in page
    )
    assert "| A claim list, 50 rows, filtered, sorted, with count | 0.30 | 0.15 |" in page
    assert "At 100,000 claims the target is missed by: A claim list" in page
    assert "## On PostgreSQL" in page
    assert "| A claim list | 100,000 | 8.0 | 80.0 | 10.0 | 15 | - | - | 8 |" in page
    assert "8 writers: 6.0 times Django's saves (to reach: 6)" in page


def test_a_part_that_fails_is_told_and_loses_no_other(run: Run) -> None:
    parts = Parts()

    def fail() -> None:
        raise RuntimeError("GET /claims/AA00001 was answered by 500.")

    with parts.part("B of SQLite at 100,000 claims"):
        fail()
    assert not parts.may("B of SQLite at 100,000 claims")
    assert parts.may("A of SQLite at 100,000 claims")
    run.failed = parts.failed
    page = page_of(run)
    assert "- B of SQLite at 100,000 claims: RuntimeError: GET /claims/AA00001" in page
    assert "| B claim page | 10,000 |" in page
    assert "| B claim page | 100,000 |" not in page


def test_a_server_that_ends_before_it_listens_is_told_at_once_with_what_it_said() -> None:
    fails = (sys.executable, "-c", "raise SystemExit('Error: This database is empty.')")
    with (
        pytest.raises(RuntimeError, match="ended with 1: Error: This database is empty"),
        Served(fails),
    ):
        pass
