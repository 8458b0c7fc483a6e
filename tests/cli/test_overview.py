"""What every command has in common: help with an example, exit codes, errors on one line."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ohms.cli import COMMANDS, cli
from ohms.cli.group import Later, sentence_of
from ohms.commands.audit import Entry
from ohms.commands.refusals import AnswerLost, DatabaseBusy, PartlyDone
from ohms.commands.unit_of_work import record_reading
from tests.cli.processes import Environment, Served, bare_environment, command_line

# Written by Flask: they have no example of ours.
OF_FLASK = {"routes", "run", "shell"}


def commands_below(name: str) -> Iterator[tuple[str, ...]]:
    command = COMMANDS[name].load(name)
    if isinstance(command, click.Group):
        yield from ((name, sub) for sub in command.commands)
    else:
        yield (name,)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_of_itself(name: str) -> None:
    for words in commands_below(name):
        told = CliRunner().invoke(cli, [*words, "--help"])
        assert told.exit_code == 0
        assert f"ohms {' '.join(words)}" in told.stdout.partition("Example")[2]


def test_the_overview_lists_ours_and_flasks_and_needs_no_database(tmp_path: Path) -> None:
    told = subprocess.run(
        command_line("--help"),
        env=bare_environment({"OHMS_INSTANCE": str(tmp_path / "none")}),
        capture_output=True,
        text=True,
        check=True,
    )
    listed = {line.split()[0] for line in told.stdout.splitlines() if line.startswith("  ")}
    assert set(COMMANDS) | OF_FLASK <= listed
    assert told.stderr == ""
    assert not (tmp_path / "none").exists()


def test_a_command_that_is_not_installed_is_told_when_it_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(COMMANDS, "later", Later("ohms.cli.not_there:later", "Comes later."))
    assert "Comes later." in CliRunner().invoke(cli, ["--help"]).stdout
    called = CliRunner().invoke(cli, ["later"])
    assert called.exit_code == 1
    assert called.stderr == "Error: This installation has no `ohms later`.\n"


def test_every_flask_command_works_under_it_too(run: Callable[..., Result]) -> None:
    routes = run("routes")
    assert routes.exit_code == 0
    assert "accounts.sign_in" in routes.stdout


def test_a_database_that_went_away_is_told_with_what_it_left() -> None:
    told = sentence_of(DatabaseBusy()) or ""
    assert told.endswith("Nothing was changed.")
    for in_doubt in (AnswerLost(), PartlyDone()):
        told = sentence_of(in_doubt) or ""
        assert told.startswith("The database cannot be used now")
        assert told.endswith("It may have been done, or a part of it: look before you do it again.")


def test_of_an_act_in_several_transactions_a_part_stands(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def after(recorded: bool) -> str:
        def act(*_told: object) -> int:
            if recorded:
                record_reading(None, Entry("read_feed"), None)
            raise DatabaseBusy

        monkeypatch.setattr("ohms.cli.nightly.bring_complexity_to_facts", act)
        return str(run("nightly").stderr)

    assert after(recorded=False).endswith("Nothing was changed.\n")
    assert after(recorded=True).endswith("look before you do it again.\n")


@pytest.mark.parametrize(
    "words", [("nothing",), ("serve", "--port", "0"), ("db", "downgrade"), ("create-cohe",)]
)
def test_wrong_use_exits_with_two(words: tuple[str, ...], run: Callable[..., Result]) -> None:
    assert run(*words).exit_code == 2


def test_flasks_own_server_starts_without_a_warning(
    environment: Environment, tmp_path: Path
) -> None:
    server = Served(environment, tmp_path / "log", command="run")
    try:
        server.wait_until_ready()
        told = server.log()
    finally:
        server.end()
    assert "`ohms serve` is for production" in told
    assert "WARNING" not in told
    assert f"http://127.0.0.1:{server.port}" in told
