"""What SQLAlchemy made of the statements that were sent, found by which statement it is.

SQLAlchemy finds it by all that a statement says, and a tuple keeps no hash: of a statement with some
hundred conditions every use went through thousands of parts. Most are kept and sent again
(`queries/prepared.py`), and such a one is known by itself; others are looked up as ever.
"""

from typing import Any

from sqlalchemy.util import LRUCache

KEPT = 500
"""As many as SQLAlchemy keeps of itself, in either way."""


class Compiled(LRUCache[Any, Any]):
    """One engine's. A key is its dialect, what the statement says, the names of the values, and how it is sent."""

    def __init__(self) -> None:
        super().__init__(KEPT)
        self._known: dict[tuple[Any, ...], tuple[object, Any]] = {}

    def get(self, key: Any, default: Any = None) -> Any:
        _dialect, says, *sent = key
        itself = (id(says), *sent)
        known = self._known.get(itself)
        if known is not None:
            return known[1]
        found = super().get(key, default)
        if found is not None:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[itself] = (says, found)  # held, so that its id is nobody else's
        return found
