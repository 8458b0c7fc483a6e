"""Each name under which something is recorded can be asked of the audit by its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from ohms.domain.feed import FeedKind
from ohms.domain.looks import ANSWERED_FORM
from ohms.queries.task_calendar import GIVEN
from ohms.web.acts import acts_known, in_words, is_look

HOUSE = Path(__file__).parents[2] / "ohms"
Function = ast.FunctionDef | ast.AsyncFunctionDef

# What names no act itself, and where the names come from.
PASSED_ON = {
    "commands/api_tokens.py": {GIVEN},
    "commands/feed/runs.py": {f"import_{kind.value.replace('-', '_')}" for kind in FeedKind},
    "commands/write_guard.py": set(),  # the units' own names: a command's is told below
    "web/reading.py": {ANSWERED_FORM},  # beside what the views say of themselves
}


def names_recorded(source: str) -> Iterator[str | None]:
    """What each `Entry` of a file is called: where it is told a parameter, what the file's own calls
    give for it; None for a name that stands elsewhere. A command's entries have its name."""
    tree = ast.parse(source)
    constants = {
        target.id: each.value
        for each in tree.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for function in (each for each in ast.walk(tree) if isinstance(each, Function)):
        if any(name_of(each) == "command" for each in function.decorator_list):
            yield function.name
        for told in told_first(function, "Entry", "action"):
            places = [each.arg for each in function.args.args]
            if isinstance(told, ast.Name) and told.id in places:
                at = places.index(told.id)
                given = list(told_first(tree, function.name, told.id, at))
                yield from (text_of(each) for each in given)
            elif isinstance(told, ast.Name):
                yield text_of(constants.get(told.id))
            else:
                yield text_of(told)


def told_first(within: ast.AST, called: str, keyword: str, at: int = 0) -> Iterator[ast.expr]:
    """What the calls of a function pass at a place, or under its name."""
    for call in ast.walk(within):
        if isinstance(call, ast.Call) and name_of(call) == called:
            named = [each.value for each in call.keywords if each.arg == keyword]
            yield from call.args[at : at + 1] or named


def name_of(node: ast.AST) -> str:
    return str(getattr(getattr(node, "func", None), "id", ""))


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def recorded_by_file() -> dict[str, set[str | None]]:
    found = {}
    for path in sorted(HOUSE.rglob("*.py")):
        source = path.read_text()
        if "ohms.commands.audit import" in source or "@command(" in source:
            found[str(path.relative_to(HOUSE))] = set(names_recorded(source))
    return found


def test_all_that_is_recorded_is_found_in_the_audit_by_its_words(app: Flask) -> None:
    by_file = recorded_by_file()
    elsewhere = {file for file, names in by_file.items() if None in names}
    assert elsewhere <= PASSED_ON.keys(), "its names are not in its file: tell here where they are"
    recorded = {name for names in by_file.values() for name in names if name}
    assert {"break_glass", "import_data", "begin_draft", "sign_note"} <= recorded
    recorded.update(*PASSED_ON.values())
    accesses = [getattr(view, "access", None) for view in app.view_functions.values()]
    recorded.update(each.leaves for each in accesses if each and each.leaves)
    with app.app_context():
        known = acts_known()
        assert sorted(recorded - known.keys()) == []
        assert sorted(app.view_functions.keys() - known.keys()) == []


def test_no_change_reads_in_the_audit_as_a_look() -> None:
    told = {action: in_words(action) for action in ("open_barrier", "read_barrier", "enter_apf")}
    assert told == {
        "open_barrier": "Open barrier",
        "read_barrier": "Barrier opened",
        "enter_apf": "Enter APF",
    }
    assert not is_look("open_barrier")
