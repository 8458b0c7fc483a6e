"""`ohms db`, and what is said of a database that cannot be used."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from click.testing import Result

from ohms.migrations import newest_revision, revision_at
from tests.cli.planting import plant
from tests.house import House

Run = Callable[..., Result]


def one_line(result: Result) -> str:
    """The error of a command that failed: exactly one line, nothing else."""
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.removeprefix("Error: ").strip()


@pytest.fixture
def run_bare(run_on: Callable[[str], Run], bare_database_url: str) -> Run:
    return run_on(bare_database_url)


def test_an_upgrade_founds_a_live_database_unless_told_otherwise(run_bare: Run) -> None:
    assert run_bare("db", "upgrade").stdout == (
        f"The live database is at schema {newest_revision()}.\n"
    )
    again = run_bare("db", "upgrade", "--demo")
    assert one_line(again) == "This database is live and stays live; it was upgraded as such."


def test_a_demonstration_stays_one(run_bare: Run) -> None:
    assert "demo database" in run_bare("db", "upgrade", "--demo").stdout
    assert "demo database" in run_bare("db", "upgrade").stdout


@pytest.mark.sqlite_only
def test_an_upgrade_makes_the_instance_folder_for_its_owner_alone(
    run_on: Callable[[str], Run], instance: Path
) -> None:
    file = instance / "ohms.sqlite"
    assert run_on(f"sqlite:///{file}")("db", "upgrade").exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "words",
    [("serve",), ("check",), ("routes",), ("db", "check"), ("db", "downgrade", "base", "--yes")],
)
def test_no_other_command_makes_a_database_file(
    words: tuple[str, ...], run_on: Callable[[str], Run], tmp_path: Path
) -> None:
    file = tmp_path / "missing.sqlite"
    said = one_line(run_on(f"sqlite:///{file}")(*words))
    assert said.startswith(f"There is no database at {file}.")
    assert not file.exists()


def test_an_empty_database_is_told(run_bare: Run) -> None:
    assert one_line(run_bare("serve")).startswith("This database is empty.")


def test_an_older_database_is_told(run: Run, database_url: str) -> None:
    plant(database_url, "update alembic_version set version_num = '0007'")
    assert one_line(run("check")).startswith("This database is of an older OHMS.")


@pytest.mark.parametrize("words", [("serve",), ("check",), ("db", "upgrade")])
def test_a_newer_database_is_told_and_left_alone(
    words: tuple[str, ...], run: Run, database_url: str
) -> None:
    plant(database_url, "update alembic_version set version_num = '9999'")
    assert one_line(run(*words)).startswith("This database is of a newer OHMS (schema 9999).")
    assert revision_at(database_url) == "9999"


@pytest.mark.sqlite_only
def test_a_damaged_file_is_named_and_left_as_it_was(
    run_on: Callable[[str], Run], tmp_path: Path
) -> None:
    file = tmp_path / "damaged.sqlite"
    file.write_bytes(b"no database at all, but long enough to be read as one" * 40)
    before = file.read_bytes()
    for words in (("serve",), ("db", "upgrade")):
        said = one_line(run_on(f"sqlite:///{file}")(*words))
        assert f"The database {file} cannot be read" in said
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "Set OHMS_DATABASE_URL"),
        ("mysql://here/it", "Set OHMS_DATABASE_URL"),
        ("postgresql+psycopg://ohms:hidden@127.0.0.1:1/ohms", "ohms:***@127.0.0.1:1/ohms"),
    ],
)
def test_an_address_without_a_database_is_told_without_its_password(
    url: str, says: str, run_on: Callable[[str], Run]
) -> None:
    said = one_line(run_on(url)("check"))
    assert says in said
    assert "hidden" not in said


def test_a_database_goes_down_and_up_again(run: Run, database_url: str) -> None:
    assert run("db", "downgrade", "0007", "--yes").exit_code == 0
    assert revision_at(database_url) == "0007"
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").exit_code == 0


def test_an_unknown_revision_is_one_line(run: Run) -> None:
    assert "0815" in one_line(run("db", "downgrade", "0815", "--yes"))


def test_a_schema_that_differs_from_the_models_is_found(run: Run, database_url: str) -> None:
    assert run("db", "check").exit_code == 0
    plant(database_url, "drop index ix_claim_number_prefix")
    assert "ix_claim_number_prefix" in one_line(run("db", "check"))


def test_no_revision_is_written_where_models_and_database_do_not_differ(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(
        ScriptDirectory, "_generate_template", lambda *told, **_more: written.append(told[2])
    )
    assert "do not differ" in one_line(run("db", "revision", "-m", "Nothing"))
    assert written == []
    plant(database_url, "drop index ix_claim_number_prefix")
    run("db", "revision", "-m", "An index")
    assert len(written) == 1


def test_a_new_live_database_is_not_founded_while_the_clock_stands_still(run_bare: Run) -> None:
    said = one_line(run_bare("db", "upgrade", OHMS_CLOCK="2026-11-24T09:00:00-08:00"))
    assert said == "Unset OHMS_CLOCK: a live database needs the real time."


@pytest.mark.parametrize("secret", ["", "short", "changeme", "demo-ohms-2026-wa", "a" * 31])
def test_a_live_database_is_not_served_without_a_strong_secret(secret: str, run_bare: Run) -> None:
    run_bare("db", "upgrade")
    assert one_line(run_bare("serve", OHMS_SECRET_KEY=secret)).startswith("Set OHMS_SECRET_KEY")


def test_a_live_database_is_not_served_while_the_clock_stands_still(run_bare: Run) -> None:
    run_bare("db", "upgrade")
    stopped = {"OHMS_SECRET_KEY": "x7" * 20, "OHMS_CLOCK": "2026-11-24T09:00:00-08:00"}
    assert one_line(run_bare("serve", **stopped)).startswith("Unset OHMS_CLOCK")


def test_an_upgrade_writes_the_tasks_that_follow_from_facts(
    run: Run, house: House, database_url: str
) -> None:
    plant(database_url, "update claim set coordination = 'active' where claim_number = 'AL10001'")
    plant(
        database_url,
        "insert into coordination_period (claim_id, cohe_id, from_on)"
        " select id, cohe_id, '2026-11-20' from claim where claim_number = 'AL10001'",
    )
    told = run("check")
    assert told.exit_code == 1
    assert "claim AL10001: task first_contact is missing" in told.stdout
    assert run("db", "upgrade").exit_code == 0
    assert run("check").exit_code == 0
