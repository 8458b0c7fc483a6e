"""Files of the feed as spreadsheets really write them: read as they were meant, or refused with what to do."""

import io
import re
from collections.abc import Callable, Mapping

import pytest
from openpyxl import Workbook

from ohms.domain.feed import FeedKind, FileRefused, read_feed
from tests.domain.feed.samples import (
    AS_OF,
    GOOD,
    as_csv,
    file_of,
    lines_of,
    refusals_in,
    refusals_of,
)

BOM = b"\xef\xbb\xbf"
LINES = 40
KINDS = pytest.mark.parametrize("kind", list(FeedKind))
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

Rows = list[list[str]]


def rows_of(kind: FeedKind, count: int = LINES) -> Rows:
    """The header and good lines of different claims, or providers."""
    key = "provider_id" if kind is FeedKind.PROVIDERS else "claim_number"
    letter = "1" if kind is FeedKind.PROVIDERS else "A"
    lines = [{**GOOD[kind], key: f"{letter}{number:06}"} for number in range(count)]
    return [list(GOOD[kind]), *(list(line.values()) for line in lines)]


def as_american(rows: Rows) -> Rows:
    return [[_day_of(cell) for cell in row] for row in rows]


def _day_of(cell: str) -> str:
    found = _ISO_DAY.fullmatch(cell)
    return f"{int(found[2])}/{int(found[3])}/{found[1]}" if found else cell


def by_sixteen(rows: Rows) -> bytes:
    """Excel's own way: of sixteen lines each goes to the last column in which one of them has something."""
    lines = []
    for begin in range(0, len(rows), 16):
        some = rows[begin : begin + 16]
        last = max(place for row in some for place, cell in enumerate(row, 1) if cell)
        lines.append(as_csv([row[:last] for row in some]).replace(b"\n", b"\r\n"))
    return b"".join(lines)


def text_of(rows: Rows, separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def workbook_of(rows: Rows) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def with_lines_below(rows: Rows) -> bytes:
    wide = [[*row, "", "", ""] for row in rows]
    return BOM + as_csv([*wide, *[[""] * len(wide[0])] * 3]).replace(b"\n", b"\r\n") + b"\r\n"


READ: Mapping[str, Callable[[Rows], bytes]] = {
    "CSV UTF-8": lambda rows: BOM + as_csv(as_american(rows)).replace(b"\n", b"\r\n"),
    "CSV by sixteen lines": lambda rows: BOM + by_sixteen(as_american(rows)),
    "empty columns and lines below": with_lines_below,
    "a blank far right": lambda rows: by_sixteen([*rows[:-1], [*rows[-1], "", " "]]),
    "days with midnight": lambda rows: as_csv(
        [[f"{cell} 0:00" if _ISO_DAY.fullmatch(cell) else cell for cell in row] for row in rows]
    ),
}


@KINDS
@pytest.mark.parametrize("how", READ)
def test_what_a_spreadsheet_saved_is_read_like_what_it_opened(kind: FeedKind, how: str) -> None:
    rows = rows_of(kind)
    meant = [line.outcome for line in lines_of(kind, as_csv(rows))]
    read = lines_of(kind, READ[how](rows))

    assert refusals_in(read) == []
    assert [line.outcome for line in read] == meant
    assert len(meant) == LINES


SAVE = "save it as “CSV UTF-8 (Comma delimited)”."
REFUSED: Mapping[str, tuple[Callable[[Rows], bytes], tuple[str, ...]]] = {
    "a workbook": (workbook_of, ("This is a workbook (XLSX) or a ZIP", SAVE)),
    "an old workbook": (
        lambda _rows: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        ("This is an old workbook (XLS)", SAVE),
    ),
    "Unicode Text": (
        lambda rows: text_of(rows, "\t").encode("utf-16"),
        ("This is “Unicode Text” (UTF-16)", SAVE),
    ),
    "Text (Tab delimited)": (
        lambda rows: text_of(rows, "\t").encode("cp1252"),
        ("separated by tabs", SAVE),
    ),
    "CSV of a European Windows": (
        lambda rows: BOM + text_of(rows, ";").encode(),
        ("separated by semicolons", "list separator of Windows"),
    ),
    "CSV (Macintosh)": (
        lambda rows: as_csv(rows).replace(b"\n", b"\r").replace(b'"', b""),
        ("as on an old Macintosh", SAVE),
    ),
}


@KINDS
@pytest.mark.parametrize("how", REFUSED)
def test_another_kind_of_file_is_named_with_what_to_save_and_none_of_its_data(
    kind: FeedKind, how: str
) -> None:
    write, told = REFUSED[how]
    with pytest.raises(FileRefused) as refused:
        read_feed(kind, io.BytesIO(write(rows_of(kind))), AS_OF)

    assert all(each in refused.value.message for each in told), refused.value.message
    assert refused.value.field == "file"
    assert GOOD[kind].get("worker_last_name", "7000001") not in refused.value.message


def test_a_line_in_windows_1252_is_refused_by_its_number() -> None:
    names = file_of(FeedKind.CLAIMS, {}, {"claim_number": "A000002", "employer_name": "Café"})
    content = names.decode().encode("cp1252").replace(b"\n", b"\r\n")

    [refusal] = refusals_in(lines_of(FeedKind.CLAIMS, content))
    assert (refusal.line_number, refusal.field) == (3, None)
    assert "CSV UTF-8" in refusal.reason


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"A123456,2026-09-02,2026-09-04\r\n", "it has 3, fewer than that"),
        (b"A123456,2026-09-02,2026-09-04,yes,,x\r\n", "it has 6, more than that"),
        (b"A123456,2026-09-02,2026-09-04,yes", "it has 4, fewer than that"),
    ],
    ids=["one that must be there is missing", "one too many says something", "cut off"],
)
def test_cells_that_are_missing_or_too_many_are_refused_where_they_may_mean_something(
    line: bytes, told: str
) -> None:
    header = b"claim_number,signed_on,received_on,complete,missing_fields\r\n"
    [refusal] = refusals_in(lines_of(FeedKind.ROA, header + line))
    assert told in refusal.reason


