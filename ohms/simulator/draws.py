"""Chance that can be repeated: every draw comes from a stream named by the seed and its subject.

Nothing here reads the clock or the shared generator of `random`: the same seed and the same
subject give the same draws on every machine, in any order of asking.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *subject: object) -> Random:
    """A generator of its own for one subject, such as `stream(7, "absences", "puget.hsc1", 2026)`."""
    return Random("/".join([str(seed), *map(str, subject)]))


class Weighted(Generic[T]):
    """Values with weights, drawn by one call of `random()` and a bisection."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(value, weight) for value, weight in pairs if weight > 0]
        self.values: list[T] = [value for value, _ in kept]
        self._sums: list[float] = list(accumulate(weight for _, weight in kept))
        self._total = self._sums[-1]

    def draw(self, rng: Random) -> T:
        """One value, as often as its weight says."""
        return self.values[bisect(self._sums, rng.random() * self._total)]


def pick(rng: Random, values: Sequence[T]) -> T:
    """One of the values, each as likely (three times as fast as `Random.choice`)."""
    return values[int(rng.random() * len(values))]


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def skewed(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included, the low ones more often."""
    share = rng.random()
    return low + int(share * share * (high - low + 1))
