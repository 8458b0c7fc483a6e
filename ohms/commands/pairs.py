"""Whether two workers are one person, or two accounts one employer: decided by people, undone by people;
no claim is ever merged, and none changes its account."""

from typing import Any

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.pairs import DIFFERENT, SAME
from ohms.queries.pairs import Alike, Proposal, pair_to_decide
from ohms.queries.same_employer import ACCOUNTS
from ohms.queries.same_person import WORKERS, claims_of_pair


@command(Permission.SAME_PERSON_DECIDE)
def decide_same_person(actor: Actor, pair_id: int, decision: str) -> str:
    """Say that two workers are one person, or two; since when it is said, by which it is undone."""
    pair, anew = _decided(actor, WORKERS, pair_id, decision, "person")
    if anew:
        claims = claims_of_pair(actor, pair)
        _note("decide_same_person", pair, {"decision": decision}, claims)
    return _since(pair)


@command(Permission.SAME_PERSON_DECIDE)
def undo_same_person(actor: Actor, pair_id: int, was: str, *, since: str) -> None:
    """Take back what was decided of two workers, which then waits again."""
    if pair := _undone(actor, WORKERS, pair_id, was, since):
        _note("undo_same_person", pair, {"was": was}, claims_of_pair(actor, pair))


@command(Permission.SAME_EMPLOYER_DECIDE)
def decide_same_employer(actor: Actor, pair_id: int, decision: str) -> str:
    """Say that two accounts are the same employer's, or different ones'; since when it is said."""
    pair, anew = _decided(actor, ACCOUNTS, pair_id, decision, "employer")
    if anew:
        told = {"decision": decision, "employers": ACCOUNTS.both(pair)}
        _note("decide_same_employer", pair, told)
    return _since(pair)


@command(Permission.SAME_EMPLOYER_DECIDE)
def undo_same_employer(actor: Actor, pair_id: int, was: str, *, since: str) -> None:
    """Take back what was decided of two accounts, which then waits again."""
    if pair := _undone(actor, ACCOUNTS, pair_id, was, since):
        _note("undo_same_employer", pair, {"was": was, "employers": ACCOUNTS.both(pair)})


def _since(pair: Proposal) -> str:
    return pair.decided_at.isoformat() if pair.decided_at else ""


def _decided(
    actor: Actor, alike: Alike, pair_id: int, decision: str, one: str
) -> tuple[Proposal, bool]:
    """The pair, and whether this was said of it anew. NotFound for a pair beyond sight; Conflict where
    somebody said otherwise meanwhile: that is undone first."""
    if decision not in (SAME, DIFFERENT):
        raise RuleBroken(f"Say whether they are the same {one}.", field="decision")
    pair = pair_to_decide(actor, alike, pair_id)
    if pair.decision == decision:
        return pair, False
    if pair.decision is not None:
        raise Conflict
    pair.decision, pair.decided_by_id, pair.decided_at = decision, actor.staff_id, clock.now()
    return pair, True


def _undone(actor: Actor, alike: Alike, pair_id: int, was: str, since: str) -> Proposal | None:
    """The pair, or None where it waits already. Conflict where it is not what it was, or was said anew
    since the instant that was shown."""
    pair = pair_to_decide(actor, alike, pair_id)
    if pair.decision is None:
        return None
    if pair.decision != was or _since(pair) != since:
        raise Conflict
    pair.decision = pair.decided_by_id = pair.decided_at = None
    return pair


def _note(
    action: str, pair: Proposal, detail: dict[str, Any], claim_ids: tuple[int, ...] = ()
) -> None:
    """What was said, and of whom: the pair's row tells it no more once it is undone."""
    note_entry(
        Entry(
            action,
            object_type=pair.__tablename__,
            object_id=pair.id,
            claim_ids=claim_ids,
            cohe_id=pair.cohe_id,
            detail=detail,
        )
    )
