"""The file of the audit's daily anchors, in the instance folder: appended to, forced to the disk."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ohms.domain.anchors import START, Anchor, hash_of_line, read_anchors

FILE = "audit-anchors.jsonl"

Append = Callable[[Anchor], None]


class AnchorFile:
    """Copy it to another machine as well: who may write here could write it anew."""

    def __init__(self, instance: Path) -> None:
        self.place = instance / FILE

    def anchors(self) -> Iterator[Anchor]:
        """From the oldest on; none where nothing was anchored yet."""
        return read_anchors(self._lines())

    @contextmanager
    def alone(self) -> Iterator[Append]:
        """Appends while nobody else does: heads that are read inside are those of the line's place."""
        with os.fdopen(os.open(self.place, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

            def append(anchor: Anchor) -> None:
                before = START
                for line in self._lines():
                    before = hash_of_line(line)
                file.truncate(self._length())
                file.seek(0, os.SEEK_END)
                file.write(f"{anchor.as_line(before)}\n".encode())
                file.flush()
                os.fsync(file.fileno())

            yield append

    def append(self, anchor: Anchor) -> None:
        with self.alone() as append:
            append(anchor)

    def _lines(self) -> Iterator[str]:
        for line in self._whole_lines():
            if text := line.decode(errors="replace").strip():
                yield text

    def _whole_lines(self) -> Iterator[bytes]:
        """One without its end was being written when its writer was killed or the disk was full: it was
        never said."""
        if self.place.exists():
            with self.place.open("rb") as lines:
                yield from (line for line in lines if line.endswith(b"\n"))

    def _length(self) -> int:
        return sum(map(len, self._whole_lines()))
