"""Cursors as they stand in addresses: what this product wrote is read back, all else is the start."""

import base64
import json
from datetime import UTC, date, datetime

import pytest

from ohms.queries.cursors import Cursor, page_from, read_cursor


@pytest.mark.parametrize(
    ("cursor", "kind"),
    [
        (Cursor(50, date(2026, 11, 24), 7), date),
        (Cursor(50, datetime(2026, 11, 24, 17, 30, tzinfo=UTC), 7), datetime),
        (Cursor(50, "nunez ana", 7), str),
        (Cursor(50, None, 7), date),
    ],
)
def test_a_cursor_written_is_the_cursor_read(
    cursor: Cursor, kind: type[date] | type[datetime] | type[str]
) -> None:
    assert read_cursor(str(cursor), kind) == cursor


def packed(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "rubbish",
        "ü",
        packed(1, "2026-11-24"),
        packed(-1, "2026-11-24", 7),
        packed(1, "2026-11-24", 2**31),
        packed(1, "2026-13-24", 7),
        packed(1, 20261124, 7),
        packed("many", "2026-11-24", 7),
        packed([1], "2026-11-24", 7),
        base64.urlsafe_b64encode(b"[" * 20_000).decode(),
    ],
)
def test_a_cursor_from_nowhere_is_the_lists_beginning(text: str | None) -> None:
    assert read_cursor(text, date) is None


@pytest.mark.parametrize("parts", [(float("inf"), None, 7), (1, None, float("-inf"))])
def test_a_number_without_end_is_no_cursor(parts: tuple[object, ...]) -> None:
    assert read_cursor(packed(*parts), str) is None


@pytest.mark.parametrize(
    "told",
    ["2026-11-24T17:30:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00"],
    ids=["of no zone", "before the first", "after the last"],
)
def test_an_instant_that_no_clock_shows_is_no_cursor(told: str) -> None:
    assert read_cursor(packed(1, told, 7), datetime) is None


@pytest.mark.parametrize("told", ["\ud800", "a\0b"], ids=["half a character", "a zero byte"])
def test_a_text_that_no_database_keeps_is_no_cursor(told: str) -> None:
    assert read_cursor(packed(1, told, 7), str) is None


def test_a_page_says_its_rows_numbers_and_where_the_next_begins() -> None:
    found = [(id_, f"row {id_}", date(2026, 11, id_)) for id_ in range(11, 15)]
    after = Cursor(10, date(2026, 11, 10), 10)
    page = page_from(found, lambda id_, name: (id_, name), total=14, per_page=3, cursor=after)
    assert page.rows == [(11, "row 11"), (12, "row 12"), (13, "row 13")]
    assert (page.first, page.last) == (11, 13)
    assert read_cursor(page.next, date) == Cursor(13, date(2026, 11, 13), 13)


def test_the_last_page_leads_nowhere() -> None:
    page = page_from([(1, date(2026, 1, 1))], lambda id_: id_, total=1, per_page=3, cursor=None)
    assert page.next is None
    empty = page_from([], lambda id_: id_, total=0, per_page=3, cursor=None)
    assert (empty.first, empty.last) == (0, 0)
