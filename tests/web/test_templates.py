"""What templates call is called as Jinja calls it: with the context only where it asks for that."""

from typing import Any

import pytest
from flask import Flask
from jinja2 import StrictUndefined, UndefinedError, pass_context, pass_environment
from jinja2.runtime import Context

from ohms.web.templates import Templates


@pass_context
def seen(context: Context, name: str) -> Any:
    return context.resolve(name)


@pass_environment
def kind(environment: Any) -> str:
    return type(environment).__name__


class Asking:
    @pass_context
    def __call__(self, context: Context, name: str) -> str:
        return f"asked for {seen(context, name)}"

    def plain(self, text: str, *, more: str = "") -> str:
        return text + more


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ seen('word') }}", "&lt;w&gt;"),
        ("{% for one in (1, 2) %}{% set each = one %}{{ seen('each') }}{% endfor %}", "12"),
        ("{% block some scoped %}{% set each = 3 %}{{ seen('each') }}{% endblock %}", "3"),
        ("{{ kind() }}", "Templates"),
        ("{{ asking('word') }}", "asked for &lt;w&gt;"),
        ("{{ asking.plain('<', more='>') }}", "&lt;&gt;"),
        (
            "{% macro bold(text) %}<b>{{ text }}{{ caller() }}</b>{% endmacro %}"
            "{% call bold(word) %}!{% endcall %}",
            "<b>&lt;w&gt;!</b>",
        ),
        ("{{ '<'.join(['a', 'b']) }}{{ range(2) | list }}", "a&lt;b[0, 1]"),
    ],
)
def test_what_is_called_gets_the_context_where_it_asks(template: str, shown: str) -> None:
    assert _environment().from_string(template).render(word="<w>") == shown


def test_what_is_not_there_cannot_be_called() -> None:
    with pytest.raises(UndefinedError, match="'nothing' is undefined"):
        _environment().from_string("{{ nothing('word') }}").render()


def _environment() -> Templates:
    made = Templates(Flask("ohms"), autoescape=True, undefined=StrictUndefined)
    made.globals.update(seen=seen, kind=kind, asking=Asking())
    return made
