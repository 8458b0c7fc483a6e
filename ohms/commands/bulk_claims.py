"""Bulk acts on claims: offered or given to another coordinator, put on hold, closed.

Each claim goes by the rules of the single act; one that is refused leaves nothing and keeps no other. The
tasks that a claim takes along are kept beside its row, so that undo (`bulk_claims_undone.py`) sets them
back with it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ohms.commands.bulk_rows import Outcome, begun, outcome_of
from ohms.commands.closing import end_coordination
from ohms.commands.co_signatures import must_wait
from ohms.commands.coordinating import set_coordination
from ohms.commands.coordinators import open_tasks
from ohms.commands.idempotency import made_before, remember
from ohms.commands.locked_claim import locked_claim
from ohms.commands.refusals import Conflict
from ohms.commands.summaries import refresh_claim
from ohms.commands.transfers import (
    give_claim,
    offer_claim,
    who_may_go,
)
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import BulkKind, check_number, refusal_of_claim
from ohms.domain.co_signing import CoSignKind
from ohms.domain.coordination import CloseReason, checked_remark
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.transfers import checked_from, checked_reason
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.bulk import BulkRow
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.queries.answering import coordinator_of
from ohms.queries.bulk import may_change
from ohms.queries.bulk_claims import ClaimForBulk, claims_for_bulk


@command(Permission.CLAIM_HAND_OVER)
def offer_in_bulk(
    actor: Actor,
    claim_ids: Sequence[int],
    *,
    to_staff_id: int | None,
    reason: str | None,
    from_on: date | None = None,
    key: str,
) -> int:
    """Offer claims to a coordinator in one act; its id. Refused as `offer_claims` says, but for a single
    claim that cannot go: it stays and says why."""
    words, day = checked_reason(reason), checked_from(from_on, actor.on_day)

    def offered(claim: Claim) -> Outcome:
        transfer = offer_claim(actor, claim, to_staff_id, words, day)
        db.session.flush()
        return {"transfer_id": transfer.id}

    return _handed_over(actor, BulkKind.OFFER_CLAIMS, claim_ids, to_staff_id, offered, key)


@command(Permission.CLAIM_ASSIGN)
def assign_in_bulk(
    actor: Actor,
    claim_ids: Sequence[int],
    *,
    to_staff_id: int | None,
    reason: str | None,
    key: str,
) -> int:
    """Give claims of the COHE that one supervises to a coordinator from today, in one act; its id."""
    words = checked_reason(reason)

    def given(claim: Claim) -> Outcome:
        assert to_staff_id is not None
        was = {
            "was_staff_id": coordinator_of(actor, claim),
            "was_named": claim.assigned_to_id is not None,
        }
        give_claim(actor, claim, to_staff_id, words)
        return was

    return _handed_over(actor, BulkKind.ASSIGN_CLAIMS, claim_ids, to_staff_id, given, key)


@command(Permission.CLAIM_COORDINATE)
def hold_in_bulk(actor: Actor, picked: Mapping[int, int | None], *, key: str) -> int:
    """Let our work on claims rest, in one act, each over the version that was looked at; its id."""

    def held(claim: Claim) -> None:
        claim.watch_until_on = None
        set_coordination(actor, claim, Coordination.ON_HOLD)
        refresh_claim(claim)

    return _coordinated(actor, BulkKind.HOLD_CLAIMS, picked, held, key)


@command(Permission.CLAIM_COORDINATE)
def close_in_bulk(
    actor: Actor, picked: Mapping[int, int | None], *, reason: CloseReason, key: str
) -> int:
    """End our work on claims for one reason, in one act; its id. A reason that needs words is refused:
    they are a claim's own. An assistant's closing that waits for a co-signature is done by itself."""
    checked_remark(reason, None)

    def closed(claim: Claim) -> None:
        end_coordination(actor, claim, reason)

    told = {"reason": reason.value}
    return _coordinated(actor, BulkKind.CLOSE_CLAIMS, picked, closed, key, **told)


def _handed_over(
    actor: Actor,
    kind: BulkKind,
    claim_ids: Sequence[int],
    to_staff_id: int | None,
    act: Callable[[Claim], Outcome],
    key: str,
) -> int:
    if (made := made_before(actor, key)) is not None:
        return made
    gives = kind is BulkKind.ASSIGN_CLAIMS
    permission = Permission.CLAIM_ASSIGN if gives else Permission.CLAIM_HAND_OVER
    claims, refusals = who_may_go(actor, claim_ids, to_staff_id)
    there = [
        claim
        for claim in claims
        if claim.purged_at is None and may_change(actor, permission, claim.id, claim.cohe_id)
    ]
    if not there:
        raise NotFound
    act_id = begun(actor, kind, to_staff_id=to_staff_id)
    for claim in there:
        refusal = refusals.get(claim.id)
        _done(actor, act_id, claim, act, refusal)
    remember(actor, key, kind.value, act_id)
    return act_id


def _coordinated(
    actor: Actor,
    kind: BulkKind,
    picked: Mapping[int, int | None],
    change: Callable[[Claim], None],
    key: str,
    **told: Any,
) -> int:
    if (made := made_before(actor, key)) is not None:
        return made
    check_number(len(picked))
    listed = claims_for_bulk(actor, picked)
    if not listed:
        raise NotFound

    def act(claim: Claim) -> Outcome:
        if picked[claim.id] not in (None, claim.version):
            raise Conflict
        refusal = refusal_of_claim(
            kind,
            claim.coordination,
            on_time_loss=claim.on_time_loss,
            by_assistant=actor.is_assistant_in(claim.cohe_id),
            waits=must_wait(actor, claim, CoSignKind.CLOSING),
        )
        if refusal is not None:
            raise RuleBroken(refusal)
        was = {"was_coordination": claim.coordination, "watched_until_on": claim.watch_until_on}
        change(claim)
        return was

    act_id = begun(actor, kind, **told)
    for each in sorted(listed, key=lambda claim: claim.id):
        _done(actor, act_id, each, act)
    remember(actor, key, kind.value, act_id)
    return act_id


def _done(
    actor: Actor,
    act_id: int,
    listed: Claim | ClaimForBulk,
    act: Callable[[Claim], Outcome],
    refusal: str | None = None,
) -> None:
    """One claim's row, and beside it those of the tasks that changed with it. One that left the actor's
    sight since it was listed is refused as any other: it keeps no other."""
    row = {"bulk_act_id": act_id, "claim_id": listed.id, "cohe_id": listed.cohe_id}
    along: list[BulkRow] = []

    def change() -> Outcome:
        claim = listed if isinstance(listed, Claim) else locked_claim(actor, listed.id)
        before = [(task, _as_it_stood(task)) for task in open_tasks(actor, claim)]
        outcome = act(claim)
        db.session.flush()
        for task, stood in before:
            if (task.owner_id, task.state) != (stood["was_staff_id"], stood["was_state"]):
                along.append(BulkRow(**row, task_id=task.id, version=task.version, **stood))
        return {**outcome, "version": claim.version}

    outcome = outcome_of(change) if refusal is None else {"refusal": refusal}
    db.session.add_all([BulkRow(**row, **outcome), *along])


def _as_it_stood(task: Task) -> Outcome:
    return {
        "was_staff_id": task.owner_id,
        "was_state": task.state,
        "waiting_on": task.waiting_on,
        "waiting_since_on": task.waiting_since_on,
    }
