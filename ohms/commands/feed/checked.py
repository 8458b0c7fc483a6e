"""What the check of a large file found, kept beside until it is applied: reading a line costs as much as
putting it in."""

import pickle
from collections.abc import Iterator, Sequence
from typing import IO, Any, NamedTuple

from ohms.commands.feed.batches import Line
from ohms.commands.feed.outcome import Notices, Tally
from ohms.commands.feed.pace import Pace
from ohms.commands.memory import collection_paused
from ohms.domain.feed import FeedLine

PROTOCOL = pickle.HIGHEST_PROTOCOL

Good = list[tuple[int, tuple[Any, ...]]]
"""Number and content of lines; the content as a plain tuple: a named one takes twice as long to keep."""


class Part(NamedTuple):
    """Lines that are applied in one transaction, and the line at which they end."""

    last: int
    good: Good


class Kept(NamedTuple):
    """A batch as it was read: where it ends, how many its lines were, those that were not refused."""

    last: int
    lines: int
    good: Good

    def parts(self, after: int, pace: Pace) -> Iterator[Part]:
        """What stands later in the file than a line, by as many lines as the pace allows. A batch of which
        all lines were refused is one part of none: the run comes to its end."""
        good = [each for each in self.good if each[0] > after]
        while len(good) > pace.lines:
            part, good = good[: pace.lines], good[pace.lines :]
            yield Part(part[-1][0], part)
        if self.last > after:
            yield Part(self.last, good)


class Checked:
    """What the check of a whole file found. `tally` is what would come of it.

    `batches` is a file without a name in the instance folder, for it is full of what claims say; gone with
    this process.
    """

    def __init__(self, batches: IO[bytes] | None) -> None:
        self.lines = 0
        self.tally = Tally()
        self.notices = Notices()
        self.unlinked: list[tuple[str, str]] = []
        self._batches = batches

    def keep(self, chunk: Sequence[FeedLine[Any]], good: Sequence[Line], refused: set[int]) -> None:
        if self._batches is not None:
            told = [(each.number, tuple(each.said)) for each in good if each.number not in refused]
            # Days and words that many lines share are written once.
            kept = Kept(chunk[-1].line_number, len(chunk), told)
            pickle.dump(tuple(kept), self._batches, PROTOCOL)

    def kept(self) -> Iterator[Kept]:
        """The batches in the order of the file."""
        assert self._batches is not None
        self._batches.seek(0)
        while True:
            try:
                with collection_paused():
                    kept = Kept._make(pickle.load(self._batches))
            except EOFError:
                return
            yield kept
