"""The figures of L&I's eleven benchmarks for COHEs.

The lines are L&I's (COHE accountability; the page is undated).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from ohms.domain.benchmark_lines import BenchmarkLine
from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark, Judged
from ohms.domain.benchmark_rules import (
    COUNTED,
    BenchmarkRules,
    ClaimFacts,
    Standing,
    days_to_activity,
    is_by,
    standing_of,
    window_end,
)
from ohms.domain.claims_per_fte import decimal_text
from ohms.domain.measure import Measure

PRACTICES = ("apf_in_12_weeks", "roa_complete_when_sent", "roa_in_2_days")
"""What a provider's adoption is read from: the practices that the feed tells of."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """How many of the practices a provider's ripe claims met. L&I's formula is not public: this one is
    assumed."""

    met: int
    judged: int
    low_below_percent: int

    @property
    def standing(self) -> Standing:
        """MET is a low adopter. Open: nothing of theirs is ripe."""
        if not self.judged:
            return Standing.OPEN
        is_low = self.met * 100 < self.low_below_percent * self.judged
        return Standing.MET if is_low else Standing.MISSED


def adoption(
    claims: Iterable[ClaimFacts], as_of: date, rules: BenchmarkRules
) -> Mapping[int, Adoption]:
    """Of each provider who initiated one of the claims."""
    found: dict[int, list[Standing]] = {}
    for facts in claims:
        of_provider = found.setdefault(facts.provider_id, [])
        of_provider.extend(standing_of(BENCHMARKS[name], facts, as_of, rules) for name in PRACTICES)
    return {
        provider: Adoption(
            standings.count(Standing.MET),
            standings.count(Standing.MET) + standings.count(Standing.MISSED),
            rules.low_adopter_percent,
        )
        for provider, standings in found.items()
    }


@dataclass(frozen=True, slots=True)
class BenchmarkFigure:
    """A benchmark's figure, and what it is held against; None: no comparator is known."""

    benchmark: Benchmark
    numerator: int
    denominator: int
    not_ripe: int
    median_days: Fraction | None = None
    reached: int | None = None
    """Of the numerator, claims of which somebody was reached and not only tried."""

    held_against: BenchmarkLine | None = None

    @property
    def line(self) -> Fraction | None:
        return self.held_against.value if self.held_against else None

    @property
    def line_source(self) -> str:
        """From where the line is, and since when it holds where it is not L&I's published one."""
        line = self.held_against
        return line.source_words if line else self.benchmark.measure.source

    @property
    def measure(self) -> Measure:
        """What it counts, in words that name the line in force."""
        return self.benchmark.measured_at(self.line)

    @property
    def value(self) -> Fraction | None:
        """Exact: a share of 1, or the median in days; None of nothing."""
        if self.benchmark.is_median:
            return self.median_days
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def is_met(self) -> bool | None:
        """None: nothing is ripe, or nothing to compare with."""
        if self.value is None or self.line is None:
            return None
        line = self.line if self.benchmark.is_median else self.line / 100
        return self.benchmark.holds(self.value, line)

    @property
    def line_words(self) -> str:
        """The line as L&I words it, with the comparator where one is entered."""
        words = self.measure.threshold
        if not self.benchmark.is_compared or self.line is None:
            return words
        return f"{words}: {float(self.line):g} %"

    @property
    def stands(self) -> str:
        """How it stands with its line, in words."""
        if self.value is None:
            return "Nothing ripe"
        if self.is_met is None:
            return "No comparator"
        return "Met" if self.is_met else "Not met"

    @property
    def text(self) -> str:
        """As printed: a share with one decimal where a whole percent would hide the line."""
        if self.value is None:
            return "–"
        if self.benchmark.is_median:
            return f"{float(self.value):g} day{'' if self.value == 1 else 's'}"
        shown = decimal_text(self.value * 100, 1)
        if self.line is not None and not self.is_met and Fraction(shown) == self.line:
            shown = decimal_text(self.value * 100, 3)
        return f"{shown} %"


def figure_of(
    benchmark: Benchmark, standings: Iterable[Standing], **told: object
) -> BenchmarkFigure:
    """The figure of some standings; `told`: what else the figure says."""
    listed = list(standings)
    met = listed.count(Standing.MET)
    return BenchmarkFigure(
        benchmark,
        met,
        met + listed.count(Standing.MISSED),
        listed.count(Standing.OPEN),
        **told,  # type: ignore[arg-type]
    )


def figure_of_claims(
    benchmark: Benchmark,
    claims: Sequence[ClaimFacts],
    as_of: date,
    rules: BenchmarkRules,
    line: BenchmarkLine | None,
) -> BenchmarkFigure:
    """The figure of a benchmark that claims tell."""
    if benchmark.judged is Judged.PROVIDER:
        standings = [each.standing for each in adoption(claims, as_of, rules).values()]
        return figure_of(benchmark, standings, held_against=line)
    pairs = [(facts, standing_of(benchmark, facts, as_of, rules)) for facts in claims]
    return figure_of(
        benchmark,
        (standing for _facts, standing in pairs),
        median_days=_median_days(pairs) if benchmark.is_median else None,
        reached=_reached(pairs, rules) if benchmark.tells_reached else None,
        held_against=line,
    )


def _median_days(pairs: Iterable[tuple[ClaimFacts, Standing]]) -> Fraction | None:
    days = [
        Fraction(days)
        for facts, standing in pairs
        if standing in COUNTED and (days := days_to_activity(facts)) is not None
    ]
    return Fraction(median(days)) if days else None


def _reached(pairs: Iterable[tuple[ClaimFacts, Standing]], rules: BenchmarkRules) -> int:
    return sum(
        standing is Standing.MET and is_by(facts.reached_on, window_end(facts.initiated_on, rules))
        for facts, standing in pairs
    )
