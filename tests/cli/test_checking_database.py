"""`ohms check` and `ohms audit verify` on the database itself: references, pages, the audit."""

import json
import sqlite3
from collections.abc import Callable

import pytest
from click.testing import Result

from tests.cli.checked import broken
from tests.cli.facts import url_of
from tests.cli.faults import change_an_audit_entry
from tests.house import House

Run = Callable[..., Result]


@pytest.mark.sqlite_only
def test_a_row_without_its_parent_is_found(worked: House, check: Callable[[], Result]) -> None:
    file = sqlite3.connect(url_of(worked).removeprefix("sqlite:///"))
    file.execute(
        "insert into calendar_day (cohe_id, day, name, is_open) values (99, '2026-12-24', 'Eve', 0)"
    )
    file.commit()
    file.close()
    assert broken(check()) == {"references_hold"}


@pytest.mark.sqlite_only
def test_a_damaged_page_is_found(
    worked: House, check: Callable[[], Result], database_url: str
) -> None:
    path = database_url.removeprefix("sqlite:///")
    file = sqlite3.connect(path)
    file.execute("pragma wal_checkpoint(truncate)")
    (root,) = file.execute("select rootpage from sqlite_master where name = 'training'").fetchone()
    (size,) = file.execute("pragma page_size").fetchone()
    file.close()
    with open(path, "r+b") as pages:  # noqa: PTH123
        pages.seek((root - 1) * size)
        pages.write(b"\xff" * 64)
    found = check()
    assert found.exit_code == 1
    assert "database_whole" in broken(found)


def test_a_whole_audit_is_verified(house: House, run: Run) -> None:
    verified = run("audit", "verify")
    assert (verified.exit_code, verified.stdout) == (0, "The audit chain is whole.\n")


def test_the_first_broken_entry_of_the_audit_is_told(house: House, run: Run) -> None:
    change_an_audit_entry(house)
    verified = run("audit", "verify")
    assert verified.exit_code == 1
    assert verified.stderr == (
        "Error: The audit chain breaks in lane 0 at entry 1:"
        " The entry was changed after it was written.\n"
    )
    as_data = run("audit", "verify", "--json")
    assert as_data.exit_code == 1
    assert json.loads(as_data.stdout)["first_break"]["number"] == 1
