"""Exactly the rows behind a benchmark's figure: read from the same claims and judged by the same rule, so
that a figure opens as many rows as it says, and their CSV has as many lines."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import ColumnElement

from ohms.domain.actor import Actor
from ohms.domain.apf_reviews import ReviewedApf
from ohms.domain.benchmark_measures import Benchmark, Judged
from ohms.domain.benchmark_rules import Standing, standing_of
from ohms.domain.benchmarks import Adoption, adoption
from ohms.domain.errors import NotFound
from ohms.domain.measure import ScopeKind
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.queries.benchmarks import Judgeable, Judging
from ohms.queries.measure_scopes import Scope, names_of
from ohms.queries.scope import visible
from ohms.queries.workload import Centre, Sight

CLAIMS_AT_ONCE = 5_000


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


class ClaimRow(NamedTuple):
    """A claim, or an APF on it, behind a figure; what names it is None out of one's sight."""

    standing: Standing
    facts: Judgeable | None
    claim_number: str | None
    provider: str | None
    hsc: str | None


class ProviderRow(NamedTuple):
    standing: Standing
    provider_id: int
    provider: str
    adoption: Adoption


def opens_measures_of(actor: Actor) -> ColumnElement[bool]:
    """The COHEs whose rows somebody opens: of all claims, or of their own."""
    return Cohe.id.in_(actor.cohes_as(Role.HSC, Role.SUPERVISOR))


def check_opens_rows(centre: Centre) -> None:
    """Rows do not exist for who has the figures alone."""
    if centre.sight is Sight.FIGURES:
        raise NotFound


def scope_named(judging: Judging, benchmark: Benchmark, scope: Scope | None) -> str:
    """The name of a scope of which something is judged in the quarter; any other does not exist."""
    if scope is None:
        return ""
    if not judging.judged(benchmark, scope):
        raise NotFound
    return names_of(scope.kind, [scope.id])[scope.id]


Behind = list[tuple[Judgeable, Standing]]


def standings_behind(
    judging: Judging, benchmark: Benchmark, scope: Scope | None, which: Which
) -> Behind:
    """The claims behind a figure, in the figure's own judgement, the newest first; or the APFs of the
    sample, in the order in which they are read."""
    if benchmark.judged is Judged.PROVIDER:
        raise NotFound
    judged = (
        (each, _standing(judging, benchmark, each)) for each in judging.judged(benchmark, scope)
    )
    return [(each, standing) for each, standing in judged if standing in which.standings]


def _standing(judging: Judging, benchmark: Benchmark, each: Judgeable) -> Standing:
    if isinstance(each, ReviewedApf):
        return each.standing
    return standing_of(benchmark, each, judging.as_of, judging.rules)


def claim_rows(actor: Actor, found: Behind) -> list[ClaimRow]:
    """Those claims with what names them, where they are in sight."""
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
