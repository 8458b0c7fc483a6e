"""Rules of contact and ways to reach the people of one claim, with where each comes from."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from ohms.domain.actor import Actor
from ohms.domain.reaching import sameness
from ohms.domain.recovery import ContactRuleKind
from ohms.extensions import db
from ohms.models.recovery import ContactRule
from ohms.models.staff import StaffMember
from ohms.models.workers import ContactPoint
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible


class RuleShown(NamedTuple):
    """One rule with whose it is; `ended_on` is empty while it holds."""

    id: int
    kind: ContactRuleKind
    remark: str | None
    from_on: date
    ended_on: date | None
    noted_by: str


def rules_of(actor: Actor, claim_id: int) -> Question[list[RuleShown]]:
    """Every rule there was: those in force first, the newest of the ended ones next."""
    (rows,) = yield (_rules(actor, claim_id=claim_id),)
    return sorted(
        (RuleShown(*row) for row in rows), key=lambda rule: (rule.ended_on is not None, rule.id)
    )


@prepared
def _rules(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        visible(actor, ContactRule)
        .where(ContactRule.claim_id == claim_id)
        .with_only_columns(
            ContactRule.id,
            ContactRule.kind,
            ContactRule.remark,
            ContactRule.from_on,
            ContactRule.ended_on,
            StaffMember.name,
        )
        .join(StaffMember, StaffMember.id == ContactRule.noted_by_id)
        .order_by(ContactRule.id)
    )


def rules_in_force(actor: Actor, claim_id: int) -> Question[list[RuleShown]]:
    """The rules that hold, for the strip on every page of the claim."""
    rules = yield from rules_of(actor, claim_id)
    return [rule for rule in rules if rule.ended_on is None]


def ended_points(actor: Actor, claim_id: int) -> list[ContactPoint]:
    """Numbers and addresses that hold no longer, the latest first."""
    statement = (
        visible(actor, ContactPoint)
        .where(ContactPoint.claim_id == claim_id, ContactPoint.ended_on.is_not(None))
        .order_by(ContactPoint.ended_on.desc(), ContactPoint.id.desc())
    )
    return list(db.session.execute(statement).scalars())


def differing(points: Collection[ContactPoint]) -> frozenset[int]:
    """The points in force for which L&I and we have different values of one kind for one party."""
    differs = set()
    for point in points:
        others = [
            other
            for other in points
            if (other.party, other.kind) == (point.party, point.kind)
            and other.source != point.source
        ]
        same = any(sameness(o.kind, o.value) == sameness(point.kind, point.value) for o in others)
        if others and not same:
            differs.add(point.id)
    return frozenset(differs)
