"""Lines in which some letters of a name choose, for `macros/forms.html`: the browser offers the names, and
`web/picking.py` says who was meant."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from ohms.web.controls import Errors, about, around, attributes, element, select
from ohms.web.escaping import escape
from ohms.web.filter_picks import FilterPick


def type_ahead(
    name: str,
    label: str,
    words: Iterable[str],
    value: str = "",
    hint: str = "",
    errors: Errors = (),
    width: str = "",
    id: str = "",
    optional: bool = False,
    shared: str = "",
    **given: Any,
) -> Markup:
    """A line that offers what begins or holds what is typed; the browser does it, without any script. Some
    of the words typed alone are sent too: the server says what they mean. `shared`: the id of the words
    that `offered` gives to several lines of a page."""
    id = id or name
    wide = f' class="w-{escape(width)}"' if width else ""
    own = "" if shared else offered(words, f"{id}-offered")
    inner = (
        f'<input type="text" id="{escape(id)}" name="{escape(name)}" value="{escape(value)}"{wide}'
        f' list="{escape(shared or f"{id}-offered")}" autocomplete="off" spellcheck="false"'
        f"{about(id, hint, errors)} {attributes(given)}>{own}"
    )
    return around(id, label, hint, errors, optional, inner)


def offered(words: Iterable[str], id: str) -> Markup:
    """What lines to type in offer."""
    options = "".join(f"<option>{escape(each)}</option>" for each in words)
    return element(f'<datalist id="{escape(id)}">{options}</datalist>')


def pick(
    field: Any,
    label: str = "",
    blank: str = "Choose",
    id: str = "",
    shared: str = "",
    sent: bool = True,
    **given: Any,
) -> Markup:
    """A field of `web/picking.py`: a drop-down while there are few to choose from. Where it stands in many
    forms of a page, `shared` is the id of the names of all, and `sent` says whether this one was sent."""
    label, id = label or field.label.text, id or field.id
    errors = field.errors if sent else ()
    if not field.is_long:
        value = field.data if sent else ""
        return select(field.name, label, field.offered, value or "", blank, "", errors, id, **given)
    nothing = "" if blank == "Choose" else f"; empty: {blank.lower()}"
    names = (name for _id, name in field.offered)
    hint = f"The first letters of a name{nothing}"
    return type_ahead(
        field.name,
        label,
        names,
        field.shown if sent else "",
        hint,
        errors,
        width="16",
        id=id,
        shared=shared,
        **given,
    )


def filter_choice(one: FilterPick) -> Markup:
    """One of `web/filter_picks.py`. What to type stands in the line itself: a hint above it would push it
    out of its row."""
    errors = [one.problem] if one.problem else []
    if not one.is_long:
        return select(one.name, one.label, one.options, one.selected, one.blank, errors=errors)
    names = (name for _value, name in one.options)
    return type_ahead(
        one.name, one.label, names, one.shown, errors=errors, placeholder="First letters"
    )


def picked_from(field: Any, id: str) -> Markup:
    """The names that `pick` shares under this id; nothing where drop-downs have them."""
    return offered((name for _id, name in field.offered), id) if field.is_long else Markup("")
