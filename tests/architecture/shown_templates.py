"""The templates of whole pages, and which of them are shown while something is asked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, template_rendered
from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).parents[2] / "ohms" / "templates"
FRAMES = frozenset({"bulk_preview.html", "claims/page.html"})
NOT_BY_AN_ADDRESS_ALONE: Mapping[str, str] = {
    "about/index.html": "open to everybody: not recorded",
    "accounts/sign_in.html": "open to everybody: not recorded",
    "accounts/welcome.html": "open to everybody: not recorded",
    "accounts/code.html": "after the password of who has a second step",
    "claims/bulk.html": "with the claims in the question",
    "claims/document_fields.html": "of an APF or a ROA; that in the house is a chart note",
    "claims/note_act.html": "the answer to an act on a note that is refused",
    "drafts/finish.html": "with the draft in the question",
    "drafts/throw_away.html": "with the draft in the question",
    "errors/error.html": "where nothing is, or may be",
    "lists/view.html": "the answer to a view without a name",
    "tasks/bulk.html": "with the tasks in the question",
}
"""Looked at in tests/browser/test_every_template.py as well, by tests/browser/shown_otherwise.py."""


def page_templates() -> set[str]:
    """Those that stand in the frame: no macros, no parts of pages, no frame itself."""
    names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
    return {name for name in names if _extends(name)} - FRAMES


def _extends(name: str) -> bool:
    parsed = Environment(autoescape=True).parse((TEMPLATES / name).read_text("utf-8"))
    return next(parsed.find_all(nodes.Extends), None) is not None


@contextmanager
def rendered_by(app: Flask) -> Iterator[list[str]]:
    """The names of the templates of which pages were made, as they are made."""
    names: list[str] = []

    def note(_app: Flask, template: Any, **_context: Any) -> None:
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        yield names
