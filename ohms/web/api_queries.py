"""What an address of the API asks for, read by the very schemas that describe it. An unknown name, a
name twice and a value of another kind are refused: a program would take silence for an answer."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from ohms.web.api_routes import Operation, Parameter, Schema
from ohms.web.api_schemas import NAME, span_of
from ohms.web.fields import clean_text
from ohms.web.problems import Problem

LONGEST_NUMBER = 10
"""Digits of the greatest id."""


def read_query(operation: Operation) -> Mapping[str, Any]:
    """Each parameter that the address names, as its schema has it."""
    known = {each.name: each for each in operation.parameters}
    for name, values in request.args.lists():
        if name not in known:
            shown = name if NAME.fullmatch(name) else "?"
            names = ", ".join(known) or "none"
            raise Problem(400, f"{shown} is not known here; known are {names}.", field=shown)
        if len(values) != 1:
            raise Problem(400, f"{name} is asked for twice.", field=name)
    return {name: _value(known[name], text) for name, text in request.args.items()}


def _value(parameter: Parameter, text: str) -> Any:
    """Text as texts are kept, and none of it as nothing asked for; all else as it was written."""
    schema = parameter.schema
    refused = Problem(400, f"{parameter.name} {_asked_for(schema)}.", field=parameter.name)
    if "enum" in schema:
        if text not in schema["enum"]:
            raise refused
        return text
    if schema["type"] == "integer":
        return _whole(text, schema, refused)
    if schema.get("format") == "date":
        return _day(text, refused)
    if len(text) > schema["maxLength"] or not re.search(schema.get("pattern", ""), text):
        raise refused
    return clean_text(text)


def _asked_for(schema: Schema) -> str:
    if "enum" in schema:
        return f"has to be one of: {', '.join(schema['enum'])}"
    if schema["type"] == "integer":
        return f"has to be {span_of(schema)}"
    if schema.get("format") == "date":
        return "has to be a day such as 2026-11-20"
    if "examples" in schema:
        return f"has to be such as {schema['examples'][0]}"
    return f"has to have at most {schema['maxLength']} characters"


def _whole(text: str, schema: Schema, refused: Problem) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise refused
    number = int(text)
    if not schema.get("minimum", 0) <= number <= schema.get("maximum", number):
        raise refused
    return number


def _day(text: str, refused: Problem) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise refused from None
    if day.isoformat() != text:
        raise refused
    return day
