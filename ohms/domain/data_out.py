"""What leaves the house as CSV, spelled as the feed spells it, and what the export says of itself.

Source: interface.md, "Data out". A cell that a spreadsheet would compute gets one leading apostrophe;
whoever reads it strips exactly one. The export of a whole installation has two things more, for
`ohms import data`: its tables cell by cell (`tables/`), and the bytes of its documents (`documents/`).
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ohms.domain.feed import neutralised

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = "tables/"
DOCUMENTS = "documents/"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of an export: its lines below the heading, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DataManifest:
    """`as_of` is the last day that the feed's claims reach, `cohe` empty for the whole installation, whose
    `kind` (demo, live) and `schema` another one must share to take it in."""

    made_at: str
    as_of: str | None
    cohe: str | None
    files: Mapping[str, WrittenFile]
    kind: str | None = None
    schema: str | None = None
    format: int = FORMAT

    def as_text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)


def cell_of(value: Any) -> str:
    """A value as the feed and the exports spell it: yes, no, ISO days, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return neutralised(str(value))


def exact_cell_of(value: Any) -> str:
    """The same, so that reading gives the very value back: an empty text is an apostrophe, for an empty
    cell is nothing; bytes are Base64."""
    if isinstance(value, bytes):
        return neutralised(base64.b64encode(value).decode("ascii"))
    return "'" if value == "" else cell_of(value)
