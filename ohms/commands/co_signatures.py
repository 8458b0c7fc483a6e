"""An assistant's entry on its way to a co-signature: asked for, co-signed or returned, answered or
withdrawn. It stands and counts meanwhile; only a closing takes effect when it is co-signed."""

from datetime import datetime
from typing import Any

from ohms import clock
from ohms.commands.coordinating import set_coordination
from ohms.commands.locked_claim import locked_claim
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.co_signing import (
    CoSignKind,
    EntryFacts,
    EntryOutcome,
    check_entry_answered,
    check_entry_signed,
    check_entry_withdrawn,
    check_said,
    waits_for_coordinator,
)
from ohms.domain.coordination import check_may_close
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.queries.co_sign_subjects import still_stands
from ohms.queries.note_acts import signing_standing
from ohms.queries.one_in_sight import held_in_sight
from ohms.queries.scope import visible
from ohms.queries.settings import co_sign_kinds


def must_wait(actor: Actor, claim: Claim, kind: CoSignKind) -> bool:
    """Whether what the actor enters on a loaded claim waits: an assistant's, by the COHE's setting."""
    return waits_for_coordinator(
        actor.is_assistant_in(claim.cohe_id), kind
    ) and kind in co_sign_kinds(claim.cohe_id, actor.on_day)


def ask_co_signature(
    actor: Actor, claim: Claim, kind: CoSignKind, said: str, **of_its_kind: Any
) -> CoSignature:
    """Let an entry wait, as part of the command that makes it. `of_its_kind`: `frq_id`, `barrier_id`
    or `close_reason`."""
    assert actor.staff_id is not None
    entry = CoSignature(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        kind=kind,
        said=said,
        entered_by_id=actor.staff_id,
        entered_at=clock.now(),
        **of_its_kind,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def withdraw_waiting(actor: Actor, claim: Claim, *of_what: Any) -> None:
    """Nothing is left to co-sign: what it was about was changed, voided or ended."""
    waiting = visible(actor, CoSignature).where(
        CoSignature.claim_id == claim.id, CoSignature.outcome.is_(None), *of_what
    )
    for entry in db.session.execute(waiting).scalars():
        _settle(actor, entry, EntryOutcome.WITHDRAWN)


def wait_again(actor: Actor, claim: Claim, kind: CoSignKind, *, withdrawn_since: datetime) -> None:
    """What an act of the actor's own withdrew, the act being undone, waits as before."""
    withdrawn = visible(actor, CoSignature).where(
        CoSignature.claim_id == claim.id,
        CoSignature.kind == kind,
        CoSignature.outcome == EntryOutcome.WITHDRAWN,
        CoSignature.settled_by_id == actor.staff_id,
        CoSignature.settled_at >= withdrawn_since,
    )
    for entry in db.session.execute(withdrawn).scalars():
        entry.outcome = entry.settled_by_id = entry.settled_at = None
    db.session.flush()


@command(Permission.NOTE_CO_SIGN)
def co_sign_entry(actor: Actor, waiting_id: int) -> CoSignature:
    """Sign what an assistant entered; a closing ends our work on the claim with it.

    RuleBroken where it is not the actor's to sign, or time loss was paid since it was entered: then
    its coordinator closes the claim themselves.
    """
    claim, entry = _load(actor, waiting_id)
    check_entry_signed(_facts(actor, entry), signing_standing(actor))
    _settle(actor, entry, EntryOutcome.CO_SIGNED)
    if entry.kind is CoSignKind.CLOSING and claim.coordination is not Coordination.CLOSED:
        check_may_close(claim.coordination, by_assistant=True, time_loss=claim.on_time_loss)
        set_coordination(actor, claim, Coordination.CLOSED, entry.close_reason)
        refresh_claim(claim)
    return entry


@command(Permission.NOTE_CO_SIGN)
def return_entry(actor: Actor, waiting_id: int, question: str) -> CoSignature:
    """Give it back to who entered it, with a question."""
    _claim, entry = _load(actor, waiting_id)
    check_entry_signed(_facts(actor, entry), signing_standing(actor))
    entry.question = check_said(
        question, "Enter what you want to know of its author.", field="question"
    )
    _settle(actor, entry, EntryOutcome.RETURNED)
    return entry


@command(Permission.NOTE_WRITE)
def answer_entry(actor: Actor, waiting_id: int, answer: str) -> int:
    """Answer a question: the entry waits again, with the answer; its new id."""
    claim, entry = _load(actor, waiting_id)
    check_entry_answered(_facts(actor, entry), actor)
    told = check_said(answer, "Enter your answer.", field="answer")
    of_its_kind = {name: getattr(entry, name) for name in ("frq_id", "barrier_id", "close_reason")}
    again = ask_co_signature(
        actor, claim, entry.kind, entry.said, follows_id=entry.id, answer=told, **of_its_kind
    )
    return again.id


@command(Permission.NOTE_WRITE)
def withdraw_entry(actor: Actor, waiting_id: int) -> None:
    """Take a closing back before it is co-signed."""
    _claim, entry = _load(actor, waiting_id)
    check_entry_withdrawn(_facts(actor, entry), actor)
    _settle(actor, entry, EntryOutcome.WITHDRAWN)


def _settle(actor: Actor, entry: CoSignature, outcome: EntryOutcome) -> None:
    entry.outcome = outcome
    entry.settled_by_id, entry.settled_at = actor.staff_id, clock.now()
    db.session.flush()


def _load(actor: Actor, waiting_id: int) -> tuple[Claim, CoSignature]:
    entry = held_in_sight(actor, CoSignature, waiting_id)
    return locked_claim(actor, entry.claim_id), entry


def _facts(actor: Actor, entry: CoSignature) -> EntryFacts:
    follows = visible(actor, CoSignature).where(CoSignature.follows_id == entry.id)
    answered = db.session.execute(follows.with_only_columns(CoSignature.id)).first() is not None
    asked = CoSignature.id == entry.id
    standing = visible(actor, CoSignature).where(asked, still_stands(actor, asked))
    return EntryFacts(
        entry.kind,
        entry.entered_by_id,
        entry.cohe_id,
        entry.entered_at,
        entry.outcome,
        answered,
        db.session.execute(standing.with_only_columns(CoSignature.id)).first() is not None,
    )
