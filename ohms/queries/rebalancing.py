"""What one coordinator could give to another: their open claims and their providers, with the weekly
minutes that each is expected to ask for."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import case, literal

from ohms.domain.actor import Actor
from ohms.domain.load import Kind, Load, apart, proposed
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.models.workers import Worker
from ohms.queries.claim_sight import answered_for_by
from ohms.queries.load import Caseload, Caseloads
from ohms.queries.scope import sees, visible

MOST_CLAIMS = 500
MOST_PROPOSED = 20


class MovableClaim(NamedTuple):
    """An open claim that its coordinator could give away."""

    id: int
    number: str
    worker: str
    provider_id: int
    provider: str
    state: Coordination
    on_time_loss: bool
    interpreter: bool
    by_name: bool
    """Given by name: it stays when its provider moves."""

    @property
    def kind(self) -> Kind:
        return Kind(self.state, self.on_time_loss, self.interpreter)


@dataclass(frozen=True, slots=True)
class MovableProvider:
    """A provider whose open claims would go along."""

    id: int
    name: str
    claims: int
    minutes: Fraction


@dataclass(frozen=True, slots=True)
class Rebalancing:
    """Two coordinators side by side, and what would even them."""

    giver: Caseload
    taker: Caseload
    claims: Sequence[MovableClaim]
    minutes: Mapping[int, Fraction]
    """By claim: what it is expected to ask for in a week."""

    providers: Sequence[MovableProvider]
    proposed_claims: frozenset[int]
    proposed_provider: MovableProvider | None

    def after(self, minutes: Fraction) -> tuple[Load, Load]:
        """Both loads once so many weekly minutes have moved."""
        return self.giver.load.with_more(-minutes), self.taker.load.with_more(minutes)

    def of_claims(self, claim_ids: frozenset[int]) -> Fraction:
        return sum(
            (self.minutes[each.id] for each in self.claims if each.id in claim_ids), Fraction(0)
        )


def rebalancing(
    actor: Actor, cohe_id: int, found: Caseloads, giver_id: int, taker_id: int
) -> Rebalancing:
    """One statement beside the caseloads; at most 500 claims, the ones that ask for most first."""
    giver, taker = found.of(giver_id), found.of(taker_id)
    claims = _claims(actor, cohe_id, giver_id)
    minutes = {each.id: found.expected.of(each.kind) for each in claims}
    claims.sort(key=lambda each: (-minutes[each.id], each.number))
    providers = _providers(claims, minutes)
    options = [(each.id, minutes[each.id]) for each in claims]
    return Rebalancing(
        giver,
        taker,
        claims,
        minutes,
        providers,
        frozenset(proposed(giver.load, taker.load, options, most=MOST_PROPOSED)),
        _closest(giver.load, taker.load, providers),
    )


def _closest(
    giver: Load, taker: Load, providers: Sequence[MovableProvider]
) -> MovableProvider | None:
    """The provider whose move leaves the loads closest; None where every move drives them apart."""
    if giver.share is None or taker.share is None:
        return None
    best = min(providers, key=lambda each: apart(giver, taker, each.minutes), default=None)
    if best is None or apart(giver, taker, best.minutes) >= apart(giver, taker, Fraction(0)):
        return None
    return best


def _providers(
    claims: Sequence[MovableClaim], minutes: Mapping[int, Fraction]
) -> list[MovableProvider]:
    names: dict[int, str] = {}
    counts: Counter[int] = Counter()
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for claim in claims:
        if not claim.by_name:
            names[claim.provider_id] = claim.provider
            counts[claim.provider_id] += 1
            sums[claim.provider_id] += minutes[claim.id]
    return [
        MovableProvider(id_, names[id_], counts[id_], sums[id_])
        for id_ in sorted(names, key=lambda each: names[each])
    ]


def _claims(actor: Actor, cohe_id: int, staff_id: int) -> list[MovableClaim]:
    interpreter = case((Worker.interpreter_needed.is_(True), literal(True)), else_=literal(False))
    rows: Any = db.session.execute(
        visible(actor, Claim)
        .join(Worker, Worker.id == Claim.worker_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(
            sees(actor, Worker),
            Claim.cohe_id == cohe_id,
            answered_for_by(actor, staff_id),
            Claim.coordination != Coordination.CLOSED,
        )
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            (Worker.last_name + ", " + Worker.first_name).label("worker"),
            Provider.id,
            (Provider.last_name + ", " + Provider.first_name).label("provider"),
            Claim.coordination,
            Claim.on_time_loss,
            interpreter,
            Claim.assigned_to_id.is_not(None),
        )
        .order_by(Claim.claim_number)
        .limit(MOST_CLAIMS)
    )
    return [MovableClaim(*row) for row in rows]
