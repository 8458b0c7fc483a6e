"""The group of commands: each one's module is loaded when it is called, and errors are one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from flask.cli import FlaskGroup

from ohms.commands.memory import collection_paused
from ohms.config import BadEnvironment
from ohms.domain.errors import NotAllowed, NotCertain, NotFound, RuleBroken

if TYPE_CHECKING:
    from flask import Flask


@dataclass(frozen=True, slots=True)
class Later:
    """Where a command stands, and what the overview says of it without loading it."""

    place: str
    short_help: str

    def load(self, name: str) -> click.Command:
        module, _, attribute = self.place.partition(":")
        try:
            with collection_paused():
                loaded: click.Command = getattr(import_module(module), attribute)
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
            raise click.ClickException(f"This installation has no `ohms {name}`.") from None
        return loaded


class OhmsGroup(FlaskGroup):
    """Flask's own group, so that every `flask` command works too; ours come from `later`."""

    def __init__(self, *, later: Mapping[str, Later], **options: Any) -> None:
        super().__init__(
            create_app=_create_app,
            add_version_option=False,
            load_dotenv=False,
            **options,
        )
        self.later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Ours, Flask's, and those of installed plug-ins, without opening the database."""
        self._load_plugin_commands()
        return sorted({*self.commands, *self.later})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in self.later:
            return self.later[name].load(name)
        self._load_plugin_commands()
        return self.commands.get(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        listed = self.list_commands(ctx)
        room = formatter.width - 6 - max(len(name) for name in listed)
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._short_help(name, room)) for name in listed])

    def _short_help(self, name: str, room: int) -> str:
        if name in self.later:
            return self.later[name].short_help
        return self.commands[name].get_short_help_str(room)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.Exit:
            raise
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def sentence_of(error: Exception) -> str | None:
    """What is said of an error that a person can act on; None for a fault of the program."""
    if isinstance(error, RuleBroken):
        return error.message
    if isinstance(error, BadEnvironment):
        return str(error)
    if isinstance(error, NotFound):
        return str(error) or "There is no such thing here."
    if isinstance(error, NotAllowed):
        return f"The command line may not do this ({error.permission})."
    return _of_the_database(error)


def _of_the_database(error: Exception) -> str | None:
    # Loaded already where they could be raised; `ohms --help` is quick because nobody else does.
    from alembic.util import CommandError

    from ohms.commands.refusals import Conflict, DatabaseBusy

    if isinstance(error, Conflict):
        return "Somebody saved the same thing first; nothing was changed. Try again."
    if isinstance(error, DatabaseBusy):
        return (
            f"The database cannot be used now: locked, full, read-only or gone. {_left_by(error)}"
        )
    if isinstance(error, CommandError):
        return " ".join(str(error).split())
    return None


def _left_by(busy: Exception) -> str:
    if isinstance(busy, NotCertain):
        return "It may have been done, or a part of it: look before you do it again."
    return "Nothing was changed."


def _create_app() -> "Flask":
    from ohms.app import create_app

    return create_app()
