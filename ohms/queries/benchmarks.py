"""L&I's benchmarks of a COHE and quarter, and exactly the rows behind each figure.

Figures and rows are read from the same claims, judged by the same rule: a figure opens as many rows as
it says, and their CSV has as many lines.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import TypeVar

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.domain.apf_reviews import ReviewedApf
from ohms.domain.benchmark_lines import BenchmarkLine
from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark, Judged
from ohms.domain.benchmark_rules import BenchmarkRules, ClaimFacts
from ohms.domain.benchmarks import (
    BenchmarkFigure,
    figure_of,
    figure_of_claims,
)
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.domain.comparators import Comparator
from ohms.domain.errors import NotFound
from ohms.domain.measure import Measure, ScopeKind
from ohms.models.feed import FeedRun
from ohms.queries.apf_reviews import reviewed_apfs
from ohms.queries.benchmark_facts import claim_facts
from ohms.queries.comparators import comparator_of
from ohms.queries.measure_scopes import Scope, names_of
from ohms.queries.rounds import Question, ask, settled, side_by_side
from ohms.queries.settings import benchmark_rules
from ohms.queries.workload import Centre, centres

TREND = 4
"""So many quarters stand side by side."""


Judgeable = ClaimFacts | ReviewedApf
_KEYS: dict[ScopeKind, Callable[[Judgeable], int | None]] = {
    ScopeKind.PROVIDER: lambda facts: facts.provider_id,
    ScopeKind.CLINIC: lambda facts: facts.clinic_id,
    ScopeKind.HSC: lambda facts: facts.hsc_id,
}


Thing = TypeVar("Thing", ClaimFacts, ReviewedApf)


def _of(things: Sequence[Thing], scope: Scope | None) -> Sequence[Thing]:
    if scope is None:
        return things
    key = _KEYS[scope.kind]
    return [each for each in things if key(each) == scope.id]


@dataclass(frozen=True, slots=True)
class Judging:
    """What the benchmarks of one COHE and quarter are judged by: the last day that is complete, and
    the COHE's rules and the lines of its contract as in force on the quarter's first day."""

    centre: Centre
    quarter: Quarter
    as_of: date
    rules: BenchmarkRules
    claims: Sequence[ClaimFacts] = field(repr=False)
    apfs: Sequence[ReviewedApf] = field(default=(), repr=False)
    """The quarter's sample, where a benchmark judges APFs."""

    comparator: Comparator | None = None

    def of(self, scope: Scope | None) -> Sequence[ClaimFacts]:
        return _of(self.claims, scope)

    def judged(self, benchmark: Benchmark, scope: Scope | None = None) -> Sequence[Judgeable]:
        """What a benchmark judges: claims, or the APFs of the sample."""
        return _of(self.apfs, scope) if benchmark.judged is Judged.APF else self.of(scope)

    def figure(self, benchmark: Benchmark, judged: Sequence[Judgeable]) -> BenchmarkFigure:
        line = self._line(benchmark)
        if benchmark.judged is Judged.APF:
            standings = [each.standing for each in judged if isinstance(each, ReviewedApf)]
            return figure_of(benchmark, standings, held_against=line)
        claims = [each for each in judged if isinstance(each, ClaimFacts)]
        return figure_of_claims(benchmark, claims, self.as_of, self.rules, line)

    def measure(self, benchmark: Benchmark) -> Measure:
        """What a benchmark counts, in words that name the line in force."""
        line = self._line(benchmark)
        return benchmark.measured_at(line.value if line else None)

    def _line(self, benchmark: Benchmark) -> BenchmarkLine | None:
        """What the figure is held against; None: nobody entered a comparator."""
        if not benchmark.is_compared:
            return self.rules.lines[benchmark.name]
        if self.comparator is None:
            return None
        return BenchmarkLine(self.comparator.percent, self.comparator.source)


