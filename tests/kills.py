"""A kill at a given moment, where a process of its own would cost seconds."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ohms.domain.anchors import Anchor
from ohms.models.anchor_file import AnchorFile, Append


class Killed(BaseException):
    """The process is gone."""


@contextmanager
def killed_at_line(
    monkeypatch: pytest.MonkeyPatch, number: int, *, written: bool
) -> Iterator[None]:
    """Right after the anchors' line of this number is on the disk, or right before."""
    alone, count = AnchorFile.alone, iter(range(1, 10))

    @contextmanager
    def dying(file: AnchorFile) -> Iterator[Append]:
        with alone(file) as really:

            def append(anchor: Anchor) -> None:
                dies = next(count) == number
                if written or not dies:
                    really(anchor)
                if dies:
                    raise Killed

            yield append

    with monkeypatch.context() as patched:
        patched.setattr(AnchorFile, "alone", dying)
        with pytest.raises(Killed):
            yield
