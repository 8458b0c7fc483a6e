"""A file as a whole: encodings, line ends, quotes, headers, and lines that cannot be told apart."""

import io
from pathlib import Path

import pytest

from ohms.domain.feed import ClaimLine, FeedKind, FileRefused, RoaLine, read_feed
from ohms.domain.feed.records import LONGEST_RECORD
from tests.domain.feed.samples import (
    AS_OF,
    GOOD,
    as_csv,
    file_of,
    lines_of,
    refusals_in,
)

HEADER = b"claim_number,signed_on,received_on,complete,missing_fields\n"
FIRST = b"A123456,2026-09-02,2026-09-04,yes,\n"
SECOND = b"B123456,2026-09-02,2026-09-04,yes,\n"
REQUIRED_OF_CLAIMS = (
    "claim_number",
    "status",
    "fund",
    "worker_last_name",
    "worker_first_name",
    "employer_account_id",
    "employer_name",
    "initiating_provider_id",
    "injury_on",
    "initiated_on",
    "accident_kind",
)
BAD_QUOTES = (
    'Close every quoted cell with a " before the next comma, and write a " inside it as ""; '
    "this line does not."
)


def numbers_read(content: bytes) -> list[str]:
    lines = lines_of(FeedKind.ROA, content)
    return [line.outcome.claim_number for line in lines if isinstance(line.outcome, RoaLine)]


def reasons(content: bytes) -> list[tuple[int, str | None, str]]:
    return [*refusals_in(lines_of(FeedKind.ROA, content))]


def refused_file(content: bytes, kind: FeedKind = FeedKind.ROA) -> str:
    with pytest.raises(FileRefused) as refused:
        read_feed(kind, io.BytesIO(content), AS_OF)
    return refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        HEADER + FIRST + SECOND,
        b"\xef\xbb\xbf" + HEADER + FIRST + SECOND,
        (HEADER + FIRST + SECOND).replace(b"\n", b"\r\n"),
        HEADER + FIRST + SECOND.rstrip(b"\n"),
        HEADER + FIRST + SECOND + b"\n\r\n  \n,,,,\n",
        HEADER + FIRST + b"\n" + SECOND,
        b"\xef\xbb\xbf" + b'"claim_number"' + HEADER[12:] + FIRST + SECOND,
        HEADER.upper() + FIRST + SECOND,
        HEADER + FIRST.replace(b",", b" , ") + SECOND,
        HEADER + FIRST.replace(b"2026-09-02", b"9/2/2026") + SECOND,
        HEADER + FIRST.replace(b"A123456", b"a123456") + SECOND,
        HEADER + b"\xe2\x80\x8b" + FIRST + SECOND,
        HEADER + FIRST + FIRST + SECOND,
    ],
    ids=[
        "plain",
        "BOM",
        "CRLF",
        "no last line end",
        "blank lines at the end",
        "a blank line between",
        "BOM before a quoted header",
        "header in capitals",
        "blanks around cells",
        "a day as a spreadsheet writes it",
        "a number in small letters",
        "a zero-width space before a number",
        "a line that stands twice",
    ],
)
def test_the_same_two_lines_are_read_however_the_file_is_written(content: bytes) -> None:
    assert numbers_read(content) == ["A123456", "B123456"]
    assert reasons(content) == []


def test_line_numbers_are_those_of_the_file_blank_and_quoted_lines_counted() -> None:
    apf = {"restrictions": "No lifting\nNo ladders\nNo kneeling"}
    content = file_of(FeedKind.APF, apf, {"exam_on": "soon"})

    lines = lines_of(FeedKind.APF, content + b"\n\n" + content.splitlines()[-1])

    assert [line.line_number for line in lines] == [2, 5, 8]


def test_a_line_break_inside_quotes_belongs_to_the_cell_and_is_kept() -> None:
    content = file_of(FeedKind.APF, {"restrictions": 'No "heavy"\r\nlifting,\rever'})

    [line] = lines_of(FeedKind.APF, content)

    assert line.outcome.restrictions == 'No "heavy"\nlifting,\never'  # type: ignore[union-attr]


