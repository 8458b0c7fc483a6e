"""Fields and buttons as elements, for `macros/forms.html`: a page holds hundreds of them.

They are made here because a macro costs five times as much as a function. What is given is text to be
escaped, or markup that a field of a form made of itself; further attributes come by their own names.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ohms.web.drafts import form_in_tab
from ohms.web.escaping import escape

Errors = Sequence[str]


def element(html: str) -> Markup:
    """Of what this module and `web/choosing.py` wrote, with all that was given escaped."""
    return Markup(html)


def attributes(given: Mapping[str, Any]) -> str:
    said = " ".join(
        f'{name}="{escape(value)}"' for name, value in given.items() if value is not None
    )
    return f" {said}" if said else ""


def tokens(csrf: str, idempotency_key: str = "", version: int | str = "") -> Markup:
    """The hidden fields of every form that changes something."""
    key = _hidden("idempotency_key", idempotency_key) if idempotency_key else ""
    over = _hidden("version", version) if version != "" else ""
    return element(f"{_hidden('csrf_token', csrf)}{key}{over}")


def _hidden(name: str, value: Any) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def drafts(kind: str) -> Markup:
    """Keeps what is typed in this form as its author's draft: one line, after the form's own buttons.
    `kind`: which form of the page it is, such as 'note' or 'addendum-12'; its first word names it."""
    here = form_in_tab(kind)
    if not here:
        return Markup("")
    refused = " data-draft-refused" if here.refused else ""
    return element(
        f'<input type="hidden" name="draft_tab" value="{escape(here.tab)}"{refused}>'
        f"{_hidden('draft_page', here.page)}\n"
        '<button type="submit" class="button button-quiet button-small" formaction="/drafts"'
        ' data-draft-save>Save draft</button> <span class="draft-state" role="status" data-draft-state>'
        f"{escape(here.saved)}</span>"
    )


def _label(id: str, text: str, optional: bool) -> str:
    soft = ' <span class="soft">(optional)</span>' if optional else ""
    return f'<label for="{escape(id)}">{escape(text)}{soft}</label>'


def beside(id: str, hint: str, errors: Errors) -> Markup:
    """The hint and the errors of a field, each with the id by which the field names it."""
    told = f'<p class="hint" id="{escape(id)}-hint">{escape(hint)}</p>' if hint else ""
    if not errors:
        return element(told)
    each = " ".join(f'<span class="visually-hidden">Error: </span>{escape(e)}' for e in errors)
    return element(f'{told}<p class="error" id="{escape(id)}-error">{each}</p>')


def described(id: str, hint: str, errors: Errors) -> str:
    """The ids of what stands `beside`; empty where nothing does."""
    return " ".join([f"{id}-hint"] * bool(hint) + [f"{id}-error"] * bool(errors))


def about(id: str, hint: str, errors: Errors) -> str:
    by = described(id, hint, errors)
    named = f' aria-describedby="{escape(by)}"' if by else ""
    return f"{named}{_INVALID if errors else ''}"


_INVALID = ' aria-invalid="true"'


def around(id: str, label: str, hint: str, errors: Errors, optional: bool, inner: str) -> Markup:
    wrong = " field-wrong" if errors else ""
    return element(
        f'<div class="field{wrong}">\n  {_label(id, label, optional)}\n'
        f"  {beside(id, hint, errors)}\n  {inner}\n</div>"
    )


def field(
    field: Any,
    hint: str = "",
    label: str = "",
    width: str = "",
    optional: bool = False,
    **given: Any,
) -> Markup:
    """A WTForms field with its label, hint and errors. `width`: '', '2', '4', '8' or '16' (about so many
    characters, `forms.css` has these). Anything else named is an attribute: `field(form.due,
    autocomplete='off')`."""
    id, errors, text = field.id, field.errors, label or field.label.text
    given = {name: value for name, value in given.items() if value is not None}
    by = described(id, hint, errors)
    if by:
        given["aria-describedby"] = by
    if errors:
        given["aria-invalid"] = "true"
    if width:
        given["class"] = f"w-{width}"
    if field.type == "BooleanField":
        return _box(field, hint, text, given)
    if field.type == "RadioField":
        return _radio(field, hint, text, optional, by)
    return around(id, text, hint, errors, optional, field(**given))


def _box(field: Any, hint: str, text: str, given: Mapping[str, Any]) -> Markup:
    id, errors = escape(field.id), field.errors
    more = f'<span class="hint" id="{id}-hint"> {escape(hint)}</span>' if hint else ""
    return element(
        f'<div class="field{" field-wrong" if errors else ""}">\n  {beside(field.id, "", errors)}\n'
        f'  <label class="check">{field(**given)} <span>{escape(text)}{more}</span></label>\n</div>'
    )


def _radio(field: Any, hint: str, text: str, optional: bool, by: str) -> Markup:
    soft = ' <span class="soft">(optional)</span>' if optional else ""
    named = f' aria-describedby="{escape(by)}"' if by else ""
    options = "".join(
        f'    <label class="choice">{option()}<span>{escape(option.label.text)}</span></label>'
        for option in field
    )
    return element(
        f'<fieldset class="field group{" field-wrong" if field.errors else ""}" id="{escape(field.id)}"'
        f"{named}>\n  <legend>{escape(text)}{soft}</legend>\n  {beside(field.id, hint, field.errors)}\n"
        f'  <div class="chips-choice">{options}  </div>\n</fieldset>'
    )


def input(
    name: str,
    label: str,
    value: Any = "",
    type: str = "text",
    hint: str = "",
    errors: Errors = (),
    width: str = "",
    id: str = "",
    optional: bool = False,
    **given: Any,
) -> Markup:
    """A field without a form object, for filters and for lists of fields. `errors`: messages."""
    id = id or name
    told = escape("" if value is None else value)
    wide = f' class="w-{escape(width)}"' if width else ""
    inner = (
        f'<input type="{escape(type)}" id="{escape(id)}" name="{escape(name)}" value="{told}"{wide}'
        f"{about(id, hint, errors)} {attributes(given)}>"
    )
    return around(id, label, hint, errors, optional, inner)


def select(
    name: str,
    label: str,
    options: Iterable[tuple[Any, Any]],
    selected: Any = "",
    blank: str | None = None,
    hint: str = "",
    errors: Errors = (),
    id: str = "",
    optional: bool = False,
    **given: Any,
) -> Markup:
    """`options`: pairs of (value, word). `blank`: the word of the empty choice, or None to leave it out."""
    id, chosen = id or name, str(selected)
    empty = "" if blank is None else f'    <option value="">{escape(blank)}</option>'
    listed = "".join(
        f'    <option value="{escape(value)}"{" selected" if str(value) == chosen else ""}>'
        f"{escape(word)}</option>"
        for value, word in options
    )
    inner = (
        f'<select id="{escape(id)}" name="{escape(name)}"{about(id, hint, errors)}'
        f" {attributes(given)}>{empty}{listed}  </select>"
    )
    return around(id, label, hint, errors, optional, inner)


def textarea(
    name: str,
    label: str,
    value: Any = "",
    rows: int = 6,
    hint: str = "",
    errors: Errors = (),
    id: str = "",
    optional: bool = False,
    **given: Any,
) -> Markup:
    id = id or name
    told = escape("" if value is None else value)
    inner = (
        f'<textarea id="{escape(id)}" name="{escape(name)}" rows="{escape(rows)}" maxlength="20000"'
        f"{about(id, hint, errors)} {attributes(given)}>\n{told}</textarea>"
    )
    return around(id, label, hint, errors, optional, inner)


def check(
    name: str,
    label: str,
    value: Any = "yes",
    checked: bool = False,
    hint: str = "",
    id: str = "",
    **given: Any,
) -> Markup:
    named = f' id="{escape(id)}"' if id else ""
    more = f'<span class="hint"> {escape(hint)}</span>' if hint else ""
    return element(
        f'<label class="check"><input type="checkbox" name="{escape(name)}" value="{escape(value)}"'
        f"{named}{' checked' if checked else ''} {attributes(given)}>"
        f" <span>{escape(label)}{more}</span></label>"
    )


def _classes(kind: str, small: bool) -> str:
    return f"button{f' button-{kind}' if kind else ''}{' button-small' if small else ''}"


def _pressed_by(key: str) -> tuple[str, str]:
    """The attribute of the key that presses it, and the key as it stands on it."""
    if not key:
        return "", ""
    return f' data-key="{escape(key)}"', f' <kbd aria-hidden="true">{escape(key)}</kbd>'


def button(
    text: str,
    kind: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    key: str = "",
    **given: Any,
) -> Markup:
    """`kind`: '' (plain), 'primary', 'quiet' or 'danger'. `key`: the single key that presses it."""
    sent = f' name="{escape(name)}" value="{escape(value)}"' if name else ""
    by_key, shown = _pressed_by(key)
    return element(
        f'<button type="submit" class="{_classes(kind, small)}"{sent}{by_key} {attributes(given)}>'
        f"{escape(text)}{shown}</button>"
    )


def link_button(
    text: str, href: str, kind: str = "", small: bool = False, key: str = "", **given: Any
) -> Markup:
    by_key, shown = _pressed_by(key)
    return element(
        f'<a class="{_classes(kind, small)}" href="{escape(href)}"{by_key} {attributes(given)}>'
        f"{escape(text)}{shown}</a>"
    )


def post_button(
    text: str,
    action: str,
    csrf: str,
    idempotency_key: str = "",
    kind: str = "",
    small: bool = True,
    about: str = "",
    hidden: Mapping[str, Any] | None = None,
    key: str = "",
) -> Markup:
    """A form that is one button: undo, finish, take back. `about`: what it acts on, for those who do not
    see the row."""
    by_key, shown = _pressed_by(key)
    sent = "".join(_hidden(name, value) for name, value in (hidden or {}).items())
    of = f'<span class="visually-hidden"> {escape(about)}</span>' if about else ""
    return element(
        f'<form class="inline-form" action="{escape(action)}" method="post" data-once>'
        f"{tokens(csrf, idempotency_key)}{sent}"
        f'<button type="submit" class="{_classes(kind, small)}"{by_key}>{escape(text)}{of}{shown}'
        "</button>\n</form>"
    )
