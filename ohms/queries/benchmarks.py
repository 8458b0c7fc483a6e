"""L&I's benchmarks of a COHE and quarter, and exactly the rows behind each figure.

Figures and rows are read from the same claims, judged by the same rule: a figure opens as many rows as
it says, and their CSV has as many lines.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ohms.domain.access import Actor, NotFound
from ohms.domain.benchmark_measures import BENCHMARKS, Benchmark, Judged
from ohms.domain.benchmark_rules import BenchmarkRules, ClaimFacts, Standing, standing_of
from ohms.domain.benchmarks import (
    Adoption,
    BenchmarkFigure,
    adoption,
    figure_of,
    figure_of_claims,
)
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic
from ohms.models.feed import FeedRun
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.queries.benchmark_facts import claim_facts
from ohms.queries.scope import visible
from ohms.queries.settings import benchmark_rules
from ohms.queries.workload import Centre, Sight, centres

CLAIMS_AT_ONCE = 5_000


class ScopeKind(StrEnum):
    """By whom a quarter's figures are told apart."""

    PROVIDER = "provider"
    CLINIC = "clinic"
    HSC = "hsc"


_KEYS: dict[ScopeKind, Callable[[ClaimFacts], int | None]] = {
    ScopeKind.PROVIDER: lambda facts: facts.provider_id,
    ScopeKind.CLINIC: lambda facts: facts.clinic_id,
    ScopeKind.HSC: lambda facts: facts.hsc_id,
}
_NAMES: dict[ScopeKind, Any] = {
    ScopeKind.PROVIDER: (Provider.id, Provider.last_name + ", " + Provider.first_name),
    ScopeKind.CLINIC: (Clinic.id, Clinic.name),
    ScopeKind.HSC: (StaffMember.id, StaffMember.name),
}


class Scope(NamedTuple):
    """One provider, clinic or coordinator; `id` None: claims that nobody was responsible for."""

    kind: ScopeKind
    id: int | None


class Which(StrEnum):
    """Which of the rows behind a figure."""

    MET = "met"
    MISSED = "missed"
    COUNTED = "counted"
    OPEN = "open"

    @property
    def standings(self) -> frozenset[Standing]:
        if self is Which.COUNTED:
            return frozenset({Standing.MET, Standing.MISSED})
        return frozenset({Standing(self.value)})


@dataclass(frozen=True, slots=True)
class Judging:
    """What the benchmarks of one COHE and quarter are judged by: the last day that is complete, and
    the COHE's rules as in force on the quarter's first day."""

    centre: Centre
    quarter: Quarter
    as_of: date
    rules: BenchmarkRules
    claims: Sequence[ClaimFacts] = field(repr=False)

    def of(self, scope: Scope | None) -> Sequence[ClaimFacts]:
        if scope is None:
            return self.claims
        key = _KEYS[scope.kind]
        return [facts for facts in self.claims if key(facts) == scope.id]

    def figure(self, benchmark: Benchmark, claims: Sequence[ClaimFacts]) -> BenchmarkFigure:
        line = None if benchmark.is_compared else benchmark.line
        if benchmark.judged is Judged.APF:
            return figure_of(benchmark, (), line=line, line_source=benchmark.measure.source)
        return figure_of_claims(
            benchmark, claims, self.as_of, self.rules, line, benchmark.measure.source
        )


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


class ClaimRow(NamedTuple):
    """A claim behind a figure; what names it is None out of one's sight."""

    standing: Standing
    facts: ClaimFacts | None
    claim_number: str | None
    provider: str | None
    hsc: str | None


class ProviderRow(NamedTuple):
    standing: Standing
    provider_id: int
    provider: str
    adoption: Adoption


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
    )


def complete_to(today: date) -> date:
    """The last day that the feed tells of, yesterday at the latest."""
    yesterday = today - ONE_DAY
    fed_to = db.session.execute(
        select(func.max(FeedRun.as_of_on)).where(FeedRun.kind == "claims", FeedRun.state == "done")
    ).scalar_one()
    return yesterday if fed_to is None else min(fed_to, yesterday)


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


def names_of(kind: ScopeKind, ids: Iterable[int | None]) -> dict[int | None, str]:
    """The names of providers, clinics or people; nobody where nobody was responsible."""
    number, name = _NAMES[kind]
    rows = db.session.execute(
        select(number, name).where(number.in_([each for each in ids if each is not None]))
    )
    return {None: "Nobody"} | {row[0]: row[1] for row in rows}


def scope_named(judging: Judging, scope: Scope | None) -> str:
    """The name of a scope that has claims in the quarter; any other does not exist."""
    if scope is None:
        return ""
    if not judging.of(scope):
        raise NotFound
    return names_of(scope.kind, [scope.id])[scope.id]


def standings_behind(
    judging: Judging, benchmark: Benchmark, scope: Scope | None, which: Which
) -> list[tuple[ClaimFacts, Standing]]:
    """The claims behind a figure, in the figure's own judgement, the newest first."""
    judged = (
        (facts, standing_of(benchmark, facts, judging.as_of, judging.rules))
        for facts in judging.of(scope)
    )
    return [(facts, standing) for facts, standing in judged if standing in which.standings]


def claim_rows(
    actor: Actor, judging: Judging, found: Sequence[tuple[ClaimFacts, Standing]]
) -> list[ClaimRow]:
    """Those claims with their names; 404 for who has the figures alone."""
    if judging.centre.sight is Sight.FIGURES:
        raise NotFound
    numbers = _numbers(actor, [facts.claim_id for facts, _standing in found])
    providers = names_of(ScopeKind.PROVIDER, {facts.provider_id for facts, _standing in found})
    people = names_of(ScopeKind.HSC, {facts.hsc_id for facts, _standing in found})
    return [
        ClaimRow(
            standing,
            facts,
            numbers[facts.claim_id],
            providers[facts.provider_id],
            people[facts.hsc_id],
        )
        if facts.claim_id in numbers
        else ClaimRow(standing, None, None, None, None)
        for facts, standing in found
    ]


def provider_rows(judging: Judging, scope: Scope | None, which: Which) -> list[ProviderRow]:
    """The providers behind the figure of low adopters, the fewest practices met first."""
    if judging.centre.sight is Sight.FIGURES:
        raise NotFound
    found = adoption(judging.of(scope), judging.as_of, judging.rules)
    names = names_of(ScopeKind.PROVIDER, found)
    rows = [
        ProviderRow(each.standing, provider, names[provider], each)
        for provider, each in found.items()
        if each.standing in which.standings
    ]
    return sorted(rows, key=lambda row: (_share(row.adoption), row.provider))


def _share(found: Adoption) -> Fraction:
    return Fraction(found.met, found.judged) if found.judged else Fraction(0)


def _numbers(actor: Actor, claim_ids: Sequence[int]) -> dict[int, str]:
    """Of the claims that are in sight."""
    numbers: dict[int, str] = {}
    for first in range(0, len(claim_ids), CLAIMS_AT_ONCE):
        rows = db.session.execute(
            visible(actor, Claim)
            .where(Claim.id.in_(claim_ids[first : first + CLAIMS_AT_ONCE]))
            .with_only_columns(Claim.id, Claim.claim_number)
        )
        numbers |= {row.id: row.claim_number for row in rows}
    return numbers
