"""CSV written as bytes, so that a file, a ZIP member and a download are written alike."""

from typing import BinaryIO


class Utf8Sink:
    """What `csv.writer` writes to: each row goes on to a binary stream as UTF-8."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, row: str) -> int:
        return self._stream.write(row.encode("utf-8"))
