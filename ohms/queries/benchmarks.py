"""L&I's benchmarks of a COHE and quarter, and exactly the rows behind each figure.

Figures and rows are read from the same claims, judged by the same rule: a figure opens as many rows as
it says, and their CSV has as many lines.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from ohms.domain.access import Actor, NotFound
from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark, Judged
from ohms.domain.benchmark_rules import BenchmarkRules, ClaimFacts
from ohms.domain.benchmarks import (
    BenchmarkFigure,
    figure_of,
    figure_of_claims,
)
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.domain.comparators import Comparator
from ohms.domain.measure import ScopeKind
from ohms.extensions import db
from ohms.models.feed import FeedRun
from ohms.queries.benchmark_facts import claim_facts
from ohms.queries.comparators import comparator_of
from ohms.queries.measure_scopes import Scope, names_of
from ohms.queries.settings import benchmark_rules
from ohms.queries.workload import Centre, centres

TREND = 4
"""So many quarters stand side by side."""


_KEYS: dict[ScopeKind, Callable[[ClaimFacts], int | None]] = {
    ScopeKind.PROVIDER: lambda facts: facts.provider_id,
    ScopeKind.CLINIC: lambda facts: facts.clinic_id,
    ScopeKind.HSC: lambda facts: facts.hsc_id,
}


@dataclass(frozen=True, slots=True)
class Judging:
    """What the benchmarks of one COHE and quarter are judged by: the last day that is complete, and
    the COHE's rules as in force on the quarter's first day."""

    centre: Centre
    quarter: Quarter
    as_of: date
    rules: BenchmarkRules
    claims: Sequence[ClaimFacts] = field(repr=False)
    comparator: Comparator | None = None

    def of(self, scope: Scope | None) -> Sequence[ClaimFacts]:
        if scope is None:
            return self.claims
        key = _KEYS[scope.kind]
        return [facts for facts in self.claims if key(facts) == scope.id]

    def figure(self, benchmark: Benchmark, claims: Sequence[ClaimFacts]) -> BenchmarkFigure:
        line, source = self._line(benchmark)
        if benchmark.judged is Judged.APF:
            return figure_of(benchmark, (), line=line, line_source=source)
        return figure_of_claims(benchmark, claims, self.as_of, self.rules, line, source)

    def _line(self, benchmark: Benchmark) -> tuple[Fraction | None, str]:
        """What the figure is held against, and from where that is."""
        if not benchmark.is_compared:
            return benchmark.line, benchmark.measure.source
        if self.comparator is None:
            return None, benchmark.measure.source
        return self.comparator.percent, self.comparator.source


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
    claims: int
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
    centre = centre_by_id(actor, cohe_id)
    judging = judge(actor, centre, quarter, BENCHMARKS.values())
    claims = judging.of(scope)
    figures = tuple(judging.figure(each, claims) for each in BENCHMARKS.values())
    return BenchmarksOfQuarter(centre, quarter, judging.as_of, judging.rules, len(claims), figures)


def judge(
    actor: Actor, centre: Centre, quarter: Quarter, benchmarks: Iterable[Benchmark]
) -> Judging:
    """The claims of a quarter with what the benchmarks ask of them."""
    needs = frozenset().union(*(each.needs for each in benchmarks))
    return Judging(
        centre,
        quarter,
        complete_to(actor.on_day),
        benchmark_rules(centre.id, quarter.first_on),
        claim_facts(actor, centre, quarter, needs),
        comparator_of(centre.id, quarter),
    )


def complete_to(today: date) -> date:
    """The last day that the feed tells of, yesterday at the latest."""
    yesterday = today - ONE_DAY
    fed_to = db.session.execute(
        select(func.max(FeedRun.as_of_on)).where(FeedRun.kind == "claims", FeedRun.state == "done")
    ).scalar_one()
    return yesterday if fed_to is None else min(fed_to, yesterday)


def trend(
    actor: Actor, judging: Judging, benchmark: Benchmark
) -> list[tuple[Quarter, BenchmarkFigure]]:
    """The quarter and those before it that have claims, the oldest first."""
    found = [(judging.quarter, judging.figure(benchmark, judging.claims))]
    while len(found) < TREND:
        before = found[-1][0].previous
        past = judge(actor, judging.centre, before, [benchmark])
        if not past.claims:
            break
        found.append((before, past.figure(benchmark, past.claims)))
    return found[::-1]


def by_scope(judging: Judging, benchmark: Benchmark, kind: ScopeKind) -> list[FigureOfScope]:
    """One benchmark by provider, clinic or coordinator, the most claims first."""
    groups: dict[int | None, list[ClaimFacts]] = {}
    key = _KEYS[kind]
    for facts in judging.claims:
        groups.setdefault(key(facts), []).append(facts)
    names = names_of(kind, groups)
    found = [
        FigureOfScope(
            Scope(kind, each), names[each], len(claims), judging.figure(benchmark, claims)
        )
        for each, claims in groups.items()
    ]
    return sorted(found, key=lambda each: (-each.claims, each.name))
