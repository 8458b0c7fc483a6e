"""What leaves the house as CSV, spelled as the feed spells it, and what the export says of itself.

Source: interface.md, "Data out". A cell that a spreadsheet would compute gets one leading apostrophe;
whoever reads it strips exactly one.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ohms.domain.feed import neutralised

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of an export: its lines below the heading, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DataManifest:
    """`as_of` is the last day that the feed's claims reach, `cohe` empty for the whole installation."""

    made_at: str
    as_of: str | None
    cohe: str | None
    files: Mapping[str, WrittenFile]
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
