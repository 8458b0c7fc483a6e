"""A list as a CSV download: the same rows in the same order, no cell a spreadsheet would run."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response, stream_with_context

from ohms.domain.data_out import cell_of
from ohms.web.reading import exported, told_at_its_end

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


def csv_stream(
    name: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Any]],
    ended: Callable[[int, str, bool], None],
) -> Response:
    """The same however long it is: sent as its rows are read. `ended` is told how many lines were sent,
    their SHA-256, and whether it was all of them."""
    told_at_its_end()

    def sent() -> Iterator[bytes]:
        lines, whole, digest = Counted(rows), False, hashlib.sha256()
        try:
            for number, text in enumerate(_chunks([heading], lines)):
                chunk = text.encode("utf-8" if number else "utf-8-sig")
                digest.update(chunk)
                yield chunk
            whole = True
        finally:
            ended(lines.count, digest.hexdigest(), whole)

    return Response(
        stream_with_context(sent()),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class Counted:
    """Rows on their way, and how many went."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            yield row


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
