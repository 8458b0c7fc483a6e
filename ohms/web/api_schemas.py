"""A sent body against the schema that describes it: what is of another kind is refused as unreadable,
before any rule is asked. Of JSON Schema the words that this API's own schemas use."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from ohms.web.api_routes import Schema

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
"""A name that an answer may repeat to whoever sent it."""

KINDS: Mapping[str, type] = MappingProxyType(
    {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
)

CALLED: Mapping[str, str] = MappingProxyType(
    {
        "object": "an object",
        "array": "a list",
        "string": "a text",
        "integer": "a whole number",
        "boolean": "true or false",
    }
)


def first_fault(value: Any, schema: Schema, where: str = "") -> tuple[str, str] | None:
    """The first element that is not as its schema has it, and what is wrong; None where all is."""
    return next(_faults(value, schema, where), None)


def _faults(value: Any, schema: Schema, where: str) -> Iterator[tuple[str, str]]:
    if "const" in schema and value != schema["const"]:
        yield where, f"has to be {schema['const']}"
    elif "enum" in schema and (not isinstance(value, str) or value not in schema["enum"]):
        yield where, f"has to be one of: {', '.join(schema['enum'])}"
    elif "type" in schema and not _is(value, schema["type"]):
        yield where, f"has to be {CALLED[schema['type']]}"
    elif isinstance(value, dict):
        yield from _of_object(value, schema, where)
    elif isinstance(value, list):
        yield from _of_list(value, schema, where)
    elif isinstance(value, str):
        yield from _of_text(value, schema, where)
    elif isinstance(value, int) and not _within(value, schema):
        yield where, f"has to be {span_of(schema)}"


def _of_object(value: dict[str, Any], schema: Schema, where: str) -> Iterator[tuple[str, str]]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield _within_path(where, name), "is missing"
    for name, part in value.items():
        if name in known:
            yield from _faults(part, known[name], _within_path(where, name))
        elif schema.get("additionalProperties") is False:
            shown = name if NAME.fullmatch(name) else "?"
            yield _within_path(where, shown), f"is not known here; known are {', '.join(known)}"


def _of_list(value: list[Any], schema: Schema, where: str) -> Iterator[tuple[str, str]]:
    if len(value) > schema.get("maxItems", len(value)):
        yield where, f"has more than {schema['maxItems']}"
        return
    for number, part in enumerate(value):
        yield from _faults(part, schema.get("items", {}), f"{where}[{number}]")


def _of_text(value: str, schema: Schema, where: str) -> Iterator[tuple[str, str]]:
    if len(value) > schema.get("maxLength", len(value)):
        yield where, f"has more than {schema['maxLength']} characters"
    elif schema.get("format") == "date" and not _is_day(value):
        yield where, "has to be a day such as 2026-11-20"


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and not (isinstance(value, bool) and kind != "boolean")


def _within(value: int, schema: Schema) -> bool:
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))


def span_of(schema: Schema) -> str:
    """The whole numbers that a schema allows, in words."""
    upto = f" to {schema['maximum']}" if "maximum" in schema else " on"
    return f"a whole number from {schema.get('minimum', 0)}{upto}"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _within_path(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