def test_a_line_that_is_not_utf8_is_refused_and_the_file_goes_on() -> None:
    content = HEADER + FIRST.replace(b"yes,", b"no,caf\xe9") + SECOND

    assert numbers_read(content) == ["B123456"]
    assert reasons(content) == [
        (
            2,
            None,
            "Save the file as “CSV UTF-8 (Comma delimited)”; this line has letters of another encoding.",
        )
    ]
    assert lines_of(FeedKind.ROA, content)[0].cells[-1] == "caf\ufffd"


@pytest.mark.parametrize(
    "broken",
    [
        b'"A123456,2026-09-02,2026-09-04,yes,\n',
        b'A123456,2026-09-02,2026-09-04,"no,icd10\n',
        b'A123456,2026-09-02,2026-09-04,no,"icd"10\n',
        b'A123456,5" pipe,2026-09-04,no,"\n',
    ],
    ids=["opened first", "opened last", "closed too early", "an inch sign and an open quote"],
)
def test_a_quote_left_open_costs_one_line_and_no_other(broken: bytes) -> None:
    content = HEADER + broken + SECOND + SECOND.replace(b"B", b"C")

    assert numbers_read(content) == ["B123456", "C123456"]
    assert reasons(content) == [(2, None, BAD_QUOTES)]


def test_two_lines_with_open_quotes_are_two_refusals_and_the_lines_between_are_read() -> None:
    broken = b'A123456,"2026-09-02,2026-09-04,yes,\n'
    content = HEADER + broken + SECOND + broken + SECOND.replace(b"B", b"C")

    assert numbers_read(content) == ["B123456", "C123456"]
    assert reasons(content) == [(2, None, BAD_QUOTES), (4, None, BAD_QUOTES)]


def test_a_carriage_return_outside_quotes_is_refused() -> None:
    assert reasons(HEADER + b"A123456,2026\r-09-02,2026-09-04,yes,\n" + SECOND) == [
        (
            2,
            None,
            "Put line breaks inside a cell between quotes; this line has one outside of quotes.",
        )
    ]


@pytest.mark.parametrize("length", [LONGEST_RECORD + 1, 5 * LONGEST_RECORD])
def test_a_line_that_is_too_long_is_refused_and_the_file_goes_on(length: int) -> None:
    content = HEADER + b"x" * (length - 1) + b"\n" + SECOND

    assert numbers_read(content) == ["B123456"]
    assert reasons(content) == [(2, None, "Shorten this line to at most 65,536 bytes.")]
    assert len(lines_of(FeedKind.ROA, content)[0].cells[0]) == 200


@pytest.mark.parametrize(
    ("line", "has"),
    [(b"A123456,2026-09-02,2026-09-04,yes\n", "4, fewer"), (FIRST[:-1] + b",\n", "6, more")],
)
def test_a_line_with_fewer_or_more_cells_than_the_header_is_refused(line: bytes, has: str) -> None:
    assert reasons(HEADER + line + SECOND) == [
        (
            2,
            None,
            f"Give this line as many cells as the header has, 5; it has {has} than that. "
            "Put cells that hold commas between quotes.",
        )
    ]


def test_an_unknown_column_and_one_without_a_name_are_told_and_passed_over() -> None:
    content = HEADER.replace(b"\n", b",Colour,\n") + FIRST.replace(b"\n", b",red,x\n")

    reading = read_feed(FeedKind.ROA, io.BytesIO(content), AS_OF)

    assert reading.notices == (
        'Column "colour" is not one of roa.csv and was not read.',
        "Column 7 has no name and was not read.",
    )
    assert [line.outcome.complete for line in reading if isinstance(line.outcome, RoaLine)] == [
        True
    ]


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_absent() -> None:
    required = {name: GOOD[FeedKind.CLAIMS][name] for name in reversed(REQUIRED_OF_CLAIMS)}
    content = as_csv([list(required), list(required.values())])

    reading = read_feed(FeedKind.CLAIMS, io.BytesIO(content), AS_OF)
    [line] = reading

    assert isinstance(line.outcome, ClaimLine)
    assert (line.outcome.worker_last_name, line.outcome.worker_phone) == ("Okafor", None)
    assert line.outcome.icd10 == ()
    assert reading.columns == set(required)


