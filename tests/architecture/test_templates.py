"""Every template compiles, stands in the one frame, and carries nothing inline."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined, nodes

TEMPLATES = Path(__file__).parents[2] / "ohms" / "templates"
FRAME = "base.html"
FRAMES_BELOW = (["bulk_preview.html"], ["claims/page.html"])
PAGES = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))

INLINE = {
    "style sheet": re.compile(r"<style[\s>]", re.I),
    "style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.I),
    "script": re.compile(r"<script(?![^>]*\ssrc=)[\s>]", re.I),
    "event handler": re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.I),
    "script as an address": re.compile(r"""(href|src|action)\s*=\s*["']?\s*javascript:""", re.I),
    "text taken as markup": re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
}


def faults_of(source: str) -> list[str]:
    """What is inline in a template's text; Jinja's comments do not count."""
    text = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    # A `>` inside an expression ends no tag.
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda found: found[0].replace(">", " "), text)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def stands_in_the_frame(source: str, *, is_part: bool) -> bool:
    """It extends the frame or the claim's frame and nothing else, or is a part of a page, or a file of macros."""
    tree = Environment(autoescape=True).parse(source)
    extended = [node.template.as_const() for node in tree.find_all(nodes.Extends)]
    return extended in ([FRAME], *FRAMES_BELOW) if extended else is_part or only_macros(tree)


@cache
def parts() -> set[str]:
    """The templates that others include, and that no view renders by themselves."""
    included = {
        name
        for page in PAGES
        for node in Environment()
        .parse((TEMPLATES / page).read_text("utf-8"))
        .find_all(nodes.Include)
        for name in [node.template.as_const()]
    }
    rendered = {
        node.value
        for path in TEMPLATES.parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return included - rendered


def only_macros(tree: nodes.Template) -> bool:
    """Outside its macros, or the names it gives to functions that are used as such, it prints nothing."""
    printed = [
        child
        for node in tree.body
        if isinstance(node, nodes.Output)
        for child in node.nodes
        if not (isinstance(child, nodes.TemplateData) and not child.data.strip())
    ]
    return not printed and any(isinstance(node, nodes.Macro | nodes.Assign) for node in tree.body)


def test_there_are_templates_to_look_at() -> None:
    assert {FRAME, "claims/index.html", "macros/forms.html", "errors/error.html"} <= set(PAGES)


@pytest.fixture(scope="module")
def program(standing_house: object) -> Flask:
    app: Flask = standing_house.app  # type: ignore[attr-defined]
    return app


def test_a_name_that_nothing_gives_is_an_error(program: Flask) -> None:
    assert program.jinja_env.undefined is StrictUndefined


@pytest.mark.parametrize("name", PAGES)
def test_a_template_compiles_and_carries_nothing_inline(name: str, program: Flask) -> None:
    program.jinja_env.get_template(name)
    source = (TEMPLATES / name).read_text("utf-8")
    assert faults_of(source) == []
    assert stands_in_the_frame(source, is_part=name == FRAME or name in parts())


FORM = re.compile(r"<form\b.*?</form>", re.S)
LONG_TEXT = re.compile(r"<textarea|forms\.textarea\(|forms\.field\([^)]*\brows=")
IS_A_DRAFT = "drafts/finish.html"


@pytest.mark.parametrize("name", [page for page in PAGES if page != IS_A_DRAFT])
def test_a_text_of_several_lines_is_kept_while_it_is_typed(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    forms = [form for form in FORM.findall(source) if LONG_TEXT.search(form)]
    assert [form for form in forms if "forms.drafts(" not in form] == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<style>p { color: red }</style>", "style sheet"),
        ('<p class="a" style="color: red">', "style attribute"),
        ("<p\n style = 'color: red'>", "style attribute"),
        ("<script>go()</script>", "script"),
        ('<script type="module">go()</script>', "script"),
        ('<button onclick="go()">', "event handler"),
        ("<p {{ 'a' if b > c }} onload='go()'>", "event handler"),
        ('<a href="javascript:go()">', "script as an address"),
        ("<p>{{ note.body | safe }}</p>", "text taken as markup"),
        ("{% autoescape false %}{{ body }}{% endautoescape %}", "text taken as markup"),
    ],
)
def test_each_inline_thing_is_found(source: str, fault: str) -> None:
    assert fault in faults_of(source)


@pytest.mark.parametrize(
    "source",
    [
        '<script type="module" src="/static/js/main.js"></script>',
        '<link rel="stylesheet" href="/static/css/base.css">',
        '<p class="on style">once = more</p>',
        "{# style= and <script> in a comment #}",
        "{% if count > 1 %}<p>on = off</p>{% endif %}",
    ],
)
def test_what_comes_from_files_passes(source: str) -> None:
    assert faults_of(source) == []


@pytest.mark.parametrize(
    ("source", "is_part", "stands"),
    [
        ("{% extends 'base.html' %}{% block main %}x{% endblock %}", False, True),
        ("{% macro field() %}<p>x</p>{% endmacro %}\n", False, True),
        ("<ol></ol>", True, True),
        ("<h1>Alone</h1>", False, False),
        ("{% macro field() %}x{% endmacro %}<h1>Alone</h1>", False, False),
        ("{% extends 'claims/other.html' %}", False, False),
        ("{% extends 'claims/other.html' %}", True, False),
    ],
)
def test_a_page_outside_the_frame_is_found(source: str, is_part: bool, stands: bool) -> None:
    assert stands_in_the_frame(source, is_part=is_part) is stands
