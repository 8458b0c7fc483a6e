"""When a copy of an installation may be used: every table holds the very rows of the source.

A copy goes from SQLite to an empty PostgreSQL database of the same schema. Source: interface.md,
"Commands" (`ohms db copy`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ohms.domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as it was read from its first id to its last: how many rows, and a hash of all values."""

    count: int
    sha256: str


def check_same_rows(source: Mapping[str, Rows], copied: Mapping[str, Rows]) -> None:
    """Every table of the source was copied, no row and no value more, less or other."""
    for name in sorted(set(source) | set(copied)):
        there, here = source.get(name), copied.get(name)
        if there == here:
            continue
        if there and here and there.count == here.count:
            raise RuleBroken(f"{name} holds other values than in the source: nothing was kept.")
        counts = [each.count if each else 0 for each in (there, here)]
        raise RuleBroken(f"{name} holds {counts[1]} of {counts[0]} rows: nothing was kept.")
