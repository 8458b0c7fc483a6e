"""Where each lane of the audit chain stood on a day, and every restore, written outside the database.

The chain alone tells what was changed; what was cut off at its end, head and all, only somebody who
remembers the head can tell. A restore cuts it off rightly: its line says so, and with the entry that
it left in the chain. Each line holds the hash of the one before. Source: security.md, "Audit and
privacy".

No file and database commit together. A restore therefore says before its commit that it begins, with the
heads that will stand after it, and after it that it is done: whenever it is killed, the audit is the old
one and the line means nothing, or the new one and the line explains it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ohms.domain.calendar import pacific_day
from ohms.domain.errors import RuleBroken

Heads = Mapping[int, tuple[int, str]]
START = "0" * 64
UNREADABLE = "A line of the anchor file cannot be read: it was changed."


@dataclass(frozen=True, slots=True)
class Restored:
    """Of which backup the database was put back, and where its lanes ended."""

    made_at: str
    heads: Heads

    def took(self, anchor: "Anchor", lane: int) -> bool:
        """Whether this restore, later than the anchor, rightly took the entry anchored in a lane."""
        number, _hash = anchor.heads[lane]
        kept, _head = self.heads.get(lane, (0, START))
        return number > kept or anchor.on > self.made_on

    @property
    def made_on(self) -> date:
        """The day of the backup, in the time by which days are anchored."""
        return pacific_day(datetime.fromisoformat(self.made_at))


@dataclass(frozen=True, slots=True)
class Anchor:
    """By lane the number of its last entry and that entry's hash; empty lanes are left out.

    Of a restore, as the lanes stood with the entry that it left; `begun`: said before it was done.
    """

    on: date
    heads: Heads
    restored: Restored | None = None
    begun: bool = False

    def as_line(self, before: str) -> str:
        said: dict[str, Any] = {"on": self.on.isoformat(), "heads": _said(self.heads)}
        if self.restored is not None:
            of = self.restored
            said["restored"] = {"made_at": of.made_at, "heads": _said(of.heads)}
        if self.begun:
            said["begun"] = True
        return json.dumps({**said, "before": before}, sort_keys=True)


def hash_of_line(line: str) -> str:
    return hashlib.sha256(line.strip().encode()).hexdigest()


def read_anchors(lines: Iterable[str]) -> Iterator[Anchor]:
    """RuleBroken at a line that `as_line` did not write, or that does not follow the one before.

    Lines from before lines were chained stand at the top without a hash; the first that has one
    holds the last of them.
    """
    before, chained = START, False
    for line in lines:
        said = _said_in(line)
        chained = chained or "before" in said
        yield _read(said, before if chained else None)
        before = hash_of_line(line)


def restores_after(anchors: Sequence[Anchor]) -> Iterator[tuple[Anchor, list[Restored]]]:
    """Each anchor, the oldest first, with the restores that came after it."""
    for place, anchor in enumerate(anchors):
        yield anchor, [later.restored for later in anchors[place + 1 :] if later.restored]


def _said(heads: Heads) -> dict[str, list[int | str]]:
    return {str(lane): list(head) for lane, head in sorted(heads.items())}


def _said_in(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise RuleBroken(UNREADABLE)
    return said


def _read(said: Mapping[str, Any], before: str | None) -> Anchor:
    try:
        if before is not None and said["before"] != before:
            raise RuleBroken(
                "A line of the anchor file does not follow the one before: it was changed."
            )
        restored = None
        if of := said.get("restored"):
            restored = Restored(of["made_at"], _heads(of["heads"]))
            pacific_day(datetime.fromisoformat(restored.made_at))
        begun = said.get("begun") is True
        return Anchor(date.fromisoformat(said["on"]), _heads(said["heads"]), restored, begun)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RuleBroken(UNREADABLE) from None


def _heads(said: Mapping[str, tuple[int, str]]) -> Heads:
    return {int(lane): (int(number), str(hash_)) for lane, (number, hash_) in said.items()}
