"""How templates find the names that all of them have, and call what they are given: as Jinja does, without
its detours. A list of 50 claims calls six hundred functions and macros."""

from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from typing import Any

from flask.templating import Environment
from jinja2.runtime import Context, Macro


class Calling(Context):
    """What is called is given the context only where it asks for it, and a macro how to escape. Jinja
    looks for that mark on whatever is called, and on its class, each time."""

    def call(
        self,
        called: Any,
        /,
        *args: Any,
        _loop_vars: Mapping[str, Any] | None = None,
        _block_vars: Mapping[str, Any] | None = None,
        **given: Any,
    ) -> Any:
        kind: Any = type(called)
        if kind is Macro:
            return called(self.eval_ctx, *args, **given)
        if _asks_for_nothing(kind) and not hasattr(called, MARK):
            return called(*args, **given)
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **given)


MARK = "jinja_pass_arg"
"""What Jinja's `pass_context` and its like put on a function."""


@lru_cache
def _asks_for_nothing(kind: type) -> bool:
    """Of all things of this class."""
    return not hasattr(getattr(kind, "__call__", None), MARK)  # noqa: B004 - its mark is wanted


class Templates(Environment):
    """What every template may name stands when the first is loaded; each gets it as one table.

    Jinja's own is a chain of tables that may change later, and goes through all its names for each of the
    dozen files that a page takes macros from.
    """

    context_class = Calling

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
