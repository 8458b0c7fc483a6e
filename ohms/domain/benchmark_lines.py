"""The lines of L&I's benchmarks as numbers of the COHE's contract: L&I's published one, until another is
agreed from a quarter on. What is held against a figure of others has no line of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark
from ohms.domain.calendar import written


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """What a quarter's figure is held against; from_on None: since L&I published it."""

    value: Fraction
    source: str
    from_on: date | None = None

    @property
    def source_words(self) -> str:
        """From where it is, and since when it holds."""
        return f"{self.source}, since {written(self.from_on)}" if self.from_on else self.source


def term_of(benchmark: Benchmark) -> str:
    """The name under which its line stands among the contract's numbers."""
    return f"line_{benchmark.name}"


LINED: Mapping[str, Benchmark] = MappingProxyType(
    {term_of(each): each for each in BENCHMARKS.values() if not each.is_compared}
)
"""The benchmarks that have a line of their own, by its name among the contract's numbers."""

PUBLISHED: Mapping[str, BenchmarkLine] = MappingProxyType(
    {each.name: BenchmarkLine(each.line, each.measure.source) for each in LINED.values()}
)
"""By the benchmark's name."""