@dataclass(frozen=True, slots=True)
class BenchmarksOfQuarter:
    """The eleven figures; `as_of`: the last day that they know of."""

    centre: Centre
    quarter: Quarter
    as_of: date
    rules: BenchmarkRules
    claims_initiated: int
    figures: tuple[BenchmarkFigure, ...]


@dataclass(frozen=True, slots=True)
class FigureOfScope:
    """One benchmark's figure of one provider, clinic or coordinator."""

    scope: Scope
    name: str
    judged: int
    figure: BenchmarkFigure


def centre_by_id(actor: Actor, cohe_id: int) -> Centre:
    """A COHE whose figures the actor has; any other does not exist."""
    for centre in centres(actor):
        if centre.id == cohe_id:
            return centre
    raise NotFound


def benchmarks_of(
    actor: Actor, cohe_id: int, quarter: Quarter, *, scope: Scope | None = None
) -> BenchmarksOfQuarter:
    """Every benchmark of a COHE and quarter (of one's own claims, for a coordinator), as plain data."""
    return ask(every_benchmark(actor, centre_by_id(actor, cohe_id), quarter, scope=scope))


def every_benchmark(
    actor: Actor, centre: Centre, quarter: Quarter, *, scope: Scope | None = None
) -> Question[BenchmarksOfQuarter]:
    """The same of a COHE whose figures the actor has."""
    judging = yield from judge(actor, centre, quarter, BENCHMARKS.values())
    figures = tuple(
        judging.figure(each, judging.judged(each, scope)) for each in BENCHMARKS.values()
    )
    initiated = len(judging.of(scope))
    return BenchmarksOfQuarter(centre, quarter, judging.as_of, judging.rules, initiated, figures)


def judge(
    actor: Actor, centre: Centre, quarter: Quarter, benchmarks: Iterable[Benchmark]
) -> Question[Judging]:
    """The claims of a quarter with what the benchmarks ask of them: one round."""
    asked = list(benchmarks)
    needs = frozenset().union(*(each.needs for each in asked))
    of_apfs = any(each.judged is Judged.APF for each in asked)
    found = yield from side_by_side(
        complete_to(actor.on_day),
        benchmark_rules(centre.id, quarter.first_on),
        claim_facts(actor, centre, quarter, needs),
        reviewed_apfs(actor, centre, quarter) if of_apfs else settled(()),
        comparator_of(centre.id, quarter),
    )
    return Judging(centre, quarter, *found)


def complete_to(today: date) -> Question[date]:
    """The last day that the feed tells of, yesterday at the latest."""
    yesterday = today - ONE_DAY
    (((fed_to,),),) = yield (
        select(func.max(FeedRun.as_of_on)).where(FeedRun.kind == "claims", FeedRun.state == "done"),
    )
    return yesterday if fed_to is None else min(fed_to, yesterday)


def trend(
    actor: Actor, judging: Judging, benchmark: Benchmark
) -> list[tuple[Quarter, BenchmarkFigure]]:
    """The quarter and those before it that have claims, the oldest first."""
    quarters = [judging.quarter]
    while len(quarters) < TREND:
        quarters.append(quarters[-1].previous)
    past: list[Judging] = ask(
        side_by_side(*(judge(actor, judging.centre, each, [benchmark]) for each in quarters[1:]))
    )
    with_claims = [judging, *takewhile(lambda each: each.claims, past)]
    return [
        (each.quarter, each.figure(benchmark, each.judged(benchmark))) for each in with_claims[::-1]
    ]


def by_scope(judging: Judging, benchmark: Benchmark, kind: ScopeKind) -> list[FigureOfScope]:
    """One benchmark by provider, clinic or coordinator, the most claims first."""
    groups: dict[int | None, list[Judgeable]] = {}
    key = _KEYS[kind]
    for facts in judging.judged(benchmark):
        groups.setdefault(key(facts), []).append(facts)
    names = names_of(kind, groups)
    found = [
        FigureOfScope(
            Scope(kind, each), names[each], len(judged), judging.figure(benchmark, judged)
        )
        for each, judged in groups.items()
    ]
    return sorted(found, key=lambda each: (-each.judged, each.name))
