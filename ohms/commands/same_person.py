"""Whether two workers are one person: decided by people, undone by people; no claim is ever merged."""

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Actor, Permission
from ohms.domain.errors import RuleBroken
from ohms.models.workers import SamePersonProposal
from ohms.queries.same_person import DIFFERENT, SAME, claims_of_pair, pair_to_decide


@command(Permission.SAME_PERSON_DECIDE)
def decide_same_person(actor: Actor, proposal_id: int, decision: str) -> None:
    """Say that two workers are the same, or different. Said the same again: nothing changes.

    NotFound for a pair beyond sight; Conflict where somebody said otherwise meanwhile: it is undone
    first.
    """
    if decision not in (SAME, DIFFERENT):
        raise RuleBroken("Say whether they are the same person.", field="decision")
    pair = pair_to_decide(actor, proposal_id)
    if pair.decision == decision:
        return
    if pair.decision is not None:
        raise Conflict
    pair.decision = decision
    pair.decided_by_id = actor.staff_id
    pair.decided_at = clock.now()
    note_entry(_entry(actor, pair, "decide_same_person", {"decision": decision}))


@command(Permission.SAME_PERSON_DECIDE)
def undo_same_person(actor: Actor, proposal_id: int, was: str, *, since: str) -> None:
    """Take back what was decided, which then waits again. Conflict where it is not what it was, or was
    said anew since the instant that was shown."""
    pair = pair_to_decide(actor, proposal_id)
    if pair.decision is None:
        return
    if pair.decision != was or pair.decided_at is None or pair.decided_at.isoformat() != since:
        raise Conflict
    pair.decision = pair.decided_by_id = pair.decided_at = None
    note_entry(_entry(actor, pair, "undo_same_person", {"was": was}))


def _entry(actor: Actor, pair: SamePersonProposal, action: str, detail: dict[str, str]) -> Entry:
    """What was said, and of which claims: the pair's row tells it no more once it is undone."""
    return Entry(
        action,
        object_type="same_person_proposal",
        object_id=pair.id,
        claim_ids=tuple(claims_of_pair(actor, pair)),
        cohe_id=pair.cohe_id,
        detail=detail,
    )
