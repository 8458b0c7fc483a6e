"""A list as a workbook: its days are days, its numbers numbers, its identifiers text, and its head stays."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from openpyxl import load_workbook

from ohms.web.workbooks import workbook_answer

HEADING = ("id", "claim_number", "performed_on", "entered_at", "minutes", "staffed_fte", "remark")
ROW = (
    7,
    "0012",
    date(2026, 11, 3),
    datetime(2026, 11, 3, 22, 5, tzinfo=UTC),
    35,
    "0.75000",
    "=1+1",
)


def test_a_spreadsheet_sorts_and_filters_a_list_as_what_its_cells_are(tmp_path: Path) -> None:
    app = Flask("a test", instance_path=str(tmp_path))
    long = "A remark that is long enough to be read"
    with app.test_request_context():
        rows = [ROW, (8, "0013", None, None, None, "", long)]
        answer = workbook_answer("list.xlsx", HEADING, rows, [("List", "A test")])
    sheet = load_workbook(io.BytesIO(answer.get_data()))["List"]
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet.freeze_panes == "B2"
    cells = [(cell.data_type, str(cell.value)) for cell in sheet[2]]
    assert cells == [
        ("s", "7"),
        ("s", "0012"),
        ("d", "2026-11-03 00:00:00"),
        ("d", "2026-11-03 14:05:00"),
        ("n", "35"),
        ("n", "0.75"),
        ("s", "'=1+1"),
    ]
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["D2"].number_format == "yyyy-mm-dd hh:mm", "as the clock stood in Washington"
    assert {cell.value for cell in sheet[3]} == {"8", "0013", None, long}, "nothing is no cell"
    assert sheet.column_dimensions["G"].width > len(long)


def test_a_list_without_rows_has_its_head_alone(tmp_path: Path) -> None:
    with Flask("a test", instance_path=str(tmp_path)).test_request_context():
        answer = workbook_answer("list.xlsx", HEADING, [], [("List", "A test")])
    assert load_workbook(io.BytesIO(answer.get_data()))["List"].auto_filter.ref == "A1:G1"
