"""`ohms check`: each fault that is planted is found, and found alone."""

from collections.abc import Callable

import pytest
from click.testing import Result

from ohms.queries.checks.registry import FILE_INVARIANTS, INVARIANTS
from tests.cli.checked import broken
from tests.cli.facts import set_claim
from tests.cli.faults import FAULTS
from tests.house import House

Run = Callable[..., Result]

OTHERS = {  # each has a test of its own
    "departed_wrote",
    "answered_for",
    "database_whole",
    "document_files",
    "packet_files",
    "put_away",
    "put_away_answered",
    "referral_chased",
    "references_hold",
    "stray_files",
    "tasks_handed_over",
}


def test_a_furnished_house_passes(worked: House, check: Callable[[], Result]) -> None:
    passed = check()
    assert broken(passed) == set()
    assert (passed.exit_code, passed.stderr) == (0, "")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_else(
    name: str, worked: House, check: Callable[[], Result]
) -> None:
    with worked.app.app_context():
        FAULTS[name](worked)
    found = check()
    assert broken(found) == {name}
    assert found.exit_code == 1
    known = len(INVARIANTS) + len(FILE_INVARIANTS)
    assert found.stderr == f"Error: 1 of {known} invariants do not hold.\n"


def test_every_invariant_has_a_planted_fault() -> None:
    known = {each.name for each in (*INVARIANTS, *FILE_INVARIANTS)}
    assert known == set(FAULTS) | OTHERS


def test_findings_name_claims_by_number_and_nobody_by_name(
    worked: House, run: Run, clock: Callable[[str], None]
) -> None:
    set_claim(worked, "open_tasks = 3")
    found = run("check", OHMS_CLOCK="2026-11-24T09:00:00-08:00")
    assert "claim AL10001: open_tasks is 3, its facts say 2" in found.stdout
    assert "WorkerAL10001" not in found.output
