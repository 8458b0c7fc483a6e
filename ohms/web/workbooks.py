"""A list as a workbook: its rows, and a sheet that says what they are of. No cell a spreadsheet would run."""

import io
from collections.abc import Iterable, Mapping, Sequence
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
_IDENTIFIERS = ("_id", "_number")
"""How the names of columns end whose numbers are names: text, whose first zeros stay."""
_FTE = "_fte"
_LAST_COLUMN = "XFD"
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
        bold, looks = book.add_format({"bold": True}), _looks_of(book)
        sheet = book.add_worksheet("List")
        for column, text in enumerate(heading):
            _written(sheet.write_string(0, column, text, bold))
        for number, row in enumerate(kept, 1):
            for column, value in enumerate(row):
                _written(_write(sheet, number, column, _cell(heading[column], value), looks))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(kept), max(len(heading) - 1, 0))
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_LAST_COLUMN}{len(kept) + 1}"})
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


def _looks_of(book: Any) -> dict[type, Any]:
    told = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", float: "0.00000"}
    return {kind: book.add_format({"num_format": look}) for kind, look in told.items()}


def _cell(heading: str, value: Any) -> Any:
    """What a spreadsheet is to take a value for, by the name of its column too: a number that names
    something is text, FTE a number. An instant stands as the clock stood in Washington State."""
    if value is None or value == "":
        return None
    if heading.endswith(_FTE):
        return float(value)
    if heading == "id" or heading.endswith(_IDENTIFIERS):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(clock.PACIFIC).replace(tzinfo=None)
    return value


def _write(sheet: Any, row: int, column: int, value: Any, looks: Mapping[type, Any]) -> int:
    """Days as days and numbers as numbers, nothing as no cell; all else as the text that a CSV holds."""
    if value is None:
        return 0
    if isinstance(value, date):
        look = looks[datetime if isinstance(value, datetime) else date]
        return int(sheet.write_datetime(row, column, value, look))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(sheet.write_number(row, column, value, looks.get(type(value))))
    return int(sheet.write_string(row, column, cell_of(value)))


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