def test_a_missing_required_column_refuses_the_file() -> None:
    assert refused_file(b"claim_number,complete\n") == (
        "Add to the header line what roa.csv must have: signed_on, received_on."
    )


def test_a_file_of_another_kind_is_named_by_its_header_line() -> None:
    given = file_of(FeedKind.CLAIMS, {})
    assert refused_file(given, FeedKind.PROVIDERS) == (
        "By its header line this is claims.csv, not providers.csv: import it as claims."
    )


def test_a_column_that_stands_twice_refuses_the_file() -> None:
    assert refused_file(HEADER.replace(b"\n", b",complete\n")) == (
        'Name every column once; the header has "complete" in columns 4 and 6.'
    )


def test_a_file_without_its_header_line_is_refused_without_repeating_its_data() -> None:
    message = refused_file(file_of(FeedKind.CLAIMS, {}).split(b"\n", 1)[1], FeedKind.CLAIMS)

    assert "Okafor" not in message
    assert message.startswith("Add to the header line what claims.csv must have: claim_number,")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refused_file(content) == (
        "This file is empty. Give it the header line of roa.csv: "
        "claim_number,signed_on,received_on,complete,missing_fields."
    )


def test_one_endless_line_is_refused_as_a_file() -> None:
    assert refused_file(b"x" * 100_000).startswith(
        "The header line cannot be read. Save the file as CSV in UTF-8. "
    )


def test_a_header_alone_is_a_file_without_lines() -> None:
    assert lines_of(FeedKind.ROA, HEADER) == []


def test_the_same_key_with_other_content_is_refused_naming_the_first_line() -> None:
    content = HEADER + FIRST + SECOND + FIRST.replace(b"-04", b"-05") + FIRST

    assert numbers_read(content) == ["A123456", "B123456"]
    assert reasons(content) == [
        (
            4,
            "claim_number",
            "Keep one line for this claim_number and signed_on; line 2 says something else of it.",
        )
    ]


def test_a_refused_line_does_not_stand_in_the_way_of_a_good_one_with_its_key() -> None:
    content = HEADER + FIRST.replace(b"yes", b"perhaps") + FIRST

    assert numbers_read(content) == ["A123456"]


def test_the_same_content_written_differently_is_the_same() -> None:
    again = FIRST.replace(b"2026-09-04", b"9/4/2026").replace(b"A", b"a")
    reading = read_feed(FeedKind.ROA, io.BytesIO(HEADER + FIRST + again + SECOND), AS_OF)

    assert len(list(reading)) == 2
    assert (reading.lines_good, reading.lines_refused, reading.repeated) == (2, 0, 1)


def test_thousands_of_keys_are_told_apart_and_each_repetition_found() -> None:
    lines = [FIRST.replace(b"A123456", b"A%06d" % number) for number in range(5000)]
    changed = [line.replace(b"-04", b"-05") for line in lines]

    content = HEADER + b"".join(lines + changed)

    assert len(numbers_read(content)) == 5000
    told = [reason.rpartition("; ")[2] for _, _, reason in reasons(content)]
    assert told == [f"line {number} says something else of it." for number in range(2, 5002)]


def test_a_path_is_opened_and_closed_and_a_stream_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "roa.csv"
    path.write_bytes(HEADER + FIRST)
    stream = io.BytesIO(HEADER + FIRST)

    assert len(list(read_feed(FeedKind.ROA, path, AS_OF))) == 1
    with read_feed(FeedKind.ROA, path, AS_OF) as unread:
        assert unread.header[0] == "claim_number"
    assert len(list(read_feed(FeedKind.ROA, stream, AS_OF))) == 1
    assert not stream.closed