def ended(lines: list[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()


def as_line(cells: list[str]) -> str:
    return as_csv([cells]).decode().removesuffix("\n").replace("\n", "\r\n")


ROA_HEADER = "claim_number,signed_on,received_on,complete,missing_fields"
A_DAY = "2026-09-02"


@pytest.mark.parametrize(
    ("begin", "lines", "filled"),
    [
        (17, [True] * 16, 16),
        (17, [True] * 2, 2),
        (17, [True] * 16 + [False] * 16 + [True] * 3, 19),
        (17, [True], 0),
        (17, [False] * 8 + [True] + [False] * 7, 0),
        (17, [True] * 15 + [False], 0),
        (17, [False, True] + [False] * 14 + [True] * 16, 0),
        (2, [True] * 15, 0),
        (2, [True] * 31, 0),
    ],
    ids=[
        "sixteen",
        "the last two",
        "every other sixteen",
        "a lone one",
        "one among full ones",
        "a full one among short ones",
        "sixteen after an uneven sixteen",
        "beside the header",
        "all, as a program that leaves a cell out",
    ],
)
def test_short_lines_are_filled_only_where_all_of_a_sheets_sixteen_are(
    begin: int, lines: list[bool], filled: int
) -> None:
    full = [f"A{number:06},{A_DAY},{A_DAY},yes," for number in range(begin - 2)]
    tried = [
        f"B{number:06},{A_DAY},{A_DAY},yes{'' if short else ','}"
        for number, short in enumerate(lines)
    ]
    read = lines_of(FeedKind.ROA, ended([ROA_HEADER, *full, *tried]))
    assert len(refusals_in(read)) == sum(lines) - filled
    assert len(read) == len(full) + len(tried)


def test_a_line_without_a_cell_in_its_middle_is_not_read_shifted() -> None:
    good = {**GOOD[FeedKind.CLAIMS], "time_loss_to": "2026-09-18"}
    shifted = [cell for name, cell in good.items() if name != "time_loss_from"]
    [refusal] = refusals_in(lines_of(FeedKind.CLAIMS, ended([",".join(good), as_line(shifted)])))
    assert "it has 33, fewer than that" in refusal.reason


def test_a_cell_of_several_lines_and_an_empty_row_are_one_row_of_the_sheet() -> None:
    apf = {**GOOD[FeedKind.APF], "more": ""}
    long = list({**apf, "restrictions": "a\nb\nc"}.values())
    good = [list({**apf, "claim_number": f"A{number:06}"}.values()) for number in range(13)]
    lines = [as_line(row) for row in (list(apf), long, *good, [], *rows_of(FeedKind.APF, 36)[21:])]
    assert refusals_in(lines_of(FeedKind.APF, ended(lines))) == []


def test_columns_without_a_name_side_by_side_are_told_of_in_one_sentence() -> None:
    content = b"claim_number,,,signed_on,received_on,complete,\r\n"
    reading = read_feed(FeedKind.ROA, io.BytesIO(content), AS_OF)
    assert reading.notices == (
        "Columns 2 to 3 have no name and were not read.",
        "Column 7 has no name and was not read.",
    )


SPOILT = (
    (FeedKind.CLAIMS, "initiating_provider_id", "1.23E+05", '"1.23E+05": a spreadsheet rounded it'),
    (FeedKind.CLAIMS, "employer_account_id", "1.23457E+07", "a spreadsheet rounded it; make its"),
    (FeedKind.CLAIMS, "employer_account_id", "1234567", "took a 0 off its beginning"),
    (FeedKind.PROVIDERS, "npi", "1.23457E+09", "a spreadsheet rounded it"),
    (FeedKind.PROVIDERS, "clinic_phone", "3.60556E+10", "x12: a spreadsheet rounded it"),
    (FeedKind.CLAIMS, "worker_key", "1.23457E+17", "given out: a spreadsheet rounded it; make its"),
    (FeedKind.CLAIMS, "worker_key", "########", "given out: its column is too narrow in the"),
    (FeedKind.CLAIMS, "injury_on", "14-Nov-26", 'YYYY-MM-DD; this line has "14-Nov-26".'),
    (FeedKind.CLAIMS, "injury_on", "46266", "own number of a day: give its column the format"),
    (FeedKind.CLAIMS, "injury_on", "########", "its column is too narrow in the spreadsheet"),
    (FeedKind.CLAIMS, "worker_birth_date", "30742", "own number of a day: give its column"),
)


@pytest.mark.parametrize(("kind", "field", "cell", "told"), SPOILT)
def test_what_a_spreadsheet_did_to_a_cell_is_told(
    kind: FeedKind, field: str, cell: str, told: str
) -> None:
    [refusal] = refusals_of(kind, {field: cell})
    assert (refusal.field, told in refusal.reason) == (field, True), refusal.reason
    if field in ("clinic_phone", "worker_birth_date", "worker_key"):
        assert cell not in refusal.reason
