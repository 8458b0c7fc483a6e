"""An export read back: what its manifest must say, and what each cell of its tables holds.

Source: interface.md, "Data out" and "Commands" (`ohms import data`). A cell is spelled as `exact_cell_of`
wrote it; whatever else it holds is refused by its file, line and column.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import MappingProxyType
from typing import Any

from ohms.domain.data_out import FORMAT, DataManifest, WrittenFile
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import restored

SMALLEST, GREATEST = -(2**63), 2**63 - 1


SAVED_ANEW = (
    " This file is not as it was exported: another program saved it. Give the folder as it was written; a"
    " spreadsheet changes days, long numbers and long text of what it saves."
)


class DataRefused(RuleBroken):
    """A folder that is not taken in; nothing of it is kept. `file`: the one in which something is wrong."""

    def __init__(self, message: str, *, file: str | None = None) -> None:
        super().__init__(message)
        self.file = file


class CellRefused(ValueError):
    """What to put into a cell instead; never what it holds."""


def refused(file: str, line: int, column: str | None, reason: str) -> DataRefused:
    """A refusal that says where: `tables/claim.csv, line 5, column injury_on: ...`."""
    where = f", column {column}" if column else ""
    return DataRefused(f"{file}, line {line:,}{where}: {reason}", file=file)


def manifest_of(text: str) -> DataManifest:
    """What an export says of itself; DataRefused where that cannot be understood."""
    try:
        told = json.loads(text)
        files = {name: WrittenFile(**each) for name, each in told.pop("files").items()}
        manifest = DataManifest(files=files, **told)
        if datetime.fromisoformat(manifest.made_at).tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        raise DataRefused("The manifest of this folder cannot be read.") from None
    if manifest.format != FORMAT:
        raise DataRefused(
            f"This export is of format {manifest.format}; this program reads {FORMAT}."
        )
    return manifest


def check_may_be_taken_in(manifest: DataManifest, *, kind: str, schema: str) -> None:
    """A whole installation, of this schema, into one of its own kind."""
    if manifest.cohe is not None:
        raise DataRefused(
            f"This is the export of one COHE, {manifest.cohe}, for others to read. Only that of a whole"
            " installation, made without --cohe, has what another one needs."
        )
    if manifest.kind != kind:
        raise DataRefused(
            f"This is the data of a {manifest.kind or 'nameless'} installation, and this one is {kind}: it is"
            " what `ohms db upgrade` founded it as, a demonstration with --demo."
        )
    if manifest.schema != schema:
        raise DataRefused(
            f"This export is of schema {manifest.schema or 'none'}, and this program's is {schema}."
            " Upgrade the older one of both, and export again."
        )


def read_cell(cell: str, kind: type, *, may_be_empty: bool, longest: int | None = None) -> Any:
    """The value in a cell of a column of this kind; CellRefused says what to write instead."""
    if not cell:
        if may_be_empty:
            return None
        raise CellRefused("Fill this in; it may not be empty.")
    text = restored(cell)
    if issubclass(kind, Enum):
        return _one_of(text, kind)
    value = _READERS[kind](text)
    if longest is not None and len(text) > longest:
        raise CellRefused(f"Shorten this to {longest:,} characters.")
    return value


def _one_of(text: str, kind: type[Enum]) -> Enum:
    try:
        return kind(text)
    except ValueError:
        words = ", ".join(str(each.value) for each in kind)
        raise CellRefused(f"Write one of {words}.") from None


def _text(text: str) -> str:
    if "\0" in text:
        raise CellRefused("Take the NUL out.")
    return text


def _whole_number(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise CellRefused("Write a whole number in digits, without a sign between them.")
    number = int(text)
    if not SMALLEST <= number <= GREATEST:
        raise CellRefused("Write a smaller number.")
    return number


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise CellRefused("Write a number, with a point before its decimals.")
    return number


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise CellRefused("Write yes or no.")
    return text == "yes"


def _day(text: str) -> date:
    try:
        if len(text) == len("2026-11-24"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise CellRefused("Write a day as 2026-11-24.")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise CellRefused("Write an instant as 2026-11-24T17:00:00+00:00.")
    return instant.astimezone(UTC)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise CellRefused("Write bytes in Base64.") from None


_READERS: Mapping[type, Callable[[str], Any]] = MappingProxyType(
    {
        str: _text,
        int: _whole_number,
        bool: _yes_or_no,
        date: _day,
        datetime: _instant,
        Decimal: _decimal,
        bytes: _bytes,
    }
)
