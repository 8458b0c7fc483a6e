"""Macros whose answer depends on a few short arguments alone: a day, a state. Answered once, and not
again for each of fifty rows. Nothing that names a person goes through here: it would be kept."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

MACROS = 64
ANSWERS = 2_048


@lru_cache(maxsize=MACROS)
def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """The same macro, with its answers kept."""
    return lru_cache(maxsize=ANSWERS)(macro)
