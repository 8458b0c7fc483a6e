"""The command line on this test's own database."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ohms.cli import cli
from ohms.domain.values import Method, Outcome, Party, TimeLossKind, WorkStatus
from ohms.models.notes import Contact
from tests.cli.facts import NAME, add_episode, add_note, add_payment, add_task, add_time, set_claim
from tests.cli.processes import Environment, Served
from tests.house import House

Run = Callable[..., Result]

SETTINGS = (
    "OHMS_DATABASE_URL",
    "OHMS_INSTANCE",
    "OHMS_SECRET_KEY",
    "OHMS_CLOCK",
    "OHMS_LOG",
    "OHMS_TRUSTED_HOSTS",
    "OHMS_BEHIND_PROXY",
)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def run_on(monkeypatch: pytest.MonkeyPatch, instance: Path) -> Callable[[str], Run]:
    """`run_on(url)("db", "upgrade", OHMS_CLOCK=...)`: a command with a bare environment."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    def on(database_url: str) -> Run:
        def run(*arguments: str, typed: str | None = None, **environment: str) -> Result:
            settings = {"OHMS_DATABASE_URL": database_url, "OHMS_INSTANCE": str(instance)}
            return CliRunner().invoke(
                cli, arguments, input=typed, env={**settings, **environment}, prog_name="ohms"
            )

        return run

    return on


@pytest.fixture
def run(run_on: Callable[[str], Run], database_url: str) -> Run:
    """A command on a migrated demonstration database, the one of `house` and `client`."""
    return run_on(database_url)


@pytest.fixture
def environment(database_url: str, instance: Path) -> Environment:
    return {"OHMS_DATABASE_URL": database_url, "OHMS_INSTANCE": str(instance)}


@pytest.fixture
def served(environment: Environment, tmp_path: Path) -> Iterator[Served]:
    """A real `ohms serve` on a free port, ready to answer."""
    server = Served({**environment, "OHMS_LOG": "json"}, tmp_path / "log")
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.end()


@pytest.fixture
def worked(house: House, clock: Callable[[str], None]) -> House:
    """A claim on which there was work: its summaries say what its facts say."""
    with house.app.app_context():
        note = add_note(house)
        add_time(house, note_id=note)
        house.add(
            Contact,
            claim_id=house.claim[NAME],
            cohe_id=house.cohe["alder"],
            note_id=note,
            staff_id=house.staff["alder.hsc1"],
            party=Party.WORKER,
            method=Method.PHONE,
            outcome=Outcome.REACHED,
            contact_on=date(2026, 11, 20),
        )
        add_task(house, date(2026, 12, 1))
        add_task(house, date(2026, 12, 8))
        add_payment(house, TimeLossKind.TIME_LOSS)
        add_episode(house, WorkStatus.OFF_WORK, date(2026, 10, 31), date(2026, 11, 15))
        add_episode(house, WorkStatus.MODIFIED_DUTY, date(2026, 11, 16), None)
    set_claim(
        house,
        "last_contact_on = '2026-11-20', next_due_by = '2026-12-01', open_tasks = 2,"
        " on_time_loss = true, work_status = 'modified_duty'",
    )
    return house


@pytest.fixture
def check(run: Run) -> Callable[[], Result]:
    return lambda: run("check", "--json", OHMS_CLOCK="2026-11-24T09:00:00-08:00")
