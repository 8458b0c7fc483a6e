"""What the program writes down while it runs: one line an event, as text or as JSON (`OHMS_LOG`).

Lines carry ids and paths without their query: never names, notes or diagnoses. What an exception
says may quote what somebody typed, so a fault is told by its kind and its places in the code alone.
"""

import json
import logging
import logging.config
import os
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from ohms.config import BadEnvironment

SHAPES = ("text", "json")
ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class TextLines(logging.Formatter):
    """`2026-11-24T17:30:00.123Z INFO ohms.requests answered method=GET path=/claims ...`"""

    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in facts_of(record).items())
        line = f"{_instant(record)} {record.levelname} {record.name} {_message(record)}{facts}"
        return "\n".join([line, *places(record.exc_info)])


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _instant(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **facts_of(record),
        }
        if fault := places(record.exc_info):
            line["fault"] = fault
        return json.dumps(line, ensure_ascii=False, default=str)


def shape_from_environment() -> str:
    shape = os.environ.get("OHMS_LOG") or "text"
    if shape not in SHAPES:
        raise BadEnvironment(f"Set OHMS_LOG to text or json; it is {shape!r}.")
    return shape


def logging_configuration(shape: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`, here and in the server's worker processes."""
    formatter = JsonLines if shape == "json" else TextLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {
            "ohms": {"level": "INFO"},
            "_granian": {"level": "ERROR"},
        },
        "root": {"level": "WARNING", "handlers": ["out"]},
    }


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says beside its message: given as `extra={"facts": {...}}`."""
    facts: dict[str, Any] = getattr(record, "facts", {})
    return facts


def places(raised: ExceptionInfo | None) -> list[str]:
    """The kinds of the exceptions, outermost last, each with its places in the code."""
    told: list[str] = []
    error = raised[1] if raised else None
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        told = [f"{type(error).__module__}.{type(error).__qualname__}", *where, *told]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _message(record: logging.LogRecord) -> str:
    """On one line, whatever it holds."""
    return record.getMessage().replace("\r", "\\r").replace("\n", "\\n")


def _instant(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
