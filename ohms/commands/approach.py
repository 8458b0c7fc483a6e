"""How the people of a claim may be approached: rules of contact, and numbers kept by hand."""

from datetime import date

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import claim_in_sight
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.reaching import checked_value
from ohms.domain.recovery import ContactRuleKind
from ohms.domain.recovery_checks import line_of
from ohms.domain.values import Party
from ohms.extensions import db
from ohms.models.recovery import ContactRule
from ohms.models.workers import ContactPoint
from ohms.queries.one_in_sight import in_sight

NEEDS_WORDS = frozenset({ContactRuleKind.NOT_BEFORE, ContactRuleKind.OTHER})


@command(Permission.CLAIM_COORDINATE)
def add_contact_rule(
    actor: Actor,
    claim_id: int,
    *,
    kind: ContactRuleKind,
    remark: str | None = None,
    key: str | None = None,
) -> int:
    """A rule that everybody who sees the claim sees on each of its pages, from today; its id. One of
    safety, or a representative, ends low complexity."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = claim_in_sight(actor, claim_id)
    said = line_of(remark)
    if kind in NEEDS_WORDS and said is None:
        raise RuleBroken("Enter what is to be kept to.", field="remark")
    assert actor.staff_id is not None
    rule = ContactRule(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        kind=kind,
        remark=said,
        from_on=actor.on_day,
        noted_by_id=actor.staff_id,
        noted_at=clock.now(),
    )
    db.session.add(rule)
    refresh_claim(claim)
    if key:
        remember(actor, key, "add_contact_rule", rule.id)
    return rule.id


@command(Permission.CLAIM_COORDINATE)
def end_contact_rule(actor: Actor, claim_id: int, rule_id: int) -> None:
    """The rule holds no longer; it stays with its days. Ended twice: ended once."""
    claim = claim_in_sight(actor, claim_id)
    rule = in_sight(actor, ContactRule, rule_id, ContactRule.claim_id == claim.id)
    if rule.ended_on is None:
        rule.ended_on, rule.ended_by_id = actor.on_day, actor.staff_id


@command(Permission.CLAIM_COORDINATE)
def add_contact_point(
    actor: Actor,
    claim_id: int,
    *,
    party: Party,
    kind: str,
    value: str,
    who: str | None = None,
    best_time: str | None = None,
    language: str | None = None,
    do_not_call: bool = False,
    noted_on: date | None = None,
    key: str | None = None,
) -> int:
    """A number or address of a party, kept by hand: the feed neither changes nor doubles it."""
    if key and (made := made_before(actor, key)) is not None:
        return made
    claim = claim_in_sight(actor, claim_id)
    point = ContactPoint(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        party=party,
        who=line_of(who),
        kind=kind,
        value=checked_value(kind, value),
        best_time=line_of(best_time),
        language=(line_of(language) or "")[:40] or None,
        do_not_call=do_not_call,
        source="by_hand",
        noted_on=noted_on or actor.on_day,
    )
    db.session.add(point)
    db.session.flush()
    if key:
        remember(actor, key, "add_contact_point", point.id)
    return point.id


@command(Permission.CLAIM_COORDINATE)
def end_contact_point(actor: Actor, claim_id: int, point_id: int) -> None:
    """A number kept by hand holds no longer. What L&I told ends when L&I tells otherwise."""
    claim = claim_in_sight(actor, claim_id)
    point = in_sight(actor, ContactPoint, point_id, ContactPoint.claim_id == claim.id)
    if point.source != "by_hand":
        raise RuleBroken("L&I told this number: it ends when L&I's feed no longer has it.")
    point.ended_on = point.ended_on or actor.on_day
