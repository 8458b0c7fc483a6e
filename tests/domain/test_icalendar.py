"""The calendar as RFC 5545 asks for it: lines, folds, escapes."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.icalendar import LONGEST_LINE, Day, calendar_of, escaped, folded_line

AT = datetime(2026, 11, 24, 20, 5, tzinfo=UTC)
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400)


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


@given(LINES)
def test_a_folded_line_is_the_same_line_in_parts_of_75_octets(line: str) -> None:
    folded = folded_line(line)
    assert all(len(part.encode()) <= LONGEST_LINE for part in folded.split("\r\n"))
    assert unfolded(folded) == line


def test_a_line_of_75_octets_stays_whole_and_of_76_does_not() -> None:
    assert folded_line("x" * 75) == "x" * 75
    assert folded_line("x" * 76) == "x" * 75 + "\r\n x"
    assert folded_line("x" * 74 + "é") == "x" * 74 + "\r\n é"


def test_what_means_something_to_the_format_is_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne") == r"a\;b\,c\\d\ne"


def test_a_day_is_whole_private_and_nobodys_time() -> None:
    told = calendar_of(
        "OHMS", [Day("task-7@ohms", date(2026, 12, 1), "AB, due", "https://o/tasks/7", 2)], AT
    )
    lines = told.split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    start, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    assert lines[start + 1 : end] == [
        "UID:task-7@ohms",
        "DTSTAMP:20261124T200500Z",
        "DTSTART;VALUE=DATE:20261201",
        "SEQUENCE:2",
        "SUMMARY:AB\\, due",
        "URL:https://o/tasks/7",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
    ]
