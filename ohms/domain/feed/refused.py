"""The file of refused lines: what a person mends and gives to the import again.

Cells that a spreadsheet would take for a formula, and those that begin with an apostrophe, get one
leading apostrophe; reading strips exactly one (the rule of all our data out).
"""

import csv
from collections.abc import Sequence
from typing import BinaryIO

from ohms.domain.feed.csv_bytes import Utf8Sink
from ohms.domain.feed.lines import Refusal

REFUSED_COLUMNS = ("line_number", "field", "reason")

# The wide forms are taken for formula signs in East Asian settings.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKED = ("'", *_FORMULA_SIGNS)


def neutralised(cell: str) -> str:
    """The cell so that a spreadsheet shows it instead of computing it."""
    return "'" + cell if cell.startswith(_MARKED) else cell


def restored(cell: str) -> str:
    """What `neutralised` was given: one leading apostrophe less, if there is one."""
    return cell.removeprefix("'")


class RefusedLines:
    """Writes refused lines as CSV (UTF-8 with BOM, for spreadsheets), one row a line.

    A line with several wrong fields has them by semicolon, and its reasons one after another, so
    that a mended file holds every line once. The stream is left open.
    """

    def __init__(self, stream: BinaryIO, header: Sequence[str]) -> None:
        stream.write(b"\xef\xbb\xbf")
        self._writer = csv.writer(Utf8Sink(stream))
        self._writer.writerow((*REFUSED_COLUMNS, *map(neutralised, header)))
        self.count = 0

    def write(self, line_number: int, cells: Sequence[str], refusals: Sequence[Refusal]) -> None:
        """One refused line: its own cells, preceded by its number, fields and reasons."""
        fields = ";".join(refusal.field for refusal in refusals if refusal.field)
        reasons = " ".join(refusal.reason for refusal in refusals)
        self._writer.writerow((line_number, fields, neutralised(reasons), *map(neutralised, cells)))
        self.count += 1
