"""What another program sends, read as anything that a stranger may have made: JSON of UTF-8, no name
twice, not deep, no text that cannot be stored. What is not so is 400, and never a fault of ours."""

import json
from typing import Any, NoReturn

from flask import request

from ohms.web.api_routes import Schema
from ohms.web.api_schemas import first_fault
from ohms.web.fields import clean_text
from ohms.web.problems import Problem

READ = ("application/json", "application/fhir+json")
DEEPEST = 32


def sent_json() -> Any:
    """The body, every text in it as texts are kept (NFC, without control characters)."""
    if request.mimetype not in READ:
        raise Problem(415, f"Send one of: {', '.join(READ)}.")
    try:
        found = json.loads(
            request.get_data().decode("utf-8"),
            object_pairs_hook=_named_once,
            parse_constant=_no_number,
        )
        return _kept(found, 0)
    except RecursionError:
        raise Problem(400, "The JSON is nested too deep.") from None
    except ValueError as wrong:
        raise Problem(400, f"The body is no JSON that is read here: {_why(wrong)}.") from None


def sent_as(schema: Schema) -> Any:
    """The body, as its schema has it; 400 names the first element that is of another kind."""
    body = sent_json()
    if fault := first_fault(body, schema):
        where, why = fault
        raise Problem(400, f"{where or 'The body'} {why}.", field=where or None)
    return body


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("an object has a name twice")
    return named


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _kept(part: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError("it is nested too deep")
    if isinstance(part, dict):
        return {_kept(name, depth): _kept(value, depth + 1) for name, value in part.items()}
    if isinstance(part, list):
        return [_kept(each, depth + 1) for each in part]
    if isinstance(part, float) and part in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    if isinstance(part, float) and part.is_integer():
        return int(part)  # JSON Schema knows no difference between 12 and 12.0
    return _text(part) if isinstance(part, str) else part


def _text(text: str) -> str:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a text has half of a character")
    return clean_text(text)


def _why(wrong: ValueError) -> str:
    """Our own words and the reader's, which quote nothing of what was sent."""
    if isinstance(wrong, json.JSONDecodeError):
        return f"{wrong.msg.lower()} at character {wrong.pos}"
    if isinstance(wrong, UnicodeDecodeError):
        return "it is no UTF-8"
    return str(wrong) if str(wrong).startswith(("an ", "a ", "it ")) else "a number is too large"
