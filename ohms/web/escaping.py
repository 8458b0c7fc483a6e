"""How templates escape what they show, and join its parts: as markupsafe and Jinja do, without their detours.

A page escapes some thousand values, of which a third are markup that functions and macros made; the
package has each of them made into markup twice more. A fifth of a long list's time went there.
"""

from collections.abc import Iterable
from typing import Any

import jinja2.runtime
import markupsafe
from markupsafe import Markup

# The package's own work on plain text; a version that has no such function escapes as it always does.
_inner = getattr(markupsafe, "_escape_inner", markupsafe.escape)
_as_markup = str.__new__


def escape(value: Any) -> Markup:
    """As `markupsafe.escape`: markup stays, text is escaped, anything else is asked for its markup."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return _as_markup(Markup, _inner(value))
    return markupsafe.escape(value)


def join(parts: Iterable[Any]) -> str:
    """As Jinja joins what an expression or an attribute is put together of: escaped from the first
    markup on, and what stands before it too."""
    all_of_them = [markupsafe.soft_str(part) for part in parts]
    if any(hasattr(part, "__html__") for part in all_of_them):
        return _as_markup(Markup, "".join([escape(part) for part in all_of_them]))
    return "".join(all_of_them)


def set_up_escaping() -> None:
    """Have templates escape so: compiled ones take these names from Jinja's runtime as they are loaded."""
    jinja2.runtime.escape = escape  # type: ignore[attr-defined]
    jinja2.runtime.markup_join = join  # type: ignore[assignment]
