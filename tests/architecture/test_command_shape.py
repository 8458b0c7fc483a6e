"""Every command of the house takes its actor first and says what it does."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import ohms.commands
from ohms.commands.unit_of_work import command
from ohms.domain.access import Actor, Permission


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(ohms.commands.__path__, "ohms.commands."):
        yield importlib.import_module(found.name)


def commands_of(module: ModuleType) -> Iterator[Any]:
    """The commands that the module itself defines."""
    for value in vars(module).values():
        if hasattr(value, "permission") and getattr(value, "__module__", "") == module.__name__:
            yield value


def faults_of(act: Any) -> list[str]:
    first = next(iter(inspect.signature(act).parameters.values()), None)
    faults = []
    if first is None or first.name != "actor" or first.annotation not in {Actor, "Actor"}:
        faults.append(f"{act.__qualname__} does not take `actor: Actor` first")
    if not (act.__doc__ or "").strip():
        faults.append(f"{act.__qualname__} does not say what it does")
    if not isinstance(act.permission, Permission):
        faults.append(f"{act.__qualname__} names no permission of the table")
    return faults


def test_every_command_takes_its_actor_first_and_says_what_it_does() -> None:
    found = [act for module in modules() for act in commands_of(module)]
    assert len(found) >= 5
    assert [fault for act in found for fault in faults_of(act)] == []


def test_each_fault_of_a_command_is_found() -> None:
    @command(Permission.NOTE_WRITE)
    def without_words(actor: Actor) -> None:
        pass

    def actor_last(number: str, actor: Actor) -> None:
        """Takes its actor last."""

    @command(Permission.NOTE_WRITE)
    def good(actor: Actor, number: str) -> None:
        """Does nothing, and says so."""

    actor_last.permission = "note.write"  # type: ignore[attr-defined]
    assert [fault.split("> ")[-1] for fault in faults_of(without_words)] == [
        f"{without_words.__qualname__} does not say what it does".split("> ")[-1]
    ]
    assert len(faults_of(actor_last)) == 2
    assert faults_of(good) == []
