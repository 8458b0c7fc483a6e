"""How far a simulation is, told to whoever watches."""

from collections.abc import Callable
from typing import NamedTuple


class Stage(NamedTuple):
    """What is being done, and how much of it is; `total` None while unknown."""

    name: str
    done: int = 0
    total: int | None = None


Tell = Callable[[Stage], None]


def tell_nobody(_stage: Stage) -> None:
    """A simulation that nobody watches."""
