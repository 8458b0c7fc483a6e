"""Whether two workers are one person: decided by people, undone by people; no claim is ever merged."""

from ohms import clock
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Actor, Permission
from ohms.domain.errors import RuleBroken
from ohms.queries.same_person import DIFFERENT, SAME, pair_to_decide


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


@command(Permission.SAME_PERSON_DECIDE)
def undo_same_person(actor: Actor, proposal_id: int, was: str) -> None:
    """Take back what was decided, which then waits again. Conflict where it is not what it was."""
    pair = pair_to_decide(actor, proposal_id)
    if pair.decision is None:
        return
    if pair.decision != was:
        raise Conflict
    pair.decision = pair.decided_by_id = pair.decided_at = None
