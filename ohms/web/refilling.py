"""A form of a rendered page filled with what was typed in it before.

Works on the page as it stands, so that every form of the house is filled alike, whether its fields
come from a form object or from a template. Our pages quote and escape every attribute; the form is
found by the token of its tab. Fields are filled by name, those of one name in their order; what the
draft does not tell of stays as it is. A fold around the form opens, and one in it that holds
something typed.
"""

import re
from collections import deque
from collections.abc import Sequence
from html import escape, unescape

from ohms.domain.drafts import Fields

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"\s([a-zA-Z_:][\w:.-]*)(?:=\"([^\"]*)\")?")
TEXTAREA = re.compile(r"(<textarea\b[^>]*>)(.*?)(</textarea>)", re.S)
LEFT_AS_THEY_ARE = frozenset({"submit", "button", "reset", "image", "file", "password"})
OURS = frozenset({"csrf_token", "draft_tab", "draft_page"})


def refilled(html: str, tab: str, fields: Fields) -> str:
    """The page with the form of this tab filled in; unchanged where it has none."""
    found = html.find(f' name="draft_tab" value="{tab}"')
    if found < 0:
        return html
    start, end = html.rfind("<form", 0, found), html.find("</form>", found)
    inside = _opened_inside(_Filling(fields).fill(html[start:end]), fields)
    return _opened_around(html[:start]) + inside + html[end:]


class _Filling:
    """The values still to be put in, by name."""

    def __init__(self, fields: Fields) -> None:
        self.left: dict[str, deque[str]] = {}
        for name, value in fields:
            self.left.setdefault(name, deque()).append(value)
        self.chosen: list[str] | None = None

    def fill(self, form: str) -> str:
        filled = TAG.sub(self._tag, form)
        return TEXTAREA.sub(self._textarea, filled)

    def _tag(self, found: re.Match[str]) -> str:
        closing, tag, text = found[1], found[2].lower(), found[0]
        if closing:
            if tag == "select":
                self.chosen = None
            return text
        attributes = _attributes(found[3])
        if tag == "select":
            self.chosen = self._choice(attributes)
        elif tag == "option" and self.chosen is not None:
            return _with(text, "selected", attributes.get("value", "") in self.chosen)
        elif tag == "input":
            return self._input(text, attributes)
        return text

    def _input(self, text: str, attributes: dict[str, str]) -> str:
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if not name or name in OURS or kind in LEFT_AS_THEY_ARE:
            return text
        if kind in {"checkbox", "radio"}:
            checked = attributes.get("value", "on") in self.left.get(name, ())
            return _with(text, "checked", checked)
        value = self._next(name)
        return text if value is None else _with(text, "value", value)

    def _choice(self, attributes: dict[str, str]) -> list[str] | None:
        name = attributes.get("name", "")
        if "multiple" in attributes:
            return list(self.left.get(name, ()))
        value = self._next(name)
        return None if value is None else [value]

    def _textarea(self, found: re.Match[str]) -> str:
        value = self._next(_attributes(found[1]).get("name", ""))
        if value is None:
            return found[0]
        return f"{found[1]}\n{escape(value, quote=False)}{found[3]}"

    def _next(self, name: str) -> str | None:
        values = self.left.get(name)
        return values.popleft() if values else None


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(value) for name, value in ATTRIBUTE.findall(text)}


def _with(tag: str, name: str, value: str | bool) -> str:
    """The tag with an attribute set, or without it where the value is False."""
    bare = re.sub(rf"\s{name}(?:=\"[^\"]*\")?(?=[\s>])", "", tag)
    if value is False:
        return bare
    added = f" {name}" if value is True else f' {name}="{escape(str(value))}"'
    return f"{bare[:-1]}{added}>"


def _opened_around(before: str) -> str:
    """What stands before the form, with every fold around it open."""
    around: list[tuple[int, int]] = []
    for found in TAG.finditer(before):
        if found[2].lower() == "details":
            if found[1]:
                around.pop()
            else:
                around.append(found.span())
    return _replaced(before, around)


def _opened_inside(form: str, fields: Fields) -> str:
    """The form with every fold open that holds a field in which something was typed."""
    typed = {name for name, value in fields if value.strip()}
    holding, opened = list[tuple[tuple[int, int], bool]](), list[tuple[int, int]]()
    for found in TAG.finditer(form):
        closing, tag = bool(found[1]), found[2].lower()
        if tag == "details" and not closing:
            holding.append((found.span(), False))
        elif tag == "details":
            span, holds = holding.pop()
            opened += [span] if holds else []
        elif not closing and _attributes(found[3]).get("name") in typed:
            holding = [(span, True) for span, _holds in holding]
    return _replaced(form, sorted(opened))


def _replaced(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + _with(text[start:end], "open", True) + text[end:]
    return text
