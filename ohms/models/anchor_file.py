"""The file of the audit's daily anchors, in the instance folder: appended to, forced to the disk."""

import os
from collections.abc import Iterator
from pathlib import Path

from ohms.domain.anchors import START, Anchor, hash_of_line, read_anchors

FILE = "audit-anchors.jsonl"


class AnchorFile:
    """Copy it to another machine as well: who may write here could write it anew."""

    def __init__(self, instance: Path) -> None:
        self.place = instance / FILE

    def anchors(self) -> Iterator[Anchor]:
        """From the oldest on; none where nothing was anchored yet."""
        return read_anchors(self._lines())

    def append(self, anchor: Anchor) -> None:
        before = START
        for line in self._lines():
            before = hash_of_line(line)
        descriptor = os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a") as file:
            file.write(f"{anchor.as_line(before)}\n")
            file.flush()
            os.fsync(file.fileno())

    def _lines(self) -> Iterator[str]:
        if self.place.exists():
            with self.place.open() as lines:
                yield from (line for line in lines if line.strip())
