"""Who answers for a claim: given by name, else by its provider, with cover while somebody is away."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.providers import ProviderAssignment
from ohms.queries.actors import active_actor
from ohms.queries.claim_sight import in_force
from ohms.queries.covered import cover_on
from ohms.queries.lane import may_be_given
from ohms.queries.prepared import AnySelect, Prepared, prepared
from ohms.queries.rounds import Question, ask, ask_all, asked
from ohms.queries.scope import visible


def answering_for(actor: Actor, claim: Claim, until: date | None = None) -> int | None:
    """The person who answers for a loaded claim today, or None where nobody does.

    Whoever covers its coordinator today comes before them, if the cover still holds on `until`: what
    is due after it ends is the coordinator's own again.
    """
    return ask(_answering(actor, claim, until or actor.on_day))


def _answering(actor: Actor, claim: Claim, until: date) -> Question[int | None]:
    _coordinator, answers = yield from who_answers(actor, claim, until)
    return answers


def who_answers(actor: Actor, claim: Claim, until: date) -> Question[tuple[int | None, int | None]]:
    """The coordinator of a loaded claim, present or away, and who answers for it. Of a claim that was
    given to nobody its provider's coordinator is looked up in the same statement."""
    of_provider = {
        "provider_id": claim.initiating_provider_id,
        "of_cohe_id": claim.cohe_id,
        "until": until,
    }
    if (named := claim.assigned_to_id) is not None:
        (rows,) = yield (_covering(actor, absent_id=named, **of_provider),)
        return named, rows[0].covering_id if rows else named
    (rows,) = yield (_assigned_or_covering(actor, **of_provider),)
    if not rows:
        return None, None
    return rows[0].staff_id, rows[0].covering_id or rows[0].staff_id


@prepared
def _covering(
    actor: Actor, *, provider_id: Any, of_cohe_id: Any, absent_id: Any, until: Any
) -> AnySelect:
    cover = cover_on(actor.on_day, provider=provider_id)
    return (
        select(cover.c.covering_id)
        .where(
            cover.c.cohe_id == of_cohe_id, cover.c.absent_id == absent_id, cover.c.to_on >= until
        )
        .limit(1)
    )


@prepared
def _assigned_or_covering(
    actor: Actor, *, provider_id: Any, of_cohe_id: Any, until: Any
) -> AnySelect:
    cover = cover_on(actor.on_day, provider=provider_id)
    covering = (
        select(cover.c.covering_id)
        .where(
            cover.c.cohe_id == of_cohe_id,
            cover.c.absent_id == ProviderAssignment.staff_id,
            cover.c.to_on >= until,
        )
        .correlate(ProviderAssignment)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(ProviderAssignment.staff_id, covering.label("covering_id"))
        .where(
            ProviderAssignment.provider_id == provider_id,
            ProviderAssignment.cohe_id == of_cohe_id,
            in_force(ProviderAssignment, actor),
        )
        .limit(1)
    )


def provider_answers(actor: Actor, claim: Claim) -> int | None:
    """The coordinator of a loaded claim's initiating provider today, whoever the claim was given to."""
    (rows,) = ask(
        asked(_assigned(actor, provider_id=claim.initiating_provider_id, of_cohe_id=claim.cohe_id))
    )
    return rows[0].staff_id if rows else None


@prepared
def _assigned(actor: Actor, *, provider_id: Any, of_cohe_id: Any) -> AnySelect:
    return select(ProviderAssignment.staff_id).where(
        ProviderAssignment.provider_id == provider_id,
        ProviderAssignment.cohe_id == of_cohe_id,
        in_force(ProviderAssignment, actor),
    )


