"""How far one pass over many rows is, told while it goes on."""

from collections.abc import Callable

Tell = Callable[[str, int, int], None]
"""Of a pass by its name: how many rows are done, and of how many."""


class Counted:
    """One pass: called with how many rows more are done."""

    def __init__(self, tell: Tell, name: str, total: int) -> None:
        self._tell, self._name, self._total, self._done = tell, name, total, 0
        tell(name, 0, total)

    def __call__(self, more: int) -> None:
        self._done += more
        self._tell(self._name, self._done, self._total)
