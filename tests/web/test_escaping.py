"""The house's escaping says what markupsafe and Jinja say, of everything a template can be given."""

import jinja2.runtime
import markupsafe
import pytest
from flask import render_template_string
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import Markup

from ohms.web import escaping
from tests.house import House


class Said:
    def __html__(self) -> str:
        return "<i>said</i>"

    def __str__(self) -> str:
        return "<said>"


class Spoken(Markup):
    """A kind of markup of its own."""


class Typed(str):
    """A text that is not exactly one."""


TEXTS = some.text(alphabet="<>&\"'aé\u2028 ")
VALUES = some.one_of(
    TEXTS,
    TEXTS.map(Markup),
    TEXTS.map(Spoken),
    TEXTS.map(Typed),
    some.none(),
    some.integers(),
    some.just(Said()),
)


@given(VALUES)
def test_escaped_is_what_markupsafe_makes_of_it(value: object) -> None:
    ours, theirs = escaping.escape(value), markupsafe.escape(value)
    assert (ours, type(ours)) == (theirs, type(theirs) if type(value) is not Spoken else Markup)


@given(some.lists(VALUES, max_size=4))
def test_joined_is_what_jinja_joins(values: list[object]) -> None:
    theirs = _jinjas_own_join(values)
    ours = escaping.join(values)
    assert ours == theirs
    assert hasattr(ours, "__html__") == hasattr(theirs, "__html__")


def _jinjas_own_join(values: list[object]) -> str:
    """Its words, from the source of the package: the name itself is ours by now."""
    soft = [markupsafe.soft_str(value) for value in values]
    if any(hasattr(each, "__html__") for each in soft):
        return Markup("").join(soft)
    return "".join(soft)


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{{ bad }}", "&lt;b&gt;&#34;"),
        ("{{ good }}", "<b>"),
        ("{{ bad ~ good }}", "&lt;b&gt;&#34;<b>"),
        ('<a title="{{ bad }}">', '<a title="&lt;b&gt;&#34;">'),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(bad) }}", "&lt;b&gt;&#34;"),
        ("{{ bad | upper }}", "&lt;B&gt;&#34;"),
    ],
)
def test_templates_escape_by_it(house: House, template: str, written: str) -> None:
    with house.app.test_request_context("/"):
        assert render_template_string(template, bad='<b>"', good=Markup("<b>")) == written
    assert vars(jinja2.runtime)["escape"] is escaping.escape
