"""`ohms check` on staffing and time: who answers for a claim, and under which position."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from click.testing import Result

from ohms.domain.values import Coordination
from tests.cli.checked import broken
from tests.cli.facts import AT, add_note, add_time, end_position, url_of
from tests.cli.faults import leave_a_text_of_who_left
from tests.cli.planting import plant
from tests.house import House


def test_a_claim_without_a_coordinator_is_a_gap_and_no_failure(
    worked: House, check: Callable[[], Result]
) -> None:
    end_position(worked, "2026-11-23")
    found = check()
    assert broken(found) == {"answered_for"}
    assert (found.exit_code, found.stderr) == (0, "")
    gap = next(e for e in json.loads(found.stdout)["invariants"] if e["findings"])
    assert gap["severity"] == "gap"
    assert [line.split(":")[0] for line in gap["findings"]] == ["claim AL10001", "claim AL10002"]


def test_what_who_left_was_typing_is_a_gap_until_it_is_adopted_or_let_go(
    worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        leave_a_text_of_who_left(worked)
    found = check()
    assert broken(found) == {"departed_wrote"}
    assert (found.exit_code, found.stderr) == (0, "")


def test_a_coordinator_answers_through_the_last_day_worked(
    worked: House, check: Callable[[], Result]
) -> None:
    end_position(worked, "2026-11-24")
    assert broken(check()) == set()


def test_a_closed_coordination_needs_no_coordinator(
    worked: House, check: Callable[[], Result]
) -> None:
    end_position(worked, "2026-11-23")
    plant(
        url_of(worked),
        "update claim set coordination = :closed",
        closed=Coordination.CLOSED.value,
    )
    assert broken(check()) == set()


def test_voided_minutes_are_not_looked_at(worked: House, check: Callable[[], Result]) -> None:
    with worked.app.app_context():
        add_time(worked, performed_on=date(2023, 12, 31), voided_at=AT)
    assert broken(check()) == set()


def test_a_note_of_the_last_evening_worked_stands_under_its_position(
    worked: House, check: Callable[[], Result]
) -> None:
    """At 23:30 in Washington it is the next day in UTC."""
    end_position(worked, "2026-11-20")
    with worked.app.app_context():
        add_note(worked, written_at=datetime(2026, 11, 21, 7, 30, tzinfo=UTC))
    assert broken(check()) == {"answered_for"}
