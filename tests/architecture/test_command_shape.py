"""Every command of the house takes its actor first and says what it does."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import ohms.commands
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor

BEFORE_ANYBODY_WRITES = {"found_installation", "import_data"}
"""Of a database that nobody else has open yet."""


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


def bulk_units_of(source: str) -> Iterator[tuple[str, bool]]:
    """Each function that opens a bulk unit, and whether it is done again where it gave way."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        opened = (
            each.context_expr
            for at in ast.walk(node)
            if isinstance(at, ast.With)
            for each in at.items
        )
        if any(ast.unparse(each).startswith("bulk_unit(") for each in opened):
            marks = {ast.unparse(each) for each in node.decorator_list}
            yield node.name, "contextmanager" in marks or "done_again" in marks


def test_what_loads_many_rows_beside_people_is_done_again_where_it_gave_way() -> None:
    """On PostgreSQL two that write the same rows the other way round cannot both go on."""
    folder = Path(inspect.getfile(ohms.commands)).parent
    sources = [path.read_text() for path in sorted(folder.rglob("*.py"))]
    found = dict(unit for each in sources if "bulk_unit(" in each for unit in bulk_units_of(each))
    assert len(found) >= 12
    assert {name for name, again in found.items() if not again} == BEFORE_ANYBODY_WRITES


def test_a_bulk_unit_that_is_not_done_again_is_found() -> None:
    unit = "def load():\n    with bulk_unit('load', None) as unit:\n        pass\n"
    assert list(bulk_units_of(unit)) == [("load", False)]
    assert list(bulk_units_of(f"@done_again\n{unit}")) == [("load", True)]
