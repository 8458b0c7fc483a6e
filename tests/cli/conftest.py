"""The command line on this test's own database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ohms.cli import cli
from tests.cli.processes import Environment, Served

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
