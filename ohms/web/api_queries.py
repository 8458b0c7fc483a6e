"""What an address of the API asks for, read by the very schemas that describe it. An unknown name, a
name twice and a value of another kind are refused: a program would take silence for an answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from ohms.web.api_routes import Operation, Parameter
from ohms.web.fields import clean_text
from ohms.web.problems import Problem


def read_query(operation: Operation) -> Mapping[str, Any]:
    """Each parameter that the address names, as its schema has it."""
    known = {each.name: each for each in operation.parameters}
    for name, values in request.args.lists():
        if name not in known:
            raise Problem(400, "The address asks for something that is not known here.")
        if len(values) != 1:
            raise Problem(400, f"{name} is asked for twice.")
    return {name: _value(known[name], text) for name, text in request.args.items()}


def _value(parameter: Parameter, text: str) -> Any:
    schema, cleaned = parameter.schema, clean_text(text)
    refused = Problem(400, f"{parameter.name} is not as its schema has it.")
    if "enum" in schema:
        if cleaned not in schema["enum"]:
            raise refused
        return cleaned
    if schema["type"] == "integer":
        if not (cleaned.isascii() and cleaned.isdigit() and len(cleaned) < 10):
            raise refused
        number = int(cleaned)
        if not schema.get("minimum", 0) <= number <= schema.get("maximum", number):
            raise refused
        return number
    if schema.get("format") == "date":
        return _day(cleaned, refused)
    if not cleaned or len(cleaned) > schema["maxLength"]:
        raise refused
    return cleaned


def _day(text: str, refused: Problem) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused from None
