"""Widgets of form fields that write what WTForms' own write, in a fifth of the time.

A claim's page holds fourteen fields with fifty choices among them: making each attribute by a format of
its own took a third of the page.
"""

from typing import Any

from markupsafe import Markup
from wtforms.widgets import HiddenInput, Select, TextArea, TextInput

from ohms.web.escaping import escape


def attributes(**given: Any) -> Markup:
    """Attributes of an element, sorted by name: True stands alone, False is left out."""
    parts = []
    for name, value in sorted(given.items()):
        if value is True:
            parts.append(_written(name))
        elif value is not False:
            parts.append(f'{_written(name)}="{_inside_quotes(value)}"')
    return Markup(" ".join(parts))


def _written(name: str) -> str:
    """As WTForms has it: `class_` is class, `data_of` and `aria_label` have hyphens."""
    name = name.rstrip("_")
    return name.replace("_", "-") if name.startswith(("data_", "aria_")) else name


def _inside_quotes(value: Any) -> str:
    return str(escape(value)).replace('"', "&quot;")


class Line(TextInput):
    html_params = staticmethod(attributes)


class TypedDay(Line):
    """A line that says which way its field's days lean: the page asks the server what was typed by it."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        return super().__call__(field, data_day=field.leaning.value, **given)


class Hidden(HiddenInput):
    html_params = staticmethod(attributes)


class Prose(TextArea):
    def __call__(self, field: Any, **given: Any) -> Markup:
        said = attributes(name=field.name, **{"id": field.id, **given})
        return Markup(f"<textarea {said}>\r\n{escape(field._value())}</textarea>")


class DropDown(Select):
    """Its choices are `SelectChoice`s without attributes of their own, in no groups."""

    def __call__(self, field: Any, **given: Any) -> Markup:
        said = attributes(name=field.name, **{"id": field.id, **given})
        chosen = field.data
        options = [
            f"<option{' selected' if chosen is not None and field.coerce(each.value) == chosen else ''}"
            f' value="{_inside_quotes(each.value)}">{escape(each.label or each.value)}</option>'
            for each in field.choices
        ]
        return Markup(f"<select {said}>{''.join(options)}</select>")
