"""A list as a workbook: its rows, and a sheet that says what they are of. No cell a spreadsheet would run."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from flask import Response

from ohms import clock
from ohms.domain.data_out import cell_of
from ohms.web.reading import exported

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 44


def workbook_answer(
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Any]],
    about: Iterable[tuple[str, str]],
) -> Response:
    """A download named `name`: the rows first, then the sheet about them."""
    kept = list(rows)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        # Without it the moment of making stands in the file in the machine's own time.
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("List")
        for column, text in enumerate(heading):
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(kept, 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, days)
        sheet.freeze_panes(1, 1)
        for column, width in enumerate(_widths(heading, kept)):
            sheet.set_column(column, column, width)
        _about(book, about, bold)
    content = target.getvalue()
    exported(content, len(kept))
    return Response(
        content,
        mimetype=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _write(sheet: Any, row: int, column: int, value: Any, days: Any) -> None:
    """Days as days and numbers as numbers; everything else as the text that a CSV would hold."""
    if isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, column, value, days)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, cell_of(value))


def _widths(heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    sample = rows[:200]
    return [
        min(WIDEST, 2 + max([len(text), *(len(cell_of(row[place])) for row in sample)]))
        for place, text in enumerate(heading)
    ]


def _about(book: Any, about: Iterable[tuple[str, str]], bold: Any) -> None:
    sheet = book.add_worksheet("About this list")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    for row, (what, told) in enumerate(about):
        sheet.write_string(row, 0, what, bold)
        sheet.write_string(row, 1, cell_of(told))
