"""A list as a CSV download: the same rows in the same order, no cell a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response

from ohms.domain.data_out import cell_of
from ohms.web.reading import exported

ROWS_AT_ONCE = 500


def csv_answer(name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A download named `name`; UTF-8 with its mark, so that spreadsheets read it right."""
    kept = list(rows)
    content = "".join(_chunks([heading], kept)).encode("utf-8-sig")
    exported(content, len(kept))
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _chunks(heading: Iterable[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in heading:
        writer.writerow(row)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell_of(value) for value in row])
        if number % ROWS_AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
