"""What the program writes down: enough to find a fault, nothing that somebody typed."""

import json
import logging
import sys

import pytest

from ohms.logs import JsonLines, TextLines
from ohms.web.request_log import path_for_the_log

TYPED = "Spoke with Rosa about her back"


def fault(formatter: logging.Formatter) -> str:
    """The line of an exception that quotes a note, caused by another that does too."""
    try:
        try:
            raise KeyError(TYPED)
        except KeyError as cause:
            raise ValueError(TYPED) from cause
    except ValueError:
        record = logging.LogRecord(
            "ohms", logging.ERROR, "", 0, "request %s failed", ("0a1b",), sys.exc_info()
        )
    return formatter.format(record)


@pytest.mark.parametrize("formatter", [TextLines(), JsonLines()])
def test_a_fault_is_told_by_kind_and_place_and_not_by_what_it_says(
    formatter: logging.Formatter,
) -> None:
    told = fault(formatter)
    assert "request 0a1b failed" in told
    assert "builtins.ValueError" in told
    assert "builtins.KeyError" in told
    assert "test_logs.py" in told
    assert TYPED not in told


def test_json_is_one_object_a_line() -> None:
    told = fault(JsonLines())
    assert "\n" not in told
    assert json.loads(told)["level"] == "error"


def test_a_message_cannot_begin_a_line_of_its_own() -> None:
    record = logging.LogRecord("ohms", logging.INFO, "", 0, "one\nERROR two\r", (), None)
    assert TextLines().format(record).endswith("INFO ohms one\\nERROR two\\r")


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/claims/AB12345", "/claims/AB12345"),
        ("/a\nb", "/a%0Ab"),
        ("//calendar/ohms_secret.ics", "//calendar/-"),
        ("/caf\xc3\xa9", "/caf%C3%A9"),
        ("/" + "x" * 400, "/" + "x" * 299),
    ],
)
def test_a_path_is_written_on_one_line_and_cut(path: str, written: str) -> None:
    assert path_for_the_log(path) == written
