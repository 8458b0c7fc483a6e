"""The file of the audit's daily anchors, in the instance folder: appended to, forced to the disk."""

import os
from collections.abc import Iterator
from pathlib import Path

from ohms.domain.anchors import Anchor, read_anchor

FILE = "audit-anchors.jsonl"


class AnchorFile:
    """Copy it to another machine as well: who may write here could write it anew."""

    def __init__(self, instance: Path) -> None:
        self.place = instance / FILE

    def anchors(self) -> Iterator[Anchor]:
        """From the oldest on; none where nothing was anchored yet."""
        if self.place.exists():
            with self.place.open() as lines:
                yield from (read_anchor(line) for line in lines if line.strip())

    def append(self, anchor: Anchor) -> None:
        descriptor = os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a") as file:
            file.write(f"{anchor.as_line()}\n")
            file.flush()
            os.fsync(file.fileno())
