"""Progress on a terminal: one line a stage, with its seconds; counts move where somebody looks."""

from types import TracebackType
from typing import Self, TextIO

from ohms import clock
from ohms.simulator.loading.progress import Stage

WIDTH = 40


class TerminalProgress:
    """Says what is being done; `with` it, so that the last stage is finished too."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._moves = stream.isatty()
        self._begun = self._stage_begun = clock.monotonic()
        self._stage: Stage | None = None

    def __call__(self, stage: Stage) -> None:
        if self._stage is None or stage.name != self._stage.name:
            self._finish_stage()
            self._stage_begun = clock.monotonic()
        self._stage = stage
        if self._moves:
            self._stream.write(f"\r{self._line(stage)}")
            self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._finish_stage()
        if kind is None:
            self._stream.write(f"Done in {clock.monotonic() - self._begun:.1f} s.\n")
        self._stream.flush()

    def _finish_stage(self) -> None:
        if self._stage is None:
            return
        seconds = clock.monotonic() - self._stage_begun
        total = f"{self._stage.total:>9,}" if self._stage.total else " " * 9
        start = "\r" if self._moves else ""
        self._stream.write(f"{start}{self._stage.name:<{WIDTH}}{total}{seconds:>7.1f} s\n")
        self._stream.flush()

    def _line(self, stage: Stage) -> str:
        if not stage.total:
            return f"{stage.name:<{WIDTH}}"
        return f"{stage.name:<{WIDTH}}{stage.done:>9,} of {stage.total:,}"
