"""How templates find the names that all of them have."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """What every template may name stands when the first is loaded; each gets it as one table.

    Jinja's own is a chain of tables that may change later, and goes through all its names for each of the
    dozen files that a page takes macros from.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
