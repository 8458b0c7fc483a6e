"""Refused lines: to the person's file as they stand, to the run's record without claim data."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ohms.domain.feed import Refusal, RefusedLines

MOST_KEPT = 100_000
"""Reasons that a run keeps; the person's file has them all."""


class Refused:
    """Collects refused lines of one import. The file appears, whole, when `close` is called."""

    def __init__(self, path: Path | None, header: Sequence[str]) -> None:
        self.lines = 0
        self.reasons = list[Refusal]()
        self._path, self._header = path, header
        self._stream: BinaryIO | None = None
        self._writer: RefusedLines | None = None

    def begin_anew(self) -> None:
        """Nothing was refused so far: the file is applied from its first line."""
        self.discard()
        self.lines, self.reasons, self._stream, self._writer = 0, [], None, None

    def add(self, refused: Iterable[tuple[tuple[str, ...], list[Refusal]]]) -> None:
        """Lines with their cells and reasons, put in the order of the file."""
        for cells, refusals in sorted(refused, key=lambda each: each[1][0].line_number):
            self.lines += 1
            if len(self.reasons) < MOST_KEPT:
                self.reasons += refusals
            if self._path is not None:
                self._write(cells, refusals)

    def close(self) -> Path | None:
        """Where the refused lines are; None when there are none or no file was wanted."""
        if self._stream is None or self._path is None:
            return None
        self._stream.close()
        self._stream = None
        self._part.replace(self._path)
        return self._path

    def discard(self) -> None:
        """Leave nothing behind of an import that ended otherwise."""
        if self._stream is not None:
            self._stream.close()
            with suppress(OSError):
                self._part.unlink()

    @property
    def _part(self) -> Path:
        assert self._path is not None
        return self._path.with_name(self._path.name + ".part")

    def _write(self, cells: tuple[str, ...], refusals: list[Refusal]) -> None:
        if self._writer is None:
            self._stream = self._part.open("wb")
            self._writer = RefusedLines(self._stream, self._header)
        self._writer.write(refusals[0].line_number, cells, refusals)
