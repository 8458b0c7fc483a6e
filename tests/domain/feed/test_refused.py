"""The file of refused lines: safe in a spreadsheet, and read again once it is mended."""

import csv
import io

import pytest

from ohms.domain.feed import ClaimLine, FeedKind, RefusedLines, neutralised, read_feed, restored
from tests.domain.feed.samples import AS_OF, GOOD, file_of, lines_of, refusals_in


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "'x", "''x", "＝1", "x", ""]
)
def test_a_cell_is_restored_exactly_and_never_begins_like_a_formula(cell: str) -> None:
    kept = neutralised(cell)

    assert restored(kept) == cell
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert (kept == cell) is (cell in {"x", ""})


def refused_file_of(kind: FeedKind, content: bytes) -> bytes:
    stream = io.BytesIO()
    reading = read_feed(kind, io.BytesIO(content), AS_OF)
    refused = RefusedLines(stream, reading.header)
    for line in reading:
        if isinstance(line.outcome, list):
            refused.write(line.line_number, line.cells, line.outcome)
    assert refused.count == reading.lines_refused
    return stream.getvalue()


def test_a_refused_line_is_written_once_with_its_number_fields_reasons_and_own_cells() -> None:
    wrong = {"fund": "", "employer_name": "=cmd()", "worker_phone": "+x"}
    content = file_of(FeedKind.CLAIMS, {}, {**wrong, "claim_number": "B123456"})

    rows = list(
        csv.DictReader(io.StringIO(refused_file_of(FeedKind.CLAIMS, content).decode("utf-8-sig")))
    )

    assert len(rows) == 1
    assert rows[0]["line_number"] == "3"
    assert rows[0]["field"] == "fund;worker_phone"
    assert rows[0]["reason"] == (
        "Fill in fund; this line leaves it empty. Enter worker_phone as 7 to 15 digits, "
        "for example 360-555-0123 or 360-555-0123 x12."
    )
    assert rows[0]["employer_name"] == "'=cmd()"
    assert rows[0]["worker_phone"] == "'+x"
    assert rows[0]["claim_number"] == "B123456"


def test_a_mended_file_of_refused_lines_is_read_again_as_it_is() -> None:
    content = file_of(
        FeedKind.CLAIMS, {"fund": "", "employer_name": "'=cmd()", "worker_phone": "+1 360 555 0100"}
    )
    refused = refused_file_of(FeedKind.CLAIMS, content)

    mended = refused.replace(b",allowed,,", b",allowed,state_fund,")
    reading = read_feed(FeedKind.CLAIMS, io.BytesIO(mended), AS_OF)
    [line] = reading

    assert isinstance(line.outcome, ClaimLine)
    assert line.outcome.employer_name == "'=cmd()"
    assert line.outcome.worker_phone == "+1 360 555 0100"
    assert reading.notices == ()
    assert reading.header == tuple(GOOD[FeedKind.CLAIMS])


def test_a_refused_file_that_is_not_mended_is_refused_again_for_the_same_reasons() -> None:
    content = file_of(FeedKind.CLAIMS, {"fund": "", "worker_phone": "+x"})

    again = lines_of(FeedKind.CLAIMS, refused_file_of(FeedKind.CLAIMS, content))

    assert refusals_in(again) == refusals_in(lines_of(FeedKind.CLAIMS, content))


def test_a_line_of_a_refused_file_that_lost_its_cells_is_refused_and_not_passed_over() -> None:
    refused = refused_file_of(FeedKind.CLAIMS, file_of(FeedKind.CLAIMS, {"fund": ""}))

    [refusal] = refusals_in(lines_of(FeedKind.CLAIMS, refused.splitlines()[0] + b"\n2,fund\n"))

    assert refusal.reason.startswith("Give this line as many cells as the header has, 34; it has 0")
