"""Where each lane of the audit chain stood on a day, written outside the database.

The chain alone tells what was changed; what was cut off at its end, head and all, only somebody who
remembers the head can tell. Source: security.md, "Audit and privacy".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ohms.domain.errors import RuleBroken

Heads = Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Anchor:
    """By lane the number of its last entry and that entry's hash; empty lanes are left out."""

    on: date
    heads: Heads

    def as_line(self) -> str:
        heads = {str(lane): list(head) for lane, head in sorted(self.heads.items())}
        return json.dumps({"on": self.on.isoformat(), "heads": heads}, sort_keys=True)


def read_anchor(line: str) -> Anchor:
    """RuleBroken for a line that `as_line` did not write."""
    try:
        said = json.loads(line)
        heads = {
            int(lane): (int(number), str(hash_)) for lane, (number, hash_) in said["heads"].items()
        }
        return Anchor(date.fromisoformat(said["on"]), heads)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RuleBroken("A line of the anchor file cannot be read: it was changed.") from None
