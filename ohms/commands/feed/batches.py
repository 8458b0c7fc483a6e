"""A batch of good lines, and what it is planned to do: the same shape for every file of the feed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from ohms.commands.feed.outcome import Notices, Tally
from ohms.commands.feed.rows import Changes, Numbers
from ohms.domain.feed import Refusal


class Line(NamedTuple):
    """A well-formed line: where it stands, what it says (a line of `ohms.domain.feed`), its cells."""

    number: int
    said: Any
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines that stand or fall in one transaction, with the run and the day they tell of.

    `columns`: those the file has. An absent column leaves what is known; an empty cell empties it.
    `dry`: only weighed; what it would write need not be worked out.
    """

    run_id: int
    as_of: date
    at: datetime
    columns: frozenset[str]
    lines: Sequence[Line]
    numbers: Numbers
    dry: bool = False

    def origin(self, line: Line) -> dict[str, int]:
        """Run and line, as every imported fact keeps them."""
        return {"feed_run_id": self.run_id, "feed_line": line.number}


@dataclass(slots=True)
class Planned:
    """What a batch would do; nothing is written before `write`.

    `unlinked`: numbers of claims that are combined into a number not here (yet).
    """

    changes: Changes = field(default_factory=Changes)
    tally: Tally = field(default_factory=Tally)
    refused: list[Refusal] = field(default_factory=list)
    notices: Notices = field(default_factory=Notices)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    unlinked: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, line: Line, field_name: str, reason: str) -> None:
        self.refused.append(Refusal(line.number, field_name, reason))

    def write(self) -> None:
        """Write it all, then do what looks at the rows as a set."""
        self.changes.write()
        for act in self.afterwards:
            act()


def as_text(value: object) -> str | None:
    """A value as a change record keeps it: as the feed spells it."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
