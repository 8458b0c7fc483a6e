"""Fields that refuse what the given ones let through, in sentences a person can act on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

import ohms
from ohms.web.fields import DayField, LineField, WholeNumberField, chosen_id

ROOMS = Path(ohms.__file__).with_name("blueprints")
TUESDAY = "2026-11-24T12:00:00-08:00"


class ExampleForm(Form):
    line = LineField("Title", longest=10, demand="Enter a title.")
    minutes = WholeNumberField("Minutes", least=1, most=1440)
    done_on = DayField("Performed on", past=True)
    due_by = DayField("Due")


def filled(**values: str) -> Any:
    form = ExampleForm(MultiDict({"line": "A title", **values}))
    form.validate()
    return form


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\x00"])
def test_what_no_eye_can_see_is_no_text(text: str) -> None:
    assert filled(line=text).line.errors == ["Enter a title."]


def test_text_is_composed_cleaned_and_bounded() -> None:
    assert filled(line="e\u0301\x00 b\x89").line.data == "é b"
    assert filled(line="x" * 11).line.errors == ["Shorten this to 10 characters; it has 11."]


@pytest.mark.parametrize("text", ["１２", "1_0", "-1", "0", "1441", "9" * 20, "12.5", "twelve"])
def test_minutes_are_plain_digits_from_1_to_1440(text: str) -> None:
    form = filled(minutes=text)
    assert form.minutes.errors == ["Enter minutes as a whole number from 1 to 1,440."]
    assert form.minutes._value() == text, "what was typed stands there again"


def test_a_weekday_lies_behind_for_what_was_done_and_ahead_for_what_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OHMS_CLOCK", TUESDAY)
    form = filled(done_on="mon", due_by="mon")
    assert form.done_on.data == date(2026, 11, 23)
    assert form.due_by.data == date(2026, 11, 30)


def test_what_was_done_lies_not_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHMS_CLOCK", TUESDAY)
    assert filled(done_on="2026-11-25").done_on.errors == ["Enter a day that is not after today."]


@pytest.mark.parametrize(
    "text", [None, "", "x", "-1", "1_0", "１２", "²", "1234567890", "9" * 5_000]
)
def test_what_is_no_id_chooses_nothing(text: str | None) -> None:
    assert chosen_id(text) is None
    assert chosen_id("120") == 120


def test_no_form_reads_a_number_in_a_way_of_its_own() -> None:
    """`int` takes other scripts' digits and underscores, and fails on five thousand of them."""
    read = {place.name: place.read_text() for place in ROOMS.rglob("*.py")}
    assert any("chosen_id(" in source for source in read.values())
    assert {name for name, source in read.items() if ".isdigit()" in source} <= {"composer.py"}
