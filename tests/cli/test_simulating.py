"""`ohms demo` and `ohms simulate` as commands: what they make, keep, refuse and print."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ohms.cli import simulating
from ohms.config import DEMO_PASSWORD
from ohms.simulator.loading.progress import Tell
from ohms.simulator.loading.running import simulate_days
from ohms.simulator.world import Size
from tests.cli.conftest import Run

CLOCK = "2026-11-24T09:00:00"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ohms demo` with twenty days and a hundredth of its claims."""

    def fill(*, password: str, size: Size, tell: Tell) -> dict[str, int]:
        assert size is Size.SMALL
        return simulate_days(20, password=password, claims_per_year=300, tell=tell)[1]

    monkeypatch.setattr(simulating, "fill_demonstration", fill)


def test_a_few_days_are_simulated_on_an_empty_demonstration_database(run: Run) -> None:
    done = run(
        "simulate", "--days", "10", "--claims-per-year", "1000", "--cohes", "1", OHMS_CLOCK=CLOCK
    )
    assert done.exit_code == 0, done.output
    assert "Simulated to 2026-11-23: " in done.stdout
    again = run("simulate", "--days", "10", OHMS_CLOCK=CLOCK)
    assert again.exit_code == 0
    assert "Simulated to 2026-11-23: 0 claims told of, 0 notes, 0 time entries." in again.stdout
    other = run("simulate", "--days", "1", "--seed", "5", OHMS_CLOCK=CLOCK)
    assert other.exit_code == 1
    assert "Leave out --seed" in other.stderr
    assert run("check", OHMS_CLOCK=CLOCK).exit_code == 0
    assert run("audit", "verify", OHMS_CLOCK=CLOCK).exit_code == 0


@pytest.mark.parametrize("arguments", [("demo", "--no-serve"), ("demo", "--fresh", "--no-serve")])
def test_a_live_database_gets_no_demonstration(
    run_on: Callable[[str], Run], instance: Path, arguments: tuple[str, ...]
) -> None:
    run = run_on(f"sqlite:///{instance / 'live.sqlite'}")
    assert run("db", "upgrade").exit_code == 0
    before = (instance / "live.sqlite").read_bytes()
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "This database is live" in refused.stderr
    assert (instance / "live.sqlite").read_bytes() == before
    assert "This database is live" in run("simulate", "--days", "1").stderr


@pytest.mark.usefixtures("small")
def test_the_demonstration_is_made_kept_and_begun_anew(
    run_on: Callable[[str], Run], instance: Path
) -> None:
    path = instance / "ohms.sqlite"
    run = run_on(f"sqlite:///{path}")
    first = run("demo", "--no-serve", "--port", "8123", OHMS_CLOCK=CLOCK)
    assert first.exit_code == 0, first.output
    for said in ("puget.hsc1", "lni.contract", "admin", DEMO_PASSWORD, "http://127.0.0.1:8123"):
        assert said in first.stdout
    assert "Importing claims" in first.stderr
    made = path.stat().st_ino
    again = run("demo", "--no-serve", OHMS_CLOCK=CLOCK)
    assert again.exit_code == 0
    assert "Importing claims" not in again.stderr
    assert path.stat().st_ino == made
    anew = run("demo", "--no-serve", "--fresh", OHMS_CLOCK=CLOCK)
    assert "Importing claims" in anew.stderr
    assert run("check", OHMS_CLOCK=CLOCK).exit_code == 0


@pytest.mark.usefixtures("small")
def test_a_first_load_that_was_broken_off_is_begun_again(
    run_on: Callable[[str], Run], instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_on(f"sqlite:///{instance / 'ohms.sqlite'}")
    with monkeypatch.context() as broken:
        broken.setattr("ohms.simulator.loading.first.import_written", _break_off)
        assert run("demo", "--no-serve", OHMS_CLOCK=CLOCK).exit_code == 1
    done = run("demo", "--no-serve", OHMS_CLOCK=CLOCK)
    assert done.exit_code == 0, done.output
    assert run("check", OHMS_CLOCK=CLOCK).exit_code == 0


def _break_off(*_arguments: object) -> dict[str, int]:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("small")
def test_starting_over_leaves_nothing_of_before(run: Run) -> None:
    assert run("demo", "--no-serve", "--fresh", OHMS_CLOCK=CLOCK).exit_code == 0
    centre = ("create-cohe", "sound", "--name", "Sound COHE", "--sponsor", "Sound Hospital")
    assert run(*centre).exit_code == 0
    assert run(*centre).exit_code == 1
    assert run("demo", "--no-serve", OHMS_CLOCK=CLOCK).exit_code == 0
    assert run(*centre).exit_code == 1
    assert run("demo", "--no-serve", "--fresh", OHMS_CLOCK=CLOCK).exit_code == 0
    assert run(*centre).exit_code == 0
    assert run("check", OHMS_CLOCK=CLOCK).exit_code == 0
    assert run("audit", "verify", OHMS_CLOCK=CLOCK).exit_code == 0