def owner_for(actor: Actor, claim: Claim, due_by: date) -> int:
    """Whose a task of a loaded claim is where nobody is named: who answers for it on its due day,
    else the actor; for an assistant who may not have it, whoever lent them the claim.

    Raises RuleBroken where nobody is there who could have it.
    """
    assert actor.staff_id is not None
    oneself = replace(actor, opened=frozenset())  # what break-glass shows, nobody answers for
    answers, (own,) = ask_all(
        _answering(actor, claim, due_by), asked(_to_have(oneself, claim_id=claim.id))
    )
    for staff_id in _in_turn(actor, claim, answers):
        if staff_id == actor.staff_id and own:
            return actor.staff_id
        if staff_id not in (None, actor.staff_id) and may_answer(staff_id, claim.id, actor.on_day):
            return staff_id
    raise RuleBroken("Nobody who could have this task answers for the claim today.")


def _in_turn(actor: Actor, claim: Claim, answers: int | None) -> Iterator[int | None]:
    """Each once, and asked for only where those before may not have it."""
    yield answers
    if actor.staff_id != answers:
        yield actor.staff_id
    wanted = _lent(actor, claim_id=claim.id)
    yield from db.session.execute(wanted.statement, wanted.values).scalars().all()


@prepared
def _lent(actor: Actor, *, claim_id: Any) -> AnySelect:
    lent = visible(actor, Delegation).where(
        Delegation.claim_id == claim_id, Delegation.to_staff_id == actor.staff_id
    )
    return lent.with_only_columns(Delegation.from_staff_id).order_by(Delegation.id.desc())


def coordinator_of(actor: Actor, claim: Claim) -> int | None:
    """Who is responsible for a loaded claim today, present or away."""
    return claim.assigned_to_id or provider_answers(actor, claim)


def sees_claim(staff_id: int, claim_id: int, on_day: date) -> bool:
    """Whether another person who may still sign in sees a claim on a day, by their own scope."""
    return claim_id in claims_seen_by(staff_id, [claim_id], on_day)


def may_answer(staff_id: int, claim_id: int, on_day: date) -> bool:
    """Whether a task of this claim may be this person's, by their own scope and lane."""
    return claim_id in claims_to_give(staff_id, [claim_id], on_day)


def claims_to_give(staff_id: int, claim_ids: Collection[int], on_day: date) -> set[int]:
    """Those of some claims whose tasks another person may have: all that they see, but an assistant
    only the low-complexity ones of their own coordinator."""
    return _claims_of(staff_id, claim_ids, on_day, _to_give)


def claims_seen_by(staff_id: int, claim_ids: Collection[int], on_day: date) -> set[int]:
    """Those of some claims that another person who may still sign in sees on a day."""
    return _claims_of(staff_id, claim_ids, on_day, _seen)


def who_sees(people: Collection[Actor], claim_id: int) -> Question[set[int]]:
    """Those of several people who see a claim today, each through the reading door as they stand."""
    found = yield tuple(_seen(each, claim_ids=[claim_id]) for each in people)
    return {each.staff_id or 0 for each, rows in zip(people, found, strict=True) if rows}


def _claims_of(
    staff_id: int,
    claim_ids: Collection[int],
    on_day: date,
    those: Callable[..., Prepared],
) -> set[int]:
    other = active_actor(staff_id, on_day)
    if other is None:
        return set()
    wanted = those(other, claim_ids=list(claim_ids))
    return set(db.session.execute(wanted.statement, wanted.values).scalars())


@prepared
def _seen(other: Actor, *, claim_ids: Any) -> AnySelect:
    return visible(other, Claim).where(Claim.id.in_(claim_ids)).with_only_columns(Claim.id)


@prepared
def _to_have(actor: Actor, *, claim_id: Any) -> AnySelect:
    own = visible(actor, Claim).where(Claim.id == claim_id, may_be_given(actor))
    return own.with_only_columns(Claim.id)


@prepared
def _to_give(other: Actor, *, claim_ids: Any) -> AnySelect:
    given = visible(other, Claim).where(Claim.id.in_(claim_ids), may_be_given(other))
    return given.with_only_columns(Claim.id)
