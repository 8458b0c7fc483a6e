"""One word for one thing where two files say it: a page's title and its look in the audit, a class that a
template gives and the style sheet that has it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Flask

from ohms.domain.names import folded
from ohms.web.acts import in_words, is_look
from tests.house import House

OHMS = Path(__file__).parents[2] / "ohms"
ASKING = frozenset({"read_draft", "read_shadowing", "read_training"})
"""Looks at a row whose page asks a question about it."""
OF_THE_READER = frozenset({"your", "my"})

HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}]*\}", re.S)
GIVEN = re.compile(r'\bclass="([^"]*)"')
ASKED_FOR = re.compile(r"\bclass='([\w -]+)'")
WIDTH = re.compile(r"""\bwidth=['"](\w+)['"][^>]*\}\}""")


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", folded(text.replace("&amp;", "&"))))


@cache
def templates_of(module: Path) -> dict[str, set[str]]:
    """By the name of each function of a file: the templates that it, or what it calls there, renders."""
    tree = ast.parse(module.read_text("utf-8"))
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}

    def of(name: str, seen: frozenset[str]) -> Iterator[str]:
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Constant) and str(node.value).endswith(".html"):
                yield str(node.value)
            called = (
                node.func.id
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                else ""
            )
            if called in functions.keys() - seen:
                yield from of(called, seen | {called})

    return {name: set(of(name, frozenset({name}))) for name in functions}


def titled_looks(app: Flask) -> dict[str, set[str]]:
    """Each look whose pages all have a title that stands in their templates, and these titles."""
    named: dict[str, set[str]] = {}
    for view in app.view_functions.values():
        reads = getattr(getattr(view, "access", None), "reads", None)
        if reads and is_look(reads):
            module = OHMS / Path(*view.__module__.split(".")[1:])
            path = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
            named.setdefault(reads, set()).update(templates_of(path).get(view.__name__, ()))
    titles = {reads: {title_of(each) for each in those} for reads, those in named.items() if those}
    return {reads: those for reads, those in titles.items() if "" not in those}


def title_of(template: str) -> str:
    """What stands in its h1; empty where that is made of what the page shows."""
    found = HEADING.search((OHMS / "templates" / template).read_text("utf-8"))
    return found[1] if found and "{" not in found[1] else ""


def says(told: str, title: str) -> bool:
    """Whether each word of a title begins one of those that are told: Search is Claims searched."""
    return all(
        any(each.startswith(word) for each in words_of(told))
        for word in words_of(title) - OF_THE_READER
    )


def test_the_audit_calls_a_page_by_its_title(standing_house: House) -> None:
    looks = titled_looks(standing_house.app)
    assert len(looks) > 40
    assert {
        f"{reads}: “{in_words(reads)}” of “{' / '.join(sorted(titles))}”"
        for reads, titles in looks.items()
        if reads not in ASKING and not any(says(in_words(reads), each) for each in titles)
    } == set()


def classes_given() -> Iterator[tuple[str, str]]:
    """Each class that stands whole in a template or in a function that makes elements, and where."""
    for path in [*OHMS.rglob("*.html"), *(OHMS / "web").rglob("*.py")]:
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
        for said in [*GIVEN.findall(EXPRESSION.sub("\0", text)), *ASKED_FOR.findall(text)]:
            yield from ((each, path.name) for each in said.split() if each.isprintable())
        yield from ((f"w-{width}", path.name) for width in WIDTH.findall(text))


def test_every_class_that_a_page_gives_has_a_style_or_a_script() -> None:
    sheets = "".join(path.read_text("utf-8") for path in OHMS.rglob("*.css"))
    scripts = "".join(path.read_text("utf-8") for path in OHMS.rglob("*.js"))
    known = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)))
    given = set(classes_given())
    assert {"field", "chips", "w-8", "w-16"} <= {name for name, _where in given}
    assert {
        each for each in given if each[0] not in known and f".{each[0]}" not in scripts
    } == set()
