"""A list as a workbook: its rows, and a sheet that says what they are of. No cell a spreadsheet would run."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Response, current_app

from ohms import clock
from ohms.domain.data_out import cell_of
from ohms.models.unfinished import working_folder
from ohms.web.reading import exported

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 44
MOST_ROWS = 50_000
"""What is made in a few seconds while others wait for the same process; a CSV has any number."""


def workbook_answer(
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Any]],
    about: Iterable[tuple[str, str]],
) -> Response:
    """A download named `name`: the rows first, then the sheet about them.

    Rows go to the disk as they are written, into a folder that is this program's alone and gone with
    the answer: kept as cells they would take twenty times what they hold.
    """
    import xlsxwriter  # of workbooks alone: a start does not wait for it

    kept, target = list(rows), io.BytesIO()
    with (
        working_folder(Path(current_app.instance_path), "workbook") as folder,
        xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": str(folder)}) as book,
    ):
        # Without it the moment of making stands in the file in the machine's own time.
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("List")
        for column, text in enumerate(heading):
            _written(sheet.write_string(0, column, text, bold))
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
        _written(sheet.write_datetime(row, column, value, days))
    elif isinstance(value, int) and not isinstance(value, bool):
        _written(sheet.write_number(row, column, value))
    else:
        _written(sheet.write_string(row, column, cell_of(value)))


def _written(fault: int) -> None:
    """A cell that the sheet does not take is told nowhere but in this number."""
    if fault:
        raise ValueError(f"a cell of a workbook was not written: {fault}")


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
        _written(sheet.write_string(row, 0, what, bold))
        _written(sheet.write_string(row, 1, cell_of(told)))
